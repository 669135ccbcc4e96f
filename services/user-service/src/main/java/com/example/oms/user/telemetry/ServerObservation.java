package com.example.oms.user.telemetry;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * The house's names for a served request: the three labels that every service has on {@code
 * http_server_request_duration_seconds}; what else is known goes to the span alone.
 */
class ServerObservation extends OpenTelemetryServerRequestObservationConvention {

  private static final KeyValue UNMATCHED = KeyValue.of("http.route", "unmatched");

  @Override
  public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
    return KeyValues.of(method(context), pathTemplate(context), status(context));
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
    var attributes = KeyValues.of(httpUrl(context), scheme(context));
    var request = context.getCarrier();
    if (request != null) {
      attributes =
          attributes.and(
              KeyValue.of("server.address", request.getServerName()),
              KeyValue.of("server.port", Integer.toString(request.getServerPort())),
              KeyValue.of("client.address", request.getRemoteAddr()));
    }
    return context.getError() == null ? attributes : attributes.and(exception(context));
  }

  @Override
  protected KeyValue pathTemplate(ServerRequestObservationContext context) {
    return context.getPathPattern() == null ? UNMATCHED : super.pathTemplate(context);
  }
}
