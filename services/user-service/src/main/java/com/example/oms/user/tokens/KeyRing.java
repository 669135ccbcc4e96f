package com.example.oms.user.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that are not retired.
 *
 * @param current signs
 * @param next will sign after the next rotation
 * @param retiring signed once, the latest first; only their public halves are left
 * @param since when the current key began to sign
 */
record KeyRing(RSAKey current, RSAKey next, List<RSAKey> retiring, Instant since) {

  /** The public half of every key. */
  JWKSet published() {
    var keys = Stream.concat(Stream.of(current, next), retiring.stream());
    return new JWKSet(keys.<JWK>map(RSAKey::toPublicJWK).toList());
  }
}
