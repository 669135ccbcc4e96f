package com.example.oms.user.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * The shape of every log line, ours and the libraries': {@code ts, level, service, msg, trace_id,
 * span_id}, then fields in snake_case.
 */
public class LogLine implements StructuredLogFormatter<ILoggingEvent> {

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

  /** The tracing bridge's names in the logging context, and ours. */
  private static final Map<String, String> CONTEXT_FIELDS =
      Map.of("traceId", "trace_id", "spanId", "span_id");

  /** A trace store that is not there yet is no error of this service, and needs no stack. */
  private static final String SPAN_EXPORTER = "io.opentelemetry.exporter";

  private final String service;

  /** Made by Spring Boot's logging system. */
  public LogLine(Environment environment) {
    this.service = environment.getProperty("spring.application.name", "user-service");
  }

  /** A line for a failure so early that nothing is configured yet. */
  public static String fatal(String message) {
    String service = System.getenv().getOrDefault("OTEL_SERVICE_NAME", "user-service");
    return WRITER.writeToString(head(Instant.now(), "error", service, message));
  }

  @Override
  public String format(ILoggingEvent event) {
    boolean exporter = event.getLoggerName().startsWith(SPAN_EXPORTER);
    var level = exporter ? Level.WARN : event.getLevel();
    var line = head(event.getInstant(), level(level), service, event.getFormattedMessage());
    event.getMDCPropertyMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(entry -> line.put(field(entry.getKey()), entry.getValue()));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.put(pair.key, pair.value);
      }
    }
    line.put("logger", event.getLoggerName());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.put("error", thrown.getClassName() + ": " + thrown.getMessage());
      if (!exporter) {
        line.put("stack", ThrowableProxyUtil.asString(thrown));
      }
    }
    return WRITER.writeToString(line) + "\n";
  }

  private static Map<String, Object> head(Instant at, String level, String service, String msg) {
    var line = new LinkedHashMap<String, Object>();
    line.put("ts", MILLISECONDS.format(at));
    line.put("level", level);
    line.put("service", service);
    line.put("msg", msg);
    return line;
  }

  private static String field(String contextName) {
    return CONTEXT_FIELDS.getOrDefault(contextName, contextName);
  }

  private static String level(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "error";
      case Level.WARN_INT -> "warn";
      case Level.INFO_INT -> "info";
      default -> "debug";
    };
  }
}
