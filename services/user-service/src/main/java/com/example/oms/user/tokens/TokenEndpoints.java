package com.example.oms.user.tokens;

import com.example.oms.user.Settings;
import com.example.oms.user.access.Open;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.Validation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for the other services, and the keys with which they verify everybody's. */
@RestController
class TokenEndpoints {

  private static final CacheControl KEYS_MAY_BE_KEPT =
      CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

  record ClientCredentials(String clientId, String clientSecret) {

    void check() {
      new Validation()
          .required("client_id", clientId)
          .required("client_secret", clientSecret)
          .check();
    }
  }

  record ServiceToken(String accessToken, String tokenType, long expiresIn) {}

  private final AccessTokens tokens;
  private final SigningKeys keys;
  private final Map<String, String> secrets;

  TokenEndpoints(AccessTokens tokens, SigningKeys keys, Settings settings) {
    this.tokens = tokens;
    this.keys = keys;
    this.secrets = settings.serviceClients();
  }

  @Open
  @PostMapping("/api/v1/users/token")
  ResponseEntity<ServiceToken> token(@RequestBody ClientCredentials credentials) {
    credentials.check();
    // An unknown client is compared as well, with a secret that nobody can give: it is blank.
    String secret = secrets.getOrDefault(credentials.clientId(), "");
    if (!MessageDigest.isEqual(bytes(secret), bytes(credentials.clientSecret()))) {
      throw Problem.unauthorized("The client or its secret is not known");
    }
    var token =
        new ServiceToken(
            tokens.forService(credentials.clientId()), "Bearer", AccessTokens.LIFETIME.toSeconds());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(token);
  }

  @Open
  @GetMapping("/.well-known/jwks.json")
  ResponseEntity<Map<String, Object>> keys() {
    return ResponseEntity.ok().cacheControl(KEYS_MAY_BE_KEPT).body(keys.published().toJSONObject());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
