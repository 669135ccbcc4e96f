package com.example.oms.user.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(RunningService.class)
class SessionsApiTest {

  private Api api;
  private JdbcClient jdbc;

  @BeforeEach
  void service(RunningService.Instance service) {
    api = service.api();
    jdbc = service.context().getBean(JdbcClient.class);
  }

  @Test
  void signingInAnswersTokensThatNobodyCaches() {
    String email = api.register().path("email").asString();
    var answer = api.login(" " + email.toUpperCase(Locale.ROOT), "correct-horse");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "refresh_token");
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(900);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void anUnknownAddressAndAWrongPasswordAreNotToldApart() {
    String email = api.register().path("email").asString();
    var wrongPassword = api.login(email, "wrong-horse");
    var unknown = api.login("nobody-" + UUID.randomUUID() + "@oms.example", "wrong-horse");

    assertThat(wrongPassword.status()).isEqualTo(401);
    assertThat(wrongPassword.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.text("detail")).isEqualTo(wrongPassword.text("detail"));
  }

  @Test
  void anInactiveAccountNeitherSignsInNorRefreshes() {
    var account = api.register();
    String email = account.path("email").asString();
    var tokens = api.login(email, "correct-horse");
    jdbc.sql("update accounts set active = false where email = :email")
        .param("email", email)
        .update();

    assertThat(api.login(email, "correct-horse").status()).isEqualTo(401);
    assertThat(refresh(tokens.text("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  void refreshTokensAreKeptAsHashes() {
    String token =
        api.login("customer@oms.example", RunningService.LAB_PASSWORD).text("refresh_token");

    assertThat(
            jdbc.sql("select count(*) from refresh_tokens where token_hash = :hash")
                .param("hash", new RefreshToken(token).hash())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aReusedRefreshTokenRevokesTheSession() {
    String first = signIn().text("refresh_token");
    var second = refresh(first);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("refresh_token")).isNotEqualTo(first);
    String third = refresh(second.text("refresh_token")).text("refresh_token");

    assertThat(refresh(first).status()).isEqualTo(401);
    assertThat(refresh(third).status()).isEqualTo(401);
  }

  @Test
  void ofTwoThatRefreshAtOnceOneIsRefused() {
    String token = signIn().text("refresh_token");
    var one = CompletableFuture.supplyAsync(() -> refresh(token).status());
    var other = CompletableFuture.supplyAsync(() -> refresh(token).status());

    assertThat(List.of(one.join(), other.join())).containsExactlyInAnyOrder(200, 401);
  }

  @Test
  void anExpiredSessionCannotBeRefreshed() {
    String token = signIn().text("refresh_token");
    jdbc.sql(
            """
            update sessions set expires_at = now() - interval '1 second'
            where id = (select session_id from refresh_tokens where token_hash = :hash)""")
        .param("hash", new RefreshToken(token).hash())
        .update();

    assertThat(refresh(token).status()).isEqualTo(401);
  }

  @Test
  void signingOutEndsTheSessionOfTheAccessToken() {
    var mine = signIn();
    var another = signIn();

    assertThat(api.call("POST", "/api/v1/users/logout", mine.text("access_token")).status())
        .isEqualTo(204);
    assertThat(refresh(mine.text("refresh_token")).status()).isEqualTo(401);
    assertThat(refresh(another.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void signingOutEndsTheSessionOfTheRefreshTokenGiven() {
    var mine = signIn();
    var another = signIn();

    assertThat(
            api.post(
                    "/api/v1/users/logout",
                    mine.text("access_token"),
                    "{\"refresh_token\": \"%s\"}".formatted(another.text("refresh_token")))
                .status())
        .isEqualTo(204);
    assertThat(refresh(another.text("refresh_token")).status()).isEqualTo(401);
    assertThat(refresh(mine.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void signingOutNeedsAToken() {
    assertThat(api.call("POST", "/api/v1/users/logout", null).status()).isEqualTo(401);
  }

  private Api.Answer signIn() {
    return api.login("customer@oms.example", RunningService.LAB_PASSWORD);
  }

  private Api.Answer refresh(String token) {
    return api.post("/api/v1/users/refresh", null, "{\"refresh_token\": \"%s\"}".formatted(token));
  }
}
