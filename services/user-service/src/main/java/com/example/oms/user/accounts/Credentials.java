package com.example.oms.user.accounts;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether an address and a password belong together. */
@Component
public class Credentials {

  private final Accounts accounts;
  private final Passwords passwords;

  Credentials(Accounts accounts, Passwords passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  /**
   * The active account that they open. It takes as long for an address that nobody has as for a
   * wrong password, so that the time does not tell which addresses are registered.
   */
  public Optional<Account> check(String email, String password) {
    var account = accounts.findByEmail(email.strip());
    if (account.isEmpty()) {
      passwords.matchNobody(password);
      return Optional.empty();
    }
    return account.filter(a -> passwords.matches(password, a.passwordHash()) && a.active());
  }
}
