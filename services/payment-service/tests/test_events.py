"""What happens to payments is published: once, in the trace of its cause, as contracts/events says."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from jsonschema import Draft202012Validator, FormatChecker
from opentelemetry.trace import SpanKind
from prometheus_client import Counter

from payment_service.events import TYPES
from tests.broker import Published
from tests.conftest import Lab
from tests.identity import CUSTOMER
from tests.test_resolution import jobs_of

_CONTRACTS = Path(__file__).parents[3] / "contracts" / "events"


def check(message: Published, payment_id: str) -> dict[str, Any]:
    """The event's data, once message, envelope and data are as promised."""
    event = message.event
    assert event["specversion"] == "1.0"
    assert event["source"] == "/payment-service"
    assert event["type"] == message.routing_key
    assert event["subject"] == payment_id
    assert event["id"] == message.message_id
    assert UUID(event["id"]).version == 7
    assert event["datacontenttype"] == "application/json"
    assert (message.content_type, message.delivery_mode) == ("application/cloudevents+json", 2)
    schema = json.loads((_CONTRACTS / f"{event['type']}.schema.json").read_text())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(event["data"])
    data: dict[str, Any] = event["data"]
    return data


async def test_captured_and_refunded(lab: Lab) -> None:
    payment = (await lab.pay(customer_id=CUSTOMER)).json()
    captured = await lab.broker.of_order("payment.captured", payment["order_id"])
    data = check(captured, payment["id"])
    assert (data["amount"], data["customer_id"], data["method"]) == (payment["amount"], CUSTOMER, "card")
    cumulative = 0
    for minor in (2_500, 500):
        refund = (await lab.refund(payment["id"], minor)).json()
        cumulative += minor
        message = await lab.broker.wait_for(
            lambda message, refund_id=refund["id"]: message.event["data"].get("refund_id") == refund_id  # type: ignore[misc]
        )
        data = check(message, payment["id"])
        assert data["amount"]["amount_minor"] == minor
        assert data["refunded"]["amount_minor"] == cumulative
        assert data["captured"]["amount_minor"] == 10_000
        assert data["reason"] == "cancelled"


async def test_declined(lab: Lab) -> None:
    order_id = str(uuid4())
    await lab.pay(order_id=order_id, method={"type": "card", "token": "tok_fraud"})
    message = await lab.broker.of_order("payment.declined", order_id)
    data = check(message, message.event["data"]["payment_id"])
    assert (data["decline_code"], data["customer_id"]) == ("suspected_fraud", None)


async def test_schemas_have_examples_that_they_accept() -> None:
    for kind in TYPES:
        schema = json.loads((_CONTRACTS / f"{kind}.schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        for example in schema["examples"]:
            Draft202012Validator(schema).validate(example)


async def test_one_trace_from_request_to_message(lab: Lab) -> None:
    trace_id, state = "5bf92f3577b34da6a3ce929d0e0e4736", "vendor=value"
    order_id = str(uuid4())
    answer = await lab.http.post(
        "/api/v1/payments",
        json={
            "order_id": order_id,
            "amount": {"amount_minor": 1, "currency": "EUR"},
            "method": {"type": "card", "token": "tok_visa"},
        },
        headers=lab.headers("service", traceparent=f"00-{trace_id}-00f067aa0ba902b7-01", tracestate=state),
    )
    assert answer.status_code == 201
    message = await lab.broker.of_order("payment.captured", order_id)
    assert message.event["data"]["trace_id"] == trace_id
    name = f"send {lab.settings.events_exchange}:payment.captured"
    async with asyncio.timeout(5):
        while not (
            spans := [
                span
                for span in lab.spans.get_finished_spans()
                if span.attributes and span.attributes.get("messaging.message.id") == message.message_id
            ]
        ):
            await asyncio.sleep(0.01)
    (span,) = spans
    assert (span.name, span.kind) == (name, SpanKind.PRODUCER)
    assert span.context
    assert message.headers["traceparent"] == f"00-{trace_id}-{span.context.span_id:016x}-01"
    assert message.headers["tracestate"] == state
    assert span.attributes
    assert span.attributes["messaging.system"] == "rabbitmq"
    assert span.attributes["messaging.rabbitmq.destination.routing_key"] == "payment.captured"


async def test_everything_is_published_once(lab: Lab) -> None:
    orders = {str(uuid4()) for _ in range(150)}
    limit = asyncio.Semaphore(20)

    async def pay(order_id: str) -> None:
        async with limit:
            assert (await lab.pay(order_id=order_id)).status_code == 201

    await asyncio.gather(*(pay(order) for order in orders))
    for order in orders:
        await lab.broker.of_order("payment.captured", order)
    # The gauge may still be that of an earlier run, so the table is asked first.
    waiting = "SELECT count(*) FROM outbox WHERE published_at IS NULL"
    async with asyncio.timeout(15):
        while await lab.db.fetchval(waiting) or await lab.metric("outbox_pending"):
            await asyncio.sleep(0.02)
    ids = [message.message_id for message in lab.broker.messages]
    assert len(ids) == len(set(ids))


async def test_old_events_are_pruned(lab: Lab) -> None:
    payment = (await lab.pay()).json()
    await lab.broker.of_order("payment.captured", payment["order_id"])
    aged = "UPDATE outbox SET published_at = now() - interval '25 hours' WHERE subject = $1"
    async with asyncio.timeout(5):
        while await lab.db.execute(aged + " AND published_at IS NOT NULL", payment["id"]) != "UPDATE 1":
            await asyncio.sleep(0.02)
    kept = (await lab.pay()).json()
    await jobs_of(lab).prune_outbox(Counter("items", "", registry=None))
    counting = "SELECT count(*) FROM outbox WHERE subject = $1"
    assert await lab.db.fetchval(counting, payment["id"]) == 0
    assert await lab.db.fetchval(counting, kept["id"]) == 1
