package com.example.oms.user.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys that sign access tokens. The first start makes one and stores it, so that tokens outlive
 * a restart; the newest key signs, every key that is not retired verifies.
 */
@Component
public class SigningKeys implements JWKSource<SecurityContext> {

  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final int RSA_BITS = 2048;

  /** Any number, the same in every process that may make the first key. */
  private static final long FIRST_KEY_LOCK = 8004_2026L;

  private static final Duration RELOAD_AT_MOST_EVERY = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final AtomicLong loadedAt = new AtomicLong();
  private volatile List<RSAKey> keys = List.of();

  SigningKeys(JdbcClient jdbc, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** Reads the keys, making the first one when there is none. */
  public void load() {
    keys = transactions.execute(status -> readOrMake());
    loadedAt.set(System.nanoTime());
  }

  /** The key that signs. */
  RSAKey current() {
    return keys.get(0);
  }

  /** The public half of every key that is not retired. */
  JWKSet published() {
    return new JWKSet(List.<JWK>copyOf(keys)).toPublicJWKSet();
  }

  /** Asks the database again for a key that another process may have made since. */
  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    var found = selector.select(published());
    long last = loadedAt.get();
    if (found.isEmpty()
        && System.nanoTime() - last > RELOAD_AT_MOST_EVERY.toNanos()
        && loadedAt.compareAndSet(last, System.nanoTime())) {
      keys = read();
      return selector.select(published());
    }
    return found;
  }

  private List<RSAKey> readOrMake() {
    jdbc.sql("select pg_advisory_xact_lock(:lock)")
        .param("lock", FIRST_KEY_LOCK)
        .query((row, number) -> number)
        .single();
    var stored = read();
    if (!stored.isEmpty()) {
      return stored;
    }
    var key = make();
    jdbc.sql("insert into signing_keys (kid, private_jwk) values (:kid, :jwk)")
        .param("kid", key.getKeyID())
        .param("jwk", key.toJSONString())
        .update();
    log.atInfo().addKeyValue("kid", key.getKeyID()).log("made the first signing key");
    return List.of(key);
  }

  private List<RSAKey> read() {
    return jdbc
        .sql(
            "select private_jwk from signing_keys where retired_at is null order by created_at desc")
        .query(String.class)
        .list()
        .stream()
        .map(SigningKeys::parse)
        .toList();
  }

  private static RSAKey parse(String jwk) {
    try {
      return RSAKey.parse(jwk);
    } catch (ParseException broken) {
      throw new IllegalStateException("a stored signing key cannot be read", broken);
    }
  }

  private static RSAKey make() {
    try {
      return new RSAKeyGenerator(RSA_BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException failure) {
      throw new IllegalStateException("no signing key could be made", failure);
    }
  }
}
