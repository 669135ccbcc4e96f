package com.example.oms.user.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; {@code SERVICE} is for the other services only, never for an account. */
public enum Role {
  CUSTOMER,
  OPERATOR,
  ADMIN,
  SERVICE;

  /** The name in tokens, in JSON and in the database. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that name, if there is one. */
  public static Optional<Role> of(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }
}
