package com.example.oms.user.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose answer to a refresh got lost repeats it under the same key and stays signed in. */
@ExtendWith(RunningService.class)
class LostAnswerTest {

  private RunningService.Instance service;
  private Api api;
  private String token;

  @BeforeEach
  void signIn(RunningService.Instance service) {
    this.service = service;
    this.api = service.api();
    this.token =
        api.login(api.register().path("email").asString(), "correct-horse").text("refresh_token");
  }

  @Test
  void aRepetitionGetsTokensAndTheLostOnesAreWorthless() {
    String key = UUID.randomUUID().toString();
    String lost = refresh(token, key).text("refresh_token");
    var again = refresh(token, key);

    assertThat(again.status()).isEqualTo(200);
    assertThat(refresh(lost, null).status()).isEqualTo(401);
    assertThat(refresh(again.text("refresh_token"), null).status()).isEqualTo(200);
  }

  @Test
  void anotherKeyIsAReuse() {
    var good = refresh(token, "the-first");

    assertThat(refresh(token, "the-second").status()).isEqualTo(401);
    assertThat(refresh(good.text("refresh_token"), null).status()).isEqualTo(401);
  }

  @Test
  void onceTheNewTokenWasUsedNothingIsRepeated() {
    String second = refresh(token, "key").text("refresh_token");
    String third = refresh(second, "other").text("refresh_token");

    assertThat(refresh(token, "key").status()).isEqualTo(401);
    assertThat(refresh(third, null).status()).isEqualTo(401);
  }

  @Test
  void afterAMinuteItIsAReuse() {
    refresh(token, "key");
    service
        .context()
        .getBean(JdbcClient.class)
        .sql(
            """
            update refresh_tokens set rotated_at = rotated_at - interval '61 seconds'
            where token_hash = :hash""")
        .param("hash", new RefreshToken(token).hash())
        .update();

    assertThat(refresh(token, "key").status()).isEqualTo(401);
  }

  @Test
  void ofManyRepetitionsAtOnceAllAreAnsweredAndOneTokenIsLeft() {
    var answers =
        IntStream.range(0, 10)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> refresh(token, "key")))
            .toList();
    var tokens = answers.stream().map(a -> a.join().text("refresh_token")).distinct().toList();

    assertThat(tokens).hasSize(10).doesNotContain("");
    assertThat(tokens.stream().filter(t -> refresh(t, null).status() == 200)).hasSize(1);
  }

  @Test
  void withoutAKeyManyAtOnceLeaveOneAnswerAndNoSession() {
    var answers =
        IntStream.range(0, 10)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> refresh(token, null)))
            .toList();
    var good =
        answers.stream().map(CompletableFuture::join).filter(a -> a.status() == 200).toList();

    assertThat(good).hasSize(1);
    assertThat(refresh(good.get(0).text("refresh_token"), null).status()).isEqualTo(401);
  }

  @Test
  void aKeyIsPrintable() {
    var answer = refresh(token, "a key");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly("Idempotency-Key");
  }

  private Api.Answer refresh(String token, String key) {
    String body = "{\"refresh_token\": \"%s\"}".formatted(token);
    return key == null
        ? api.post("/api/v1/users/refresh", null, body)
        : api.postWith("/api/v1/users/refresh", body, "Idempotency-Key", key);
  }
}
