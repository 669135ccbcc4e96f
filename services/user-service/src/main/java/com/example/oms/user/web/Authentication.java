package com.example.oms.user.web;

import com.example.oms.user.access.Allowed;
import com.example.oms.user.access.Caller;
import com.example.oms.user.access.CurrentAccess;
import com.example.oms.user.access.Open;
import com.example.oms.user.problem.BodyTooLarge;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import com.example.oms.user.tokens.AccessTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Checks token, session, role and announced body size, in this order. It runs after the route is
 * found and before the body is read, which is exactly the order that all services keep; a filter
 * (and so Spring Security's chain) would ask for the token before anybody knows whether the route
 * exists.
 */
@Component
class Authentication implements HandlerInterceptor, HandlerMethodArgumentResolver {

  private static final String CALLER = Caller.class.getName();
  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;
  private final CurrentAccess access;

  Authentication(AccessTokens tokens, CurrentAccess access) {
    this.tokens = tokens;
    this.access = access;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod endpoint) {
      if (!endpoint.hasMethodAnnotation(Open.class)) {
        authenticate(request, endpoint.getMethodAnnotation(Allowed.class));
      }
      if (request.getContentLengthLong() > LimitedRequest.LIMIT) {
        throw BodyTooLarge.announced();
      }
    }
    return true;
  }

  private void authenticate(HttpServletRequest request, Allowed allowed) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.unauthorized("A bearer token is needed");
    }
    var caller = access.confirm(tokens.verify(header.substring(SCHEME.length()).strip()));
    if (allowed != null && Arrays.stream(allowed.value()).noneMatch(caller::is)) {
      throw Problem.of(ProblemCode.FORBIDDEN, "Your roles do not allow this");
    }
    request.setAttribute(CALLER, caller);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest request,
      WebDataBinderFactory binders) {
    return request.getAttribute(CALLER, NativeWebRequest.SCOPE_REQUEST);
  }
}
