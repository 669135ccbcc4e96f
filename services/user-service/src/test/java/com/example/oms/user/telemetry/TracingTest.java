package com.example.oms.user.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.oms.user.RunningService;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class TracingTest {

  private static final String KEYS = "/.well-known/jwks.json";
  private static final String PARENT = "00f067aa0ba902b7";

  private RunningService.Instance service;

  @BeforeEach
  void service(RunningService.Instance service) {
    this.service = service;
  }

  @Test
  void aRequestContinuesItsCallersTrace() {
    String trace = getInATraceOfItsOwn(KEYS);

    var span = awaitSpan(candidate -> candidate.getTraceId().equals(trace));
    assertThat(span.getName()).isEqualTo("GET " + KEYS);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(text(span, "http.request.method")).isEqualTo("GET");
    assertThat(text(span, "http.route")).isEqualTo(KEYS);
    assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(200);
    assertThat(text(span, "url.path")).isEqualTo(KEYS);
  }

  @Test
  void aStatementIsAClientSpanOfItsRequest() {
    String trace = getInATraceOfItsOwn("/api/v1/users/me", service.api().seedToken("customer"));

    var request =
        awaitSpan(
            span ->
                span.getTraceId().equals(trace) && span.getName().equals("GET /api/v1/users/me"));
    var statement =
        awaitSpan(
            span ->
                span.getParentSpanId().equals(request.getSpanId())
                    && span.getName().equals("SELECT accounts"));
    assertThat(statement.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(statement.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(text(statement, "db.system")).isEqualTo("postgresql");
    assertThat(text(statement, "db.system.name")).isEqualTo("postgresql");
    assertThat(text(statement, "peer.service")).isEqualTo("postgres");
    assertThat(text(statement, "db.namespace")).isEqualTo(service.settings().database().name());
    assertThat(text(statement, "db.operation.name")).isEqualTo("SELECT");
    assertThat(text(statement, "db.query.text")).contains("where id = ?");
    assertThat(text(statement, "server.address")).isNotBlank();
  }

  @Test
  void aFaultIsAnErrorAndARefusalIsNot() {
    String fault = getInATraceOfItsOwn("/failing/unexpectedly");
    String refusal = getInATraceOfItsOwn("/api/v1/users/me");

    assertThat(awaitSpan(span -> span.getTraceId().equals(fault)).getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
    assertThat(awaitSpan(span -> span.getTraceId().equals(refusal)).getStatus().getStatusCode())
        .isEqualTo(StatusCode.UNSET);
  }

  @Test
  void theResourceNamesTheService() {
    String trace = getInATraceOfItsOwn(KEYS);
    var resource = awaitSpan(span -> span.getTraceId().equals(trace)).getResource();

    assertThat(resource.getAttribute(AttributeKey.stringKey("service.name")))
        .isEqualTo("user-service");
    assertThat(resource.getAttribute(AttributeKey.stringKey("service.namespace"))).isEqualTo("oms");
    assertThat(resource.getAttribute(AttributeKey.stringKey("service.instance.id")))
        .matches("[0-9a-f-]{36}");
  }

  @Test
  void probesAndJobsLeaveNoTrace() {
    service.api().get("/health", null);
    service.api().get("/ready", null);
    service.api().get("/metrics", null);
    String trace = getInATraceOfItsOwn(KEYS);
    awaitSpan(span -> span.getTraceId().equals(trace));

    assertThat(service.spans().getFinishedSpanItems())
        .noneMatch(span -> span.getName().matches(".*/(health|ready|metrics)"))
        .noneMatch(span -> span.getName().equals("DELETE sessions"));
  }

  @Test
  void aCommandToRedisIsAClientSpanOfItsRequest() {
    service.api().seedToken("customer");

    var command = awaitSpan(span -> span.getName().equals("EVAL ask"));
    assertThat(command.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(command.getParentSpanId()).isNotEqualTo("0000000000000000");
    assertThat(text(command, "db.system.name")).isEqualTo("redis");
    assertThat(text(command, "peer.service")).isEqualTo("redis");
    assertThat(command.getAttributes().get(AttributeKey.longKey("server.port"))).isPositive();
  }

  private String getInATraceOfItsOwn(String path) {
    return getInATraceOfItsOwn(path, null);
  }

  private String getInATraceOfItsOwn(String path, String token) {
    String trace = UUID.randomUUID().toString().replace("-", "");
    service.api().getWith(path, token, "traceparent", "00-%s-%s-01".formatted(trace, PARENT));
    return trace;
  }

  private SpanData awaitSpan(Predicate<SpanData> wanted) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> service.spans().getFinishedSpanItems().stream().filter(wanted).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }
}
