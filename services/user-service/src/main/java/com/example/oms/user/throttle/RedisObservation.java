package com.example.oms.user.throttle;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.net.URI;
import java.util.function.Supplier;

/** OpenTelemetry's database conventions for a command to Redis, as statements have them. */
class RedisObservation {

  private final ObservationRegistry registry;
  private final KeyValues place;
  private final KeyValues address;

  RedisObservation(ObservationRegistry registry, URI redis) {
    this.registry = registry;
    String database = redis.getPath() == null ? "" : redis.getPath().replace("/", "");
    this.place =
        KeyValues.of(
            KeyValue.of("db.system.name", "redis"),
            KeyValue.of("db.namespace", database.isEmpty() ? "0" : database),
            KeyValue.of("db.operation.name", "EVAL"));
    this.address =
        KeyValues.of(
            KeyValue.of("db.system", "redis"),
            KeyValue.of("peer.service", "redis"),
            KeyValue.of("server.address", redis.getHost()),
            KeyValue.of(
                "server.port", Integer.toString(redis.getPort() < 0 ? 6379 : redis.getPort())));
  }

  /** Runs a script as a client span that is named after what the script does. */
  <T> T observe(String script, Supplier<T> call) {
    return Observation.createNotStarted("db.client.operation.duration", Context::new, registry)
        .contextualName("EVAL " + script)
        .lowCardinalityKeyValues(place)
        .highCardinalityKeyValues(address)
        .observe(call);
  }

  /** A call that leaves the process and carries nothing of its trace with it. */
  private static final class Context extends SenderContext<Object> {

    Context() {
      super((carrier, key, value) -> {}, Kind.CLIENT);
    }
  }
}
