package com.example.oms.user.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.RunningService;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens that look right and are not. */
@ExtendWith(RunningService.class)
class ForgedTokensTest {

  private RunningService.Instance service;
  private RSAKey key;

  @BeforeEach
  void service(RunningService.Instance service) {
    this.service = service;
    this.key = service.context().getBean(SigningKeys.class).current();
  }

  @Test
  void theForgersOwnControl() throws Exception {
    assertThat(statusWith(rs256(key, claims().build()))).isEqualTo(200);
  }

  @Test
  void expired() throws Exception {
    var past = Date.from(Instant.now().minusSeconds(10));
    refused(rs256(key, claims().expirationTime(past).build()));
  }

  @Test
  void withoutExpiry() throws Exception {
    refused(rs256(key, claims().expirationTime(null).build()));
  }

  @Test
  void ofAnotherIssuer() throws Exception {
    refused(rs256(key, claims().issuer("somebody").build()));
  }

  @Test
  void forAnotherAudience() throws Exception {
    refused(rs256(key, claims().audience("somebody").build()));
  }

  @Test
  void signedByAnotherKeyUnderOurKid() throws Exception {
    refused(rs256(new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate(), claims().build()));
  }

  @Test
  void withAnUnknownKid() throws Exception {
    refused(rs256(new RSAKeyGenerator(2048).keyID("unknown").generate(), claims().build()));
  }

  @Test
  void unsigned() throws Exception {
    refused(new PlainJWT(claims().build()).serialize());
  }

  @Test
  void signedWithThePublicKeyAsASharedSecret() throws Exception {
    var secret = key.toRSAPublicKey().getEncoded();
    refused(sign(JWSAlgorithm.HS256, new MACSigner(secret), key.getKeyID(), claims().build()));
  }

  @Test
  void withAnotherAlgorithmOfOurKey() throws Exception {
    refused(sign(JWSAlgorithm.RS512, new RSASSASigner(key), key.getKeyID(), claims().build()));
  }

  @Test
  void noTokenAtAll() throws Exception {
    refused("garbage");
    refused("a.b.c");
  }

  private void refused(String token) {
    var answer = service.api().get("/api/v1/users", token);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("code")).isEqualTo("unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  private int statusWith(String token) {
    return service.api().get("/api/v1/users", token).status();
  }

  private static JWTClaimsSet.Builder claims() {
    var now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer("oms")
        .audience("oms")
        .subject(UUID.randomUUID().toString())
        .claim("roles", List.of("admin"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)));
  }

  private static String rs256(RSAKey key, JWTClaimsSet claims) throws Exception {
    return sign(JWSAlgorithm.RS256, new RSASSASigner(key), key.getKeyID(), claims);
  }

  private static String sign(
      JWSAlgorithm algorithm, JWSSigner signer, String kid, JWTClaimsSet claims) throws Exception {
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
    token.sign(signer);
    return token.serialize();
  }
}
