package com.example.oms.user.database;

import com.example.oms.user.Settings;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.stereotype.Component;

/** Brings the schema up to date with Flyway, waiting for a database that is still starting. */
@Component
public class Migrations {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Only the time limits the attempts. */
  private static final RetryPolicy UNTIL_IT_ANSWERS =
      RetryPolicy.builder()
          .includes(SQLException.class)
          .delay(PAUSE)
          .maxRetries(Long.MAX_VALUE)
          .timeout(PATIENCE)
          .build();

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
    var retries = new RetryTemplate(UNTIL_IT_ANSWERS);
    retries.setRetryListener(new OneWarning());
    try {
      retries.execute(this::connect);
    } catch (RetryException givenUp) {
      throw new DatabaseUnavailable(
          "the database "
              + settings.database()
              + " is not available: "
              + reason(givenUp.getLastException()),
          givenUp.getCause());
    }
  }

  private boolean connect() throws SQLException {
    try (var connection = pool.getConnection()) {
      return true;
    }
  }

  /** The pool wraps the driver's exception, which says what is really wrong. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no answer");
  }

  private class OneWarning implements RetryListener {

    @Override
    public void beforeRetry(RetryPolicy policy, Retryable<?> attempt, RetryState state) {
      if (state.getRetryCount() == 1) {
        log.warn(
            "waiting for the database {}: {}",
            settings.database(),
            reason(state.getLastException()));
      }
    }
  }
}
