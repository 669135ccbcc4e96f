package com.example.oms.user;

import com.example.oms.user.database.DatabaseUnavailable;
import com.example.oms.user.telemetry.LogLine;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The start: settings, then the context (telemetry, database, web), then {@link StartSequence}.
 *
 * <p>The auto-configurations are listed one by one instead of being found: weighing the some eighty
 * others costs about a second of every start on a slow core.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  ConfigurationPropertiesAutoConfiguration.class,
  LifecycleAutoConfiguration.class,
  ObservationAutoConfiguration.class,
  MetricsAutoConfiguration.class,
  PrometheusMetricsExportAutoConfiguration.class,
  PrometheusExemplarsAutoConfiguration.class,
  JvmMetricsAutoConfiguration.class,
  SystemMetricsAutoConfiguration.class,
  OpenTelemetrySdkAutoConfiguration.class,
  OpenTelemetryTracingAutoConfiguration.class,
  OtlpTracingAutoConfiguration.class,
  MicrometerTracingAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  WebMvcObservationAutoConfiguration.class
})
public class UserServiceApplication {

  /** Starts the service; a start that fails tells why in one line and exits with 1. */
  public static void main(String[] args) {
    try {
      start(Settings.from(System.getenv()));
    } catch (InvalidSetting invalid) {
      System.err.println(LogLine.fatal(invalid.getMessage()));
      System.exit(1);
    } catch (RuntimeException failure) {
      report(failure);
      System.exit(1);
    }
  }

  /**
   * Starts the service.
   *
   * @param additions further configuration, with which the tests watch it from inside
   */
  static ConfigurableApplicationContext start(Settings settings, Class<?>... additions) {
    var application = new SpringApplication(UserServiceApplication.class);
    application.addPrimarySources(List.of(additions));
    application.setDefaultProperties(settings.springProperties());
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("settings", settings));
    var context = application.run();
    var started = log().atInfo();
    for (Map.Entry<String, Object> field : settings.masked().entrySet()) {
      started = started.addKeyValue(field.getKey(), field.getValue());
    }
    started.log("user-service is listening on port {}", settings.httpPort());
    return context;
  }

  private static void report(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseUnavailable || cause instanceof PortInUseException) {
        log().error("user-service cannot start: {}", cause.getMessage());
        return;
      }
    }
    log().error("user-service cannot start", failure);
  }

  /** Not a constant: logging must not be touched before Spring has configured it. */
  private static Logger log() {
    return LoggerFactory.getLogger(UserServiceApplication.class);
  }
}
