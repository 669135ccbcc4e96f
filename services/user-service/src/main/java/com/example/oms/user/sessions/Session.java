package com.example.oms.user.sessions;

import com.example.oms.user.web.Timestamps;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.UUID;

/**
 * A session and where it is.
 *
 * @param lastUsedAt when it began or was last refreshed
 * @param clientAddress from where that was
 */
record Session(
    UUID id,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    String clientAddress,
    String userAgent) {

  /**
   * What the API shows of it.
   *
   * @param current whether the request that asks is part of it
   */
  record View(
      UUID id,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant createdAt,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant lastUsedAt,
      @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant expiresAt,
      String clientAddress,
      String userAgent,
      boolean current) {}

  View view(UUID currentSession) {
    return new View(
        id, createdAt, lastUsedAt, expiresAt, clientAddress, userAgent, id.equals(currentSession));
  }
}
