package com.example.oms.user.tokens;

import com.example.oms.user.Settings;
import com.example.oms.user.job.PeriodicJob;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * The job that rotates the keys by their age, retires old ones and notices other processes' work.
 */
@Component
class SigningKeyRotation extends PeriodicJob {

  private static final String NAME = "signing_key_rotation";
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final SigningKeys keys;
  private final Duration maxAge;

  SigningKeyRotation(SigningKeys keys, Settings settings, MeterRegistry registry) {
    super(NAME, PERIOD, registry);
    this.keys = keys;
    this.maxAge = settings.signingKeyMaxAge();
  }

  @Override
  protected long work() {
    boolean rotated = keys.rotateWhenOlderThan(maxAge, "system:" + NAME).isPresent();
    return keys.refresh() + (rotated ? 1 : 0);
  }
}
