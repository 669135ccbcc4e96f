package com.example.oms.user.accounts;

import java.util.Locale;

/**
 * An address as accounts are told apart by it: blanks around it and upper and lower case make no
 * difference. Whatever looks up, counts or limits by address uses this one text. The database folds
 * letters beyond ASCII otherwise, and a spelling that only it takes for the same would have a limit
 * of its own.
 */
public record EmailAddress(String value) {

  public EmailAddress {
    value = value.strip().toLowerCase(Locale.ROOT);
  }
}
