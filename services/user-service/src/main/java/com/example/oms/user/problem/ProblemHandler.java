package com.example.oms.user.problem;

import io.micrometer.tracing.Tracer;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;

/** Turns every failure of a request, ours or the framework's, into a problem document. */
@RestControllerAdvice
class ProblemHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final Tracer tracer;

  ProblemHandler(Tracer tracer) {
    this.tracer = tracer;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> refused(Problem problem, HttpServletRequest request) {
    return answer(problem, request, new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> unknownRoute(
      NoHandlerFoundException unknown, HttpServletRequest request) {
    return answer(Problem.notFound("There is no such route"), request, new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> wrongMethod(
      HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
    var headers = new HttpHeaders();
    if (wrong.getSupportedHttpMethods() != null) {
      headers.setAllow(wrong.getSupportedHttpMethods());
    }
    var problem =
        Problem.of(
            ProblemCode.METHOD_NOT_ALLOWED, wrong.getMethod() + " is not possible on this route");
    return answer(problem, request, headers);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> wrongMediaType(
      HttpMediaTypeNotSupportedException wrong, HttpServletRequest request) {
    var problem =
        Problem.of(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body's Content-Type must be application/json");
    return answer(problem, request, new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> unreadable(
      HttpMessageNotReadableException unreadable, HttpServletRequest request) {
    return answer(UnreadableBody.explain(unreadable), request, new HttpHeaders());
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    QueryTimeoutException.class,
    CannotCreateTransactionException.class
  })
  ResponseEntity<ProblemDocument> databaseUnavailable(
      RuntimeException failure, HttpServletRequest request) {
    log.atError().addKeyValue("error", failure.getMessage()).log("the database does not answer");
    markSpan(request, failure);
    var problem =
        Problem.of(ProblemCode.DEPENDENCY_UNAVAILABLE, "The database does not answer; try again");
    return answer(problem, request, new HttpHeaders());
  }

  /** A client that hangs up before it has read the answer is no fault of ours. */
  @ExceptionHandler
  void clientGone(AsyncRequestNotUsableException gone) {
    log.debug("the client hung up before the answer was written");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> unexpected(Exception failure, HttpServletRequest request) {
    log.error("a request failed unexpectedly", failure);
    markSpan(request, failure);
    var problem =
        Problem.of(
            ProblemCode.INTERNAL_ERROR, "An unexpected fault; the trace id leads to its cause");
    return answer(problem, request, new HttpHeaders());
  }

  /** The observation filter takes the failure from here: the span gets its error status. */
  private static void markSpan(HttpServletRequest request, Exception failure) {
    request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failure);
  }

  private ResponseEntity<ProblemDocument> answer(
      Problem problem, HttpServletRequest request, HttpHeaders headers) {
    var span = tracer.currentSpan();
    String traceId = span == null ? "" : span.context().traceId();
    if (problem.code() == ProblemCode.UNAUTHORIZED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    problem
        .retryAfter()
        // Rounded up: who comes back a moment too early is only refused again.
        .map(wait -> Math.max(1, wait.plusMillis(999).toSeconds()))
        .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
    return ResponseEntity.status(problem.code().status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDocument.of(problem, request.getRequestURI(), traceId));
  }
}
