package com.example.oms.user.web;

import com.example.oms.user.telemetry.Probes;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What surrounds every request: its id, the limit of its body, the gauge of requests in flight and
 * the access line. It stands inside the observation filter, so that the line has a trace id.
 *
 * <p>Answers are sent whole, with their length: Tomcat closes the connection behind a refusal, and
 * the gateway lost the end of some that came in chunks.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class RequestFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(RequestFilter.class);
  private static final String REQUEST_ID_HEADER = "X-Request-Id";
  private static final String REQUEST_ID_FIELD = "request_id";
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final AtomicInteger inFlight = new AtomicInteger();

  RequestFilter(MeterRegistry registry) {
    registry.gauge("http.server.active.requests", inFlight);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long startedAt = System.nanoTime();
    String id = requestId(request);
    response.setHeader(REQUEST_ID_HEADER, id);
    MDC.put(REQUEST_ID_FIELD, id);
    inFlight.incrementAndGet();
    try {
      var whole = new ContentCachingResponseWrapper(response);
      chain.doFilter(new LimitedRequest(request), whole);
      whole.copyBodyToResponse();
    } finally {
      inFlight.decrementAndGet();
      accessLine(request, response, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
      MDC.remove(REQUEST_ID_FIELD);
    }
  }

  private static String requestId(HttpServletRequest request) {
    String offered = request.getHeader(REQUEST_ID_HEADER);
    return offered != null && REQUEST_ID.matcher(offered).matches()
        ? offered
        : UUID.randomUUID().toString();
  }

  private static void accessLine(
      HttpServletRequest request, HttpServletResponse response, long milliseconds) {
    String path = request.getRequestURI();
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    log.atLevel(Probes.include(path) ? Level.DEBUG : Level.INFO)
        .addKeyValue("http_request_method", request.getMethod())
        .addKeyValue("http_route", route == null ? "unmatched" : route.toString())
        .addKeyValue("status", response.getStatus())
        .addKeyValue("duration_ms", milliseconds)
        .addKeyValue("url_path", path)
        .log("{} {} {} in {} ms", request.getMethod(), path, response.getStatus(), milliseconds);
  }
}
