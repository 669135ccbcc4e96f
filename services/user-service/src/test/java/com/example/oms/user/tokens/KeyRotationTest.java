package com.example.oms.user.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Keys change, and nobody notices. */
@ExtendWith(RunningService.class)
class KeyRotationTest {

  private static final String ROTATE = "/api/v1/users/signing-keys/rotate";
  private static final String LONG_AGO = "now() - interval '1 day'";

  private RunningService.Instance service;
  private Api api;
  private JdbcClient jdbc;

  @BeforeEach
  void service(RunningService.Instance service) {
    this.service = service;
    this.api = service.api();
    this.jdbc = service.context().getBean(JdbcClient.class);
  }

  @Test
  void aRotationSignsNobodyOut() throws Exception {
    var signedIn = api.login("customer@oms.example", RunningService.LAB_PASSWORD);
    String old = signedIn.text("access_token");
    var before = published();
    publishedSince(LONG_AGO);
    var answer = api.call("POST", ROTATE, api.seedToken("admin"));

    assertThat(answer.status()).isEqualTo(200);
    var keys = answer.json();
    // The key that signs from now on was known to everybody before.
    assertThat(before.getKeyByKeyId(keys.path("current").asString())).isNotNull();
    assertThat(before.getKeyByKeyId(keys.path("next").asString())).isNull();
    var after = published();
    assertThat(after.getKeyByKeyId(keys.path("next").asString())).isNotNull();
    assertThat(texts(keys.path("retiring"))).contains(kid(old));

    assertThat(verifies(after, old)).isTrue();
    assertThat(api.get("/api/v1/users/me", old).status()).isEqualTo(200);
    String refreshed =
        api.post(
                "/api/v1/users/refresh",
                null,
                "{\"refresh_token\": \"%s\"}".formatted(signedIn.text("refresh_token")))
            .text("access_token");
    assertThat(kid(refreshed)).isEqualTo(keys.path("current").asString());
    // Also whoever has not asked for the keys again since.
    assertThat(verifies(before, refreshed)).isTrue();
  }

  @Test
  void aKeyThatNoLongerSignsIsKeptWithoutItsPrivateHalf() {
    String old = api.seedToken("customer");
    rotate();
    String stored =
        jdbc.sql("select jwk from signing_keys where kid = :kid")
            .param("kid", kid(old))
            .query(String.class)
            .single();

    assertThat(stored).contains("\"n\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
  }

  @Test
  void theAgeOfAKeyRotatesItOnceAndOnlyAfterItsSuccessorIsKnown() throws Exception {
    var keys = service.context().getBean(SigningKeys.class);
    String current = kid(api.seedToken("customer"));
    assertThat(keys.rotateWhenOlderThan(Duration.ofHours(720), "system:test")).isEmpty();
    jdbc.sql("update signing_keys set activated_at = now() - interval '721 hours' where kid = :kid")
        .param("kid", current)
        .update();
    publishedSince("now()");
    assertThat(keys.rotateWhenOlderThan(Duration.ofHours(720), "system:test")).isEmpty();
    publishedSince(LONG_AGO);

    try (var second = RunningService.another(service)) {
      // The other process rotates as well when it starts; one of them is too late.
      var other = second.context().getBean(SigningKeys.class);
      keys.rotateWhenOlderThan(Duration.ofHours(720), "system:test");
      other.rotateWhenOlderThan(Duration.ofHours(720), "system:test");
      keys.refresh();
      String now = kid(api.seedToken("customer"));

      assertThat(now).isNotEqualTo(current);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> kid(second.api().seedToken("customer")).equals(now));
      assertThat(published().getKeyByKeyId(current)).isNotNull();
    }
  }

