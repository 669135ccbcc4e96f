package com.example.oms.user.sessions;

import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.telemetry.JobMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The job that counts the active sessions and forgets those that ended long ago. */
@Component
class SessionSweep implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SessionSweep.class);
  private static final String JOB = "session_sweep";
  private static final long PERIOD_SECONDS = 5;
  private static final Duration KEPT_AFTER_END = Duration.ofDays(7);

  private final Sessions sessions;
  private final BusinessMetrics business;
  private final JobMetrics metrics;
  private ScheduledExecutorService executor;

  SessionSweep(Sessions sessions, BusinessMetrics business, MeterRegistry registry) {
    this.sessions = sessions;
    this.business = business;
    this.metrics = new JobMetrics(registry, JOB);
  }

  @Override
  public void start() {
    executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, JOB);
              thread.setDaemon(true);
              return thread;
            });
    executor.scheduleWithFixedDelay(this::run, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void run() {
    long startedAt = System.nanoTime();
    try {
      int forgotten = sessions.forgetEndedBefore(KEPT_AFTER_END);
      business.activeSessions(sessions.countActive());
      metrics.succeeded(startedAt, forgotten);
    } catch (RuntimeException failure) {
      metrics.failed(startedAt);
      log.atWarn()
          .addKeyValue("job_name", JOB)
          .addKeyValue("error", failure.getMessage())
          .log("the sessions could not be swept; the next run tries again");
    }
  }

  @Override
  public void stop() {
    executor.shutdownNow();
    executor = null;
  }

  @Override
  public boolean isRunning() {
    return executor != null;
  }

  /** After the schema is there, before the web server. */
  @Override
  public int getPhase() {
    return 1;
  }
}
