package com.example.oms.user.audit;

import com.example.oms.user.access.Origin;
import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.tracing.Tracer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * All security events, in PostgreSQL, whose trigger refuses to change or delete one. An event
 * belongs to the transaction of what it tells, and holds no secret and nothing that somebody typed.
 */
@Component
public class AuditLog {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Tracer tracer;
  private final JsonMapper json;

  AuditLog(JdbcClient jdbc, Tracer tracer, JsonMapper json) {
    this.jdbc = jdbc;
    this.tracer = tracer;
    this.json = json;
  }

  /** Keeps an event without details. */
  public void keep(AuditEventType type, String actor, UUID user, Origin origin) {
    keep(type, actor, user, origin, Map.of());
  }

  /** Keeps an event; the details are for readers, and never what a client typed. */
  public void keep(
      AuditEventType type, String actor, UUID user, Origin origin, Map<String, String> details) {
    var span = tracer.currentSpan();
    jdbc.sql(
            """
            insert into audit_events
              (id, type, actor, user_id, client_address, user_agent, trace_id, details)
            values (:id, :type, :actor, :user, :address, :agent, :trace, cast(:details as jsonb))""")
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("type", type.id())
        .param("actor", actor)
        .param("user", user)
        .param("address", origin.address())
        .param("agent", origin.userAgent())
        .param("trace", span == null ? null : span.context().traceId())
        .param("details", json.writeValueAsString(details))
        .update();
  }

  /** At most {@code limit} events, newest first, older than {@code after}; nulls do not filter. */
  List<AuditEvent> search(UUID user, AuditEventType type, UUID after, int limit) {
    return jdbc.sql(
            """
            select id, type, actor, user_id, client_address, user_agent, trace_id, details, created_at
            from audit_events
            where (cast(:user as uuid) is null or user_id = :user)
              and (cast(:type as text) is null or type = :type)
              and (cast(:after as uuid) is null or id < :after)
            order by id desc
            limit :limit""")
        .param("user", user)
        .param("type", type == null ? null : type.id())
        .param("after", after)
        .param("limit", limit)
        .query(this::event)
        .list();
  }

  private AuditEvent event(ResultSet row, int number) throws SQLException {
    return new AuditEvent(
        row.getObject("id", UUID.class),
        row.getString("type"),
        row.getString("actor"),
        row.getObject("user_id", UUID.class),
        row.getString("client_address"),
        row.getString("user_agent"),
        row.getString("trace_id"),
        json.readValue(row.getString("details"), TEXTS),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