  @Test
  void afterAnHourAnOldKeyIsRetired() throws Exception {
    String old = api.seedToken("customer");
    rotate();
    var keys = service.context().getBean(SigningKeys.class);
    keys.refresh();
    assertThat(published().getKeyByKeyId(kid(old))).isNotNull();
    jdbc.sql(
            "update signing_keys set superseded_at = now() - interval '61 minutes' where kid = :kid")
        .param("kid", kid(old))
        .update();
    keys.refresh();

    assertThat(published().getKeyByKeyId(kid(old))).isNull();
    assertThat(api.get("/api/v1/users/me", old).status()).isEqualTo(401);
  }

  @Test
  void aKeyDoesNotSignBeforeEverybodyKnowsIt() {
    rotate();
    String current = kid(api.seedToken("customer"));
    var tooEarly = api.call("POST", ROTATE, api.seedToken("admin"));

    assertThat(tooEarly.status()).isEqualTo(409);
    assertThat(tooEarly.text("code")).isEqualTo("conflict");
    assertThat(kid(api.seedToken("customer"))).isEqualTo(current);
    publishedSince("now() - interval '9 minutes'");
    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(409);
    publishedSince("now() - interval '10 minutes'");
    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(200);
  }

  @Test
  void theFirstTwoKeysAreKnownFromTheBeginning() {
    startAgainAfter("delete from signing_keys");

    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(200);
    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(409);
  }

  /** What the README tells to do after a theft. */
  @Test
  void afterAllKeysWereRetiredNothingVerifiesWithThem() throws Exception {
    String old = api.seedToken("customer");
    startAgainAfter(
        """
        update signing_keys set activated_at = coalesce(activated_at, now()),
            superseded_at = coalesce(superseded_at, now()), retired_at = coalesce(retired_at, now())""");

    assertThat(published().getKeyByKeyId(kid(old))).isNull();
    assertThat(api.get("/api/v1/users/me", old).status()).isEqualTo(401);
    assertThat(api.get("/api/v1/users/me", api.seedToken("customer")).status()).isEqualTo(200);
    // The others have still the old keys, without the new ones.
    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(409);
  }

  @Test
  void ofManyRotationsAtOnceOneIsMade() throws Exception {
    publishedSince(LONG_AGO);
    String admin = api.seedToken("admin");
    var rotations =
        IntStream.range(0, 4)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> api.call("POST", ROTATE, admin).status()))
            .toList();

    assertThat(rotations.stream().map(CompletableFuture::join))
        .containsExactlyInAnyOrder(200, 409, 409, 409);
    assertThat(
            jdbc.sql("select count(*) from signing_keys where activated_at is null")
                .query(Long.class)
                .single())
        .isEqualTo(1);
    assertThat(verifies(published(), api.seedToken("customer"))).isTrue();
  }

  @Test
  void onlyAdminsRotate() {
    assertThat(api.call("POST", ROTATE, null).status()).isEqualTo(401);
    assertThat(api.call("POST", ROTATE, api.seedToken("operator")).status()).isEqualTo(403);
    assertThat(api.call("POST", ROTATE, api.seedToken("customer")).status()).isEqualTo(403);
  }

  /** In one transaction, so that the jobs of the service never see it without keys. */
  private void startAgainAfter(String statement) {
    service
        .context()
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              jdbc.sql(statement).update();
              service.context().getBean(SigningKeys.class).load();
            });
  }

  private void rotate() {
    publishedSince(LONG_AGO);
    assertThat(api.call("POST", ROTATE, api.seedToken("admin")).status()).isEqualTo(200);
  }

  private void publishedSince(String time) {
    jdbc.sql("update signing_keys set created_at = %s where activated_at is null".formatted(time))
        .update();
  }

  private JWKSet published() throws Exception {
    return JWKSet.parse(api.get("/.well-known/jwks.json", null).response().body());
  }

  private static boolean verifies(JWKSet keys, String token) throws Exception {
    var key = keys.getKeyByKeyId(kid(token)).toRSAKey();
    return SignedJWT.parse(token).verify(new RSASSAVerifier(key));
  }

  private static String kid(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (java.text.ParseException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(item -> texts.add(item.asString()));
    return texts;
  }
}
