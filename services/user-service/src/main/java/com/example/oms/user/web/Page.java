package com.example.oms.user.web;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list in keyset order.
 *
 * @param nextCursor where the next page begins; null on the last
 */
public record Page<T>(List<T> items, String nextCursor) {

  /** The page of at most {@code limit} rows, made from a query for one row more than that. */
  public static <R, T> Page<T> of(
      List<R> rows, int limit, Function<R, UUID> id, Function<R, T> item) {
    var shown = rows.subList(0, Math.min(limit, rows.size()));
    String next = rows.size() > limit ? Query.encode(id.apply(shown.get(limit - 1))) : null;
    return new Page<>(shown.stream().map(item).toList(), next);
  }
}
