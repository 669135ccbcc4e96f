package com.example.oms.user;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that the environment decides, read and checked once before anything starts.
 *
 * @param serviceClients client id to secret, for {@code POST /api/v1/users/token}
 * @param labPassword password of the seed accounts; empty means that none are made
 * @param signingKeyMaxAge how long a key signs before the next one takes over
 */
public record Settings(
    String serviceName,
    String bindAddress,
    int httpPort,
    String logLevel,
    DatabaseSettings database,
    RedisSettings redis,
    BrokerSettings broker,
    ThrottleSettings throttle,
    Duration signingKeyMaxAge,
    Map<String, String> serviceClients,
    String labPassword,
    String otlpEndpoint) {

  private static final List<String> LOG_LEVELS = List.of("debug", "info", "warn", "error");
  private static final String MASK = "****";

  /** Where the database is and how many connections the pool may open. */
  public record DatabaseSettings(
      String host, int port, String name, String user, String password, int poolMax) {

    @Override
    public String toString() {
      return user + "@" + host + ":" + port + "/" + name;
    }
  }

  /** Where Redis is, what all our keys there begin with, and how long an answer may take. */
  public record RedisSettings(URI url, String keyPrefix, Duration timeout) {}

  /**
   * Where the broker is, the exchange for events, and how often the outbox is looked at unasked.
   */
  public record BrokerSettings(URI url, String exchange, Duration pollInterval) {}

  /** How many sign-ins may fail within the window. */
  public record ThrottleSettings(int perAccount, int perAddress, Duration window) {}

  /**
   * Reads the settings.
   *
   * @throws InvalidSetting naming the first variable that is missing or malformed
   */
  public static Settings from(Map<String, String> environment) {
    var variables = new Variables(environment);
    return new Settings(
        variables.text("OTEL_SERVICE_NAME", "user-service"),
        variables.text("BIND_ADDRESS", "127.0.0.1"),
        variables.integer("HTTP_PORT", 8004, 1, 65535),
        variables.oneOf("LOG_LEVEL", "info", LOG_LEVELS),
        new DatabaseSettings(
            variables.required("DB_HOST"),
            variables.integer("DB_PORT", 5432, 1, 65535),
            variables.required("DB_NAME"),
            variables.required("DB_USER"),
            variables.required("DB_PASSWORD"),
            variables.integer("DB_POOL_MAX", 10, 1, 100)),
        new RedisSettings(
            variables.url("REDIS_URL", "redis://127.0.0.1:6379/0", "redis", "rediss"),
            "user-service:",
            Duration.ofSeconds(1)),
        new BrokerSettings(
            variables.url("RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672/", "amqp", "amqps"),
            "oms.events",
            variables.seconds("OUTBOX_POLL_INTERVAL_SECONDS", "0.5", 3600)),
        new ThrottleSettings(
            variables.integer("LOGIN_MAX_FAILURES_PER_ACCOUNT", 5, 1, 1_000_000),
            variables.integer("LOGIN_MAX_FAILURES_PER_ADDRESS", 100, 1, 1_000_000),
            variables.seconds("LOGIN_FAILURE_WINDOW_SECONDS", "300", 86_400)),
        Duration.ofHours(variables.integer("SIGNING_KEY_MAX_AGE_HOURS", 720, 1, 87_600)),
        variables.pairs("SERVICE_CLIENTS"),
        variables.password("LAB_PASSWORD"),
        variables.optionalUrl("OTEL_EXPORTER_OTLP_ENDPOINT"));
  }

  /** The settings as fields of a log line, secrets masked. */
  Map<String, Object> masked() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("bind_address", bindAddress);
    fields.put("http_port", httpPort);
    fields.put("log_level", logLevel);
    fields.put("db_host", database.host());
    fields.put("db_port", database.port());
    fields.put("db_name", database.name());
    fields.put("db_user", database.user());
    fields.put("db_password", MASK);
    fields.put("db_pool_max", database.poolMax());
    fields.put("redis_url", withoutPassword(redis.url()));
    fields.put("rabbitmq_url", withoutPassword(broker.url()));
    fields.put("outbox_poll_interval_seconds", broker.pollInterval().toMillis() / 1000.0);
    fields.put("login_max_failures_per_account", throttle.perAccount());
    fields.put("login_max_failures_per_address", throttle.perAddress());
    fields.put("login_failure_window_seconds", throttle.window().toMillis() / 1000.0);
    fields.put("signing_key_max_age_hours", signingKeyMaxAge.toHours());
    fields.put("service_clients", String.join(",", serviceClients.keySet()));
    fields.put("lab_password", labPassword.isEmpty() ? "" : MASK);
    fields.put("otel_exporter_otlp_endpoint", otlpEndpoint);
    return fields;
  }

  private static String withoutPassword(URI url) {
    String user = url.getRawUserInfo();
    return user == null
        ? url.toString()
        : url.toString().replace(user + "@", user.replaceFirst(":.*", ":" + MASK) + "@");
  }

  /** What Spring Boot itself has to know of these settings. OTEL_* it reads on its own. */
  Map<String, Object> springProperties() {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("spring.application.name", serviceName);
    properties.put("spring.application.group", "oms");
    // Spring Boot merges this with OTEL_RESOURCE_ATTRIBUTES.
    properties.put(
        "management.opentelemetry.resource-attributes.service.instance.id",
        UUID.randomUUID().toString());
    properties.put("server.address", bindAddress);
    properties.put("server.port", httpPort);
    // The framework at debug is a flood that hides our own debug lines.
    properties.put("logging.level.root", logLevel.equals("debug") ? "info" : logLevel);
    properties.put("logging.level.com.example.oms", logLevel);
    return properties;
  }

  /** Secrets do not leak through a stray log statement. */
  @Override
  public String toString() {
    return masked().toString();
  }
}
