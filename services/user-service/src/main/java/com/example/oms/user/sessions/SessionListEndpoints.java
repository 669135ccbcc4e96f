package com.example.oms.user.sessions;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.example.oms.user.web.Ids;
import com.example.oms.user.web.Page;
import com.example.oms.user.web.Query;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where an account is signed in: for its owner, and for admins. */
@RestController
@RequestMapping("/api/v1/users/{id}/sessions")
class SessionListEndpoints {

  private static final String NO_SUCH_ACCOUNT = "There is no such account";
  private static final String NO_SUCH_SESSION = "There is no such session";

  private final Sessions sessions;
  private final Accounts accounts;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;

  SessionListEndpoints(
      Sessions sessions, Accounts accounts, AuditLog auditLog, TransactionTemplate transactions) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.auditLog = auditLog;
    this.transactions = transactions;
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @GetMapping
  Page<Session.View> list(@PathVariable String id, Query query, Caller caller) {
    var account = accountOf(id, caller);
    int limit = query.limit();
    var rows = sessions.live(account, query.after(), limit + 1);
    return Page.of(rows, limit, Session::id, session -> session.view(caller.session()));
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endAll(@PathVariable String id, Caller caller, Origin origin) {
    var account = accountOf(id, caller);
    transactions.executeWithoutResult(
        status -> {
          int ended = sessions.endAll(account, null, why(account, caller));
          if (ended > 0) {
            keep(account, caller, origin, Map.of("sessions", Integer.toString(ended)));
          }
        });
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @DeleteMapping("/{sessionId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable String id, @PathVariable String sessionId, Caller caller, Origin origin) {
    var account = accountOf(id, caller);
    var session = Ids.inPath("session_id", sessionId, NO_SUCH_SESSION);
    transactions.executeWithoutResult(
        status -> {
          if (!sessions.end(account, session, why(account, caller))) {
            throw noSuchSession();
          }
          keep(account, caller, origin, Map.of("session", session.toString()));
        });
  }

  private void keep(UUID account, Caller caller, Origin origin, Map<String, String> details) {
    auditLog.keep(AuditEventType.SESSION_REVOKED, caller.subject(), account, origin, details);
  }

  /** The account meant, if the caller may see its sessions. */
  private UUID accountOf(String id, Caller caller) {
    if (id.equals("me")) {
      return UUID.fromString(caller.subject());
    }
    var account = Ids.inPath("id", id, NO_SUCH_ACCOUNT);
    if (caller.owns(account)) {
      return account;
    }
    if (!caller.is(Role.ADMIN)) {
      throw caller.is(Role.CUSTOMER)
          ? noSuchAccount()
          : Problem.of(ProblemCode.FORBIDDEN, "Only its owner or an admin sees its sessions");
    }
    return accounts.find(account).orElseThrow(SessionListEndpoints::noSuchAccount).id();
  }

  private static Sessions.End why(UUID account, Caller caller) {
    return caller.owns(account) ? Sessions.End.OWNER : Sessions.End.ADMIN;
  }

  private static Problem noSuchAccount() {
    return Problem.notFound(NO_SUCH_ACCOUNT);
  }

  private static Problem noSuchSession() {
    return Problem.notFound(NO_SUCH_SESSION);
  }
}
