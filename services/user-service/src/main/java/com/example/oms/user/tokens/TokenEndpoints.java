package com.example.oms.user.tokens;

import com.example.oms.user.Settings;
import com.example.oms.user.access.Open;
import com.example.oms.user.access.Origin;
import com.example.oms.user.audit.AuditEventType;
import com.example.oms.user.audit.AuditLog;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for the other services. */
@RestController
class TokenEndpoints {

  private static final int LONGEST = 256;
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

  record ClientCredentials(String clientId, String clientSecret) {

    void check() {
      new Validation()
          .required("client_id", clientId, LONGEST)
          .required("client_secret", clientSecret, LONGEST)
          .check();
    }
  }

  record ServiceToken(String accessToken, String tokenType, long expiresIn) {}

  private final AccessTokens tokens;
  private final AuditLog auditLog;
  private final Map<String, String> secrets;
  private final AtomicLong keptAt = new AtomicLong(System.nanoTime() - AT_MOST_EVERY.toNanos());

  TokenEndpoints(AccessTokens tokens, AuditLog auditLog, Settings settings) {
    this.tokens = tokens;
    this.auditLog = auditLog;
    this.secrets = settings.serviceClients();
  }

  @Open
  @PostMapping("/api/v1/users/token")
  ResponseEntity<ServiceToken> token(@RequestBody ClientCredentials credentials, Origin origin) {
    credentials.check();
    // An unknown client is compared as well, with a secret that nobody can give: it is empty.
    String secret = secrets.getOrDefault(credentials.clientId(), "");
    if (!MessageDigest.isEqual(bytes(secret), bytes(credentials.clientSecret()))) {
      keepRejection(origin);
      throw Problem.unauthorized("The client or its secret is not known");
    }
    var token =
        new ServiceToken(
            tokens.forService(credentials.clientId()), "Bearer", AccessTokens.LIFETIME.toSeconds());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(token);
  }

  /** At most one a second: nothing limits these attempts, and they shall not fill the log. */
  private void keepRejection(Origin origin) {
    long last = keptAt.get();
    long now = System.nanoTime();
    if (now - last >= AT_MOST_EVERY.toNanos() && keptAt.compareAndSet(last, now)) {
      auditLog.keep(AuditEventType.CLIENT_REJECTED, null, null, origin);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
