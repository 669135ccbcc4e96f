package com.example.oms.user.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLineTest {

  private final LogLine format =
      new LogLine(new MockEnvironment().withProperty("spring.application.name", "user-service"));

  @Test
  void aLineHasTheHousesFields() {
    var event = event("somebody", Level.WARN, "it is \"so\"\nindeed", null);
    event.setMDCPropertyMap(Map.of("traceId", "t", "spanId", "s", "request_id", "r"));
    event.addKeyValuePair(new KeyValuePair("duration_ms", 12L));

    var line = parse(event);
    assertThat(line.propertyNames())
        .containsExactly(
            "ts",
            "level",
            "service",
            "msg",
            "trace_id",
            "span_id",
            "request_id",
            "duration_ms",
            "logger");
    assertThat(line.path("ts").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(line.path("level").asString()).isEqualTo("warn");
    assertThat(line.path("service").asString()).isEqualTo("user-service");
    assertThat(line.path("msg").asString()).isEqualTo("it is \"so\"\nindeed");
    assertThat(line.path("duration_ms").asLong()).isEqualTo(12);
  }

  @Test
  void aFailureComesWithItsStack() {
    var line = parse(event("somebody", Level.ERROR, "no", new IllegalStateException("broken")));

    assertThat(line.path("error").asString()).isEqualTo("java.lang.IllegalStateException: broken");
    assertThat(line.path("stack").asString()).contains("LogLineTest");
  }

  @Test
  void aMissingTraceStoreIsAWarning() {
    var line =
        parse(
            event(
                "io.opentelemetry.exporter.internal.http.HttpExporter",
                Level.ERROR,
                "Failed to export spans",
                new IllegalStateException("refused")));

    assertThat(line.path("level").asString()).isEqualTo("warn");
    assertThat(line.has("stack")).isFalse();
  }

  private JsonNode parse(LoggingEvent event) {
    String line = format.format(event);
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    return new JsonMapper().readTree(line);
  }

  private static LoggingEvent event(String logger, Level level, String text, Throwable thrown) {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    return new LoggingEvent(
        LogLineTest.class.getName(), context.getLogger(logger), level, text, thrown, null);
  }
}
