package com.example.oms.user.web;

import java.util.Optional;
import java.util.UUID;

/** Ids as they stand in paths and parameters. */
public final class Ids {

  private Ids() {}

  /** The id, or nothing when the text is none. */
  public static Optional<UUID> parse(String text) {
    try {
      var id = UUID.fromString(text);
      // The JDK also takes shortened groups, which are no ids of ours.
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
