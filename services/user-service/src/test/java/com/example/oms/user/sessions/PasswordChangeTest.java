package com.example.oms.user.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class PasswordChangeTest {

  private static final String USERS = "/api/v1/users/";

  private Api api;
  private String email;

  @BeforeEach
  void account(RunningService.Instance service) {
    api = service.api();
    email = api.register().path("email").asString();
  }

  @Test
  void itEndsTheOtherSessionsAndTheOldPassword() {
    String other = api.login(email, "correct-horse").text("access_token");
    String mine = api.login(email, "correct-horse").text("access_token");

    assertThat(change(mine, "correct-horse", "better-staple").status()).isEqualTo(204);
    assertThat(api.get(USERS + "me", mine).status()).isEqualTo(200);
    assertThat(api.get(USERS + "me", other).status()).isEqualTo(401);
    assertThat(api.login(email, "correct-horse").status()).isEqualTo(401);
    assertThat(api.login(email, "better-staple").status()).isEqualTo(200);
  }

  @Test
  void aWrongCurrentPasswordIsNamedAndCountsAsAFailedSignIn() {
    String token = api.login(email, "correct-horse").text("access_token");
    var answer = change(token, "wrong-horse", "better-staple");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly("current_password");
    IntStream.range(0, 4).forEach(i -> change(token, "wrong-horse", "better-staple"));
    var throttled = change(token, "correct-horse", "better-staple");
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("Retry-After")).isNotBlank();
    assertThat(api.login(email, "correct-horse").status()).isEqualTo(429);
  }

  @Test
  void aNewPasswordIsCheckedLikeAFirstOne() {
    String token = api.login(email, "correct-horse").text("access_token");

    assertThat(Api.fields(change(token, "correct-horse", "short"))).containsExactly("new_password");
    assertThat(Api.fields(change(token, "", "x".repeat(129))))
        .containsExactly("current_password", "new_password");
  }

  @Test
  void ofTwoChangesAtOnceOneWins() {
    String token = api.login(email, "correct-horse").text("access_token");
    var changes =
        List.of("staple-one", "staple-two").stream()
            .map(
                password ->
                    CompletableFuture.supplyAsync(
                        () -> change(token, "correct-horse", password).status()))
            .toList();

    assertThat(changes.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(204, 400);
    assertThat(
            List.of(
                api.login(email, "staple-one").status(), api.login(email, "staple-two").status()))
        .containsExactlyInAnyOrder(200, 401);
  }

  private Api.Answer change(String token, String current, String next) {
    return api.post(
        USERS + "me/password",
        token,
        """
        {"current_password": "%s", "new_password": "%s"}"""
            .formatted(current, next));
  }
}
