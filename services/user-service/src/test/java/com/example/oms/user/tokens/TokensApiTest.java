package com.example.oms.user.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningService.class)
class TokensApiTest {

  private Api api;

  @BeforeEach
  void api(RunningService.Instance service) {
    api = service.api();
  }

  @Test
  void theKeySetVerifiesAnAccessTokenAndHoldsNoPrivateKey() throws Exception {
    var account = api.register();
    var token = SignedJWT.parse(api.tokenOf(account));
    var answer = api.get("/.well-known/jwks.json", null);
    var keys = JWKSet.parse(answer.response().body());

    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=300, public");
    assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
    assertThat(token.verify(new RSASSAVerifier(key))).isTrue();

    var claims = token.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(account.path("id").asString());
    assertThat(claims.getStringClaim("email")).isEqualTo(account.path("email").asString());
    assertThat(claims.getStringListClaim("roles")).containsExactly("customer");
    assertThat(claims.getIssuer()).isEqualTo("oms");
    assertThat(claims.getAudience()).containsExactly("oms");
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getStringClaim("sid")).isNotBlank();
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void aServiceGetsAServiceToken() throws Exception {
    var answer = token("order-service", "order-secret");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
    var claims = SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("order-service");
    assertThat(claims.getStringListClaim("roles")).containsExactly("service");
  }

  @ParameterizedTest
  @CsvSource({"order-service, wrong", "nobody, order-secret"})
  void anUnknownClientAndAWrongSecretAreRefused(String client, String secret) {
    assertThat(token(client, secret).status()).isEqualTo(401);
  }

  @Test
  void anUnknownClientCannotHaveABlankSecret() {
    assertThat(token("nobody", "").status()).isEqualTo(400);
  }

  private Api.Answer token(String client, String secret) {
    return api.post(
        "/api/v1/users/token",
        null,
        """
        {"client_id": "%s", "client_secret": "%s"}"""
            .formatted(client, secret));
  }
}
