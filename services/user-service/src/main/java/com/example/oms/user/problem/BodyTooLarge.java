package com.example.oms.user.problem;

import java.io.IOException;

/** A body turned out to be larger than the limit while it was being read. */
public class BodyTooLarge extends IOException {

  static final String DETAIL = "The body is larger than 1048576 bytes";

  /** The limit was passed. */
  public BodyTooLarge() {
    super(DETAIL);
  }

  /** The same refusal for a body whose length was announced. */
  public static Problem announced() {
    return Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, DETAIL);
  }
}
