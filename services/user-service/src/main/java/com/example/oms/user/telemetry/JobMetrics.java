package com.example.oms.user.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** The four series that every background job of the system has, labelled with its name. */
public class JobMetrics {

  private final Counter succeeded;
  private final Counter failed;
  private final Counter items;
  private final Timer duration;
  private final AtomicReference<Double> lastSuccess = new AtomicReference<>(0.0);

  /** The series of one job. */
  public JobMetrics(MeterRegistry registry, String job) {
    succeeded = runs(registry, job, "success");
    failed = runs(registry, job, "error");
    items =
        Counter.builder("job.items")
            .description("Things that runs of the job dealt with")
            .tag("job.name", job)
            .register(registry);
    duration =
        Timer.builder("job.duration")
            .description("How long a run of the job takes")
            .tag("job.name", job)
            .register(registry);
    Gauge.builder("job.last.success.timestamp.seconds", lastSuccess, AtomicReference::get)
        .description("When the job last succeeded, in seconds since 1970")
        .tag("job.name", job)
        .register(registry);
  }

  private static Counter runs(MeterRegistry registry, String job, String outcome) {
    return Counter.builder("job.runs")
        .description("Runs of the job by outcome")
        .tags("job.name", job, "outcome", outcome)
        .register(registry);
  }

  /**
   * A run that began at this reading of {@link System#nanoTime} dealt with so many things, the last
   * of them in this trace.
   */
  public void succeeded(long startedAt, long count, Context trace) {
    took(startedAt, trace);
    succeeded.increment();
    items.increment(count);
    lastSuccess.set(System.currentTimeMillis() / 1000.0);
  }

  /** A run that began at this reading of {@link System#nanoTime} failed, at last in this trace. */
  public void failed(long startedAt, Context trace) {
    took(startedAt, trace);
    failed.increment();
  }

  private void took(long startedAt, Context trace) {
    // The exemplar is whatever trace is current.
    try (var current = trace.makeCurrent()) {
      duration.record(Duration.ofNanos(System.nanoTime() - startedAt));
    }
  }
}
