package com.example.oms.user;

import com.example.oms.user.accounts.SeedAccounts;
import com.example.oms.user.database.Migrations;
import com.example.oms.user.tokens.SigningKeys;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What must have happened before the port opens, in this order: schema, signing key, seed accounts.
 *
 * <p>It is a lifecycle phase, not work of bean creation, so that {@code
 * -Dspring.context.exit=onRefresh} (the training run of a class-data archive) needs no database.
 */
@Component
class StartSequence implements SmartLifecycle {

  private final Migrations migrations;
  private final SigningKeys signingKeys;
  private final SeedAccounts seedAccounts;
  private volatile boolean running;

  StartSequence(Migrations migrations, SigningKeys signingKeys, SeedAccounts seedAccounts) {
    this.migrations = migrations;
    this.signingKeys = signingKeys;
    this.seedAccounts = seedAccounts;
  }

  @Override
  public void start() {
    migrations.apply();
    signingKeys.load();
    seedAccounts.create();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server, whose phase is near the largest. */
  @Override
  public int getPhase() {
    return 0;
  }
}
