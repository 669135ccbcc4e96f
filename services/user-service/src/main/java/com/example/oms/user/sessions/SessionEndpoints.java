package com.example.oms.user.sessions;

import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Open;
import com.example.oms.user.access.Origin;
import com.example.oms.user.accounts.Account;
import com.example.oms.user.accounts.EmailAddress;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import com.example.oms.user.tokens.AccessTokens;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in, staying signed in and signing out. */
@RestController
@RequestMapping("/api/v1/users")
class SessionEndpoints {

  private static final String REQUEST_KEY = "Idempotency-Key";
  private static final Pattern REQUEST_KEYS = Pattern.compile("[!-~]{1,255}");
  private static final int LONGEST_EMAIL = 320;
  private static final int LONGEST_TOKEN = 512;

  record Login(String email, String password) {

    void check() {
      new Validation()
          .required("email", email, LONGEST_EMAIL)
          .required("password", password, Integer.MAX_VALUE)
          .check();
    }
  }

  record Refresh(String refreshToken) {

    void check() {
      new Validation().required("refresh_token", refreshToken, LONGEST_TOKEN).check();
    }
  }

  record Logout(String refreshToken) {

    void check() {
      if (refreshToken != null) {
        new Validation().required("refresh_token", refreshToken, LONGEST_TOKEN).check();
      }
    }
  }

  record Tokens(String accessToken, String tokenType, long expiresIn, String refreshToken) {}

  private final SignIn signIn;
  private final Continuation continuation;
  private final AccessTokens accessTokens;

  SessionEndpoints(SignIn signIn, Continuation continuation, AccessTokens accessTokens) {
    this.signIn = signIn;
    this.continuation = continuation;
    this.accessTokens = accessTokens;
  }

  @Open
  @PostMapping("/login")
  ResponseEntity<Tokens> login(@RequestBody Login login, Origin origin) {
    login.check();
    return tokens(signIn.with(new EmailAddress(login.email()), login.password(), origin));
  }

  @Open
  @PostMapping("/refresh")
  ResponseEntity<Tokens> refresh(
      @RequestBody Refresh refresh,
      @RequestHeader(name = REQUEST_KEY, required = false) String requestKey,
      Origin origin) {
    if (requestKey != null && !REQUEST_KEYS.matcher(requestKey).matches()) {
      throw Problem.invalid(REQUEST_KEY, "must have 1 to 255 printable characters of ASCII");
    }
    refresh.check();
    return tokens(continuation.of(new RefreshToken(refresh.refreshToken()), requestKey, origin));
  }

  /** Ends the session of the refresh token given, or else the one of the access token. */
  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@RequestBody(required = false) Logout logout, Caller caller, Origin origin) {
    if (logout != null) {
      logout.check();
    }
    if (caller.session() != null) {
      var token = logout == null ? null : logout.refreshToken();
      continuation.end(caller, token == null ? null : new RefreshToken(token), origin);
    }
  }

  private ResponseEntity<Tokens> tokens(SignIn.SignedIn somebody) {
    Account account = somebody.account();
    String accessToken =
        accessTokens.forAccount(account.id(), account.email(), account.roles(), somebody.session());
    var tokens =
        new Tokens(
            accessToken, "Bearer", AccessTokens.LIFETIME.toSeconds(), somebody.token().value());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tokens);
  }
}
