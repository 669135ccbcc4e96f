package com.example.oms.user.outbox;

import com.example.oms.user.Settings;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends events to the exchange and waits until the broker has confirmed them. One thread uses it,
 * which connects again when it has something to send.
 */
@Component
class Publisher {

  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final String CONTENT_TYPE = "application/cloudevents+json";
  private static final int PERSISTENT = 2;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int CONFIRM_TIMEOUT_MILLIS = 4_000;
  private static final int HEARTBEAT_SECONDS = 10;

  private final ConnectionFactory connections;
  private final String exchange;
  private final SendSpans spans;
  private final MeterRegistry registry;
  private Connection connection;
  private Channel channel;

  Publisher(Settings settings, SendSpans spans, MeterRegistry registry) {
    this.exchange = settings.broker().exchange();
    this.spans = spans;
    this.registry = registry;
    this.connections = factory(settings);
    sent("user.registered", "success");
    sent("user.registered", "error");
  }

  private static ConnectionFactory factory(Settings settings) {
    var factory = new ConnectionFactory();
    try {
      factory.setUri(settings.broker().url());
    } catch (URISyntaxException | GeneralSecurityException malformed) {
      throw new IllegalStateException("the broker's URL was checked before", malformed);
    }
    if (factory.getVirtualHost().isEmpty()) {
      // By the letter amqp://host/ is the virtual host without a name, which nobody means.
      factory.setVirtualHost(ConnectionFactory.DEFAULT_VHOST);
    }
    // The relay comes back by itself, and only when there is something to send.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS);
    factory.setShutdownTimeout(CONNECT_TIMEOUT_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setThreadFactory(
        task -> {
          var thread = new Thread(task, "rabbitmq");
          thread.setDaemon(true);
          return thread;
        });
    return factory;
  }

  /** Connects, unless it is connected. */
  void connect() throws IOException, TimeoutException {
    if (channel != null && channel.isOpen()) {
      return;
    }
    close();
    connection = connections.newConnection("user-service");
    channel = connection.createChannel();
    channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    channel.confirmSelect();
    log.atInfo().addKeyValue("messaging_destination_name", exchange).log("connected to the broker");
  }

  /**
   * Sends all of them and returns when all are confirmed; what fails, fails for all of them.
   *
   * @param watcher hears of the span of each
   */
  void publish(List<Outbox.Waiting> events, Consumer<Span> watcher)
      throws IOException, TimeoutException, InterruptedException {
    var sending = new ArrayList<SendSpans.Sending>();
    String outcome = "error";
    try {
      for (var event : events) {
        var span = spans.start(destination(event.type()), event);
        sending.add(span);
        watcher.accept(span.span());
        channel.basicPublish(
            exchange,
            event.type(),
            properties(event, span),
            event.body().getBytes(StandardCharsets.UTF_8));
      }
      channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MILLIS);
      outcome = "success";
    } finally {
      for (int i = 0; i < sending.size(); i++) {
        sending.get(i).end(outcome.equals("success"));
        sent(events.get(i).type(), outcome).increment();
      }
    }
  }

  private static AMQP.BasicProperties properties(Outbox.Waiting event, SendSpans.Sending span) {
    return new AMQP.BasicProperties.Builder()
        .contentType(CONTENT_TYPE)
        .deliveryMode(PERSISTENT)
        .messageId(event.id().toString())
        .type(event.type())
        .appId("user-service")
        .timestamp(new Date())
        .headers(span.headers())
        .build();
  }

  private String destination(String type) {
    return exchange + ":" + type;
  }

  private Counter sent(String type, String outcome) {
    return Counter.builder("messaging.client.sent.messages")
        .description("Messages sent, by whether the broker confirmed them")
        .tags("messaging.destination.name", destination(type), "outcome", outcome)
        .register(registry);
  }

  void close() {
    if (connection != null) {
      connection.abort(CONNECT_TIMEOUT_MILLIS);
      connection = null;
      channel = null;
    }
  }
}
