package com.example.oms.user.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many want a password checked at once, the service answers everybody. */
@ExtendWith(RunningService.class)
class PasswordsTest {

  private static final int CROWD = 3 * Passwords.MOST_AT_ONCE;

  @Test
  void aCrowdLeavesThreadsForOthers(RunningService.Instance service) {
    int threads =
        service
            .context()
            .getEnvironment()
            .getRequiredProperty("server.tomcat.threads.max", Integer.class);

    assertThat(Passwords.MOST_AT_ONCE).isLessThanOrEqualTo(threads * 3 / 4);
  }

  @Test
  void ofACrowdSomeAreToldToComeAgain(RunningService.Instance service) {
    var api = service.api();
    var threads = Executors.newFixedThreadPool(CROWD);
    try {
      var answers =
          IntStream.range(0, CROWD)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> register(api), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      assertThat(answers.stream().filter(answer -> answer.status() == 201))
          .hasSizeGreaterThanOrEqualTo(Passwords.MOST_AT_ONCE);
      assertThat(answers.stream().filter(answer -> answer.status() != 201))
          .isNotEmpty()
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.text("code")).isEqualTo("too_many_requests");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
              });
      assertThat(register(api).status()).isEqualTo(201);
    } finally {
      threads.shutdown();
    }
  }

  private static Api.Answer register(Api api) {
    return api.post(
        "/api/v1/users/register",
        null,
        """
        {"email": "crowd-%s@oms.example", "password": "correct-horse", "name": "Some Body"}"""
            .formatted(UUID.randomUUID()));
  }
}
