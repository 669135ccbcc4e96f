package com.example.oms.user;

import com.example.oms.user.access.Open;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
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

/**
 * Gives tests the whole service, started once on a free port against a database of its own in the
 * PostgreSQL of {@code TEST_POSTGRES_URL}, which is dropped after the last test.
 */
public class RunningService implements BeforeAllCallback, ParameterResolver {

  /** A password as the seed accounts of the tests have it. */
  public static final String LAB_PASSWORD = "observe-me-1";

  @Override
  public void beforeAll(ExtensionContext context) {
    postgresUrl();
  }

  private static String postgresUrl() {
    String url = System.getenv("TEST_POSTGRES_URL");
    if (url == null || url.isBlank()) {
      throw new IllegalStateException(
          "TEST_POSTGRES_URL is not set: run `make test S=user-service`");
    }
    return url;
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
        .computeIfAbsent(Instance.class, type -> Instance.start(), Instance.class);
  }

  /** The service and what a test may look at from inside. */
  public record Instance(
      ConfigurableApplicationContext context, Settings settings, String superuserUrl, Api api)
      implements AutoCloseable {

    static Instance start() {
      var server = URI.create(postgresUrl());
      String[] login = server.getUserInfo().split(":", 2);
      String name = "user_service_test_" + UUID.randomUUID().toString().substring(0, 8);
      var database =
          new Settings.DatabaseSettings(
              server.getHost(), server.getPort(), name, login[0], login[1], 5);
      String superuserUrl =
          "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
              .formatted(server.getHost(), server.getPort(), server.getPath(), login[0], login[1]);
      execute(superuserUrl, "create database " + name);
      var settings = settings(database);
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
