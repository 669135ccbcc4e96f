package com.example.oms.user.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.oms.user.Api;
import com.example.oms.user.Forwarder;
import com.example.oms.user.RunningService;
import com.example.oms.user.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class LoginThrottleTest {

  private static final String PASSWORD = "correct-horse";
  private static final String THROTTLED = "login_attempts_total{outcome=\"throttled\"}";

  private Api api;

  @BeforeEach
  void api(RunningService.Instance service) {
    api = service.api();
  }

  @Test
  void afterFiveFailuresAlsoTheRightPasswordIsRefused() {
    String email = api.register().path("email").asString();
    double before = api.metric(THROTTLED);
    assertThat(failures(email, 5)).containsOnly(401);

    var answer = api.login(email, PASSWORD);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text("code")).isEqualTo("too_many_requests");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 300);
    assertThat(api.metric(THROTTLED)).isGreaterThanOrEqualTo(before + 1);
  }

  @Test
  void anAddressThatNobodyHasIsThrottledTheSame() {
    String email = "nobody-" + UUID.randomUUID() + "@oms.example";
    assertThat(failures(email, 5)).containsOnly(401);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void upperCaseAndBlanksMakeNoOtherAccount() {
    String email = api.register().path("email").asString();
    failures(email, 3);
    failures(" " + email.toUpperCase(Locale.ROOT), 2);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(429);
  }

  /** The Kelvin sign is a k in lower case. */
  @Test
  void everySpellingThatIsTheAccountCountsForIt() {
    String email = "kim-" + UUID.randomUUID() + "@oms.example";
    register(email);
    assertThat(failures(email.replace('k', '\u212a'), 5)).containsOnly(401);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(429);
  }

  /** The database's lower case of a dotted capital I is a plain i, Java's is not. */
  @Test
  void aSpellingThatCountsForAnotherIsNotTheAccount() {
    String email = "kim-" + UUID.randomUUID() + "@oms.example";
    register(email);
    assertThat(api.login(email.replace('i', '\u0130'), PASSWORD).status()).isEqualTo(401);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aSuccessForgetsTheFailures() {
    String email = api.register().path("email").asString();
    failures(email, 4);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(200);
    assertThat(failures(email, 4)).containsOnly(401);
    assertThat(api.login(email, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void ofManyGuessesAtOnceNoMoreThanTheLimitAreAnswered() {
    String email = api.register().path("email").asString();
    var guesses =
        IntStream.range(0, 25)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> api.login(email, "wrong-" + i).status()))
            .toList();
    var answers = guesses.stream().map(CompletableFuture::join).toList();

    assertThat(Collections.frequency(answers, 401)).isEqualTo(5);
    assertThat(Collections.frequency(answers, 429)).isEqualTo(20);
  }

  @Test
  void manyWhoKnowThePasswordSignInAtOnce() {
    String email = api.register().path("email").asString();
    var logins =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.login(email, PASSWORD).status()))
            .toList();

    assertThat(logins.stream().map(CompletableFuture::join)).containsOnly(200);
  }

  @Test
  void theTimeDoesNotTellWhetherAnAddressIsRegistered() {
    String known = api.register().path("email").asString();
    var registered = new ArrayList<Long>();
    var unknown = new ArrayList<Long>();
    for (int i = 0; i < 4; i++) {
      registered.add(timeOf(known));
      unknown.add(timeOf("nobody-" + UUID.randomUUID() + "@oms.example"));
    }
    // Without a hash to compute, an answer would take a tenth of the time.
    assertThat(Collections.min(unknown)).isGreaterThan(Collections.min(registered) / 3);
  }

  private long timeOf(String email) {
    long startedAt = System.nanoTime();
    api.login(email, "wrong-horse");
    return System.nanoTime() - startedAt;
  }

  @Test
  void anAddressHasALimitTooAndOthersDoNotSufferFromIt() {
    try (var service = RunningService.Instance.start(s -> withThrottle(s, s.redis().url(), 5, 3))) {
      var limited = service.api();
      String email = limited.register().path("email").asString();
      for (int i = 0; i < 3; i++) {
        String nobody = "nobody-" + i + "@oms.example";
        assertThat(limited.loginFrom("203.0.113.7", nobody, "wrong").status()).isEqualTo(401);
      }

      assertThat(limited.loginFrom("203.0.113.7", email, PASSWORD).status()).isEqualTo(429);
      assertThat(limited.loginFrom("203.0.113.8", email, PASSWORD).status()).isEqualTo(200);
      // A success forgets the failures of the account, not those of the address.
      assertThat(limited.loginFrom("203.0.113.7", email, PASSWORD).status()).isEqualTo(429);
    }
  }

  @Test
  void withoutRedisEverybodyMaySignInAndLaterTheLimitsHoldAgain() {
    var redis = URI.create(System.getenv("TEST_REDIS_URL"));
    try (var port = new Forwarder(redis)) {
      port.mend();
      try (var service = RunningService.Instance.start(s -> withThrottle(s, port.url(), 2, 1000))) {
        var limited = service.api();
        String email = limited.register().path("email").asString();
        assertThat(limited.login(email, PASSWORD).status()).isEqualTo(200);
        port.cut();

        for (int i = 0; i < 4; i++) {
          assertThat(limited.login(email, "wrong").status()).isEqualTo(401);
        }
        assertThat(limited.login(email, PASSWORD).status()).isEqualTo(200);
        assertThat(limited.get("/ready", null).status()).isEqualTo(200);
        assertThat(limited.metric("login_throttle_skipped_total")).isGreaterThanOrEqualTo(5);

        port.mend();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> limited.login(email, "wrong").status() == 429);
      }
    }
  }

  private static Settings withThrottle(Settings s, URI redis, int perAccount, int perAddress) {
    return new Settings(
        s.serviceName(),
        s.bindAddress(),
        s.httpPort(),
        s.logLevel(),
        s.database(),
        new Settings.RedisSettings(redis, s.redis().keyPrefix(), s.redis().timeout()),
        s.broker(),
        new Settings.ThrottleSettings(perAccount, perAddress, s.throttle().window()),
        s.signingKeyMaxAge(),
        s.serviceClients(),
        s.labPassword(),
        s.otlpEndpoint());
  }

  private void register(String email) {
    api.post(
        "/api/v1/users/register",
        null,
        """
        {"email": "%s", "password": "%s", "name": "Kim"}"""
            .formatted(email, PASSWORD));
  }

  private List<Integer> failures(String email, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> api.login(email, "wrong-horse").status())
        .toList();
  }
}
