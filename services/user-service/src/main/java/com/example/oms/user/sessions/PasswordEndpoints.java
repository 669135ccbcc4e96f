package com.example.oms.user.sessions;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.accounts.Credentials;
import com.example.oms.user.accounts.EmailAddress;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import com.example.oms.user.throttle.LoginThrottle;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changing one's own password, which ends the other sessions. */
@RestController
class PasswordEndpoints {

  record PasswordChange(String currentPassword, String newPassword) {

    void check() {
      new Validation()
          .required("current_password", currentPassword, 128)
          .password("new_password", newPassword)
          .check();
    }
  }

  private final Accounts accounts;
  private final Credentials credentials;
  private final LoginThrottle throttle;
  private final Sessions sessions;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;

  PasswordEndpoints(
      Accounts accounts,
      Credentials credentials,
      LoginThrottle throttle,
      Sessions sessions,
      AuditLog auditLog,
      TransactionTemplate transactions) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.throttle = throttle;
    this.sessions = sessions;
    this.auditLog = auditLog;
    this.transactions = transactions;
  }

  @Allowed({Role.CUSTOMER, Role.OPERATOR, Role.ADMIN})
  @PostMapping("/api/v1/users/me/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(@RequestBody PasswordChange change, Caller caller, Origin origin) {
    change.check();
    var account =
        accounts
            .find(UUID.fromString(caller.subject()))
            .orElseThrow(() -> Problem.notFound("There is no such account"));
    checkCurrent(account, change.currentPassword(), origin);
    String hash = credentials.hash(change.newPassword());
    transactions.executeWithoutResult(
        status -> {
          if (!accounts.changePassword(account, hash)) {
            throw wrongPassword();
          }
          int ended = sessions.endAll(account.id(), caller.session(), Sessions.End.PASSWORD);
          auditLog.keep(
              AuditEventType.PASSWORD_CHANGED,
              caller.subject(),
              account.id(),
              origin,
              Map.of("sessions_ended", Integer.toString(ended)));
        });
  }

  /**
   * A stolen access token must not become a way to guess the password: the limits hold here too.
   */
  private void checkCurrent(Account account, String password, Origin origin) {
    var email = new EmailAddress(account.email());
    throttle.admit(email, origin);
    if (!credentials.matches(account, password)) {
      boolean reached = throttle.failed(email, origin);
      var type = reached ? AuditEventType.LOGIN_THROTTLED : AuditEventType.PASSWORD_REJECTED;
      auditLog.keep(type, account.id().toString(), account.id(), origin);
      throw wrongPassword();
    }
    throttle.succeeded(email, origin);
  }

  private static Problem wrongPassword() {
    return Problem.invalid("current_password", "is not the account's password");
  }
}
