package com.example.oms.user.tokens;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.Open;
import com.example.oms.user.access.Origin;
import com.example.oms.user.access.Role;
import com.example.oms.user.web.Timestamps;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The keys that verify everybody's tokens, and their rotation. */
@RestController
class SigningKeyEndpoints {

  private static final CacheControl KEYS_MAY_BE_KEPT =
      CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

  record View(
      String current,
      String next,
      List<String> retiring,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant rotatedAt) {}

  private final SigningKeys keys;

  SigningKeyEndpoints(SigningKeys keys) {
    this.keys = keys;
  }

  @Open
  @GetMapping("/.well-known/jwks.json")
  ResponseEntity<Map<String, Object>> keys() {
    return ResponseEntity.ok().cacheControl(KEYS_MAY_BE_KEPT).body(keys.published().toJSONObject());
  }

  @Allowed(Role.ADMIN)
  @PostMapping("/api/v1/users/signing-keys/rotate")
  View rotate(Caller caller, Origin origin) {
    var ring = keys.rotate(caller.subject(), origin);
    return new View(
        ring.current().getKeyID(),
        ring.next().getKeyID(),
        ring.retiring().stream().map(RSAKey::getKeyID).toList(),
        ring.since());
  }
}
