"""A card gateway with bad days: silence, unknown outcomes, and the circuit breaker between it and us."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from payment_service.card_gateway import Charge
from payment_service.card_gateway.breaker import STATES, Breaker
from payment_service.card_gateway.guarded import GuardedGateway
from payment_service.card_gateway.simulated import Behaviour, SimulatedCardGateway
from payment_service.database import create_engine
from payment_service.metrics import Metrics
from payment_service.payment import Money
from payment_service.refunds import RefundService
from payment_service.service import PaymentService
from tests.conftest import Lab
from tests.test_refunds import sums

FINE = Behaviour(median=0.002, sigma=0)
SILENT = Behaviour(median=0.002, sigma=0, timeout_rate=1)
FORGETFUL = Behaviour(median=0.002, sigma=0, unknown_outcome_rate=1)


@dataclass(frozen=True)
class Moody:
    """A gateway whose behaviour a test changes, and the metrics of the service in front of it."""

    gateway: SimulatedCardGateway
    metrics: Metrics

    def feels(self, behaviour: Behaviour) -> None:
        self.gateway.behaviour = behaviour

    def value(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(name, labels)

    @property
    def breaker(self) -> list[str]:
        return [s for s in STATES.values() if self.value("payment_gateway_breaker_state", state=s) == 1]


@pytest.fixture
async def moody(lab: Lab) -> AsyncIterator[Moody]:
    """The lab's application on another gateway: 1 s of patience, a breaker of 3 failures and 3 s."""
    state, metrics = lab.app.state, Metrics()
    engine = create_engine(lab.settings, connections=5)
    gateway = SimulatedCardGateway(engine, FINE)
    breaker = await Breaker.create(3, 3)
    metrics.watch_breaker(STATES.values(), lambda: breaker.state)
    guarded = GuardedGateway(gateway, breaker, metrics, timedelta(seconds=1))
    payments, refunds = state.payments, state.refunds
    state.payments = PaymentService(state.engine, guarded, metrics, lambda: None)
    state.refunds = RefundService(state.engine, guarded, metrics, lambda: None)
    yield Moody(gateway, metrics)
    state.payments, state.refunds = payments, refunds
    await engine.dispose()


async def test_it_does_not_wait_for_our_connections(lab: Lab) -> None:
    state = lab.app.state
    async with AsyncExitStack() as busy:
        for _ in range(lab.settings.db_pool_max):
            await busy.enter_async_context(state.engine.connect())
        charge = await state.card_gateway.charge(uuid4(), Money(100, "EUR"), "tok_visa")
    assert charge == Charge("approved")


async def open_breaker(lab: Lab, moody: Moody) -> list[str]:
    """Let charges time out until the breaker opens; returns the orders whose outcome is unknown."""
    moody.feels(SILENT)
    orders = [str(uuid4()) for _ in range(3)]
    answers = await asyncio.gather(*(lab.pay(order_id=order_id) for order_id in orders))
    assert [answer.status_code for answer in answers] == [504] * 3
    assert moody.breaker == ["open"]
    return orders


