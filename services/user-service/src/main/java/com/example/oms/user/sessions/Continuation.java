package com.example.oms.user.sessions;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Origin;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.sessions.RefreshTokens.Exchanged;
import com.example.oms.user.sessions.RefreshTokens.Reused;
import com.example.oms.user.sessions.SignIn.SignedIn;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Continues sessions, and ends them when their owner signs out. */
@Component
class Continuation {

  private static final Logger log = LoggerFactory.getLogger(Continuation.class);

  private final RefreshTokens refreshTokens;
  private final Sessions sessions;
  private final Accounts accounts;
  private final AuditLog auditLog;
  private final TransactionTemplate transactions;

  Continuation(
      RefreshTokens refreshTokens,
      Sessions sessions,
      Accounts accounts,
      AuditLog auditLog,
      TransactionTemplate transactions) {
    this.refreshTokens = refreshTokens;
    this.sessions = sessions;
    this.accounts = accounts;
    this.auditLog = auditLog;
    this.transactions = transactions;
  }

  /**
   * Continues the session of a refresh token.
   *
   * @throws Problem {@code unauthorized} when the token is not, or no longer, good
   */
  SignedIn of(RefreshToken token, String requestKey, Origin origin) {
    // The end of a session whose token was reused is committed, although the answer is a refusal.
    Optional<SignedIn> continued =
        transactions.execute(status -> exchange(token, requestKey, origin));
    return continued.orElseThrow(
        () -> Problem.unauthorized("The refresh token is not valid or has expired"));
  }

  private Optional<SignedIn> exchange(RefreshToken token, String requestKey, Origin origin) {
    var outcome = refreshTokens.exchange(token, requestKey, origin);
    if (outcome instanceof Exchanged exchanged) {
      return accounts
          .find(exchanged.account())
          .map(account -> new SignedIn(account, exchanged.session(), exchanged.next()));
    }
    if (outcome instanceof Reused reused) {
      auditLog.keep(AuditEventType.REFRESH_TOKEN_REUSED, null, reused.account(), origin);
      log.atWarn()
          .addKeyValue("customer_id", reused.account())
          .log("a used refresh token was presented again; its session has ended");
    }
    return Optional.empty();
  }

  /** Signs the caller out of the session of a token of theirs, or else of the current one. */
  void end(Caller caller, RefreshToken token, Origin origin) {
    var account = UUID.fromString(caller.subject());
    var session = token == null ? Optional.of(caller.session()) : refreshTokens.sessionOf(token);
    transactions.executeWithoutResult(
        status -> {
          if (session.isPresent() && sessions.end(account, session.get(), Sessions.End.LOGOUT)) {
            auditLog.keep(AuditEventType.SESSION_ENDED, account.toString(), account, origin);
          }
        });
  }
}
