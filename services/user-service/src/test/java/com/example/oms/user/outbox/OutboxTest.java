package com.example.oms.user.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.oms.user.Broker;
import com.example.oms.user.Forwarder;
import com.example.oms.user.RunningService;
import com.example.oms.user.Settings;
import com.rabbitmq.client.GetResponse;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events leave through the outbox, whatever the broker does. */
@ExtendWith(RunningService.class)
class OutboxTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path SCHEMA =
      Path.of("..", "..", "contracts", "events", "user.registered.schema.json");

  private RunningService.Instance service;
  private Broker broker;

  @BeforeEach
  void connect(RunningService.Instance service) {
    this.service = service;
    this.broker = Broker.connect();
  }

  @AfterEach
  void disconnect() throws IOException {
    broker.close();
  }

  @Test
  void aRegistrationIsTold() {
    String queue = broker.listen(service.settings().broker().exchange());
    String trace = UUID.randomUUID().toString().replace("-", "");
    var account = registerInTrace(trace);
    String id = account.path("id").asString();

    var message = awaitAbout(queue, id);
    var properties = message.getProps();
    var event = JSON.readTree(message.getBody());
    assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("user.registered");
    assertThat(properties.getContentType()).isEqualTo("application/cloudevents+json");
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(properties.getMessageId()).isEqualTo(event.path("id").asString());
    assertThat(event.path("specversion").asString()).isEqualTo("1.0");
    assertThat(event.path("source").asString()).isEqualTo("/user-service");
    assertThat(event.path("type").asString()).isEqualTo("user.registered");
    assertThat(event.path("subject").asString()).isEqualTo(id);
    assertThat(event.path("time").asString()).matches(".*T.*\\.\\d{3}Z");

    var data = event.path("data");
    var schema = JSON.readTree(SCHEMA.toFile());
    var required = schema.path("required").values().stream().map(JsonNode::asString).toList();
    assertThat(data.propertyNames()).containsExactlyInAnyOrderElementsOf(required);
    assertThat(data.path("user_id").asString()).isEqualTo(id);
    for (String same : List.of("email", "name", "phone", "roles", "created_at")) {
      assertThat(data.path(same)).isEqualTo(account.path(same));
    }

    var span = awaitSpan(trace);
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(properties.getHeaders().get("traceparent").toString())
        .isEqualTo("00-%s-%s-01".formatted(trace, span.getSpanId()));
  }

  @Test
  void twoProcessesPublishEachEventOnce() {
    String queue = broker.listen(service.settings().broker().exchange());
    try (var second = RunningService.another(service)) {
      var apis = List.of(service.api(), second.api());
      var accounts =
          IntStream.range(0, 24)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> apis.get(i % 2).register()))
              .toList();
      var ids = accounts.stream().map(a -> a.join().path("id").asString()).toList();
      await().atMost(Duration.ofSeconds(20)).until(() -> pending(service) == 0);

      var told = new ArrayList<String>();
      for (var message = broker.next(queue); message != null; message = broker.next(queue)) {
        told.add(JSON.readTree(message.getBody()).path("subject").asString());
      }
      assertThat(told).doesNotHaveDuplicates().containsAll(ids);
    }
  }

  @Test
  void anOutageOfTheBrokerOnlyDelaysEvents() {
    try (var port = new Forwarder(URI.create(System.getenv("TEST_RABBITMQ_URL")))) {
      try (var cutOff = RunningService.Instance.start(s -> through(port.url(), s))) {
        var api = cutOff.api();
        // The seed accounts made no event.
        assertThat(pending(cutOff)).isZero();
        String queue = broker.listen(cutOff.settings().broker().exchange());

        String first = api.register().path("id").asString();
        assertThat(api.get("/ready", null).status()).isEqualTo(200);
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> api.metric("outbox_pending") == 1 && age(cutOff) > 0);
        await().atMost(Duration.ofSeconds(10)).until(() -> api.metric(runs("error")) > 0);

        port.mend();
        assertThat(awaitAbout(queue, first)).isNotNull();
        port.cut();
        String second = api.register().path("id").asString();
        port.mend();
        assertThat(awaitAbout(queue, second)).isNotNull();
        await().atMost(Duration.ofSeconds(10)).until(() -> api.metric("outbox_pending") == 0);
        assertThat(age(cutOff)).isZero();
        assertThat(api.metric(sent(cutOff, "success"))).isGreaterThanOrEqualTo(2);
      }
    }
  }

  @Test
  void whatWasPublishedADayAgoIsForgotten() {
    var account = service.api().register();
    var outbox = service.context().getBean(Outbox.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> pending(service) == 0);
    jdbc(service)
        .sql("update outbox set published_at = now() - interval '25 hours' where subject = :id")
        .param("id", account.path("id").asString())
        .update();

    assertThat(outbox.forgetPublishedBefore(Duration.ofHours(24))).isEqualTo(1);
  }

  private JsonNode registerInTrace(String trace) {
    return service
        .api()
        .postWith(
            "/api/v1/users/register",
            """
            {"email": "%s@oms.example", "password": "correct-horse", "name": "Ada 🧮 \\u05d0"}"""
                .formatted(trace),
            "traceparent",
            "00-%s-00f067aa0ba902b7-01".formatted(trace))
        .json();
  }

  private GetResponse awaitAbout(String queue, String subject) {
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              var message = broker.next(queue);
              return message != null
                      && JSON.readTree(message.getBody()).path("subject").asString().equals(subject)
                  ? message
                  : null;
            },
            Objects::nonNull);
  }

  private SpanData awaitSpan(String trace) {
    String name = "send " + service.settings().broker().exchange() + ":user.registered";
    return await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                service.spans().getFinishedSpanItems().stream()
                    .filter(s -> s.getTraceId().equals(trace) && s.getName().equals(name))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static Settings through(URI broker, Settings s) {
    return new Settings(
        s.serviceName(),
        s.bindAddress(),
        s.httpPort(),
        s.logLevel(),
        s.database(),
        s.redis(),
        new Settings.BrokerSettings(broker, s.broker().exchange(), s.broker().pollInterval()),
        s.throttle(),
        s.signingKeyMaxAge(),
        s.serviceClients(),
        s.labPassword(),
        s.otlpEndpoint());
  }

  private static long pending(RunningService.Instance of) {
    return of.context().getBean(Outbox.class).backlog().count();
  }

  private static double age(RunningService.Instance of) {
    return of.api().metric("outbox_oldest_age_seconds");
  }

  private static String runs(String outcome) {
    return "job_runs_total{job_name=\"outbox_relay\",outcome=\"%s\"}".formatted(outcome);
  }

  private static String sent(RunningService.Instance of, String outcome) {
    return "messaging_client_sent_messages_total{messaging_destination_name=\"%s:user.registered\",outcome=\"%s\"}"
        .formatted(of.settings().broker().exchange(), outcome);
  }

  private static JdbcClient jdbc(RunningService.Instance of) {
    return of.context().getBean(JdbcClient.class);
  }
}
