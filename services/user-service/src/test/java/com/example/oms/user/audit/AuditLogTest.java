package com.example.oms.user.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningService.class)
class AuditLogTest {

  private static final String EVENTS = "/api/v1/users/audit-events";

  private Api api;
  private JdbcClient jdbc;

  @BeforeEach
  void service(RunningService.Instance service) {
    api = service.api();
    jdbc = service.context().getBean(JdbcClient.class);
  }

  @Test
  void itTellsTheStoryOfAnAccountWithoutItsSecrets() {
    var account = api.register();
    String id = account.path("id").asString();
    String email = account.path("email").asString();
    api.login(email, "wrong-horse");
    var tokens = api.login(email, "correct-horse");
    String token = tokens.text("access_token");
    String admin = api.seedToken("admin");
    String user = "/api/v1/users/" + id;
    api.put(user, token, "{\"name\": \"Another Name\"}");
    api.post(
        "/api/v1/users/me/password",
        token,
        """
        {"current_password": "correct-horse", "new_password": "better-staple"}""");
    api.patch(user, admin, "{\"role\": \"operator\"}");
    api.patch(user, admin, "{\"active\": false}");

    assertThat(types("?user_id=" + id))
        .containsExactly(
            "account.deactivated",
            "account.role_changed",
            "password.changed",
            "account.changed",
            "login.succeeded",
            "login.failed",
            "account.registered");
    String body = api.get(EVENTS + "?user_id=" + id, admin).response().body();
    assertThat(body)
        .doesNotContain("horse", "staple", "Another Name", email, token)
        .doesNotContain(tokens.text("refresh_token"));
  }

  @Test
  void anEventSaysWhoAndFromWhere() {
    var account = api.register();
    String id = account.path("id").asString();
    String trace = UUID.randomUUID().toString().replace("-", "");
    api.postWith(
        "/api/v1/users/login",
        """
        {"email": "%s", "password": "wrong-horse"}"""
            .formatted(account.path("email").asString()),
        "traceparent",
        "00-%s-00f067aa0ba902b7-01".formatted(trace),
        "X-Forwarded-For",
        "203.0.113.7",
        "User-Agent",
        "x".repeat(500));

    var event = events("?type=login.failed&user_id=" + id).get(0);
    assertThat(event.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "type",
            "actor",
            "user_id",
            "client_address",
            "user_agent",
            "trace_id",
            "details",
            "created_at");
    assertThat(event.path("actor").isNull()).isTrue();
    assertThat(event.path("client_address").asString()).isEqualTo("203.0.113.7");
    assertThat(event.path("user_agent").asString()).isEqualTo("x".repeat(200));
    assertThat(event.path("trace_id").asString()).isEqualTo(trace);
  }

  @Test
  void ofWhatALimitRefusesOnlyTheFirstIsKept() {
    var account = api.register();
    for (int i = 0; i < 9; i++) {
      api.login(account.path("email").asString(), "wrong-horse");
    }
    String mine = "&user_id=" + account.path("id").asString();
    assertThat(types("?type=login.failed" + mine)).hasSize(4);
    assertThat(types("?type=login.throttled" + mine)).hasSize(1);
  }

  @Test
  void aReusedTokenIsKeptOnce() {
    var account = api.register();
    var tokens = api.login(account.path("email").asString(), "correct-horse");
    String body = "{\"refresh_token\": \"%s\"}".formatted(tokens.text("refresh_token"));
    for (int i = 0; i < 4; i++) {
      api.post("/api/v1/users/refresh", null, body);
    }
    assertThat(types("?type=refresh_token.reused&user_id=" + account.path("id").asString()))
        .hasSize(1);
  }

  @Test
  void itIsAppendOnly() {
    api.register();
    for (String statement :
        List.of(
            "update audit_events set actor = 'somebody else'",
            "delete from audit_events",
            "truncate audit_events")) {
      assertThatThrownBy(() -> jdbc.sql(statement).update())
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void itIsWalkedByCursor() {
    var account = api.register();
    api.tokenOf(account);
    api.tokenOf(account);
    String mine = EVENTS + "?limit=2&user_id=" + account.path("id").asString();
    String admin = api.seedToken("admin");
    var first = api.get(mine, admin).json();
    var second = api.get(mine + "&cursor=" + first.path("next_cursor").asString(), admin).json();

    assertThat(first.path("items").size()).isEqualTo(2);
    assertThat(second.path("items").size()).isEqualTo(1);
    assertThat(second.path("next_cursor").isNull()).isTrue();
    assertThat(second.path("items").get(0).path("type").asString()).isEqualTo("account.registered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_id=x", "user_id=", "type=login", "type=", "limit=0", "cursor=x"})
  void wrongParametersAreNamed(String query) {
    var answer = api.get(EVENTS + "?" + query, api.seedToken("admin"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly(query.substring(0, query.indexOf('=')));
  }

  @Test
  void onlyAdminsReadIt() {
    assertThat(api.get(EVENTS, null).status()).isEqualTo(401);
    assertThat(api.get(EVENTS, api.seedToken("operator")).status()).isEqualTo(403);
    assertThat(api.get(EVENTS, api.seedToken("customer")).status()).isEqualTo(403);
  }

  private List<String> types(String query) {
    return events(query).stream().map(event -> event.path("type").asString()).toList();
  }

  private List<JsonNode> events(String query) {
    var events = new ArrayList<JsonNode>();
    api.get(EVENTS + query, api.seedToken("admin")).json().path("items").forEach(events::add);
    return events;
  }
}
