package com.example.oms.user.tokens;

import com.example.oms.user.access.Origin;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys that sign access tokens, as this process knows them. One signs; the next one is
 * published already, so that every verifier knows it before it signs; the ones before it still
 * verify until no token of theirs can be valid any more. So a rotation signs nobody out.
 */
@Component
public class SigningKeys implements JWKSource<SecurityContext> {

  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

  /** Longer than a token lives and a verifier keeps the keys, together. */
  static final Duration VERIFIES_FOR = Duration.ofHours(1);

  /** Longer than a verifier may keep the keys that it has seen. */
  static final Duration KNOWN_AFTER = Duration.ofMinutes(10);

  private static final Duration RELOAD_AT_MOST_EVERY = Duration.ofSeconds(10);

  private final StoredKeys stored;
  private final TransactionTemplate transactions;
  private final AuditLog auditLog;
  private final AtomicLong loadedAt = new AtomicLong();
  private volatile KeyRing ring;

  SigningKeys(StoredKeys stored, TransactionTemplate transactions, AuditLog auditLog) {
    this.stored = stored;
    this.transactions = transactions;
    this.auditLog = auditLog;
  }

  /** Reads the keys, making those that are missing: at the first start all of them. */
  public void load() {
    ring =
        transactions.execute(
            status -> {
              stored.lock();
              stored.makeMissing();
              return stored.read();
            });
    loadedAt.set(System.nanoTime());
  }

  /** The key that signs. */
  RSAKey current() {
    return ring.current();
  }

  /** The public half of every key that is not retired. */
  JWKSet published() {
    return ring.published();
  }

  /**
   * Lets the next key sign, and publishes a new next one.
   *
   * @throws Problem {@code conflict} while not every verifier knows the next key
   */
  KeyRing rotate(String actor, Origin origin) {
    return rotateIf(() -> stored.isNextKnown(KNOWN_AFTER), actor, origin)
        .orElseThrow(
            () ->
                Problem.of(
                    ProblemCode.CONFLICT,
                    "The next key may sign %d minutes after it was published"
                        .formatted(KNOWN_AFTER.toMinutes())));
  }

  /** The same, but only when the current key has signed for long enough. */
  Optional<KeyRing> rotateWhenOlderThan(Duration age, String actor) {
    BooleanSupplier due = () -> stored.isCurrentOlderThan(age) && stored.isNextKnown(KNOWN_AFTER);
    return rotateIf(due, actor, Origin.INTERNAL);
  }

  private Optional<KeyRing> rotateIf(BooleanSupplier due, String actor, Origin origin) {
    return due.getAsBoolean() ? rotateIfStill(due, actor, origin) : Optional.empty();
  }

  /** One at a time, so that what is adopted last is what was committed last. */
  private synchronized Optional<KeyRing> rotateIfStill(
      BooleanSupplier due, String actor, Origin origin) {
    // Made before the lock: the search for primes may take a second.
    var fresh = StoredKeys.make();
    Optional<KeyRing> rotated =
        transactions.execute(
            status -> {
              stored.lock();
              return due.getAsBoolean()
                  ? Optional.of(rotateLocked(fresh, actor, origin))
                  : Optional.empty();
            });
    // Only what is committed signs.
    rotated.ifPresent(this::adopt);
    return rotated;
  }

  private KeyRing rotateLocked(RSAKey fresh, String actor, Origin origin) {
    stored.advance(fresh);
    var rotated = stored.read();
    auditLog.keep(
        AuditEventType.SIGNING_KEYS_ROTATED,
        actor,
        null,
        origin,
        Map.of("current", rotated.current().getKeyID(), "next", rotated.next().getKeyID()));
    return rotated;
  }

  private void adopt(KeyRing rotated) {
    ring = rotated;
    log.atInfo()
        .addKeyValue("kid", rotated.current().getKeyID())
        .log("the signing keys were rotated");
  }

  /** Retires keys that verify nothing any more, and reads what other processes did. */
  int refresh() {
    int retired = stored.retireSupersededBefore(VERIFIES_FOR);
    reread();
    return retired;
  }

  private synchronized void reread() {
    ring = stored.read();
  }

  /** Asks the database again for a key that another process may have made since. */
  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    var found = selector.select(published());
    long last = loadedAt.get();
    if (found.isEmpty()
        && System.nanoTime() - last > RELOAD_AT_MOST_EVERY.toNanos()
        && loadedAt.compareAndSet(last, System.nanoTime())) {
      reread();
      return selector.select(published());
    }
    return found;
  }
}
