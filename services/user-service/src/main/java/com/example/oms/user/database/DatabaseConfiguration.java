package com.example.oms.user.database;

import com.example.oms.user.Settings;
import com.example.oms.user.telemetry.DatabaseObservation;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import net.ttddyy.observation.tracing.DataSourceObservationListener;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The pool and the two ways to use it: requests go through a proxy that makes a span of every
 * statement; migrations, probes and jobs use the bare pool, so that no trace consists of them.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  private static final String CONNECTION_COUNT = "db.client.connection.count";

  @Bean
  HikariDataSource pool(Settings settings) {
    var database = settings.database();
    var config = new HikariConfig();
    config.setPoolName("postgres");
    config.setJdbcUrl(
        "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()));
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(database.poolMax());
    config.setMinimumIdle(Math.min(2, database.poolMax()));
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    // Creating the pool must not ask the database anything: Migrations waits for it.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", settings.serviceName());
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "10");
    config.addDataSourceProperty("options", "-c statement_timeout=5000");
    return new HikariDataSource(config);
  }

  /** For statements of a request: each is a client span and an observation of its duration. */
  @Bean(defaultCandidate = false)
  DataSource observedPool(
      HikariDataSource pool, ObservationRegistry observations, Settings settings) {
    var listener = new DataSourceObservationListener(observations);
    listener.setQueryObservationConvention(new DatabaseObservation(settings.database()));
    return ProxyDataSourceBuilder.create(pool)
        .name(settings.database().name())
        .listener(listener)
        .build();
  }

  @Bean
  JdbcClient jdbc(@Qualifier("observedPool") DataSource observed) {
    return JdbcClient.create(observed);
  }

  @Bean
  TransactionTemplate transactions(@Qualifier("observedPool") DataSource observed) {
    return new TransactionTemplate(new JdbcTransactionManager(observed));
  }

  @Bean
  MeterBinder poolGauges(HikariDataSource pool) {
    return registry -> {
      connections(registry, "used", pool, p -> p.getHikariPoolMXBean().getActiveConnections());
      connections(registry, "idle", pool, p -> p.getHikariPoolMXBean().getIdleConnections());
      Gauge.builder("db.client.connection.max", pool, HikariDataSource::getMaximumPoolSize)
          .description("Connections that the pool may open")
          .register(registry);
    };
  }

  private static void connections(
      MeterRegistry registry,
      String state,
      HikariDataSource pool,
      ToDoubleFunction<HikariDataSource> count) {
    // The pool is made with its first connection; until then it has none.
    Gauge.builder(
            CONNECTION_COUNT,
            pool,
            p -> p.getHikariPoolMXBean() == null ? 0 : count.applyAsDouble(p))
        .description("Connections of the pool by state")
        .tag("state", state)
        .register(registry);
  }
}
