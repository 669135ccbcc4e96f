package com.example.oms.user.accounts;

import com.example.oms.user.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * BCrypt over the SHA-256 of the password: BCrypt alone reads no more than 72 bytes, which is fewer
 * than a password of 128 characters may have.
 *
 * <p>No more than half of the cores compute hashes at any time: however many people sign in, the
 * rest of the machine goes on, and they wait for each other. Who waits holds a thread: a crowd is
 * turned away, so that threads are left for everything else.
 */
@Component
public class Passwords {

  /** 2^10 rounds, which OWASP asks for at least: some 100 ms on a slow core. */
  private static final int COST = 10;

  /** Those who compute or wait; well below {@code server.tomcat.threads.max}. */
  static final int MOST_AT_ONCE = 24;

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(COST);

  private final Semaphore cores =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /** A hash that no password has, so that an unknown address costs as much as a wrong password. */
  private final String nobody = "$2a$%02d$%s".formatted(COST, ".".repeat(53));

  String hash(String password) {
    return inTurn(() -> bcrypt.encode(digest(password)));
  }

  boolean matches(String password, String hash) {
    return inTurn(() -> bcrypt.matches(digest(password), hash));
  }

  void matchNobody(String password) {
    matches(password, nobody);
  }

  /**
   * Waits for a core and does the work.
   *
   * @throws Problem {@code too_many_requests} when too many wait already
   */
  private <T> T inTurn(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw Problem.throttled("Too many passwords to check at once; try again", A_MOMENT);
    }
    try {
      cores.acquireUninterruptibly();
      try {
        return work.get();
      } finally {
        cores.release();
      }
    } finally {
      places.release();
    }
  }

  private static String digest(String password) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha256.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
