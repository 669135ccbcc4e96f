package com.example.oms.user.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An RFC 9457 problem document, as every part of the system writes it.
 *
 * @param traceId empty when the request has none
 */
record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    String code,
    String traceId,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors) {

  static ProblemDocument of(Problem problem, String instance, String traceId) {
    var code = problem.code();
    return new ProblemDocument(
        "urn:oms:problem:" + code.code(),
        code.title(),
        code.status().value(),
        problem.getMessage(),
        instance,
        code.code(),
        traceId,
        problem.violations());
  }
}
