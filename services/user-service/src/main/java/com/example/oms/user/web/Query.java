package com.example.oms.user.web;

import com.example.oms.user.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The parameters of a request. One that is given twice is refused: whoever sends it means two
 * different things, and no two parts of a system agree on which one counts.
 */
public final class Query {

  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 200;
  private static final int ID_BYTES = 16;
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");

  private final HttpServletRequest request;

  Query(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * A parameter, if it is given.
   *
   * @throws Problem {@code invalid_request} when it is given twice or cannot be decoded
   */
  public Optional<String> text(String name) {
    String[] values;
    try {
      values = request.getParameterValues(name);
    } catch (IllegalStateException undecodable) {
      // Tomcat gives up on all parameters when one of them has a broken escape.
      throw Problem.invalid("query", "cannot be decoded");
    }
    if (values == null) {
      return Optional.empty();
    }
    if (values.length > 1) {
      throw Problem.invalid(name, "is given more than once");
    }
    return Optional.of(values[0]);
  }

  /** The parameter {@code limit}: 1 to 200, 50 when absent. */
  public int limit() {
    var text = text("limit");
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    return text.filter(value -> INTEGER.matcher(value).matches())
        .map(Integer::valueOf)
        .filter(limit -> limit >= 1 && limit <= LARGEST_LIMIT)
        .orElseThrow(
            () -> Problem.invalid("limit", "must be an integer from 1 to " + LARGEST_LIMIT));
  }

  /** The parameter {@code cursor}: the id of the last row seen, or null for the first page. */
  public UUID after() {
    return text("cursor").map(Query::decode).orElse(null);
  }

  static String encode(UUID id) {
    var bytes = ByteBuffer.allocate(ID_BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static UUID decode(String cursor) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == ID_BYTES) {
        return new UUID(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException forged) {
      // Told below.
    }
    throw Problem.invalid("cursor", "is not a cursor of this list");
  }
}
