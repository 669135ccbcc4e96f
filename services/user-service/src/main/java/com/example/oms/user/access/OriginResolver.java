package com.example.oms.user.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.regex.Pattern;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives endpoints the {@link Origin} of their request. */
public class OriginResolver implements HandlerMethodArgumentResolver {

  private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~\\u00a0-\\u00ff]");
  private static final int LONGEST_AGENT = 200;

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Origin.class;
  }

  @Override
  public Origin resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest web,
      WebDataBinderFactory binders) {
    var request = web.getNativeRequest(HttpServletRequest.class);
    // A proxy may append a line of its own instead of an entry to the line that is there.
    String forwarded = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
    return new Origin(
        ClientAddress.of(request.getRemoteAddr(), forwarded),
        shortened(request.getHeader(HttpHeaders.USER_AGENT)));
  }

  private static String shortened(String agent) {
    if (agent == null || agent.isBlank()) {
      return null;
    }
    String printable = UNPRINTABLE.matcher(agent).replaceAll("?");
    return printable.substring(0, Math.min(LONGEST_AGENT, printable.length()));
  }
}
