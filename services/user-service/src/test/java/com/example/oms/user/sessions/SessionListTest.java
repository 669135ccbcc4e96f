package com.example.oms.user.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningService.class)
class SessionListTest {

  private static final String USERS = "/api/v1/users/";
  private static final String MINE = USERS + "me/sessions";

  private Api api;
  private JsonNode account;
  private String email;

  @BeforeEach
  void account(RunningService.Instance service) {
    api = service.api();
    account = api.register();
    email = account.path("email").asString();
  }

  @Test
  void itShowsWhereSomebodyIsSignedIn() {
    api.postWith(
        USERS + "login",
        "{\"email\": \"%s\", \"password\": \"correct-horse\"}".formatted(email),
        "X-Forwarded-For",
        "198.51.100.1, 203.0.113.7",
        // The gateway's own line.
        "X-Forwarded-For",
        "127.0.0.1",
        "User-Agent",
        "A browser");
    String token = signIn().text("access_token");
    var items = api.get(MINE, token).json().path("items");

    assertThat(items.size()).isEqualTo(2);
    assertThat(items.get(0).path("current").asBoolean()).isTrue();
    assertThat(items.get(1).propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "created_at",
            "last_used_at",
            "expires_at",
            "client_address",
            "user_agent",
            "current");
    assertThat(items.get(1).path("current").asBoolean()).isFalse();
    assertThat(items.get(1).path("client_address").asString()).isEqualTo("203.0.113.7");
    assertThat(items.get(1).path("user_agent").asString()).isEqualTo("A browser");
  }

  @Test
  void itIsWalkedByCursor() {
    signIn();
    signIn();
    String token = signIn().text("access_token");
    var seen = new ArrayList<String>();
    String cursor = "";
    while (cursor != null) {
      var page = api.get(MINE + "?limit=2" + cursor, token).json();
      page.path("items").forEach(item -> seen.add(item.path("id").asString()));
      var next = page.path("next_cursor");
      cursor = next.isNull() ? null : "&cursor=" + next.asString();
    }
    assertThat(seen).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aSessionThatIsEndedIsOverAtOnceHere() {
    var other = signIn();
    String token = signIn().text("access_token");
    String session = ids(token).get(1);

    assertThat(api.delete(MINE + "/" + session, token).status()).isEqualTo(204);
    assertThat(ids(token)).doesNotContain(session);
    assertThat(api.get(USERS + "me", other.text("access_token")).status()).isEqualTo(401);
    assertThat(refresh(other).status()).isEqualTo(401);
    assertThat(api.delete(MINE + "/" + session, token).status()).isEqualTo(404);
    assertThat(api.get(USERS + "me", token).status()).isEqualTo(200);
  }

  @Test
  void allSessionsEndTheCurrentOneIncluded() {
    var other = signIn();
    var mine = signIn();

    assertThat(api.delete(MINE, mine.text("access_token")).status()).isEqualTo(204);
    assertThat(refresh(mine).status()).isEqualTo(401);
    assertThat(refresh(other).status()).isEqualTo(401);
    assertThat(api.get(MINE, mine.text("access_token")).status()).isEqualTo(401);
    assertThat(signIn().status()).isEqualTo(200);
  }

  @Test
  void nobodySeesTheSessionsOfOthersButAdmins() {
    signIn();
    String path = USERS + account.path("id").asString() + "/sessions";
    String stranger = api.tokenOf(api.register());
    String admin = api.seedToken("admin");

    assertThat(api.get(path, stranger).status()).isEqualTo(404);
    assertThat(api.delete(path, stranger).status()).isEqualTo(404);
    assertThat(api.get(path, api.seedToken("operator")).status()).isEqualTo(403);
    assertThat(api.get(path, null).status()).isEqualTo(401);
    var session = api.get(path, admin).json().path("items").get(0).path("id").asString();
    assertThat(api.delete(MINE + "/" + session, stranger).status()).isEqualTo(404);
    assertThat(api.delete(path + "/" + session, admin).status()).isEqualTo(204);
    assertThat(api.delete(path, admin).status()).isEqualTo(204);
    assertThat(api.delete(path + "/" + UUID.randomUUID(), admin).status()).isEqualTo(404);
  }

  @Test
  void whatIsNoIdIsNamed() {
    String token = signIn().text("access_token");
    var noSession = api.delete(MINE + "/not-an-id", token);
    assertThat(noSession.status()).isEqualTo(404);
    assertThat(Api.fields(noSession)).containsExactly("session_id");
    var noAccount = api.get(USERS + "not-an-id/sessions", token);
    assertThat(noAccount.status()).isEqualTo(404);
    assertThat(Api.fields(noAccount)).containsExactly("id");
  }

  @Test
  void nobodySignsOthersOutWithTheirRefreshToken() {
    var mine = signIn();
    String stranger = api.tokenOf(api.register());

    String body = "{\"refresh_token\": \"%s\"}".formatted(mine.text("refresh_token"));
    assertThat(api.post(USERS + "logout", stranger, body).status()).isEqualTo(204);
    assertThat(refresh(mine).status()).isEqualTo(200);
  }

  private List<String> ids(String token) {
    var ids = new ArrayList<String>();
    api.get(MINE, token).json().path("items").forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }

  private Api.Answer signIn() {
    return api.login(email, "correct-horse");
  }

  private Api.Answer refresh(Api.Answer tokens) {
    String body = "{\"refresh_token\": \"%s\"}".formatted(tokens.text("refresh_token"));
    return api.post(USERS + "refresh", null, body);
  }
}
