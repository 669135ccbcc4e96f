package com.example.oms.user.sessions;

import com.example.oms.user.access.Origin;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.Credentials;
import com.example.oms.user.accounts.EmailAddress;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.throttle.LoginThrottle;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins sessions: a password within the limits, and a word in the audit log either way. */
@Component
class SignIn {

  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  /** Somebody who is signed in, and what continues the session. */
  record SignedIn(Account account, UUID session, RefreshToken token) {}

  private final Credentials credentials;
  private final LoginThrottle throttle;
  private final Sessions sessions;
  private final RefreshTokens refreshTokens;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;
  private final BusinessMetrics metrics;

  SignIn(
      Credentials credentials,
      LoginThrottle throttle,
      Sessions sessions,
      RefreshTokens refreshTokens,
      AuditLog auditLog,
      TransactionTemplate transactions,
      BusinessMetrics metrics) {
    this.credentials = credentials;
    this.throttle = throttle;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.auditLog = auditLog;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /**
   * Signs in.
   *
   * @throws Problem {@code unauthorized}, or {@code too_many_requests} beyond the limits
   */
  SignedIn with(EmailAddress email, String password, Origin origin) {
    throttle.admit(email, origin);
    var verdict = credentials.check(email, password);
    if (!verdict.opens()) {
      throw refused(email, verdict.account().map(Account::id).orElse(null), origin);
    }
    throttle.succeeded(email, origin);
    var account = verdict.account().orElseThrow();
    return begin(account, origin).orElseThrow(() -> refused(email, account.id(), origin));
  }

  private Optional<SignedIn> begin(Account account, Origin origin) {
    Optional<SignedIn> signedIn =
        transactions.execute(
            status -> {
              var session = sessions.begin(account, origin);
              session.ifPresent(
                  id ->
                      auditLog.keep(
                          AuditEventType.LOGIN_SUCCEEDED,
                          account.id().toString(),
                          account.id(),
                          origin));
              return session.map(id -> new SignedIn(account, id, refreshTokens.issue(id)));
            });
    signedIn.ifPresent(
        somebody -> {
          metrics.loginSucceeded();
          log.atInfo().addKeyValue("customer_id", account.id()).log("somebody signed in");
        });
    return signedIn;
  }

  private Problem refused(EmailAddress email, UUID account, Origin origin) {
    boolean reached = throttle.failed(email, origin);
    metrics.loginFailed();
    var type = reached ? AuditEventType.LOGIN_THROTTLED : AuditEventType.LOGIN_FAILED;
    auditLog.keep(type, null, account, origin);
    return Problem.unauthorized("The e-mail address or the password is wrong");
  }
}
