package com.example.oms.user.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Set;
import java.util.regex.Pattern;
import net.ttddyy.observation.tracing.QueryContext;
import net.ttddyy.observation.tracing.QueryTracingObservationHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Metrics and traces, set up once. Micrometer's observations are the single source of both: one
 * observation of a request or a statement becomes a span and a histogram sample with its exemplar.
 */
@Configuration(proxyBeanMethods = false)
class Telemetry {

  private static final Set<String> NUMERIC_ATTRIBUTES =
      Set.of("http.response.status_code", "server.port");

  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

  private static final double[] BUCKETS_IN_SECONDS = {
    .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10
  };
  private static final double NANOSECONDS = 1e9;

  @Bean
  ServerRequestObservationConvention serverObservation() {
    return new ServerObservation();
  }

  @Bean
  ObservationPredicate probesAreNotObserved() {
    return (name, context) ->
        !(context instanceof ServerRequestObservationContext request
            && request.getCarrier() != null
            && Probes.include(request.getCarrier().getRequestURI()));
  }

  /** A statement outside a request (jobs, the start) would be a trace of one span. */
  @Bean
  ObservationPredicate statementsBelongToRequests(ObjectProvider<ObservationRegistry> registry) {
    return (name, context) -> {
      if (!(context instanceof QueryContext)) {
        return true;
      }
      var current = registry.getObject().getCurrentObservation();
      return current != null && !current.isNoop();
    };
  }

  /** Makes client spans of statements; it must be asked before the general handlers. */
  @Bean
  @Order(0)
  QueryTracingObservationHandler statementSpans(Tracer tracer) {
    return new QueryTracingObservationHandler(tracer);
  }

  /**
   * Makes client spans of other calls. Spring Boot leaves its own handler for them out, because the
   * one of the statements is of the same type.
   */
  @Bean
  @Order(1)
  PropagatingSenderTracingObservationHandler<SenderContext<?>> callSpans(
      Tracer tracer, Propagator propagator) {
    return new PropagatingSenderTracingObservationHandler<>(tracer, propagator);
  }

  /** Observations know text only; the conventions, and queries over spans, want numbers here. */
  @Bean
  SpanFilter numbersAreNumbers() {
    return span -> {
      var attributes = new HashMap<>(span.getTypedTags());
      for (String name : NUMERIC_ATTRIBUTES) {
        attributes.computeIfPresent(name, (key, value) -> numberOr(value));
      }
      return span.setTypedTags(attributes);
    };
  }

  private static Object numberOr(Object value) {
    return DIGITS.matcher(value.toString()).matches() ? Long.valueOf(value.toString()) : value;
  }

  /** Few and quick attempts: the default ones go on for ten seconds, also while stopping. */
  @Bean
  OtlpHttpSpanExporterBuilderCustomizer quickRetries() {
    var retries =
        RetryPolicy.builder()
            .setMaxAttempts(3)
            .setInitialBackoff(Duration.ofMillis(300))
            .setMaxBackoff(Duration.ofSeconds(1))
            .build();
    return exporter -> exporter.setRetryPolicy(retries);
  }

  /** Durations are classic histograms with the buckets that every service has. */
  @Bean
  MeterFilter durationBuckets() {
    double[] nanoseconds =
        Arrays.stream(BUCKETS_IN_SECONDS).map(bound -> bound * NANOSECONDS).toArray();
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        if (!id.getName().endsWith(".duration")) {
          return config;
        }
        return DistributionStatisticConfig.builder()
            .serviceLevelObjectives(nanoseconds)
            .build()
            .merge(config);
      }
    };
  }

  /** Micrometer adds its own error label to observed timers; the status code says the same. */
  @Bean
  MeterFilter noErrorLabel() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        if (!id.getName().endsWith(".duration")) {
          return id;
        }
        return id.replaceTags(id.getTags().stream().filter(tag -> !isErrorLabel(tag)).toList());
      }
    };
  }

  private static boolean isErrorLabel(Tag tag) {
    return tag.getKey().equals("error");
  }
}
