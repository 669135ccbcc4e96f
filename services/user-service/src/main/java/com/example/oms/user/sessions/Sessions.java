package com.example.oms.user.sessions;

import com.example.oms.user.access.Origin;
import com.example.oms.user.accounts.Account;
import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All sessions, in PostgreSQL. A session begins with a sign-in and lives as long as it is refreshed
 * in time, until somebody ends it. Who changes one holds a transaction.
 */
@Component
public class Sessions {

  /** A session that is not refreshed for so long has expired. */
  static final Duration LIFETIME = Duration.ofDays(7);

  /** Why a session was ended before its time. */
  public enum End {
    LOGOUT,
    /** A used refresh token was presented again. */
    REUSE,
    /** By its owner, from the list of sessions. */
    OWNER,
    ADMIN,
    /** The password was changed in another session. */
    PASSWORD,
    DEACTIVATION
  }

  private final JdbcClient jdbc;

  Sessions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Begins a session of an account, unless the account was deactivated or got another password
   * since it was read. The row is held against both until the session is there to be ended with the
   * rest.
   */
  Optional<UUID> begin(Account account, Origin origin) {
    var unchanged =
        jdbc.sql(
                """
                select id from accounts
                where id = :id and active and password_hash = :hash
                for share""")
            .param("id", account.id())
            .param("hash", account.passwordHash())
            .query(UUID.class)
            .optional();
    if (unchanged.isEmpty()) {
      return Optional.empty();
    }
    var session = UuidCreator.getTimeOrderedEpoch();
    jdbc.sql(
            """
            insert into sessions (id, account_id, expires_at, client_address, user_agent)
            values (:id, :account, now() + make_interval(secs => :lifetime), :address, :agent)""")
        .param("id", session)
        .param("account", account.id())
        .param("lifetime", LIFETIME.toSeconds())
        .param("address", origin.address())
        .param("agent", origin.userAgent())
        .update();
    return Optional.of(session);
  }

  /** The session was refreshed, from here. */
  void prolong(UUID session, Origin origin) {
    jdbc.sql(
            """
            update sessions
            set expires_at = now() + make_interval(secs => :lifetime), last_used_at = now(),
                client_address = :address, user_agent = :agent
            where id = :id""")
        .param("lifetime", LIFETIME.toSeconds())
        .param("address", origin.address())
        .param("agent", origin.userAgent())
        .param("id", session)
        .update();
  }

  /** At most {@code limit} live sessions of an account, newest first, older than {@code after}. */
  List<Session> live(UUID account, UUID after, int limit) {
    return jdbc.sql(
            """
            select id, created_at, last_used_at, expires_at, client_address, user_agent
            from sessions
            where account_id = :account and revoked_at is null and expires_at > now()
              and (cast(:after as uuid) is null or id < :after)
            order by id desc
            limit :limit""")
        .param("account", account)
        .param("after", after)
        .param("limit", limit)
        .query(Sessions::session)
        .list();
  }

  /** Ends a session of an account; answers whether it was there and live. */
  boolean end(UUID account, UUID session, End why) {
    return jdbc.sql(
                """
                update sessions set revoked_at = now(), revoked_by = :by
                where id = :id and account_id = :account
                  and revoked_at is null and expires_at > now()""")
            .param("by", id(why))
            .param("id", session)
            .param("account", account)
            .update()
        > 0;
  }

  /** Ends all live sessions of an account, but for one when it is given; answers how many. */
  public int endAll(UUID account, UUID except, End why) {
    return jdbc.sql(
            """
            update sessions set revoked_at = now(), revoked_by = :by
            where account_id = :account and revoked_at is null and expires_at > now()
              and (cast(:except as uuid) is null or id <> :except)""")
        .param("by", id(why))
        .param("account", account)
        .param("except", except)
        .update();
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

  private static String id(End why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  private static Session session(ResultSet row, int number) throws SQLException {
    return new Session(
        row.getObject("id", UUID.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_used_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getString("client_address"),
        row.getString("user_agent"));
  }
}
