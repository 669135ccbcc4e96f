package com.example.oms.user.audit;

import com.example.oms.user.web.Timestamps;
import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that matters to security, as the API shows it.
 *
 * @param actor an account, a client, {@code system:<job>}, or null when nobody proved who they are
 * @param userId the account that it is about, if it is about one
 */
record AuditEvent(
    UUID id,
    String type,
    String actor,
    UUID userId,
    String clientAddress,
    String userAgent,
    String traceId,
    Map<String, String> details,
    @JsonFormat(pattern = Timestamps.MILLISECONDS, timezone = "UTC") Instant createdAt) {}
