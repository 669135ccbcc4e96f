package com.example.oms.user.accounts;

import com.example.oms.user.Settings;
import com.example.oms.user.access.Role;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The accounts with which a lab begins. Those that exist are left alone: a password changed since
 * stays changed.
 */
@Component
public class SeedAccounts {

  private static final Logger log = LoggerFactory.getLogger(SeedAccounts.class);

  private record Seed(String email, String name, Role role) {}

  private static final List<Seed> SEEDS =
      List.of(
          new Seed("admin@oms.example", "Ada Admin", Role.ADMIN),
          new Seed("operator@oms.example", "Otto Operator", Role.OPERATOR),
          new Seed("customer@oms.example", "Carla Customer", Role.CUSTOMER));

  private final Accounts accounts;
  private final Passwords passwords;
  private final String labPassword;

  SeedAccounts(Accounts accounts, Passwords passwords, Settings settings) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.labPassword = settings.labPassword();
  }

  /** Makes those that are missing, unless no password was given for them. */
  public void create() {
    if (labPassword.isEmpty()) {
      return;
    }
    for (Seed seed : SEEDS) {
      if (accounts.findByEmail(new EmailAddress(seed.email())).isEmpty()) {
        add(seed);
      }
    }
  }

  /** Another instance that starts at the same time may be faster. */
  private void add(Seed seed) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var hash = passwords.hash(labPassword);
    accounts
        .addIfFree(id, seed.email(), seed.name(), LabPhone.of(id), hash, Set.of(seed.role()))
        .ifPresent(
            made -> log.atInfo().addKeyValue("role", seed.role().id()).log("made a seed account"));
  }
}
