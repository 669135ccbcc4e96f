package com.example.oms.user.throttle;

import com.example.oms.user.access.Origin;
import com.example.oms.user.accounts.EmailAddress;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.throttle.FailureCounts.Standing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps passwords from being guessed: after too many failures for an account, or from an address,
 * every attempt is refused for a while, be the password right or wrong and the account real or not.
 *
 * <p>The limits are asked before the password is looked at, which saves the work, and again after
 * it: of many guesses at once, none beyond the limit is answered, not even a right one. Honest
 * people who sign in at the same time are never refused, because only failures count.
 *
 * <p>While Redis is away nobody is refused: better without limits than without a shop.
 */
@Component
public class LoginThrottle {

  private static final Logger log = LoggerFactory.getLogger(LoginThrottle.class);
  private static final Standing FREE = new Standing(false, false, Duration.ZERO);

  /** While Redis hangs, not every sign-in shall wait for it. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final FailureCounts counts;
  private final BusinessMetrics metrics;
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicLong restsUntil = new AtomicLong(System.nanoTime());

  LoginThrottle(FailureCounts counts, BusinessMetrics metrics) {
    this.counts = counts;
    this.metrics = metrics;
  }

  /**
   * Before the password is looked at.
   *
   * @throws Problem {@code too_many_requests} when a limit is reached
   */
  public void admit(EmailAddress email, Origin origin) {
    refuseIfReached(unlessAway(() -> counts.ask(account(email), network(origin.address()), false)));
  }

  /**
   * After a wrong password.
   *
   * @return whether this failure reached a limit
   * @throws Problem {@code too_many_requests} when a limit was reached meanwhile
   */
  public boolean failed(EmailAddress email, Origin origin) {
    var standing = unlessAway(() -> counts.count(account(email), network(origin.address())));
    refuseIfReached(standing);
    return standing.justNow();
  }

  /**
   * After the right password: the account's failures are forgotten.
   *
   * @throws Problem {@code too_many_requests} when a limit was reached meanwhile
   */
  public void succeeded(EmailAddress email, Origin origin) {
    refuseIfReached(unlessAway(() -> counts.ask(account(email), network(origin.address()), true)));
  }

  private void refuseIfReached(Standing standing) {
    if (standing.reached()) {
      metrics.loginThrottled();
      throw Problem.throttled("Too many failed sign-ins; try again later", standing.remaining());
    }
  }

  private Standing unlessAway(Supplier<Standing> question) {
    if (System.nanoTime() - restsUntil.get() < 0) {
      metrics.throttleSkipped();
      return FREE;
    }
    try {
      var answer = question.get();
      if (away.compareAndSet(true, false)) {
        log.info("Redis answers again: sign-ins are limited");
      }
      return answer;
    } catch (JedisException unavailable) {
      metrics.throttleSkipped();
      restsUntil.set(System.nanoTime() + REST.toNanos());
      if (away.compareAndSet(false, true)) {
        log.atWarn()
            .addKeyValue("error", String.valueOf(unavailable.getMessage()))
            .log("Redis does not answer: sign-ins are not limited");
      }
      return FREE;
    }
  }

  /** Whoever has one address of IPv6 has all 2^64 of its network. */
  private static String network(String address) {
    String[] groups = address.split(":");
    return groups.length == 8 ? String.join(":", Arrays.copyOf(groups, 4)) + "::/64" : address;
  }

  /** Redis does not need to know addresses of people, only whether two are the same. */
  private static String account(EmailAddress email) {
    try {
      var address = email.value().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(address));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
