package com.example.oms.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a start fails, seen from outside the process, and what a second start finds. */
class StartTest {

  @Test
  void aMissingVariableIsOneLineAndExitCodeOne() throws Exception {
    var process = start();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    var lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("{\"ts\":\"")
        .endsWith(
            "\"level\":\"error\",\"service\":\"user-service\",\"msg\":\"DB_HOST is required\"}");
  }

  private static Process start() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            UserServiceApplication.class.getName());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    return builder.start();
  }

  @Test
  @ExtendWith(RunningService.class)
  void aRestartKeepsTheSigningKeyAndTheSeedAccounts(RunningService.Instance service) {
    String keys = service.api().get("/.well-known/jwks.json", null).response().body();
    try (var second = RunningService.another(service)) {
      var api = second.api();

      assertThat(api.get("/.well-known/jwks.json", null).response().body()).isEqualTo(keys);
      String token = service.api().seedToken("customer");
      assertThat(api.get("/api/v1/users/me", token).status()).isEqualTo(200);
    }
  }
}
