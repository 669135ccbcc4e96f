package com.example.oms.user.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events that wait for the broker, in PostgreSQL: an event is added in the transaction of what it
 * tells, so that neither is ever there without the other.
 */
@Component
public class Outbox {

  private static final String SOURCE = "/user-service";
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** An event was added, and the transaction is committed. */
  record Added() {}

  /**
   * An event that waits.
   *
   * @param body the CloudEvent
   * @param trace the trace context of the work that caused it
   */
  record Waiting(UUID id, String type, String subject, String body, Map<String, String> trace) {}

  /** What waits, and since when; null when nothing does. */
  record Backlog(long count, Instant oldest) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher listeners;

  Outbox(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher listeners) {
    this.jdbc = jdbc;
    this.json = json;
    this.listeners = listeners;
  }

  /**
   * Adds an event to the transaction that is open.
   *
   * @param subject the id of what it is about
   */
  public void add(String type, String subject, Object data) {
    var id = UuidCreator.getTimeOrderedEpoch();
    var event = new LinkedHashMap<String, Object>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", SOURCE);
    event.put("type", type);
    event.put("subject", subject);
    event.put("time", MILLISECONDS.format(Instant.now()));
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    var trace = new HashMap<String, String>();
    W3CTraceContextPropagator.getInstance().inject(Context.current(), trace, Map::put);
    jdbc.sql(
            """
            insert into outbox (event_id, type, subject, body, traceparent, tracestate)
            values (:id, :type, :subject, cast(:body as json), :parent, :state)""")
        .param("id", id)
        .param("type", type)
        .param("subject", subject)
        .param("body", json.writeValueAsString(event))
        .param("parent", trace.get("traceparent"))
        .param("state", trace.get("tracestate"))
        .update();
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            listeners.publishEvent(new Added());
          }
        });
  }

  Backlog backlog() {
    return jdbc.sql(
            """
            select count(*) as waiting, cast(extract(epoch from min(created_at)) * 1000 as bigint)
            from outbox where published_at is null""")
        .query(
            (row, number) -> {
              var oldest = row.getObject(2, Long.class);
              return new Backlog(
                  row.getLong(1), oldest == null ? null : Instant.ofEpochMilli(oldest));
            })
        .single();
  }

  /** Up to {@code limit} events, oldest first, which no other process takes meanwhile. */
  List<Waiting> take(int limit) {
    return jdbc.sql(
            """
            select event_id, type, subject, body, traceparent, tracestate
            from outbox where published_at is null
            order by id limit :limit
            for update skip locked""")
        .param("limit", limit)
        .query(Outbox::waiting)
        .list();
  }

  void markPublished(List<UUID> ids) {
    jdbc.sql("update outbox set published_at = now() where event_id = any (:ids)")
        .param("ids", ids.toArray(UUID[]::new))
        .update();
  }

  /** Forgets events that were published so long ago; answers how many. */
  public int forgetPublishedBefore(Duration age) {
    return jdbc.sql("delete from outbox where published_at < now() - make_interval(secs => :age)")
        .param("age", age.toSeconds())
        .update();
  }

  private static Waiting waiting(ResultSet row, int number) throws SQLException {
    var trace = new HashMap<String, String>();
    trace.put("traceparent", row.getString("traceparent"));
    trace.put("tracestate", row.getString("tracestate"));
    trace.values().removeIf(value -> value == null);
    return new Waiting(
        row.getObject("event_id", UUID.class),
        row.getString("type"),
        row.getString("subject"),
        row.getString("body"),
        trace);
  }
}
