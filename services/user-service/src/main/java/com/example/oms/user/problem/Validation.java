package com.example.oms.user.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Collects what is wrong with a request, so that the caller learns all of it at once. Lengths are
 * counted in code points, as JSON Schema does.
 */
public class Validation {

  /** Blanks of every script, not only of ASCII. */
  private static final Pattern SOMETHING = Pattern.compile("\\S", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** The HTML standard's pattern, which is stricter than RFC 5322 and what people know. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@LABEL(?:\\.LABEL)+"
              .replace("LABEL", "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"));

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final int LONGEST_EMAIL = 254;

  private final List<Violation> violations = new ArrayList<>();

  /** Text that must be there; nothing is said about what it is. */
  public Validation required(String field, String value, int longest) {
    if (value == null || value.isEmpty()) {
      add(field, "is required");
    } else if (length(value) > longest) {
      add(field, "must have at most " + longest + " characters");
    }
    return this;
  }

  /** Text of a bounded length without control characters; nothing is said about a missing one. */
  public Validation text(String field, String value, int longest) {
    if (value != null && length(value) > longest) {
      add(field, "must have at most " + longest + " characters");
    } else if (value != null && CONTROL.matcher(value).find()) {
      add(field, "must not contain control characters");
    }
    return this;
  }

  /** Text of that kind that must be there, with something to read in it. */
  public Validation readable(String field, String value, int longest) {
    if (value == null || value.isEmpty()) {
      return add(field, "is required");
    }
    return SOMETHING.matcher(value).find()
        ? text(field, value, longest)
        : add(field, "must not be blank");
  }

  /** An e-mail address that must be there. */
  public Validation email(String field, String value) {
    if (value == null) {
      add(field, "is required");
    } else if (value.length() > LONGEST_EMAIL || !EMAIL.matcher(value).matches()) {
      add(field, "must be an e-mail address");
    }
    return this;
  }

  /** A new password, which must be there. */
  public Validation password(String field, String value) {
    if (value == null) {
      add(field, "is required");
    } else if (length(value) < 8 || length(value) > 128) {
      add(field, "must have 8 to 128 characters");
    } else if (CONTROL.matcher(value).find()) {
      add(field, "must not contain control characters");
    }
    return this;
  }

  /** A telephone number in E.164; nothing is said about a missing one. */
  public Validation phone(String field, String value) {
    if (value != null && !E164.matcher(value).matches()) {
      add(field, "must be an E.164 number such as +447700900123");
    }
    return this;
  }

  /** A field that is wrong in a way of its own. */
  public Validation add(String field, String message) {
    violations.add(new Violation(field, message));
    return this;
  }

  /**
   * Ends the validation.
   *
   * @throws Problem {@code invalid_request} when anything was wrong
   */
  public void check() {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }

  private static int length(String value) {
    return value.codePointCount(0, value.length());
  }
}
