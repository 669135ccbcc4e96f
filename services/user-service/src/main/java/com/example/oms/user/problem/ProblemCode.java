package com.example.oms.user.problem;

import org.springframework.http.HttpStatus;

/**
 * The codes of {@code contracts/problems.yaml} that this service answers with: the only place that
 * knows which HTTP status a refusal has.
 */
public enum ProblemCode {
  INVALID_REQUEST("invalid_request", HttpStatus.BAD_REQUEST, "The request is not valid"),
  UNAUTHORIZED("unauthorized", HttpStatus.UNAUTHORIZED, "Sign in first"),
  FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "Not allowed"),
  NOT_FOUND("not_found", HttpStatus.NOT_FOUND, "Not found"),
  METHOD_NOT_ALLOWED("method_not_allowed", HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
  EMAIL_TAKEN("email_taken", HttpStatus.CONFLICT, "The e-mail address is taken"),
  CONFLICT("conflict", HttpStatus.CONFLICT, "The state does not allow it"),
  PAYLOAD_TOO_LARGE("payload_too_large", HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON"),
  TOO_MANY_REQUESTS("too_many_requests", HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
  INTERNAL_ERROR(
      "internal_error", HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
  DEPENDENCY_UNAVAILABLE(
      "dependency_unavailable",
      HttpStatus.SERVICE_UNAVAILABLE,
      "A part of the system does not answer");

  private final String code;
  private final HttpStatus status;
  private final String title;

  ProblemCode(String code, HttpStatus status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The code as it stands in the registry and in the document. */
  public String code() {
    return code;
  }

  /** The HTTP status of every answer with this code. */
  public HttpStatus status() {
    return status;
  }

  /** The short text that never varies. */
  public String title() {
    return title;
  }
}
