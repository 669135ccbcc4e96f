package com.example.oms.user.administration;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.example.oms.user.sessions.Sessions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes role and activity of somebody else's account. */
@Component
class Administration {

  static final String NO_SUCH_ACCOUNT = "There is no such account";

  private final Accounts accounts;
  private final Sessions sessions;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;

  Administration(
      Accounts accounts, Sessions sessions, AuditLog auditLog, TransactionTemplate transactions) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.auditLog = auditLog;
    this.transactions = transactions;
  }

  /**
   * Changes an account.
   *
   * @throws Problem {@code conflict} when it is the caller's own
   */
  Account change(UUID id, Administered change, Caller caller, Origin origin) {
    if (caller.owns(id)) {
      throw Problem.of(
          ProblemCode.CONFLICT, "Nobody changes role or activity of their own account");
    }
    return transactions.execute(
        status -> {
          var before = lock(id, caller);
          var after =
              accounts.administer(
                  id,
                  change.role().map(Set::of).orElse(before.roles()),
                  change.active().orElse(before.active()));
          if (before.active() && !after.active()) {
            sessions.endAll(id, null, Sessions.End.DEACTIVATION);
          }
          keep(before, after, caller, origin);
          return after;
        });
  }

  /**
   * Locks both accounts, always in the same order, and looks again whether the caller is an admin:
   * of two admins who dismiss each other at once, the second is none any more.
   */
  private Account lock(UUID id, Caller caller) {
    var admin = UUID.fromString(caller.subject());
    var locked =
        Stream.of(id, admin).sorted().map(accounts::lock).flatMap(Optional::stream).toList();
    boolean stillAdmin =
        locked.stream()
            .filter(account -> account.id().equals(admin))
            .allMatch(account -> account.active() && account.roles().contains(Role.ADMIN));
    if (!stillAdmin) {
      throw Problem.of(ProblemCode.FORBIDDEN, "Your roles do not allow this");
    }
    return locked.stream()
        .filter(account -> account.id().equals(id))
        .findFirst()
        .orElseThrow(Administration::noSuchAccount);
  }

  private void keep(Account before, Account after, Caller caller, Origin origin) {
    if (!before.roles().equals(after.roles())) {
      auditLog.keep(
          AuditEventType.ROLE_CHANGED,
          caller.subject(),
          after.id(),
          origin,
          Map.of(
              "from", String.join(",", before.roleIds()), "to", String.join(",", after.roleIds())));
    }
    if (before.active() != after.active()) {
      var type =
          after.active() ? AuditEventType.ACCOUNT_ACTIVATED : AuditEventType.ACCOUNT_DEACTIVATED;
      auditLog.keep(type, caller.subject(), after.id(), origin);
    }
  }

  private static Problem noSuchAccount() {
    return Problem.notFound(NO_SUCH_ACCOUNT);
  }
}
