package com.example.oms.user.database;

import com.example.oms.user.Settings;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Brings the schema up to date with Flyway, waiting for a database that is still starting. */
@Component
public class Migrations {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HikariDataSource pool;
  private final Settings settings;

  Migrations(HikariDataSource pool, Settings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /**
   * Applies what is missing, each migration in a transaction of its own.
   *
   * @throws DatabaseUnavailable when the database cannot be reached for a minute
   */
  public void apply() {
    awaitDatabase();
    var result =
        Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    log.atInfo()
        .addKeyValue("migrations", result.migrationsExecuted)
        .addKeyValue("schema_version", result.targetSchemaVersion)
        .log("the schema is up to date");
  }

  private void awaitDatabase() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (true) {
      try (var connection = pool.getConnection()) {
        return;
      } catch (SQLException unavailable) {
        String reason = reason(unavailable);
        if (System.nanoTime() > deadline) {
          throw new DatabaseUnavailable(
              "the database " + settings.database() + " is not available: " + reason, unavailable);
        }
        if (!told) {
          log.warn("waiting for the database {}: {}", settings.database(), reason);
          told = true;
        }
        pause();
      }
    }
  }

  /** The pool wraps the driver's exception, which says what is really wrong. */
  private static String reason(SQLException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no answer");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("the start was interrupted", interrupted);
    }
  }
}
