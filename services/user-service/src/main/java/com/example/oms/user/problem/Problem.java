package com.example.oms.user.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request that is refused, with the reason that the caller may know. */
public class Problem extends RuntimeException {

  private final ProblemCode code;
  private final List<Violation> violations;
  private final Duration retryAfter;

  private Problem(
      ProblemCode code, String detail, List<Violation> violations, Duration retryAfter) {
    // A refusal is an ordinary outcome: nobody reads its stack.
    super(detail, null, false, false);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.retryAfter = retryAfter;
  }

  /** A refusal of this kind. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, List.of(), null);
  }

  /** The credentials or tokens are missing or not good; the detail never says which part. */
  public static Problem unauthorized(String detail) {
    return of(ProblemCode.UNAUTHORIZED, detail);
  }

  /** There is no such thing, or none that the caller may know of. */
  public static Problem notFound(String detail) {
    return of(ProblemCode.NOT_FOUND, detail);
  }

  /** The same, because what names it in the path is wrong. */
  public static Problem notFound(String detail, String parameter, String message) {
    var violations = List.of(new Violation(parameter, message));
    return new Problem(ProblemCode.NOT_FOUND, detail, violations, null);
  }

  /** A limit was reached; the same request may be tried again after so long. */
  public static Problem throttled(String detail, Duration retryAfter) {
    return new Problem(ProblemCode.TOO_MANY_REQUESTS, detail, List.of(), retryAfter);
  }

  /** One field or parameter is wrong. */
  public static Problem invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  static Problem invalid(List<Violation> violations) {
    String fields = String.join(", ", violations.stream().map(Violation::field).toList());
    return new Problem(ProblemCode.INVALID_REQUEST, "Not valid: " + fields, violations, null);
  }

  ProblemCode code() {
    return code;
  }

  List<Violation> violations() {
    return violations;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
