package com.example.oms.user.problem;

import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.json.JsonWriter;
import org.springframework.http.MediaType;

/**
 * The answer to what never reaches Spring (a malformed request line, a bad header): Tomcat's HTML
 * page becomes a problem document too. Tomcat makes the instance, hence public with no arguments.
 */
public class ProblemValve extends ErrorReportValve {

  private static final JsonWriter<ProblemDocument> WRITER =
      JsonWriter.of(
          document -> {
            document.add("type", ProblemDocument::type);
            document.add("title", ProblemDocument::title);
            document.add("status", ProblemDocument::status);
            document.add("detail", ProblemDocument::detail);
            document.add("instance", ProblemDocument::instance);
            document.add("code", ProblemDocument::code);
            document.add("trace_id", ProblemDocument::traceId);
          });

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    var problem = Problem.of(codeOf(status), "The server could not take the request");
    try {
      response.setStatus(problem.code().status().value());
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding("UTF-8");
      if (!response.containsHeader("X-Request-Id")) {
        response.setHeader("X-Request-Id", UUID.randomUUID().toString());
      }
      var writer = response.getReporter();
      if (writer != null) {
        writer.write(WRITER.writeToString(ProblemDocument.of(problem, path(request), "")));
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException gone) {
      // The client has gone: nobody is left to tell.
    }
  }

  private static String path(Request request) {
    return request.getRequestURI() == null ? "/" : request.getRequestURI();
  }

  private static ProblemCode codeOf(int status) {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> code.status().value() == status && code != ProblemCode.EMAIL_TAKEN)
        .findFirst()
        .orElse(status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL_ERROR);
  }
}
