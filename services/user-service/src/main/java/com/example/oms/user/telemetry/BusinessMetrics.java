package com.example.oms.user.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What happens in the business, as counters that exist with 0 from the start. */
@Component
public class BusinessMetrics {

  private final Counter registered;
  private final Counter loginsSucceeded;
  private final Counter loginsFailed;
  private final Counter loginsThrottled;
  private final Counter throttleSkipped;
  private final Counter accessTokens;
  private final Counter serviceTokens;
  private final AtomicLong activeSessions = new AtomicLong();

  BusinessMetrics(MeterRegistry registry) {
    registered =
        Counter.builder("users.registered").description("Accounts registered").register(registry);
    loginsSucceeded = logins(registry, "success");
    loginsFailed = logins(registry, "failure");
    loginsThrottled = logins(registry, "throttled");
    throttleSkipped =
        Counter.builder("login.throttle.skipped")
            .description("Questions to the sign-in limits that went unanswered: Redis was away")
            .register(registry);
    accessTokens = issued(registry, "access");
    serviceTokens = issued(registry, "service");
    registry.gauge("active.sessions", activeSessions);
  }

  private static Counter logins(MeterRegistry registry, String outcome) {
    return Counter.builder("login.attempts")
        .description("Attempts to sign in with a password")
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter issued(MeterRegistry registry, String kind) {
    return Counter.builder("jwt.tokens.issued")
        .description("Access tokens signed")
        .tag("kind", kind)
        .register(registry);
  }

  /** An account was registered. */
  public void accountRegistered() {
    registered.increment();
  }

  /** Somebody signed in with a password. */
  public void loginSucceeded() {
    loginsSucceeded.increment();
  }

  /** A sign-in was refused. */
  public void loginFailed() {
    loginsFailed.increment();
  }

  /** A sign-in was not even tried, because a limit was reached. */
  public void loginThrottled() {
    loginsThrottled.increment();
  }

  /** The limits could not be asked, so that they did not hold. */
  public void throttleSkipped() {
    throttleSkipped.increment();
  }

  /** An access token for a person was signed. */
  public void accessTokenIssued() {
    accessTokens.increment();
  }

  /** An access token for another service was signed. */
  public void serviceTokenIssued() {
    serviceTokens.increment();
  }

  /** How many sessions are neither revoked nor expired. */
  public void activeSessions(long count) {
    activeSessions.set(count);
  }
}
