package com.example.oms.user.telemetry;

import com.example.oms.user.Settings.DatabaseSettings;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Locale;
import java.util.regex.Pattern;
import net.ttddyy.observation.tracing.QueryContext;
import net.ttddyy.observation.tracing.QueryObservationConvention;

/**
 * OpenTelemetry's database conventions for a statement. Besides {@code db.system.name} the span
 * carries {@code db.system}, which the trace store's service graph looks for, and {@code
 * peer.service}, by which that graph names the database.
 */
public class DatabaseObservation implements QueryObservationConvention {

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:from|into|update)\\s+([a-z_]+)", Pattern.CASE_INSENSITIVE);

  private final KeyValues place;
  private final KeyValues address;

  /** Statements against this database. */
  public DatabaseObservation(DatabaseSettings database) {
    this.place =
        KeyValues.of(
            KeyValue.of("db.system.name", "postgresql"),
            KeyValue.of("db.namespace", database.name()));
    this.address =
        KeyValues.of(
            KeyValue.of("db.system", "postgresql"),
            KeyValue.of("peer.service", "postgres"),
            KeyValue.of("server.address", database.host()),
            KeyValue.of("server.port", Integer.toString(database.port())));
  }

  @Override
  public String getName() {
    return "db.client.operation.duration";
  }

  @Override
  public String getContextualName(QueryContext context) {
    String statement = statement(context);
    var table = TABLE.matcher(statement);
    return table.find() ? operation(statement) + " " + table.group(1) : operation(statement);
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(QueryContext context) {
    return place.and(KeyValue.of("db.operation.name", operation(statement(context))));
  }

  /** The text has placeholders where the values were, so it holds nothing personal. */
  @Override
  public KeyValues getHighCardinalityKeyValues(QueryContext context) {
    return address.and(KeyValue.of("db.query.text", statement(context)));
  }

  private static String statement(QueryContext context) {
    return context.getQueries().isEmpty() ? "" : context.getQueries().get(0).strip();
  }

  /** The first word: SELECT, INSERT, UPDATE, DELETE, WITH. */
  private static String operation(String statement) {
    int end = 0;
    while (end < statement.length() && Character.isLetter(statement.charAt(end))) {
      end++;
    }
    return end == 0 ? "OTHER" : statement.substring(0, end).toUpperCase(Locale.ROOT);
  }
}
