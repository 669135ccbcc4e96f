package com.example.oms.user.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.ArrayList;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class AccountsApiTest {

  private static final String USERS = "/api/v1/users";

  private Api api;

  @BeforeEach
  void api(RunningService.Instance service) {
    api = service.api();
  }

  @Test
  void registeringAnswersTheAccount() {
    String email = "Ada-" + UUID.randomUUID() + "@oms.example";
    var answer = register(email, "\"+447700900123\"");

    assertThat(answer.status()).isEqualTo(201);
    var account = answer.json();
    assertThat(account.propertyNames())
        .containsExactlyInAnyOrder(
            "id", "email", "name", "phone", "roles", "active", "created_at", "updated_at");
    assertThat(answer.header("Location")).isEqualTo(USERS + "/" + account.path("id").asString());
    assertThat(UUID.fromString(account.path("id").asString()).version()).isEqualTo(7);
    assertThat(account.path("email").asString()).isEqualTo(email);
    assertThat(account.path("phone").asString()).isEqualTo("+447700900123");
    assertThat(account.path("roles").toString()).isEqualTo("[\"customer\"]");
    assertThat(account.path("active").asBoolean()).isTrue();
    assertThat(account.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void whoGivesNoPhoneGetsANumberOfTheDramaRange() {
    assertThat(api.register().path("phone").asString()).matches("\\+447700900\\d{3}");
  }

  @Test
  void anAddressIsTakenInWhateverCase() {
    String email = api.register().path("email").asString();
    var answer = register(email.toUpperCase(Locale.ROOT), "null");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("email_taken");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    var answer =
        api.post(
            USERS + "/register",
            null,
            """
            {"email": "nobody", "password": "short", "name": "a\\u0001b", "phone": "12"}""");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly("email", "password", "name", "phone");
  }

  @Test
  void aLongPasswordCountsToItsEnd() {
    String email = "long-" + UUID.randomUUID() + "@oms.example";
    String password = "x".repeat(127);
    api.post(
        USERS + "/register",
        null,
        """
        {"email": "%s", "password": "%sA", "name": "Long"}"""
            .formatted(email, password));

    assertThat(api.login(email, password + "B").status()).isEqualTo(401);
    assertThat(api.login(email, password + "A").status()).isEqualTo(200);
  }

  @Test
  void aCustomerSeesNobodyElse() {
    var mine = api.register();
    String others = USERS + "/" + api.register().path("id").asString();
    String token = api.tokenOf(mine);

    assertThat(api.get(USERS + "/me", token).json()).isEqualTo(mine);
    assertThat(api.get(USERS + "/" + mine.path("id").asString(), token).json()).isEqualTo(mine);
    assertThat(api.get(others, token).status()).isEqualTo(404);
    assertThat(api.put(others, token, "{\"name\": \"Mine\"}").status()).isEqualTo(404);
    assertThat(api.get(USERS, token).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"GET, customer", "GET, admin", "PUT, customer", "PUT, admin", "PATCH, admin"})
  void whatIsNoIdIsNamed(String method, String role) {
    for (String id : new String[] {"not-an-id", "1-1-1-1-1"}) {
      var answer =
          api.body(method, USERS + "/" + id, api.seedToken(role), "application/json", "{}");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("code")).isEqualTo("not_found");
      assertThat(answer.json().path("errors").toString())
          .isEqualTo("[{\"field\":\"id\",\"message\":\"is not a UUID\"}]");
    }
  }

  @Test
  void anIdThatNobodyHasIsNotFoundAndNotWrong() {
    var answer = api.get(USERS + "/" + UUID.randomUUID(), api.seedToken("admin"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().has("errors")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "admin", "service"})
  void staffAndServicesReadEveryAccount(String role) {
    var account = api.register();
    String token = role.equals("service") ? serviceToken() : api.seedToken(role);

    var answer = api.get(USERS + "/" + account.path("id").asString(), token);
    assertThat(answer.json()).isEqualTo(account);
  }

  @Test
  void aServiceIsNoAccount() {
    assertThat(api.get(USERS + "/me", serviceToken()).status()).isEqualTo(403);
  }

  @Test
  void onlyTheOwnerAndAdminsChangeAnAccount() {
    var account = api.register();
    String path = USERS + "/" + account.path("id").asString();

    var byOwner = api.put(path, api.tokenOf(account), "{\"name\": \" New Name \"}").json();
    assertThat(byOwner.path("name").asString()).isEqualTo("New Name");
    assertThat(byOwner.path("phone")).isEqualTo(account.path("phone"));
    var byAdmin = api.put(path, api.seedToken("admin"), "{\"phone\": \"+447700900999\"}").json();
    assertThat(byAdmin.path("phone").asString()).isEqualTo("+447700900999");
    assertThat(byAdmin.path("name").asString()).isEqualTo("New Name");
    assertThat(byAdmin.path("updated_at").asString())
        .isGreaterThan(account.path("updated_at").asString());
    assertThat(api.put(path, api.seedToken("operator"), "{\"name\": \"X\"}").status())
        .isEqualTo(403);
  }

  @Test
  void theListIsWalkedByCursorWithoutGapOrRepetition() {
    String marker = "marker" + UUID.randomUUID().toString().substring(0, 8);
    var registered = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      registered.add(0, register(marker + i + "@oms.example", "null").text("id"));
    }
    String admin = api.seedToken("admin");

    var seen = new ArrayList<String>();
    String cursor = "";
    do {
      var page =
          api.get(
                  USERS + "?role=customer&limit=2&q=" + marker.toUpperCase(Locale.ROOT) + cursor,
                  admin)
              .json();
      assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
      page.path("items").forEach(item -> seen.add(item.path("id").asString()));
      cursor =
          page.path("next_cursor").isNull()
              ? null
              : "&cursor=" + page.path("next_cursor").asString();
    } while (cursor != null);

    assertThat(seen).isEqualTo(registered);
    assertThat(api.get(USERS + "?role=admin&q=" + marker, admin).json().path("items").size())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=x",
        "role=service",
        "role=",
        "q=%00",
        "limit=%2B5",
        "cursor=",
        "q=a&q=b",
        "limit=1&limit=1"
      })
  void wrongParametersAreNamed(String query) {
    var answer = api.get(USERS + "?" + query, api.seedToken("admin"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Api.fields(answer)).containsExactly(query.substring(0, query.indexOf('=')));
  }

  private Api.Answer register(String email, String phone) {
    return api.post(
        USERS + "/register",
        null,
        """
        {"email": "%s", "password": "correct-horse", "name": "Ada", "phone": %s}"""
            .formatted(email, phone));
  }

  private String serviceToken() {
    return api.post(
            USERS + "/token",
            null,
            """
            {"client_id": "order-service", "client_secret": "order-secret"}""")
        .text("access_token");
  }
}
