package com.example.oms.user.outbox;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Producer spans (OpenTelemetry's messaging conventions). Each continues the trace of the request
 * that caused its event, which may be long over.
 */
@Component
class SendSpans {

  private static final TextMapGetter<Map<String, String>> STORED =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> trace) {
          return trace.keySet();
        }

        @Override
        public String get(Map<String, String> trace, String key) {
          return trace.get(key);
        }
      };

  /**
   * A message on its way.
   *
   * @param headers its own trace context, for the consumer
   */
  record Sending(Span span, Map<String, Object> headers) {

    void end(boolean confirmed) {
      if (!confirmed) {
        span.setStatus(StatusCode.ERROR, "the broker did not confirm the message");
      }
      span.end();
    }
  }

  private final Tracer tracer;

  SendSpans(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("com.example.oms.user.outbox");
  }

  Sending start(String destination, Outbox.Waiting event) {
    var propagator = W3CTraceContextPropagator.getInstance();
    var span =
        tracer
            .spanBuilder("send " + destination)
            .setParent(propagator.extract(Context.root(), event.trace(), STORED))
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("messaging.system", "rabbitmq")
            .setAttribute("messaging.operation.type", "send")
            .setAttribute("messaging.operation.name", "send")
            .setAttribute("messaging.destination.name", destination)
            .setAttribute("messaging.rabbitmq.destination.routing_key", event.type())
            .setAttribute("messaging.message.id", event.id().toString())
            .setAttribute("messaging.message.body.size", (long) event.body().length())
            .startSpan();
    var headers = new HashMap<String, Object>();
    propagator.inject(Context.root().with(span), headers, Map::put);
    return new Sending(span, headers);
  }
}
