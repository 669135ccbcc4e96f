"""Refunds: never more than captured, each once, the ledger agrees."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.conftest import Lab
from tests.identity import CUSTOMER


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


@pytest.mark.parametrize(("minor", "accepted"), [(700, 14), (200, 50), (10_000, 1)])
async def test_fifty_parallel_refunds_never_exceed_captured(lab: Lab, minor: int, accepted: int) -> None:
    payment = (await lab.pay()).json()

    async def refund() -> httpx.Response:
        """So many at once may be told to come again, as a client then does: with the same key."""
        key = f"refund-{uuid4()}"
        while (answer := await lab.refund(payment["id"], minor, key)).status_code in (503, 504):
            await asyncio.sleep(0.1)
        return answer

    async with asyncio.timeout(60):
        answers = await asyncio.gather(*(refund() for _ in range(50)))
    refused = [answer for answer in answers if answer.status_code == 422]
    assert len([answer for answer in answers if answer.status_code == 201]) == accepted
    assert len(refused) == 50 - accepted
    assert {answer.json()["code"] for answer in refused} <= {"refund_exceeds_captured"}
    total = accepted * minor
    assert await sums(lab, payment["id"]) == (total, total, total)
    rows = await lab.db.fetchval(
        "SELECT sum(amount_minor) FROM refunds WHERE payment_id = $1 AND status = 'succeeded'",
        UUID(payment["id"]),
    )
    assert rows == total


async def test_twenty_clients_with_one_key_refund_once(lab: Lab) -> None:
    payment, key = (await lab.pay()).json(), f"refund-{uuid4()}"
    answers = await asyncio.gather(*(lab.refund(payment["id"], 1_000, key) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await sums(lab, payment["id"]) == (1_000, 1_000, 1_000)
    again = await lab.refund(payment["id"], 1_000, key)
    assert (again.status_code, again.content) == (201, answers[0].content)
    assert again.headers["idempotent-replayed"] == "true"
    other = await lab.refund(payment["id"], 999, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_lists_of_a_payment(lab: Lab) -> None:
    payment = (await lab.pay(customer_id=CUSTOMER)).json()
    refunds = [(await lab.refund(payment["id"], minor)).json() for minor in (100, 200, 300)]
    customer = lab.headers("customer", subject=CUSTOMER)

    async def all_of(name: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        cursor: str | None = None
        while True:
            params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
            answer = await lab.http.get(
                f"/api/v1/payments/{payment['id']}/{name}", params=params, headers=customer
            )
            assert answer.status_code == 200, answer.text
            items += answer.json()["items"]
            cursor = answer.json()["next_cursor"]
            if cursor is None:
                return items

    assert [item["id"] for item in await all_of("refunds")] == [refund["id"] for refund in refunds]
    ledger = await all_of("transactions")
    assert [(line["kind"], line["amount"]["amount_minor"]) for line in ledger] == [
        ("authorize", 10_000),
        ("capture", 10_000),
        ("refund", 100),
        ("refund", 200),
        ("refund", 300),
    ]
    assert [line["refund_id"] for line in ledger[2:]] == [refund["id"] for refund in refunds]
    stranger = lab.headers("customer", subject=str(uuid4()))
    for name in ("refunds", "transactions"):
        answer = await lab.http.get(f"/api/v1/payments/{payment['id']}/{name}", headers=stranger)
        assert answer.status_code == 404


async def test_what_was_not_captured_is_not_refunded(lab: Lab) -> None:
    order_id = str(uuid4())
    await lab.pay(order_id=order_id, method={"type": "card", "token": "tok_declined"})
    found = await lab.http.get(f"/api/v1/payments/order/{order_id}", headers=lab.headers("operator"))
    answer = await lab.refund(found.json()["id"], 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert (await lab.refund(str(uuid4()), 1)).status_code == 404


async def test_another_currency(lab: Lab) -> None:
    payment = (await lab.pay()).json()
    body = {"reason": "cancelled", "amount": {"amount_minor": 1, "currency": "USD"}}
    answer = await lab.http.post(
        f"/api/v1/payments/{payment['id']}/refund", json=body, headers=lab.headers("operator")
    )
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["amount.currency"]


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
