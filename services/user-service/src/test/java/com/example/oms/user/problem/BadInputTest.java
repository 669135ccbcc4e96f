package com.example.oms.user.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever is wrong is answered with 400, named, and leaves nothing behind. */
@ExtendWith(RunningService.class)
class BadInputTest {

  private static final String REGISTER = "/api/v1/users/register";

  private Api api;
  private JdbcClient jdbc;

  @BeforeEach
  void service(RunningService.Instance service) {
    api = service.api();
    jdbc = service.context().getBean(JdbcClient.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\": \"a\\u0000b\"             | name",
        "\"name\": \"a\\ud800\"              | name",
        "\"name\": \"\\udc00\\ud800\"        | name",
        "\"name\": \"a\\nb\"                 | name",
        "\"name\": \"   \"                   | name",
        "\"name\": \"\\u00a0\"               | name",
        "\"name\": \"\"                      | name",
        "\"name\": null                      | name",
        "\"name\": 1                         | name",
        "\"name\": 1.5                       | name",
        "\"name\": true                      | name",
        "\"name\": [\"Ada\"]                 | name",
        "\"name\": {\"first\": \"Ada\"}      | name",
        "\"name\": \"Ada\", \"name\": \"Bo\" | name",
        "\"name\": \"Ada\", \"roles\": []    | roles",
        "\"name\": \"Ada\", \"\\ud800\": 1   | body",
        "\"name\": \"Ada\", \"phone\": \"0049123456789\" | phone",
        "\"name\": \"Ada\", \"phone\": \"+٤٤٧٧٠٠٩٠٠١٢٣\" | phone",
        "\"name\": \"Ada\", \"phone\": \"\"  | phone"
      })
  void theFieldIsNamed(String members, String field) {
    String email = "bad-" + UUID.randomUUID() + "@oms.example";
    var answer =
        api.post(
            REGISTER,
            null,
            "{\"email\": \"%s\", \"password\": \"correct-horse\", %s}".formatted(email, members));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid_request");
    assertThat(Api.fields(answer)).containsExactly(field);
    assertThat(
            jdbc.sql("select count(*) from accounts where email = :email")
                .param("email", email)
                .query(Long.class)
                .single())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "nobody",
    "a@b",
    "a b@c.de",
    "@c.de",
    "a@.de",
    "a@c..de",
    "a@-c.de",
    "'a@c.de '",
    "ä@c.de",
    "a@c.de@e.fg"
  })
  void thatIsNoEmailAddress(String email) {
    var answer = register(email, "correct-horse", "Ada");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly("email");
  }

  @Test
  void lengthsAreCountedInCharactersNotInHalvesOfThem() {
    assertThat(register(fresh(), "🐎".repeat(128), "🐎".repeat(200)).status()).isEqualTo(201);
    var answer = register(fresh(), "🐎".repeat(129), "🐎".repeat(201));
    assertThat(Api.fields(answer)).containsExactly("password", "name");
    assertThat(Api.fields(register(fresh(), "🐎".repeat(7), "x".repeat(10_240))))
        .containsExactly("password", "name");
  }

  @Test
  void everyScriptIsWelcome() {
    String name = "שלום 🧮 \u202eAda";
    var answer = register(fresh(), "пароль-с-лошадью", name);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("name")).isEqualTo(name);
  }

  @Test
  void whatIsNotUtf8IsNotJson() {
    var answer =
        api.bytes(REGISTER, "{\"email\": \"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly("body");
  }

  @Test
  void aFieldNameIsNotEchoedWithoutEnd() {
    var answer = api.post(REGISTER, null, "{\"%s\": 1}".formatted("x".repeat(10_000)));
    assertThat(Api.fields(answer)).containsExactly("x".repeat(200));
  }

  @Test
  void anOptionalBodyIsStillAnObject() {
    String token = api.seedToken("customer");
    for (String body : new String[] {"null", "[]", "\"\""}) {
      var answer = api.post("/api/v1/users/logout", token, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(Api.fields(answer)).containsExactly("body");
    }
  }

  @Test
  void aQueryThatCannotBeDecodedIsRefused() throws Exception {
    var answer = api.raw("/api/v1/users?q=%zz", api.seedToken("admin"));
    assertThat(answer).contains(" 400 ", "application/problem+json", "\"field\":\"query\"");
  }

  private Api.Answer register(String email, String password, String name) {
    return api.post(
        REGISTER,
        null,
        """
        {"email": "%s", "password": "%s", "name": "%s"}"""
            .formatted(email, password, name));
  }

  private static String fresh() {
    return "fresh-" + UUID.randomUUID() + "@oms.example";
  }
}
