package com.example.oms.user.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The keys in PostgreSQL. Whoever changes them holds {@link #lock} until the transaction ends. */
@Component
class StoredKeys {

  private static final Logger log = LoggerFactory.getLogger(StoredKeys.class);
  private static final int RSA_BITS = 2048;

  /** Any number, the same in every process that may change the keys. */
  private static final long LOCK = 8004_2026L;

  private record Row(RSAKey key, Instant activatedAt, boolean superseded) {

    boolean isCurrent() {
      return activatedAt != null && !superseded;
    }

    boolean isNext() {
      return activatedAt == null;
    }
  }

  private final JdbcClient jdbc;

  StoredKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void lock() {
    jdbc.sql("select pg_advisory_xact_lock(:lock)")
        .param("lock", LOCK)
        .query((row, number) -> number)
        .single();
  }

  /** Makes a current and a next key where there is none. */
  void makeMissing() {
    var rows = rows();
    boolean noCurrent = only(rows, Row::isCurrent).isEmpty();
    boolean noNext = only(rows, Row::isNext).isEmpty();
    // The search for primes takes a second or more; the first start makes two keys at once.
    var next = noNext ? CompletableFuture.supplyAsync(StoredKeys::make) : null;
    if (noCurrent) {
      add(make(), true);
      log.info("made the first signing key");
    }
    if (noNext) {
      add(next.join(), false);
    }
  }

  KeyRing read() {
    var rows = rows();
    var current = only(rows, Row::isCurrent).orElseThrow();
    return new KeyRing(
        current.key(),
        only(rows, Row::isNext).orElseThrow().key(),
        rows.stream().filter(Row::superseded).map(Row::key).toList(),
        current.activatedAt());
  }

  /** Whether the current key has signed for so long. */
  boolean isCurrentOlderThan(Duration age) {
    return jdbc.sql(
            """
            select exists (select from signing_keys
                           where activated_at <= now() - make_interval(secs => :age)
                             and superseded_at is null)""")
        .param("age", age.toSeconds())
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether everybody knows the next key: it has been published for so long, or was made with the
   * very first key, so that nobody has ever seen the keys without it.
   */
  boolean isNextKnown(Duration known) {
    return jdbc.sql(
            """
            select exists (select from signing_keys next
                           where activated_at is null
                             and (created_at <= now() - make_interval(secs => :known)
                                  or not exists (select from signing_keys earlier
                                                 where earlier.created_at < next.created_at)))""")
        .param("known", known.toSeconds())
        .query(Boolean.class)
        .single();
  }

  /** The next key becomes the current one, and a fresh key the next one. */
  void advance(RSAKey fresh) {
    var current = only(rows(), Row::isCurrent).orElseThrow().key();
    // Its private half has done its work: nobody can steal what is not kept.
    jdbc.sql("update signing_keys set superseded_at = now(), jwk = :jwk where kid = :kid")
        .param("jwk", current.toPublicJWK().toJSONString())
        .param("kid", current.getKeyID())
        .update();
    jdbc.sql("update signing_keys set activated_at = now() where activated_at is null").update();
    add(fresh, false);
  }

  int retireSupersededBefore(Duration age) {
    return jdbc.sql(
            """
            update signing_keys set retired_at = now()
            where superseded_at < now() - make_interval(secs => :age) and retired_at is null""")
        .param("age", age.toSeconds())
        .update();
  }

  private void add(RSAKey key, boolean active) {
    jdbc.sql(
            """
            insert into signing_keys (kid, jwk, activated_at)
            values (:kid, :jwk, case when :active then now() end)""")
        .param("kid", key.getKeyID())
        .param("jwk", key.toJSONString())
        .param("active", active)
        .update();
  }

  private List<Row> rows() {
    return jdbc.sql(
            """
            select jwk, activated_at, superseded_at is not null as superseded
            from signing_keys where retired_at is null
            order by created_at desc, kid""")
        .query(StoredKeys::row)
        .list();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var activatedAt = row.getObject("activated_at", OffsetDateTime.class);
    return new Row(
        parse(row.getString("jwk")),
        activatedAt == null ? null : activatedAt.toInstant(),
        row.getBoolean("superseded"));
  }

  private static Optional<Row> only(List<Row> rows, Predicate<Row> which) {
    return rows.stream().filter(which).findFirst();
  }

  private static RSAKey parse(String jwk) {
    try {
      return RSAKey.parse(jwk);
    } catch (ParseException broken) {
      throw new IllegalStateException("a stored signing key cannot be read", broken);
    }
  }

  static RSAKey make() {
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
