"""Logs and traces, set up once; metrics are in metrics.py."""

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.instrumentation.utils import unwrap
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from payment_service import logs
from payment_service.config import Settings
from payment_service.exemplars import note_trace

# Probes and scrapes would drown the traces that matter.
UNTRACED = r"^https?://[^/]+/(health|ready|metrics|openapi\.yaml)(\?|$)"
_EXPORT_TIMEOUT_SECONDS = 3
_FLUSH_TIMEOUT_SECONDS = 2

# The instrumentations know the current semantic conventions, and use them when asked to.
os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http,database")


def start(settings: Settings) -> TracerProvider:
    """Configure logs, and tracing by OTLP. A collector that is away slows nothing down."""
    logs.configure(settings.otel_service_name, settings.log_level)
    # The SDK reads the sampler, the batch delay and OTEL_RESOURCE_ATTRIBUTES from the environment itself.
    os.environ.setdefault("OTEL_RESOURCE_ATTRIBUTES", settings.otel_resource_attributes)
    exporter = OTLPSpanExporter(
        endpoint=f"{settings.otel_exporter_otlp_endpoint}/v1/traces", timeout=_EXPORT_TIMEOUT_SECONDS
    )
    provider = tracer_provider(settings, BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider


def tracer_provider(settings: Settings, output: SpanProcessor) -> TracerProvider:
    """Spans of this instance, given to `output`."""
    provider = TracerProvider(
        resource=Resource.create(
            {
                "service.name": settings.otel_service_name,
                "service.instance.id": str(uuid.uuid4()),
            }
        )
    )
    provider.add_span_processor(_DatabasePeer())
    provider.add_span_processor(output)
    return provider


class _DatabasePeer(SpanProcessor):
    """Names the database for the service graph, which would otherwise show its address.

    The instrumentation has no hook and adds its attributes after the start, so its scope tells its spans.
    """

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002
        scope = span.instrumentation_scope
        if scope and scope.name == SQLAlchemyInstrumentor.__module__:
            span.set_attribute("peer.service", "postgres")


def stop(provider: TracerProvider) -> None:
    """Send what is left, for as long as a stop may take: a collector that is away must not delay it."""
    flushing = threading.Thread(target=provider.shutdown, daemon=True)
    flushing.start()
    flushing.join(_FLUSH_TIMEOUT_SECONDS)


def trace_app(app: FastAPI) -> None:
    """A server span for each request, but for probes and scrapes."""
    FastAPIInstrumentor.instrument_app(app, excluded_urls=UNTRACED, exclude_spans=["receive", "send"])


def trace_engine(engine: AsyncEngine) -> None:
    """A client span for each statement."""
    SQLAlchemyInstrumentor().instrument(engine=engine.sync_engine)
    # It would also make a span of every checkout from the pool, which says nothing.
    unwrap(Engine, "connect")


def untrace_engine() -> None:
    SQLAlchemyInstrumentor().uninstrument()


@contextmanager
def gateway_span(operation: str) -> Iterator[trace.Span]:
    """One call to the card gateway; `peer.service` makes it a node of the service graph."""
    with trace.get_tracer(__name__).start_as_current_span(
        f"card_gateway {operation}",
        kind=trace.SpanKind.CLIENT,
        attributes={"peer.service": "card-gateway", "oms.payment.gateway.operation": operation},
    ) as span:
        yield span


@contextmanager
def job_span(name: str, parent: Context | None = None) -> Iterator[trace.Span]:
    """One item of a background job, in the trace that the item came from."""
    with trace.get_tracer(__name__).start_as_current_span(f"job {name}", context=parent) as span:
        note_trace()
        yield span


@contextmanager
def producer_span(
    destination: str, routing_key: str, message_id: str, size: int, origin: dict[str, str]
) -> Iterator[trace.Span]:
    """One message to the broker, in the trace of the work that caused it."""
    with trace.get_tracer(__name__).start_as_current_span(
        f"send {destination}",
        context=propagate.extract(origin),
        kind=trace.SpanKind.PRODUCER,
        attributes={
            "messaging.system": "rabbitmq",
            "messaging.operation.type": "send",
            "messaging.operation.name": "send",
            "messaging.destination.name": destination,
            "messaging.rabbitmq.destination.routing_key": routing_key,
            "messaging.message.id": message_id,
            "messaging.message.body.size": size,
        },
    ) as span:
        note_trace()
        yield span


def current_trace() -> dict[str, str]:
    """The current trace context as `traceparent` and `tracestate`; empty outside of a trace."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


def context_of(traceparent: str | None) -> Context | None:
    return propagate.extract({"traceparent": traceparent}) if traceparent else None
