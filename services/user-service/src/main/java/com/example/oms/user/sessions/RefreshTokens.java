package com.example.oms.user.sessions;

import com.example.oms.user.access.Origin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The refresh tokens of all sessions, as hashes. Each can be exchanged for the next one once. To
 * present a used one again ends its session: it was stolen, from its owner or by its owner's rival,
 * and nobody can tell which of the two asks. So for as long as a token may live; a used one that is
 * older is forgotten, and worth as little as an unknown one.
 *
 * <p>Except after a lost answer: a repetition under the key of the first try comes from whoever
 * made that try, because nobody else knows the key. For a minute it gets a token again, in place of
 * the one that got lost, unless somebody has used that one.
 */
@Component
class RefreshTokens {

  static final Duration REPEATABLE_FOR = Duration.ofMinutes(1);

  /** What became of a token that was presented. */
  sealed interface Outcome {}

  /** The session goes on with this token. */
  record Exchanged(UUID session, UUID account, RefreshToken next) implements Outcome {}

  /** The token was used before, and its session has ended for that. */
  record Reused(UUID session, UUID account) implements Outcome {}

  /** Unknown, or of a session that is over. */
  record Refused() implements Outcome {}

  private record Presented(
      UUID session,
      UUID account,
      boolean live,
      boolean used,
      boolean repeatable,
      byte[] successor,
      byte[] requestKey) {}

  private final JdbcClient jdbc;
  private final Sessions sessions;

  RefreshTokens(JdbcClient jdbc, Sessions sessions) {
    this.jdbc = jdbc;
    this.sessions = sessions;
  }

  /** A first token for a session that begins. */
  RefreshToken issue(UUID session) {
    var token = RefreshToken.random();
    jdbc.sql("insert into refresh_tokens (token_hash, session_id) values (:hash, :session)")
        .param("hash", token.hash())
        .param("session", session)
        .update();
    return token;
  }

  /**
   * Exchanges a token.
   *
   * @param requestKey what the client sends with every repetition of the same request, or null
   */
  Outcome exchange(RefreshToken token, String requestKey, Origin origin) {
    byte[] key = requestKey == null ? null : RefreshToken.hash(requestKey);
    var presented = present(token).orElse(null);
    if (presented == null || !presented.live()) {
      return new Refused();
    }
    if (presented.used() && !takeBack(presented, key)) {
      sessions.end(presented.account(), presented.session(), Sessions.End.REUSE);
      return new Reused(presented.session(), presented.account());
    }
    var next = issue(presented.session());
    jdbc.sql(
            """
            update refresh_tokens
            set rotated_at = coalesce(rotated_at, now()), successor_hash = :next,
                request_key_hash = :key
            where token_hash = :hash""")
        .param("next", next.hash())
        .param("key", key)
        .param("hash", token.hash())
        .update();
    sessions.prolong(presented.session(), origin);
    return new Exchanged(presented.session(), presented.account(), next);
  }

  /** Forgets tokens that were used so long ago that they would have expired since. */
  int forgetUsedBefore(Duration age) {
    return jdbc.sql(
            """
            delete from refresh_tokens where rotated_at < now() - make_interval(secs => :age)""")
        .param("age", age.toSeconds())
        .update();
  }

  /** Takes back the token whose answer got lost; false when this is no repetition of that kind. */
  private boolean takeBack(Presented presented, byte[] key) {
    return key != null
        && presented.repeatable()
        && Arrays.equals(key, presented.requestKey())
        && jdbc.sql("delete from refresh_tokens where token_hash = :hash and rotated_at is null")
                .param("hash", presented.successor())
                .update()
            > 0;
  }

  /**
   * Locks the token and its session: of two that present it at once the second finds it used, and
   * nobody continues a session while somebody ends it.
   */
  private Optional<Presented> present(RefreshToken token) {
    return jdbc.sql(
            """
            select s.id, s.account_id, t.successor_hash, t.request_key_hash,
                   s.revoked_at is null and s.expires_at > now()
                     and (select active from accounts a where a.id = s.account_id) as live,
                   t.rotated_at is not null as used,
                   t.rotated_at > now() - make_interval(secs => :repeatable) as repeatable
            from refresh_tokens t
            join sessions s on s.id = t.session_id
            where t.token_hash = :hash
            for update of t, s""")
        .param("hash", token.hash())
        .param("repeatable", REPEATABLE_FOR.toSeconds())
        .query(RefreshTokens::presented)
        .optional();
  }

  /** The session that a token, even a used one, belongs to. */
  Optional<UUID> sessionOf(RefreshToken token) {
    return jdbc.sql("select session_id from refresh_tokens where token_hash = :hash")
        .param("hash", token.hash())
        .query(UUID.class)
        .optional();
  }

  private static Presented presented(ResultSet row, int number) throws SQLException {
    return new Presented(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getBoolean("live"),
        row.getBoolean("used"),
        row.getBoolean("repeatable"),
        row.getBytes("successor_hash"),
        row.getBytes("request_key_hash"));
  }
}
