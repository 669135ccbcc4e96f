"""What stays pending is resolved, without a second charge."""

import os
from datetime import timedelta
from uuid import UUID, uuid4

from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncEngine
from uuid_utils.compat import uuid7

from payment_service import refund_repository, repository
from payment_service.card_gateway import CardGateway, Charge
from payment_service.jobs import Jobs
from payment_service.metrics import Metrics
from payment_service.payment import Money, PaymentRequest
from payment_service.publisher import Publisher
from payment_service.relay import Relay
from tests.conftest import Lab


def jobs_of(lab: Lab) -> Jobs:
    state = lab.app.state
    metrics = Metrics()
    publisher = Publisher(os.environ["TEST_RABBITMQ_URL"], lab.settings.events_exchange, metrics)
    relay = Relay(state.engine, publisher, metrics)
    return Jobs(state.engine, state.payments, state.refunds, relay, metrics, lab.settings)


async def abandoned_payment(lab: Lab, *, charged: bool) -> UUID:
    """A payment whose process died, before or after the gateway's answer; its claim has run out."""
    engine: AsyncEngine = lab.app.state.engine
    gateway: CardGateway = lab.app.state.card_gateway
    request = PaymentRequest(uuid4(), None, Money(4_200, "EUR"), "card", "tok_visa")
    async with engine.begin() as connection:
        payment = await repository.insert_pending(
            connection, uuid7(), request, "visa", None, timedelta(seconds=-1)
        )
    assert payment
    if charged:
        charge = await gateway.charge(payment.id, payment.amount, "tok_visa")
        assert charge == Charge("approved")
    return payment.id


async def test_charged_but_not_recorded(lab: Lab) -> None:
    payment_id = await abandoned_payment(lab, charged=True)
    items = Counter("items", "", registry=None)
    await jobs_of(lab).resolve_payments(items)
    found = await lab.http.get(f"/api/v1/payments/{payment_id}", headers=lab.headers("service"))
    assert found.json()["status"] == "captured"
    assert [line["kind"] for line in found.json()["transactions"]] == ["authorize", "capture"]


async def test_never_charged(lab: Lab) -> None:
    payment_id = await abandoned_payment(lab, charged=False)
    await jobs_of(lab).resolve_payments(Counter("items", "", registry=None))
    found = (await lab.http.get(f"/api/v1/payments/{payment_id}", headers=lab.headers("service"))).json()
    assert (found["status"], found["decline_code"]) == ("declined", "gateway_timeout")
    # A charge that arrives late finds the reference closed.
    late = await lab.app.state.card_gateway.charge(payment_id, Money(4_200, "EUR"), "tok_visa")
    assert late.outcome == "cancelled"


async def test_refund_that_stayed_pending(lab: Lab) -> None:
    payment_id = UUID((await lab.pay()).json()["id"])
    async with lab.app.state.engine.begin() as connection:
        payment = await repository.payment_by_id(connection, payment_id, lock=True)
        assert payment
        await refund_repository.insert_refund(
            connection, payment, uuid7(), Money(300, "EUR"), "died", "order-service"
        )
    for _ in range(2):
        await jobs_of(lab).resolve_payments(Counter("items", "", registry=None))
    found = (await lab.http.get(f"/api/v1/payments/{payment_id}", headers=lab.headers("service"))).json()
    assert (found["status"], found["refunded"]["amount_minor"]) == ("partially_refunded", 300)


async def test_jobs_are_measured(lab: Lab) -> None:
    assert await lab.metric('job_runs_total{job_name="payment_resolution",outcome="success"}') >= 1
    assert await lab.metric('job_last_success_timestamp_seconds{job_name="payment_resolution"}') > 0


async def test_old_keys_are_forgotten(lab: Lab) -> None:
    key = f"old-{uuid4()}"
    await lab.pay(key=key)
    await lab.db.execute(
        "UPDATE idempotency_keys SET created_at = now() - interval '49 hours' WHERE key = $1", key
    )
    await jobs_of(lab).expire_keys(Counter("items", "", registry=None))
    assert await lab.db.fetchval("SELECT count(*) FROM idempotency_keys WHERE key = $1", key) == 0
