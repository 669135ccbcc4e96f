package com.example.oms.user.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with a request, so that the caller learns all of it at once. */
public class Validation {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}.]+(\\.[^@\\s\\p{Cntrl}.]+)+");
  private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

  private final List<Violation> violations = new ArrayList<>();

  /** Text that must be there and not be blank. */
  public Validation required(String field, String value) {
    if (value == null || value.isBlank()) {
      violations.add(new Violation(field, "is required"));
    }
    return this;
  }

  /** Text of a bounded length without control characters; nothing is said about a missing one. */
  public Validation text(String field, String value, int longest) {
    if (value != null && value.length() > longest) {
      violations.add(new Violation(field, "must have at most " + longest + " characters"));
    } else if (value != null && CONTROL.matcher(value).find()) {
      violations.add(new Violation(field, "must not contain control characters"));
    }
    return this;
  }

  /** An e-mail address, in the loose form that mail servers accept. */
  public Validation email(String field, String value) {
    if (value != null
        && !value.isBlank()
        && (value.length() > 254 || !EMAIL.matcher(value.strip()).matches())) {
      violations.add(new Violation(field, "must be an e-mail address"));
    }
    return this;
  }

  /** A new password. */
  public Validation password(String field, String value) {
    if (value != null && !value.isBlank() && (value.length() < 8 || value.length() > 128)) {
      violations.add(new Violation(field, "must have 8 to 128 characters"));
    }
    return this;
  }

  /** A telephone number in E.164. */
  public Validation phone(String field, String value) {
    if (value != null && !E164.matcher(value).matches()) {
      violations.add(new Violation(field, "must be an E.164 number such as +447700900123"));
    }
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
}
