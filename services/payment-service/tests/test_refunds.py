"""Refunds: never more than captured, each once, the ledger agrees."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.conftest import Lab


async def sums(lab: Lab, payment_id: str) -> tuple[int, int, int]:
    """Refunded by the payment's row, by the ledger, and by the gateway's books."""
    row = await lab.db.fetchrow(
        "SELECT refunded_minor, (SELECT coalesce(sum(amount_minor), 0)::bigint FROM payment_transactions"
        " WHERE payment_id = p.id AND kind = 'refund') AS ledger,"
        " (SELECT coalesce(sum(amount_minor), 0)::bigint FROM card_gateway_refunds"
        " WHERE charge_reference = p.id) AS gateway FROM payments p WHERE id = $1",
        UUID(payment_id),
    )
    assert row
    return row["refunded_minor"], row["ledger"], row["gateway"]


async def test_partial_then_the_rest(lab: Lab) -> None:
    counted = await lab.metric("refunds_processed_total")
    payment = (await lab.pay()).json()
    first = await lab.refund(payment["id"], 2_500)
    assert first.status_code == 201
    refund = first.json()
    assert (refund["status"], refund["amount"]["amount_minor"]) == ("succeeded", 2_500)
    assert refund["payment"]["status"] == "partially_refunded"
    assert refund["payment"]["refundable"]["amount_minor"] == 7_500

    too_much = await lab.refund(payment["id"], 7_501)
    assert (too_much.status_code, too_much.json()["code"]) == (422, "refund_exceeds_captured")
    assert too_much.json()["refundable"] == {"amount_minor": 7_500, "currency": "EUR"}

    rest = await lab.refund(payment["id"])
    assert rest.status_code == 201
    assert rest.json()["payment"]["status"] == "refunded"
    assert (await lab.refund(payment["id"])).status_code == 422
    assert await sums(lab, payment["id"]) == (10_000, 10_000, 10_000)
    assert await lab.metric("refunds_processed_total") == counted + 2


async def test_fifty_parallel_refunds_never_exceed_captured(lab: Lab) -> None:
    payment = (await lab.pay()).json()
    answers = await asyncio.gather(*(lab.refund(payment["id"], 700) for _ in range(50)))
    accepted = [answer for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code == 422]
    assert (len(accepted), len(refused)) == (14, 36)
    assert await sums(lab, payment["id"]) == (9_800, 9_800, 9_800)


async def test_one_key_refunds_once(lab: Lab) -> None:
    payment, key = (await lab.pay()).json(), f"refund-{uuid4()}"
    answers = await asyncio.gather(*(lab.refund(payment["id"], 1_000, key) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await sums(lab, payment["id"]) == (1_000, 1_000, 1_000)
    again = await lab.refund(payment["id"], 1_000, key)
    assert again.status_code == 201
    other = await lab.refund(payment["id"], 999, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_what_was_not_captured_is_not_refunded(lab: Lab) -> None:
    order_id = str(uuid4())
    await lab.pay(order_id=order_id, method={"type": "card", "token": "tok_declined"})
    found = await lab.http.get(f"/api/v1/payments/order/{order_id}", headers=lab.headers("operator"))
    answer = await lab.refund(found.json()["id"], 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert (await lab.refund(str(uuid4()), 1)).status_code == 404


async def test_customers_do_not_refund(lab: Lab) -> None:
    payment = (await lab.pay()).json()
    answer = await lab.http.post(
        f"/api/v1/payments/{payment['id']}/refund", json={"reason": "mine"}, headers=lab.headers("customer")
    )
    assert answer.status_code == 403


async def test_ledger_is_append_only(lab: Lab) -> None:
    await lab.pay()
    for statement in ("UPDATE payment_transactions SET amount_minor = 1", "DELETE FROM payment_transactions"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await lab.db.execute(statement)
