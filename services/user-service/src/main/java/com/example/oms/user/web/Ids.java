package com.example.oms.user.web;

import com.example.oms.user.problem.Problem;
import java.util.Optional;
import java.util.UUID;

/** Ids as they stand in paths and parameters. */
public final class Ids {

  private Ids() {}

  /**
   * The id that stands in a path.
   *
   * @param parameter its name in the route
   * @param detail what is told when nothing has it
   * @throws Problem {@code not_found} when the text is none
   */
  public static UUID inPath(String parameter, String text, String detail) {
    return parse(text).orElseThrow(() -> Problem.notFound(detail, parameter, "is not a UUID"));
  }

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
