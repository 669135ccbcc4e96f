package com.example.oms.user.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningService.class)
class AdministrationTest {

  private static final String USERS = "/api/v1/users/";

  private RunningService.Instance service;
  private Api api;
  private JsonNode account;

  @BeforeEach
  void account(RunningService.Instance service) {
    this.service = service;
    api = service.api();
    account = api.register();
  }

  @Test
  void aRoleIsInForceAtOnce() {
    String token = api.tokenOf(account);
    assertThat(api.get("/api/v1/users", token).status()).isEqualTo(403);

    var answer = patch(account, "{\"role\": \"admin\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("roles").toString()).isEqualTo("[\"admin\"]");
    assertThat(api.get("/api/v1/users", token).status()).isEqualTo(200);
    patch(account, "{\"role\": \"customer\"}");
    assertThat(api.get("/api/v1/users", token).status()).isEqualTo(403);
  }

  @Test
  void deactivatingEndsTheSessionsAndActivatingBringsNoneBack() {
    var tokens = api.login(account.path("email").asString(), "correct-horse");
    var answer = patch(account, "{\"active\": false}");

    assertThat(answer.json().path("active").asBoolean()).isFalse();
    assertThat(answer.json().path("roles").toString()).isEqualTo("[\"customer\"]");
    assertThat(api.get(USERS + "me", tokens.text("access_token")).status()).isEqualTo(401);
    assertThat(api.login(account.path("email").asString(), "correct-horse").status())
        .isEqualTo(401);
    patch(account, "{\"active\": true}");
    String refresh = "{\"refresh_token\": \"%s\"}".formatted(tokens.text("refresh_token"));
    assertThat(api.post(USERS + "refresh", null, refresh).status()).isEqualTo(401);
    assertThat(api.login(account.path("email").asString(), "correct-horse").status())
        .isEqualTo(200);
  }

  @Test
  void noSessionBeginsWhileItsAccountIsDeactivated() {
    String email = account.path("email").asString();
    var logins = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 8; i++) {
      logins.add(CompletableFuture.supplyAsync(() -> api.login(email, "correct-horse").status()));
    }
    assertThat(patch(account, "{\"active\": false}").status()).isEqualTo(200);
    logins.forEach(CompletableFuture::join);

    assertThat(
            service
                .context()
                .getBean(JdbcClient.class)
                .sql(
                    """
                    select count(*) from sessions
                    where cast(account_id as text) = :id and revoked_at is null""")
                .param("id", account.path("id").asString())
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void nobodyChangesTheirOwnAccount() {
    String token = api.seedToken("admin");
    String me = api.get(USERS + "me", token).text("id");
    var answer = api.patch(USERS + me, token, "{\"role\": \"customer\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("conflict");
  }

  @Test
  void ofTwoAdminsWhoDismissEachOtherOneRemains() {
    var other = api.register();
    patch(account, "{\"role\": \"admin\"}");
    patch(other, "{\"role\": \"admin\"}");
    var tokens = List.of(api.tokenOf(account), api.tokenOf(other));
    var targets = List.of(other, account);
    var answers =
        List.of(0, 1).stream()
            .map(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> patch(targets.get(i), "{\"role\": \"customer\"}", tokens.get(i))))
            .toList();

    assertThat(answers.stream().map(a -> a.join().status())).containsExactlyInAnyOrder(200, 403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                    | role",
        "{\"role\": null}                      | role",
        "{\"role\": \"service\"}               | role",
        "{\"role\": \"Admin\"}                 | role",
        "{\"role\": [\"admin\"]}               | role",
        "{\"active\": \"true\"}                | active",
        "{\"active\": 1}                       | active",
        "{\"active\": null, \"role\": \"admin\"} | active",
        "{\"roles\": \"admin\"}                | roles",
        "{\"email\": \"a@b.cd\"}               | email"
      })
  void whatIsWrongIsNamed(String body, String field) {
    var answer = patch(account, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly(field);
  }

  @Test
  void onlyAdminsAdminister() {
    String path = USERS + account.path("id").asString();
    String body = "{\"role\": \"admin\"}";
    assertThat(api.patch(path, null, body).status()).isEqualTo(401);
    assertThat(api.patch(path, api.tokenOf(account), body).status()).isEqualTo(403);
    assertThat(api.patch(path, api.seedToken("operator"), body).status()).isEqualTo(403);
    String nobody = USERS + "01980a5e-7b1c-7cc2-9d53-3f0f6f6d5a10";
    assertThat(api.patch(nobody, api.seedToken("admin"), body).status()).isEqualTo(404);
  }

  private Api.Answer patch(JsonNode whom, String body) {
    return patch(whom, body, api.seedToken("admin"));
  }

  private Api.Answer patch(JsonNode whom, String body, String token) {
    return api.patch(USERS + whom.path("id").asString(), token, body);
  }
}
