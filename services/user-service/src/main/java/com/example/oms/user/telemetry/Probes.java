package com.example.oms.user.telemetry;

import java.util.Set;

/** Paths that machines ask again and again: neither traced nor counted, and logged at debug. */
public final class Probes {

  private static final Set<String> PATHS = Set.of("/health", "/ready", "/metrics", "/openapi.yaml");

  private Probes() {}

  /** Whether this is one of them. */
  public static boolean include(String path) {
    return PATHS.contains(path);
  }
}
