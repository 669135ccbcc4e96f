package com.example.oms.user.problem;

/**
 * What is wrong with one field.
 *
 * @param field its name in the request: a JSON path, a parameter, or {@code body}
 */
public record Violation(String field, String message) {}
