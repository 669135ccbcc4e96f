"""Probes, exemplars, spans and log lines."""

import asyncio
import io
import json
import logging
import re
import time
from uuid import uuid4

import pytest
from opentelemetry.trace import SpanKind

from payment_service import logs
from payment_service.event_loop import EventLoopLag
from tests.conftest import Lab


async def test_probes(lab: Lab) -> None:
    assert (await lab.http.get("/health")).json() == {"status": "ok"}
    assert (await lab.http.get("/ready")).json() == {"status": "ready", "checks": {"postgres": "ok"}}


async def test_description(lab: Lab) -> None:
    answer = await lab.http.get("/openapi.yaml")
    assert answer.headers["content-type"] == "application/yaml"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.text.startswith("openapi: 3.1.0\n")


async def test_request_id(lab: Lab) -> None:
    assert (await lab.http.get("/health", headers={"X-Request-Id": "abc.1"})).headers[
        "x-request-id"
    ] == "abc.1"
    for bad in ("a" * 65, "a b", ""):
        answer = await lab.http.get("/health", headers={"X-Request-Id": bad})
        assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["x-request-id"])


async def test_metrics_have_exemplars_in_openmetrics(lab: Lab) -> None:
    await lab.pay()
    plain = await lab.http.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain")
    answer = await lab.http.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert re.search(
        r'http_server_request_duration_seconds_bucket\{[^}]*http_route="/api/v1/payments"[^}]*\}'
        r' [\d.]+ # \{trace_id="[0-9a-f]{32}"\}',
        answer.text,
    )
    for name in (
        'db_client_connection_count{state="used"}',
        "db_client_connection_max",
        'payments_processed_total{method="card",status="declined"}',
        'payments_processed_total{method="card",status="timeout"}',
        'payments_processed_total{method="card",status="unavailable"}',
        "python_asyncio_event_loop_lag_seconds",
        "python_gc_collections_total",
        "process_resident_memory_bytes",
        'payment_gateway_duration_seconds_count{outcome="approved"}',
        'payment_gateway_duration_seconds_count{outcome="breaker_open"}',
        'payment_gateway_breaker_state{state="closed"} 1.0',
        'payment_gateway_breaker_state{state="open"} 0.0',
        'payment_gateway_breaker_state{state="half_open"} 0.0',
        "outbox_pending",
        "outbox_oldest_age_seconds",
        f'messaging_destination_name="{lab.settings.events_exchange}:payment.refunded",outcome="error"',
        'job_runs_total{job_name="retention",outcome="success"}',
    ):
        assert name in answer.text


async def test_histograms_lead_to_the_trace_of_a_payment(lab: Lab) -> None:
    trace_id = uuid4().hex
    order_id, traceparent = str(uuid4()), f"00-{trace_id}-00f067aa0ba902b7-01"
    body = {
        "order_id": order_id,
        "amount": {"amount_minor": 10_000, "currency": "EUR"},
        "method": {"type": "card", "token": "tok_visa"},
    }
    headers = lab.headers("service", traceparent=traceparent)
    assert (await lab.http.post("/api/v1/payments", json=body, headers=headers)).status_code == 201
    series = (
        "http_server_request_duration_seconds_bucket",
        "db_client_operation_duration_seconds_bucket",
        "payment_gateway_duration_seconds_bucket",
        r'job_duration_seconds_bucket\{job_name="outbox_relay"',
    )
    missing: set[str] = set(series)
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    async with asyncio.timeout(10):
        # The relay publishes after the answer.
        while missing:
            page = (await lab.http.get("/metrics", headers=accept)).text
            pattern = rf'.*# \{{trace_id="{trace_id}"\}}'
            missing = {name for name in series if not re.search(f"^{name}{pattern}", page, re.MULTILINE)}
            await asyncio.sleep(0.05)


async def test_event_loop_lag() -> None:
    lag = EventLoopLag()
    lag.start()
    await asyncio.sleep(0)
    assert lag.longest() == 0
    blocked = 0.4
    time.sleep(blocked)  # noqa: ASYNC251 - what is to be noticed
    async with asyncio.timeout(5):
        while lag.longest() < blocked / 3:
            await asyncio.sleep(0.05)
    await lag.stop()


async def test_one_trace_from_caller_to_database(lab: Lab) -> None:
    lab.spans.clear()
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = lab.headers("service", traceparent=f"00-{trace_id}-00f067aa0ba902b7-01")
    await lab.http.get("/api/v1/payments", headers=headers)
    await lab.http.get("/health")
    # Events of earlier tests may still be on their way to the broker.
    spans = [span for span in lab.spans.get_finished_spans() if span.kind is not SpanKind.PRODUCER]
    assert {span.context.trace_id for span in spans if span.context} == {int(trace_id, 16)}
    server = next(span for span in spans if span.name == "GET /api/v1/payments")
    assert server.attributes
    assert server.attributes["http.route"] == "/api/v1/payments"
    database = next(span for span in spans if span.name.startswith("SELECT"))
    assert database.attributes
    assert database.kind is SpanKind.CLIENT
    assert str(database.attributes["db.namespace"]).startswith("payment_test_")
    assert database.attributes["peer.service"] == "postgres"
    assert "peer.service" not in server.attributes


async def test_a_payment_names_its_order_and_gateway(lab: Lab) -> None:
    lab.spans.clear()
    payment = (await lab.pay()).json()
    spans = {span.name: dict(span.attributes or {}) for span in lab.spans.get_finished_spans()}
    assert spans["POST /api/v1/payments"]["oms.order.id"] == payment["order_id"]
    assert spans["POST /api/v1/payments"]["oms.payment.status"] == "captured"
    assert spans["card_gateway charge"]["peer.service"] == "card-gateway"


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def test_log_lines_are_json(stream: io.StringIO) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("payment-service", "info", stream)
    try:
        logging.getLogger("a.library").warning("%s happened", "it", extra={"order_id": 7})
        logging.getLogger("a.library").debug("not this")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    line = json.loads(stream.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("ts"))
    assert line == {"level": "warn", "service": "payment-service", "msg": "it happened", "order_id": 7}
