package com.example.oms.user.web;

import com.example.oms.user.access.Open;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Liveness, which asks nobody, and readiness, which asks the database. */
@RestController
class HealthEndpoints {

  private static final int PATIENCE_SECONDS = 1;

  record Health(String status) {}

  record Readiness(String status, Map<String, String> checks) {}

  private final HikariDataSource pool;

  HealthEndpoints(HikariDataSource pool) {
    this.pool = pool;
  }

  @Open
  @GetMapping("/health")
  Health health() {
    return new Health("ok");
  }

  @Open
  @GetMapping("/ready")
  ResponseEntity<Readiness> ready() {
    String postgres = checkPostgres();
    var checks = Map.of("postgres", postgres);
    return postgres.equals("ok")
        ? ResponseEntity.ok(new Readiness("ready", checks))
        : ResponseEntity.status(503).body(new Readiness("unavailable", checks));
  }

  private String checkPostgres() {
    try (var connection = pool.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS) ? "ok" : "the connection is not valid";
    } catch (SQLException unavailable) {
      return "no connection";
    }
  }
}
