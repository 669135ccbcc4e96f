package com.example.oms.user.sessions;

import com.example.oms.user.job.PeriodicJob;
import com.example.oms.user.telemetry.BusinessMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The job that counts the active sessions and forgets sessions and tokens that are long over. */
@Component
class SessionSweep extends PeriodicJob {

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration KEPT_AFTER_END = Duration.ofDays(7);

  private final Sessions sessions;
  private final RefreshTokens refreshTokens;
  private final BusinessMetrics business;

  SessionSweep(
      Sessions sessions,
      RefreshTokens refreshTokens,
      BusinessMetrics business,
      MeterRegistry registry) {
    super("session_sweep", PERIOD, registry);
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.business = business;
  }

  @Override
  protected long work() {
    int forgotten =
        sessions.forgetEndedBefore(KEPT_AFTER_END)
            + refreshTokens.forgetUsedBefore(Sessions.LIFETIME);
    business.activeSessions(sessions.countActive());
    return forgotten;
  }
}
