package com.example.oms.user.sessions;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Open;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.Accounts;
import com.example.oms.user.accounts.Credentials;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import com.example.oms.user.telemetry.BusinessMetrics;
import com.example.oms.user.tokens.AccessTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in, staying signed in and signing out. */
@RestController
@RequestMapping("/api/v1/users")
class SessionEndpoints {

  private static final Logger log = LoggerFactory.getLogger(SessionEndpoints.class);

  record Login(String email, String password) {

    void check() {
      new Validation().required("email", email).required("password", password).check();
    }
  }

  record Refresh(String refreshToken) {

    void check() {
      new Validation().required("refresh_token", refreshToken).check();
    }
  }

  record Logout(String refreshToken) {}

  record Tokens(String accessToken, String tokenType, long expiresIn, String refreshToken) {}

  private final Credentials credentials;
  private final Accounts accounts;
  private final Sessions sessions;
  private final AccessTokens accessTokens;
  private final BusinessMetrics metrics;

  SessionEndpoints(
      Credentials credentials,
      Accounts accounts,
      Sessions sessions,
      AccessTokens accessTokens,
      BusinessMetrics metrics) {
    this.credentials = credentials;
    this.accounts = accounts;
    this.sessions = sessions;
    this.accessTokens = accessTokens;
    this.metrics = metrics;
  }

  @Open
  @PostMapping("/login")
  ResponseEntity<Tokens> login(@RequestBody Login login) {
    login.check();
    var account = credentials.check(login.email(), login.password()).orElse(null);
    if (account == null) {
      metrics.loginFailed();
      throw Problem.unauthorized("The e-mail address or the password is wrong");
    }
    var session = sessions.begin(account.id());
    metrics.loginSucceeded();
    log.atInfo().addKeyValue("customer_id", account.id()).log("somebody signed in");
    return tokens(account, session);
  }

  @Open
  @PostMapping("/refresh")
  ResponseEntity<Tokens> refresh(@RequestBody Refresh refresh) {
    refresh.check();
    var session =
        sessions
            .rotate(new RefreshToken(refresh.refreshToken()))
            .orElseThrow(SessionEndpoints::notValid);
    var account =
        accounts
            .find(session.account())
            .filter(Account::active)
            .orElseThrow(SessionEndpoints::notValid);
    return tokens(account, session);
  }

  /** Ends the session of the refresh token given, or else the one of the access token. */
  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@RequestBody(required = false) Logout logout, Caller caller) {
    if (logout != null && logout.refreshToken() != null) {
      sessions.endThatOf(new RefreshToken(logout.refreshToken()));
    } else if (caller.session() != null) {
      sessions.end(caller.session());
    }
  }

  private ResponseEntity<Tokens> tokens(Account account, Sessions.Continuation session) {
    String accessToken =
        accessTokens.forAccount(account.id(), account.email(), account.roles(), session.session());
    var tokens =
        new Tokens(
            accessToken, "Bearer", AccessTokens.LIFETIME.toSeconds(), session.token().value());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tokens);
  }

  private static Problem notValid() {
    return Problem.unauthorized("The refresh token is not valid or has expired");
  }
}
