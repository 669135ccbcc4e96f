package com.example.oms.user.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal is a problem document, whoever refuses. */
@ExtendWith(RunningService.class)
class ErrorsApiTest {

  private static final String LOGIN = "/api/v1/users/login";
  private static final int LIMIT = 1 << 20;

  private RunningService.Instance service;
  private Api api;

  @BeforeEach
  void service(RunningService.Instance service) {
    this.service = service;
    this.api = service.api();
  }

  @Test
  void unknownRoute() {
    isProblem(api.get("/api/v1/nothing", null), 404, "not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/users/login, POST",
    "DELETE, /api/v1/users/register, POST",
    "PUT, /api/v1/users/me, GET",
    "POST, /health, GET",
    "PATCH, /.well-known/jwks.json, GET"
  })
  void wrongMethod(String method, String path, String allowed) {
    var answer = api.call(method, path, null);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text("code")).isEqualTo("method_not_allowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void wrongMethodOnATemplate() {
    var answer = api.call("DELETE", "/api/v1/users/some-id", null);
    isProblem(answer, 405, "method_not_allowed");
    assertThat(answer.header("Allow").split(",")).containsExactlyInAnyOrder("GET", "PUT", "PATCH");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\":            | body",
        "''                     | body",
        "null                   | body",
        "[]                     | body",
        "{\"email\": 1}         | email",
        "{\"email\": {}}        | email",
        "{\"nickname\": \"x\"}  | nickname",
        "{\"email\": \"a\"}     | password",
        "{} {}                  | body"
      })
  void unreadableBodies(String body, String field) {
    var answer = api.post(LOGIN, null, body);
    isProblem(answer, 400, "invalid_request");
    assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo(field);
  }

  @Test
  void wrongContentType() {
    isProblem(api.body("POST", LOGIN, null, "text/plain", "{}"), 415, "unsupported_media_type");
  }

  @Test
  void aBodyOverTheLimit() {
    String body = "{\"email\": \"" + "a".repeat(LIMIT) + "\"}";
    isProblem(api.post(LOGIN, null, body), 413, "payload_too_large");
    isProblem(api.postChunked(LOGIN, body), 413, "payload_too_large");
  }

  @Test
  void aBodyAtTheLimitIsRead() {
    String head = "{\"email\": \"nobody@oms.example\", \"password\": \"";
    String body = head + "a".repeat(LIMIT - head.length() - 2) + "\"}";
    isProblem(api.post(LOGIN, null, body), 401, "unauthorized");
  }

  @Test
  void theTokenIsAskedForBeforeTheBodyIsLookedAt() {
    String tooLarge = "a".repeat(LIMIT + 1);
    isProblem(api.put("/api/v1/users/some-id", null, tooLarge), 401, "unauthorized");
    isProblem(
        api.put("/api/v1/users/some-id", api.seedToken("admin"), tooLarge),
        413,
        "payload_too_large");
  }

  @Test
  void noToken() {
    var answer = api.get("/api/v1/users/me", null);
    isProblem(answer, 401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "/failing/unexpectedly, 500, internal_error",
    "/failing/database, 503, dependency_unavailable"
  })
  void aFaultShowsNothingInternal(String path, int status, String code) {
    var answer = api.get(path, null);
    isProblem(answer, status, code);
    assertThat(answer.response().body()).doesNotContain("internal detail", "Exception");
  }

  @Test
  void aRequestThatNeverReachesSpring() throws Exception {
    int port =
        service.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (var socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "GET /a[b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "\"code\":\"invalid_request\"");
    }
  }

  @Test
  void aRequestKeepsItsIdWhenItIsOne() {
    assertThat(api.getWith("/health", "X-Request-Id", "abc-1.2_3").header("X-Request-Id"))
        .isEqualTo("abc-1.2_3");
    assertThat(api.getWith("/health", "X-Request-Id", "a b").header("X-Request-Id"))
        .matches("[0-9a-f-]{36}");
  }

  private static void isProblem(Api.Answer answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:oms:problem:" + code);
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("title")).isNotBlank();
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("instance")).startsWith("/");
    assertThat(answer.text("trace_id")).matches("[0-9a-f]{32}");
    assertThat(answer.header("X-Request-Id")).isNotBlank();
  }
}
