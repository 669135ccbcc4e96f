package com.example.oms.user.job;

import com.example.oms.user.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The job that forgets events a day after they were published. */
@Component
class Retention extends PeriodicJob {

  private static final Duration PERIOD = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofHours(24);

  private final Outbox outbox;

  Retention(Outbox outbox, MeterRegistry registry) {
    super("retention", PERIOD, registry);
    this.outbox = outbox;
  }

  @Override
  protected long work() {
    return outbox.forgetPublishedBefore(KEPT);
  }
}
