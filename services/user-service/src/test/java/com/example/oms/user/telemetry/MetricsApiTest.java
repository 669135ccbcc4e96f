package com.example.oms.user.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.oms.user.Api;
import com.example.oms.user.RunningService;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class MetricsApiTest {

  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private Api api;

  @BeforeEach
  void api(RunningService.Instance service) {
    api = service.api();
  }

  @Test
  void theFormatFollowsAccept() {
    assertThat(api.get("/metrics", null).header("Content-Type")).startsWith("text/plain");
    var open = api.getWith("/metrics", "Accept", OPEN_METRICS);
    assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(open.response().body()).endsWith("# EOF\n");
  }

  /** Prometheus 3 asks like this when native histograms are switched on. */
  @Test
  void whoAsksForProtobufFirstGetsOpenMetrics() {
    var accept =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5";
    var answer = api.getWith("/metrics", "Accept", accept);
    assertThat(answer.header("Content-Type")).startsWith("application/openmetrics-text");
  }

  @Test
  void requestsAreCountedUnderTheHousesLabels() {
    api.get("/api/v1/nothing/at/all", null);
    api.get("/api/v1/users/me", api.seedToken("customer"));

    String metrics = api.get("/metrics", null).response().body();
    assertThat(metrics)
        .contains(
            count("GET", "404", "unmatched"),
            count("GET", "200", "/api/v1/users/me"),
            count("POST", "200", "/api/v1/users/login"))
        .doesNotContain("nothing/at/all", "http_route=\"/metrics\"", "http_route=\"/health\"");
  }

  @Test
  void theBucketsAreThoseOfEveryService() {
    api.seedToken("customer");
    var bounds = new TreeSet<Double>();
    var bucket =
        Pattern.compile("http_server_request_duration_seconds_bucket\\{.*le=\"([0-9.]+)\"")
            .matcher(api.get("/metrics", null).response().body());
    while (bucket.find()) {
      bounds.add(Double.parseDouble(bucket.group(1)));
    }
    assertThat(bounds)
        .containsExactly(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1.0, 2.5, 5.0, 7.5, 10.0);
  }

  @Test
  void noOtherSeriesOfTheServerExists() {
    api.seedToken("customer");
    assertThat(api.get("/metrics", null).response().body().lines())
        .filteredOn(line -> line.startsWith("http_server"))
        .allMatch(
            line ->
                line.startsWith("http_server_active_requests ")
                    || line.matches(
                        "http_server_request_duration_seconds_(bucket|count|sum)\\{.*"));
  }

  @Test
  void samplesHaveTheirTraceAsExemplar() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              api.login("nobody@oms.example", "wrong-horse");
              assertThat(api.getWith("/metrics", "Accept", OPEN_METRICS).response().body())
                  .containsPattern(
                      "http_server_request_duration_seconds_bucket\\{.*\\} \\d+ # "
                          + "\\{[^}]*trace_id=\"[0-9a-f]{32}\"");
            });
  }

  @Test
  void whatTheBusinessCountsExistsFromTheStart() {
    assertThat(api.get("/metrics", null).response().body())
        .contains(
            "\nusers_registered_total ",
            "\nlogin_attempts_total{outcome=\"success\"} ",
            "\nlogin_attempts_total{outcome=\"failure\"} ",
            "\nlogin_attempts_total{outcome=\"throttled\"} ",
            "\nlogin_throttle_skipped_total ",
            "\noutbox_pending ",
            "\noutbox_oldest_age_seconds ",
            ":user.registered\",outcome=\"success\"} ",
            ":user.registered\",outcome=\"error\"} ",
            "\njwt_tokens_issued_total{kind=\"access\"} ",
            "\njwt_tokens_issued_total{kind=\"service\"} ",
            "\nactive_sessions ",
            "\ndb_client_connection_count{state=\"idle\"} ",
            "\ndb_client_connection_count{state=\"used\"} ",
            "\ndb_client_connection_max 5.0",
            "\njob_runs_total{job_name=\"session_sweep\",outcome=\"success\"} ",
            "\njob_runs_total{job_name=\"outbox_relay\",outcome=\"success\"} ",
            "\njob_runs_total{job_name=\"retention\",outcome=\"success\"} ",
            "\njob_runs_total{job_name=\"signing_key_rotation\",outcome=\"success\"} ",
            "\njob_last_success_timestamp_seconds{job_name=\"session_sweep\"} ",
            "\njvm_memory_used_bytes{");
  }

  @Test
  void statementsAreTimedByOperation() {
    api.register();
    assertThat(api.get("/metrics", null).response().body())
        .containsPattern(
            "db_client_operation_duration_seconds_count\\{db_namespace=\"user_service_test_\\w+\","
                + "db_operation_name=\"INSERT\",db_system_name=\"postgresql\"\\}");
  }

  @Test
  void commandsToRedisAreTimedToo() {
    api.seedToken("customer");
    assertThat(api.get("/metrics", null).response().body())
        .containsPattern(
            "db_client_operation_duration_seconds_count\\{db_namespace=\"\\d+\","
                + "db_operation_name=\"EVAL\",db_system_name=\"redis\"\\}");
  }

  @Test
  void theProcessIsMeasuredAsInEveryService() {
    assertThat(api.get("/metrics", null).response().body())
        .contains(
            "\nprocess_cpu_seconds_total ",
            "\nprocess_resident_memory_bytes ",
            "\nprocess_virtual_memory_bytes ",
            "\nprocess_open_fds ",
            "\nprocess_max_fds ",
            "\nprocess_start_time_seconds ")
        .doesNotContain(
            "\nprocess_cpu_usage",
            "\nprocess_cpu_time",
            "\nprocess_files",
            "\nprocess_uptime",
            "\nsystem_",
            "\ndisk_",
            "\njvm_compilation");
  }

  @Test
  void everyHistogramLeadsToTheTraceOfARegistration() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              api.register();
              String page = api.getWith("/metrics", "Accept", OPEN_METRICS).response().body();
              for (String series :
                  List.of(
                      "http_server_request_duration_seconds_bucket\\{",
                      "db_client_operation_duration_seconds_bucket\\{",
                      "job_duration_seconds_bucket\\{job_name=\"outbox_relay\"")) {
                assertThat(page)
                    .containsPattern(series + ".*\\} \\d+ # \\{[^}]*trace_id=\"[0-9a-f]{32}\"");
              }
            });
  }

  private static String count(String method, String status, String route) {
    return "http_server_request_duration_seconds_count{http_request_method=\"%s\","
            .formatted(method)
        + "http_response_status_code=\"%s\",http_route=\"%s\"} ".formatted(status, route);
  }
}
