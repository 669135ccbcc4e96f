package com.example.oms.user.outbox;

import com.example.oms.user.Settings;
import com.example.oms.user.job.PeriodicJob;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job that brings waiting events to the broker. While the broker is away they wait; an event
 * may come twice when this process dies between confirm and commit, with the same id both times.
 */
@Component
class OutboxRelay extends PeriodicJob {

  /** So many at most are on their way unconfirmed. */
  private static final int IN_FLIGHT = 100;

  private final Outbox outbox;
  private final Publisher publisher;
  private final TransactionTemplate transactions;
  private volatile Outbox.Backlog backlog = new Outbox.Backlog(0, null);

  OutboxRelay(
      Outbox outbox,
      Publisher publisher,
      TransactionTemplate transactions,
      Settings settings,
      MeterRegistry registry) {
    super("outbox_relay", settings.broker().pollInterval(), registry);
    this.outbox = outbox;
    this.publisher = publisher;
    this.transactions = transactions;
    Gauge.builder("outbox.pending", this, relay -> relay.backlog.count())
        .description("Events that are not published yet")
        .register(registry);
    Gauge.builder("outbox.oldest.age.seconds", this, OutboxRelay::oldestAge)
        .description("How long the oldest of them has waited")
        .register(registry);
  }

  @EventListener(Outbox.Added.class)
  void committed() {
    wake();
  }

  @Override
  protected long work() throws Exception {
    long published = 0;
    backlog = outbox.backlog();
    while (backlog.count() > 0 && isRunning()) {
      publisher.connect();
      int now = publishSome();
      published += now;
      backlog = outbox.backlog();
      if (now == 0) {
        // Another process has taken what is left.
        break;
      }
    }
    return published;
  }

  private int publishSome() throws Exception {
    var failure = new Exception[1];
    Integer published =
        transactions.execute(
            status -> {
              var events = outbox.take(IN_FLIGHT);
              try {
                publisher.publish(events, this::goesOnIn);
              } catch (Exception unconfirmed) {
                status.setRollbackOnly();
                failure[0] = unconfirmed;
                return 0;
              }
              outbox.markPublished(events.stream().map(Outbox.Waiting::id).toList());
              return events.size();
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return published;
  }

  private double oldestAge() {
    var oldest = backlog.oldest();
    return oldest == null
        ? 0
        : Math.max(0, Duration.between(oldest, Instant.now()).toMillis() / 1000.0);
  }

  @Override
  public void stop() {
    super.stop();
    publisher.close();
  }
}
