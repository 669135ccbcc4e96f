package com.example.oms.user.sessions;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.CurrentAccess;
import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at the session and at the account with every request, which the other services cannot: here
 * an access token is worth nothing once its session has ended, and a role that was taken is gone.
 */
@Component
class SessionAccess implements CurrentAccess {

  private final JdbcClient jdbc;

  SessionAccess(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Caller confirm(Caller caller) {
    if (caller.session() == null) {
      return caller;
    }
    return jdbc.sql(
            """
            select a.roles from sessions s
            join accounts a on a.id = s.account_id
            where s.id = :session and cast(a.id as text) = :subject and a.active
              and s.revoked_at is null and s.expires_at > now()""")
        .param("session", caller.session())
        .param("subject", caller.subject())
        .query((row, number) -> roles((String[]) row.getArray("roles").getArray()))
        .optional()
        .map(roles -> new Caller(caller.subject(), roles, caller.session()))
        .orElseThrow(() -> Problem.unauthorized("The session has ended"));
  }

  private static Set<Role> roles(String[] ids) {
    return Arrays.stream(ids)
        .flatMap(id -> Role.of(id).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