async def test_breaker_opens_and_recovers(lab: Lab, moody: Moody) -> None:
    assert moody.breaker == ["closed"]
    paid = (await lab.pay()).json()
    unknown = await open_breaker(lab, moody)

    order_id, key = str(uuid4()), f"key-{uuid4()}"
    refused = await lab.pay(order_id=order_id, key=key)
    assert (refused.status_code, refused.json()["code"]) == (503, "dependency_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    assert moody.value("payment_gateway_duration_seconds_count", outcome="breaker_open") == 1
    assert moody.value("payments_processed_total", status="timeout", method="card") == len(unknown)
    assert moody.value("payments_processed_total", status="unavailable", method="card") == 1
    stored = "SELECT count(*) FROM payments WHERE order_id = $1"
    assert await lab.db.fetchval(stored, UUID(order_id)) == 0
    # What needs no gateway is answered.
    again = await lab.pay(order_id=paid["order_id"])
    assert (again.status_code, again.json()["id"]) == (200, paid["id"])
    # An unknown outcome stays unknown, and is not lost.
    assert (await lab.pay(order_id=unknown[0])).status_code == 503

    moody.feels(FINE)
    async with asyncio.timeout(20):
        while (answer := await lab.pay(order_id=order_id, key=key)).status_code == 503:
            await asyncio.sleep(0.05)
    assert answer.status_code == 201
    assert moody.breaker == ["closed"]
    for order in unknown:
        settled = await lab.pay(order_id=order)
        assert (settled.status_code, settled.json()["decline_code"]) == (402, "gateway_timeout")


async def test_a_failed_probe_opens_it_again(lab: Lab, moody: Moody) -> None:
    await open_breaker(lab, moody)
    async with asyncio.timeout(20):
        while (answer := await lab.pay()).status_code == 503:
            await asyncio.sleep(0.05)
    assert answer.status_code == 504
    assert moody.breaker == ["open"]


async def test_one_probe_at_a_time(lab: Lab, moody: Moody) -> None:
    await open_breaker(lab, moody)
    statuses = [503] * 10
    async with asyncio.timeout(20):
        while statuses == [503] * 10:
            answers = await asyncio.gather(*(lab.pay() for _ in range(10)))
            statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [503] * 9 + [504]


async def test_declines_are_answers(lab: Lab, moody: Moody) -> None:
    for _ in range(5):
        assert (await lab.pay(method={"type": "card", "token": "tok_declined"})).status_code == 402
    moody.feels(Behaviour(median=0.002, sigma=0, decline_rate=1))
    for _ in range(5):
        declined = await lab.pay()
        assert (declined.status_code, declined.json()["decline_code"]) == (402, "card_declined")
    assert moody.breaker == ["closed"]


async def test_refunds_while_it_is_open(lab: Lab, moody: Moody) -> None:
    payment = (await lab.pay()).json()
    await open_breaker(lab, moody)
    key = f"key-{uuid4()}"
    refused = await lab.refund(payment["id"], 400, key)
    assert (refused.status_code, refused.json()["code"]) == (503, "dependency_unavailable")
    assert int(refused.headers["retry-after"]) >= 1
    rows = "SELECT count(*) FROM refunds WHERE payment_id = $1"
    assert await lab.db.fetchval(rows, UUID(payment["id"])) == 0
    moody.feels(FINE)
    async with asyncio.timeout(20):
        while (answer := await lab.refund(payment["id"], 400, key)).status_code == 503:
            await asyncio.sleep(0.05)
    assert answer.status_code == 201
    assert await sums(lab, payment["id"]) == (400, 400, 400)


async def test_unknown_outcome_of_a_charge_is_asked_for(lab: Lab, moody: Moody) -> None:
    order_id = str(uuid4())
    moody.feels(FORGETFUL)
    assert (await lab.pay(order_id=order_id)).status_code == 504
    moody.feels(FINE)
    answer = await lab.pay(order_id=order_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "captured")
    charged = "SELECT count(*) FROM card_gateway_charges WHERE reference = $1 AND outcome = 'approved'"
    assert await lab.db.fetchval(charged, UUID(answer.json()["id"])) == 1


async def test_unknown_outcome_of_a_refund_is_asked_for(lab: Lab, moody: Moody) -> None:
    payment, key = (await lab.pay()).json(), f"key-{uuid4()}"
    moody.feels(FORGETFUL)
    assert (await lab.refund(payment["id"], 400, key)).status_code == 504
    held = await lab.http.get(f"/api/v1/payments/{payment['id']}", headers=lab.headers("operator"))
    assert held.json()["refundable"]["amount_minor"] == 9_600
    listed = await lab.http.get(f"/api/v1/payments/{payment['id']}/refunds", headers=lab.headers("operator"))
    assert [refund["status"] for refund in listed.json()["items"]] == ["pending"]
    moody.feels(FINE)
    assert (await lab.refund(payment["id"], 400, key)).status_code == 201
    assert await sums(lab, payment["id"]) == (400, 400, 400)


async def test_repeated_posts_with_an_unknown_outcome_charge_once(lab: Lab, moody: Moody) -> None:
    order_id = str(uuid4())
    moody.feels(FORGETFUL)
    assert (await lab.pay(order_id=order_id)).status_code == 504
    moody.feels(FINE)

    async def until_known() -> int:
        while (answer := await lab.pay(order_id=order_id)).status_code == 504:
            pass
        return answer.status_code

    async with asyncio.timeout(30):
        assert await asyncio.gather(*(until_known() for _ in range(20))) == [200] * 20
    charged = "SELECT count(*) FROM card_gateway_charges c JOIN payments p ON p.id = c.reference"
    assert await lab.db.fetchval(f"{charged} WHERE p.order_id = $1", UUID(order_id)) == 1
