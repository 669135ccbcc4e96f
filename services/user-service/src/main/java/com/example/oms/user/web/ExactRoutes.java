package com.example.oms.user.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Routes in which a fixed path is never taken for a template: {@code GET /api/v1/users/login} is a
 * wrong method (405) and not the account with the id {@code login}.
 */
class ExactRoutes extends RequestMappingHandlerMapping {

  private final Map<String, Set<String>> methodsByPath = new HashMap<>();

  @Override
  protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> handlers) {
    super.handlerMethodsInitialized(handlers);
    handlers
        .keySet()
        .forEach(
            mapping -> {
              for (String path : mapping.getDirectPaths()) {
                for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                  methodsByPath.computeIfAbsent(path, p -> new TreeSet<>()).add(method.name());
                }
              }
            });
  }

  @Override
  protected HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request)
      throws Exception {
    var methods = methodsByPath.get(path);
    if (methods != null && !allows(methods, request.getMethod())) {
      throw new HttpRequestMethodNotSupportedException(request.getMethod(), methods);
    }
    return super.lookupHandlerMethod(path, request);
  }

  private static boolean allows(Set<String> methods, String method) {
    return methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
  }
}
