package com.example.oms.user.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.RunningService;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class HealthEndpointsTest {

  @Test
  @ExtendWith(RunningService.class)
  void aHealthyServiceIsReady(RunningService.Instance service) {
    assertThat(service.api().get("/health", null).response().body())
        .isEqualTo("{\"status\":\"ok\"}");
    assertThat(service.api().get("/ready", null).response().body())
        .isEqualTo("{\"status\":\"ready\",\"checks\":{\"postgres\":\"ok\"}}");
  }

  @Test
  void withoutADatabaseItIsAliveButNotReady() {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(250);
    try (var pool = new HikariDataSource(config)) {
      var endpoints = new HealthEndpoints(pool);

      assertThat(endpoints.health().status()).isEqualTo("ok");
      var answer = endpoints.ready();
      assertThat(answer.getStatusCode().value()).isEqualTo(503);
      assertThat(answer.getBody().status()).isEqualTo("unavailable");
      assertThat(answer.getBody().checks()).containsEntry("postgres", "no connection");
    }
  }
}
