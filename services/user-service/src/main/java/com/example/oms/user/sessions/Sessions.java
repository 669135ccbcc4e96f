package com.example.oms.user.sessions;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All sessions, in PostgreSQL. A session begins with a sign-in and lives as long as its refresh
 * token is exchanged for the next one in time; each can be exchanged once.
 */
@Component
class Sessions {

  /** A session that is not refreshed for so long has expired. */
  static final Duration LIFETIME = Duration.ofDays(7);

  /** A session and the refresh token that continues it. */
  record Continuation(UUID session, UUID account, RefreshToken token) {}

  private record Presented(UUID session, UUID account, boolean live, boolean rotated) {}

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  Sessions(JdbcClient jdbc, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** Begins a session of an account. */
  Continuation begin(UUID account) {
    var session = UuidCreator.getTimeOrderedEpoch();
    var token =
        transactions.execute(
            status -> {
              jdbc.sql(
                      """
                      insert into sessions (id, account_id, expires_at)
                      values (:id, :account, now() + make_interval(secs => :lifetime))""")
                  .param("id", session)
                  .param("account", account)
                  .param("lifetime", LIFETIME.toSeconds())
                  .update();
              return issue(session);
            });
    return new Continuation(session, account, token);
  }

  /**
   * Exchanges a refresh token. One that was exchanged before has been stolen, from its owner or by
   * its owner's rival: the session is revoked for both.
   *
   * @return empty when the token is unknown or used, or its session revoked or expired
   */
  Optional<Continuation> rotate(RefreshToken token) {
    return transactions.execute(status -> present(token).flatMap(found -> exchange(found, token)));
  }

  private Optional<Continuation> exchange(Presented presented, RefreshToken token) {
    if (presented.rotated()) {
      revoke(presented.session(), "reuse");
      return Optional.empty();
    }
    if (!presented.live()) {
      return Optional.empty();
    }
    jdbc.sql("update refresh_tokens set rotated_at = now() where token_hash = :hash")
        .param("hash", token.hash())
        .update();
    jdbc.sql(
            """
            update sessions set expires_at = now() + make_interval(secs => :lifetime)
            where id = :id""")
        .param("lifetime", LIFETIME.toSeconds())
        .param("id", presented.session())
        .update();
    var next = issue(presented.session());
    return Optional.of(new Continuation(presented.session(), presented.account(), next));
  }

  /** Locks the token's row: of two that present it at once, the second finds it rotated. */
  private Optional<Presented> present(RefreshToken token) {
    return jdbc.sql(
            """
            select s.id, s.account_id, s.revoked_at is null and s.expires_at > now() as live,
                   t.rotated_at is not null as rotated
            from refresh_tokens t
            join sessions s on s.id = t.session_id
            where t.token_hash = :hash
            for update of t""")
        .param("hash", token.hash())
        .query(
            (row, number) ->
                new Presented(
                    row.getObject("id", UUID.class),
                    row.getObject("account_id", UUID.class),
                    row.getBoolean("live"),
                    row.getBoolean("rotated")))
        .optional();
  }

  /** Ends a session; to end it again changes nothing. */
  void end(UUID session) {
    revoke(session, "logout");
  }

  /** Ends the session that a refresh token, even a used one, belongs to. */
  void endThatOf(RefreshToken token) {
    jdbc.sql("select session_id from refresh_tokens where token_hash = :hash")
        .param("hash", token.hash())
        .query(UUID.class)
        .optional()
        .ifPresent(this::end);
  }

  private void revoke(UUID session, String by) {
    jdbc.sql(
            """
            update sessions set revoked_at = now(), revoked_by = :by
            where id = :id and revoked_at is null""")
        .param("by", by)
        .param("id", session)
        .update();
  }

  private RefreshToken issue(UUID session) {
    var token = RefreshToken.random();
    jdbc.sql("insert into refresh_tokens (token_hash, session_id) values (:hash, :session)")
        .param("hash", token.hash())
        .param("session", session)
        .update();
    return token;
  }

  /** How many sessions are neither revoked nor expired. */
  long countActive() {
    return jdbc.sql("select count(*) from sessions where revoked_at is null and expires_at > now()")
        .query(Long.class)
        .single();
  }

  /** Forgets sessions that ended so long ago that a reused token no longer tells anything. */
  int forgetEndedBefore(Duration age) {
    return jdbc.sql(
            """
            delete from sessions
            where coalesce(revoked_at, expires_at) < now() - make_interval(secs => :age)""")
        .param("age", age.toSeconds())
        .update();
  }
}
