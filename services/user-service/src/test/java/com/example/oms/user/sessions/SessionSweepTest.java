package com.example.oms.user.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is long over is forgotten, and found without reading everything. */
@ExtendWith(RunningService.class)
class SessionSweepTest {

  private RunningService.Instance service;
  private Api api;
  private JdbcClient jdbc;

  @BeforeEach
  void service(RunningService.Instance service) {
    this.service = service;
    this.api = service.api();
    this.jdbc = service.context().getBean(JdbcClient.class);
  }

  @Test
  void aTokenUsedAWeekAgoIsForgottenAndItsSessionGoesOn() {
    String first = signIn();
    String second = refresh(first).text("refresh_token");
    String third = refresh(second).text("refresh_token");
    usedBefore(first, "7 days 1 minute");
    usedBefore(second, "6 days 23 hours");
    service.context().getBean(SessionSweep.class).work();

    assertThat(isKept(first)).isFalse();
    assertThat(isKept(second)).isTrue();
    assertThat(refresh(first).status()).isEqualTo(401);
    String fourth = refresh(third).text("refresh_token");
    // Within the week it still tells of a thief.
    assertThat(refresh(second).status()).isEqualTo(401);
    assertThat(refresh(fourth).status()).isEqualTo(401);
  }

  @Test
  void aSessionThatEndedAWeekAgoIsForgottenWithItsTokens() {
    String ended = signIn();
    String live = signIn();
    jdbc.sql(
            """
            update sessions set revoked_at = now() - interval '7 days 1 minute', revoked_by = 'owner'
            where id = (select session_id from refresh_tokens where token_hash = :hash)""")
        .param("hash", new RefreshToken(ended).hash())
        .update();
    service.context().getBean(SessionSweep.class).work();

    assertThat(isKept(ended)).isFalse();
    assertThat(isKept(live)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sessions where coalesce(revoked_at, expires_at) < now() - make_interval(secs => 1)",
        "refresh_tokens where rotated_at < now() - make_interval(secs => 1)"
      })
  void anIndexFindsWhatIsOver(String over) {
    String plan =
        service
            .context()
            .getBean(TransactionTemplate.class)
            .execute(
                status -> {
                  // So few rows are read faster without.
                  jdbc.sql("set local enable_seqscan = off").update();
                  return String.join(
                      "\n", jdbc.sql("explain delete from " + over).query(String.class).list());
                });

    assertThat(plan).contains("Index").doesNotContain("Seq Scan");
  }

  private String signIn() {
    return api.login("customer@oms.example", RunningService.LAB_PASSWORD).text("refresh_token");
  }

  private Api.Answer refresh(String token) {
    return api.post("/api/v1/users/refresh", null, "{\"refresh_token\": \"%s\"}".formatted(token));
  }

  private void usedBefore(String token, String interval) {
    jdbc.sql(
            "update refresh_tokens set rotated_at = now() - interval '%s' where token_hash = :hash"
                .formatted(interval))
        .param("hash", new RefreshToken(token).hash())
        .update();
  }

  private boolean isKept(String token) {
    return jdbc.sql("select exists (select from refresh_tokens where token_hash = :hash)")
        .param("hash", new RefreshToken(token).hash())
        .query(Boolean.class)
        .single();
  }
}
