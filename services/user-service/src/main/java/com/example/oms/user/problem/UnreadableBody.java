package com.example.oms.user.problem;

import java.util.List;
import java.util.Optional;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which field of a body could not be read, without quoting the parser. */
final class UnreadableBody {

  private static final String BODY = "body";
  private static final int LONGEST_NAME = 200;
  private static final int REPLACEMENT = 0xfffd;

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
      if (cause instanceof StreamReadException malformed) {
        return duplicate(malformed)
            .map(name -> Problem.invalid(name, "is given more than once"))
            .orElseGet(() -> Problem.invalid(BODY, "is not valid JSON"));
      }
      if (cause instanceof InvalidFormatException odd && odd.getTargetType() == String.class) {
        return Problem.invalid(path(odd), "must not contain NUL or half of a surrogate pair");
      }
      if (cause instanceof InvalidNullException missing) {
        return Problem.invalid(path(missing), "must not be null");
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
    return path.isEmpty() ? BODY : printable(path.toString());
  }

  /** The parser has no type for it; the name of the field is where it stands. */
  private static Optional<String> duplicate(StreamReadException malformed) {
    return malformed.getOriginalMessage().startsWith("Duplicate") && malformed.processor() != null
        ? Optional.ofNullable(malformed.processor().streamReadContext().currentName())
            .map(UnreadableBody::printable)
        : Optional.empty();
  }

  /** An unknown field has whatever name the client gave it: endless, or impossible in UTF-8. */
  private static String printable(String name) {
    var text = new StringBuilder();
    name.codePoints()
        .limit(LONGEST_NAME)
        .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
