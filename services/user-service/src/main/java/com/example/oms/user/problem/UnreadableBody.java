package com.example.oms.user.problem;

import java.util.List;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which field of a body could not be read, without quoting the parser. */
final class UnreadableBody {

  private static final String BODY = "body";

  private UnreadableBody() {}

  static Problem explain(HttpMessageNotReadableException unreadable) {
    for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem;
      }
      if (cause instanceof BodyTooLarge) {
        return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, BodyTooLarge.DETAIL);
      }
      if (cause instanceof UnrecognizedPropertyException unknown) {
        return Problem.invalid(path(unknown), "is not a known field");
      }
      if (cause instanceof StreamReadException) {
        return Problem.invalid(BODY, "is not valid JSON");
      }
      if (cause instanceof MismatchedInputException mismatch) {
        return Problem.invalid(path(mismatch), "has the wrong type");
      }
    }
    return Problem.invalid(BODY, "is missing or is not a JSON object");
  }

  /** {@code items[0].quantity}; the root itself is called {@code body}. */
  private static String path(JacksonException failure) {
    List<JacksonException.Reference> references = failure.getPath();
    var path = new StringBuilder();
    for (var reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.isEmpty() ? BODY : path.toString();
  }
}
