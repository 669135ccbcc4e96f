package com.example.oms.user;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that the environment decides, read and checked once before anything starts.
 *
 * @param serviceClients client id to secret, for {@code POST /api/v1/users/token}
 * @param labPassword password of the seed accounts; empty means that none are made
 */
public record Settings(
    String serviceName,
    String bindAddress,
    int httpPort,
    String logLevel,
    DatabaseSettings database,
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
        variables.pairs("SERVICE_CLIENTS"),
        variables.password("LAB_PASSWORD"),
        variables.url("OTEL_EXPORTER_OTLP_ENDPOINT"));
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
    fields.put("service_clients", String.join(",", serviceClients.keySet()));
    fields.put("lab_password", labPassword.isEmpty() ? "" : MASK);
    fields.put("otel_exporter_otlp_endpoint", otlpEndpoint);
    return fields;
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

  private record Variables(Map<String, String> environment) {

    String text(String name, String otherwise) {
      String value = environment.getOrDefault(name, "").strip();
      return value.isEmpty() ? otherwise : value;
    }

    String required(String name) {
      String value = text(name, "");
      if (value.isEmpty()) {
        throw new InvalidSetting(name, "is required");
      }
      return value;
    }

    int integer(String name, int otherwise, int smallest, int largest) {
      String value = text(name, Integer.toString(otherwise));
      try {
        int number = Integer.parseInt(value);
        if (number >= smallest && number <= largest) {
          return number;
        }
      } catch (NumberFormatException ignored) {
        // Told below, with the bounds.
      }
      throw new InvalidSetting(
          name, "must be an integer from %d to %d".formatted(smallest, largest));
    }

    String oneOf(String name, String otherwise, List<String> allowed) {
      String value = text(name, otherwise).toLowerCase(Locale.ROOT);
      if (!allowed.contains(value)) {
        throw new InvalidSetting(name, "must be one of " + String.join(", ", allowed));
      }
      return value;
    }

    String password(String name) {
      String value = text(name, "");
      if (!value.isEmpty() && (value.length() < 8 || value.length() > 128)) {
        throw new InvalidSetting(name, "must have 8 to 128 characters");
      }
      return value;
    }

    String url(String name) {
      String value = text(name, "");
      try {
        if (value.isEmpty() || (new URI(value).getHost() != null && value.startsWith("http"))) {
          return value;
        }
      } catch (URISyntaxException ignored) {
        // Told below.
      }
      throw new InvalidSetting(name, "must be an http or https URL");
    }

    /** {@code id:secret,id:secret}; a secret may itself contain colons. */
    Map<String, String> pairs(String name) {
      var pairs = new LinkedHashMap<String, String>();
      for (String pair : text(name, "").split(",")) {
        if (pair.isBlank()) {
          continue;
        }
        String[] parts = pair.strip().split(":", 2);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
          throw new InvalidSetting(name, "must be a list of client:secret pairs");
        }
        pairs.put(parts[0], parts[1]);
      }
      return Map.copyOf(pairs);
    }
  }
}
