package com.example.oms.user.web;

import com.example.oms.user.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list in keyset order.
 *
 * @param nextCursor where the next page begins; null on the last
 */
public record Page<T>(List<T> items, String nextCursor) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 200;
  private static final int ID_BYTES = 16;

  /** The page of at most {@code limit} rows, made from a query for one row more than that. */
  public static <R, T> Page<T> of(
      List<R> rows, int limit, Function<R, UUID> id, Function<R, T> item) {
    var shown = rows.subList(0, Math.min(limit, rows.size()));
    String next = rows.size() > limit ? cursor(id.apply(shown.get(limit - 1))) : null;
    return new Page<>(shown.stream().map(item).toList(), next);
  }

  /** The parameter {@code limit}: 1 to 200, 50 when absent. */
  public static int limit(String parameter) {
    if (parameter == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(parameter);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException ignored) {
      // Told below, with the bounds.
    }
    throw Problem.invalid("limit", "must be an integer from 1 to " + LARGEST_LIMIT);
  }

  /** The parameter {@code cursor}: the id of the last row seen, or null for the first page. */
  public static UUID after(String parameter) {
    if (parameter == null) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(parameter));
      if (bytes.remaining() == ID_BYTES) {
        return new UUID(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException ignored) {
      // Told below.
    }
    throw Problem.invalid("cursor", "is not a cursor of this list");
  }

  private static String cursor(UUID id) {
    var bytes = ByteBuffer.allocate(ID_BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
