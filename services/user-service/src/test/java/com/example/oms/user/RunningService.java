package com.example.oms.user;

import com.example.oms.user.access.Open;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.RedisClient;

/**
 * Gives tests the whole service, started once on a free port with a database, an exchange and a
 * prefix of keys of its own in the PostgreSQL, the RabbitMQ and the Redis of the environment; all
 * are removed after the last test.
 */
public class RunningService implements BeforeAllCallback, ParameterResolver {

  /** A password as the seed accounts of the tests have it. */
  public static final String LAB_PASSWORD = "observe-me-1";

  @Override
  public void beforeAll(ExtensionContext context) {
    url("TEST_POSTGRES_URL");
    url("TEST_REDIS_URL");
    url("TEST_RABBITMQ_URL");
  }

  private static URI url(String variable) {
    String url = System.getenv(variable);
    if (url == null || url.isBlank()) {
      throw new IllegalStateException(variable + " is not set: run `make test S=user-service`");
    }
    return URI.create(url);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Instance.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(
            Instance.class, type -> Instance.start(settings -> settings), Instance.class);
  }

  /** Another process of the same service, on the same database. */
  public record Another(ConfigurableApplicationContext context, Api api) implements AutoCloseable {

    @Override
    public void close() {
      context.close();
    }
  }

  /** Starts a second one beside it. */
  public static Another another(Instance first) {
    var context = UserServiceApplication.start(first.settings());
    return new Another(context, new Api(Instance.port(context)));
  }

  /** The service and what a test may look at from inside. */
  public record Instance(
      ConfigurableApplicationContext context, Settings settings, String superuserUrl, Api api)
      implements AutoCloseable {

    /** A service of its own, with other settings than the shared one. */
    public static Instance start(UnaryOperator<Settings> other) {
      var server = url("TEST_POSTGRES_URL");
      String[] login = server.getUserInfo().split(":", 2);
      String name = "user_service_test_" + UUID.randomUUID().toString().substring(0, 8);
      var database =
          new Settings.DatabaseSettings(
              server.getHost(), server.getPort(), name, login[0], login[1], 5);
      String superuserUrl =
          "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
              .formatted(server.getHost(), server.getPort(), server.getPath(), login[0], login[1]);
      execute(superuserUrl, "create database " + name);
      var settings = other.apply(settings(database));
      var context =
          UserServiceApplication.start(settings, CapturedSpans.class, FailingEndpoints.class);
      return new Instance(context, settings, superuserUrl, new Api(port(context)));
    }

    private static Settings settings(Settings.DatabaseSettings database) {
      return new Settings(
          "user-service",
          "127.0.0.1",
          0,
          "info",
          database,
          // Patient: whoever gives up on Redis limits nobody for a while, and a test would see
          // that.
          new Settings.RedisSettings(
              url("TEST_REDIS_URL"), database.name() + ":", Duration.ofSeconds(10)),
          new Settings.BrokerSettings(
              url("TEST_RABBITMQ_URL"), database.name(), Duration.ofMillis(200)),
          // All tests come from one address, and some fail on purpose.
          new Settings.ThrottleSettings(5, 100_000, Duration.ofMinutes(5)),
          Duration.ofHours(720),
          Map.of("order-service", "order-secret"),
          LAB_PASSWORD,
          "");
    }

    /** The spans that have ended so far. */
    public InMemorySpanExporter spans() {
      return context.getBean(InMemorySpanExporter.class);
    }

    static int port(ConfigurableApplicationContext context) {
      return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    public void close() {
      context.close();
      execute(superuserUrl, "drop database " + settings.database().name() + " with (force)");
      removeKeys();
      try (var broker = Broker.connect()) {
        broker.channel().exchangeDelete(settings.broker().exchange());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void removeKeys() {
      try (var redis = RedisClient.create(url("TEST_REDIS_URL"))) {
        var keys = redis.keys(settings.redis().keyPrefix() + "*");
        if (!keys.isEmpty()) {
          redis.del(keys.toArray(String[]::new));
        }
      }
    }

    private static void execute(String url, String statement) {
      try (Connection connection = DriverManager.getConnection(url)) {
        connection.createStatement().execute(statement);
      } catch (SQLException failure) {
        throw new IllegalStateException(statement, failure);
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class CapturedSpans {

    @Bean
    InMemorySpanExporter captured() {
      return InMemorySpanExporter.create();
    }
  }

  /** Faults that no real endpoint has on demand. */
  @RestController
  static class FailingEndpoints {

    @Open
    @GetMapping("/failing/unexpectedly")
    void unexpectedly() {
      throw new IllegalStateException("an internal detail");
    }

    @Open
    @GetMapping("/failing/database")
    void database() {
      throw new DataAccessResourceFailureException("an internal detail");
    }
  }
}
