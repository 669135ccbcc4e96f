package com.example.oms.user.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oms.user.RunningService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(RunningService.class)
class SeedAccountsTest {

  private static final String SEEDS =
      "from accounts where email in ('admin@oms.example', 'operator@oms.example',"
          + " 'customer@oms.example')";

  /** Both find none, and are long enough at the first hash to collide. */
  @Test
  void twoInstancesThatStartAtOnceMakeThemOnce(RunningService.Instance service) {
    var jdbc = service.context().getBean(JdbcClient.class);
    var seedAccounts = service.context().getBean(SeedAccounts.class);
    jdbc.sql("delete " + SEEDS).update();
    var threads = Executors.newFixedThreadPool(2);
    try {
      Stream.of(1, 2)
          .map(instance -> CompletableFuture.runAsync(seedAccounts::create, threads))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }

    assertThat(jdbc.sql("select count(*) " + SEEDS).query(Long.class).single()).isEqualTo(3);
    assertThat(service.api().seedToken("admin")).isNotEmpty();
  }
}
