package com.example.oms.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "DB_HOST", "127.0.0.1",
          "DB_NAME", "user_service",
          "DB_USER", "user_service",
          "DB_PASSWORD", "database-secret",
          "SERVICE_CLIENTS", "order-service:client:secret, lab:other",
          "LAB_PASSWORD", "lab-password",
          "REDIS_URL", "redis://:redis-secret@127.0.0.1:6379/0",
          "RABBITMQ_URL", "amqp://oms:broker-secret@127.0.0.1:5672/");

  @Test
  void whatIsNotGivenHasADefault() {
    var settings = Settings.from(COMPLETE);

    assertThat(settings.bindAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.httpPort()).isEqualTo(8004);
    assertThat(settings.logLevel()).isEqualTo("info");
    assertThat(settings.database().port()).isEqualTo(5432);
    assertThat(settings.database().poolMax()).isEqualTo(10);
    assertThat(settings.broker().exchange()).isEqualTo("oms.events");
    assertThat(settings.broker().pollInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.redis().timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.throttle())
        .isEqualTo(new Settings.ThrottleSettings(5, 100, Duration.ofMinutes(5)));
    assertThat(settings.signingKeyMaxAge()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void aSecretMayContainColons() {
    assertThat(Settings.from(COMPLETE).serviceClients())
        .containsOnly(Map.entry("order-service", "client:secret"), Map.entry("lab", "other"));
  }

  @Test
  void secretsAreMasked() {
    assertThat(Settings.from(COMPLETE).toString())
        .contains("****")
        .doesNotContain("database-secret", "client:secret", "lab-password")
        .doesNotContain("redis-secret", "broker-secret")
        .contains("amqp://oms:****@127.0.0.1:5672/");
  }

  @ParameterizedTest
  @CsvSource({
    "DB_HOST, ''",
    "DB_PASSWORD, ''",
    "DB_PORT, 0",
    "DB_POOL_MAX, many",
    "HTTP_PORT, 65536",
    "LOG_LEVEL, loud",
    "SERVICE_CLIENTS, order-service",
    "LAB_PASSWORD, short",
    "OTEL_EXPORTER_OTLP_ENDPOINT, 127.0.0.1:4318",
    "REDIS_URL, http://127.0.0.1:6379",
    "RABBITMQ_URL, 127.0.0.1:5672",
    "LOGIN_MAX_FAILURES_PER_ACCOUNT, 0",
    "LOGIN_MAX_FAILURES_PER_ADDRESS, 1.5",
    "LOGIN_FAILURE_WINDOW_SECONDS, 5m",
    "LOGIN_FAILURE_WINDOW_SECONDS, 0",
    "OUTBOX_POLL_INTERVAL_SECONDS, -1",
    "SIGNING_KEY_MAX_AGE_HOURS, 0"
  })
  void whatIsWrongIsNamed(String variable, String value) {
    var environment = new HashMap<>(COMPLETE);
    environment.put(variable, value);

    assertThatThrownBy(() -> Settings.from(environment))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith(variable + " ");
  }
}
