package com.example.oms.user.accounts;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether an address and a password belong together. */
@Component
public class Credentials {

  /**
   * What came of a check.
   *
   * @param account the one with this address, if there is one
   * @param opens whether the password is right and the account active
   */
  public record Verdict(Optional<Account> account, boolean opens) {}

  private final Accounts accounts;
  private final Passwords passwords;

  Credentials(Accounts accounts, Passwords passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  /**
   * Checks them. It takes as long for an address that nobody has as for a wrong password, so that
   * the time does not tell which addresses are registered.
   */
  public Verdict check(EmailAddress email, String password) {
    var account = accounts.findByEmail(email);
    if (account.isEmpty()) {
      passwords.matchNobody(password);
      return new Verdict(account, false);
    }
    boolean right = matches(account.get(), password);
    return new Verdict(account, right && account.get().active());
  }

  /** Whether this is the account's password. */
  public boolean matches(Account account, String password) {
    return passwords.matches(password, account.passwordHash());
  }

  /** What to keep of a new password. */
  public String hash(String password) {
    return passwords.hash(password);
  }
}
