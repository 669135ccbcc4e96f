"""Charging an order: outcomes, repeats, who may see what."""

import asyncio
import base64
from uuid import uuid4

import pytest

from tests.conftest import Lab
from tests.identity import CUSTOMER


async def charges(lab: Lab, order_id: str) -> int:
    """How often the gateway charged the order."""
    count: int = await lab.db.fetchval(
        "SELECT count(*) FROM card_gateway_charges c JOIN payments p ON p.id = c.reference"
        " WHERE p.order_id = $1 AND c.outcome = 'approved'",
        order_id,
    )
    return count


@pytest.mark.parametrize("token", ["tok_visa", "tok_mastercard", "tok_slow"])
async def test_approved(lab: Lab, token: str) -> None:
    captured = await lab.metric('payments_processed_total{method="card",status="captured"}')
    minor = await lab.metric('payment_amount_minor_total{currency="EUR"}')
    answer = await lab.pay(method={"type": "card", "token": token})
    assert answer.status_code == 201
    payment = answer.json()
    assert payment["status"] == "captured"
    assert payment["captured"] == payment["amount"] == {"amount_minor": 10_000, "currency": "EUR"}
    assert await lab.metric('payments_processed_total{method="card",status="captured"}') == captured + 1
    assert await lab.metric('payment_amount_minor_total{currency="EUR"}') == minor + 10_000

    found = await lab.http.get(f"/api/v1/payments/{payment['id']}", headers=lab.headers("service"))
    assert [line["kind"] for line in found.json()["transactions"]] == ["authorize", "capture"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("tok_declined", "card_declined"),
        ("tok_insufficient_funds", "insufficient_funds"),
        ("tok_fraud", "suspected_fraud"),
        ("tok_nobody_knows", "invalid_token"),
    ],
)
async def test_declined(lab: Lab, token: str, code: str) -> None:
    order_id = str(uuid4())
    for _ in range(2):
        answer = await lab.pay(order_id=order_id, method={"type": "card", "token": token})
        assert answer.status_code == 402
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["code"], problem["decline_code"], problem["order_id"]) == (
            "payment_declined",
            code,
            order_id,
        )


async def test_silent_gateway(lab: Lab) -> None:
    order_id = str(uuid4())
    method = {"type": "card", "token": "tok_timeout"}
    first = await lab.pay(order_id=order_id, method=method)
    assert (first.status_code, first.json()["code"]) == (504, "payment_gateway_timeout")
    assert first.json()["order_id"] == order_id
    by_order = await lab.http.get(f"/api/v1/payments/order/{order_id}", headers=lab.headers("service"))
    assert by_order.json()["status"] == "pending"

    second = await lab.pay(order_id=order_id, method=method)
    assert (second.status_code, second.json()["decline_code"]) == (402, "gateway_timeout")
    assert await charges(lab, order_id) == 0


async def test_repeat_answers_the_same_payment(lab: Lab) -> None:
    order_id = str(uuid4())
    first = await lab.pay(order_id=order_id)
    second = await lab.pay(order_id=order_id)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    other = await lab.pay(order_id=order_id, amount={"amount_minor": 1, "currency": "EUR"})
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("token", ["tok_visa", "tok_slow"])
async def test_parallel_posts_of_one_order_charge_once(lab: Lab, token: str) -> None:
    order_id = str(uuid4())
    method = {"type": "card", "token": token}
    answers = await asyncio.gather(*(lab.pay(order_id=order_id, method=method) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await charges(lab, order_id) == 1


async def test_idempotency_key(lab: Lab) -> None:
    order_id, key = str(uuid4()), f"key-{uuid4()}"
    first = await lab.pay(order_id=order_id, key=key)
    second = await lab.pay(order_id=order_id, key=key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    other = await lab.pay(key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_parallel_posts_with_one_key(lab: Lab) -> None:
    order_id, key = str(uuid4()), f"key-{uuid4()}"
    answers = await asyncio.gather(*(lab.pay(order_id=order_id, key=key) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await charges(lab, order_id) == 1


async def test_customers_see_their_own(lab: Lab) -> None:
    own = (await lab.pay(customer_id=CUSTOMER)).json()
    other = (await lab.pay(customer_id=str(uuid4()))).json()
    nobodys = (await lab.pay()).json()
    customer = lab.headers("customer", subject=CUSTOMER)
    assert (await lab.http.get(f"/api/v1/payments/{own['id']}", headers=customer)).status_code == 200
    for hidden in (other, nobodys):
        for path in (hidden["id"], f"order/{hidden['order_id']}"):
            answer = await lab.http.get(f"/api/v1/payments/{path}", headers=customer)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    listed = (await lab.http.get("/api/v1/payments", headers=customer)).json()
    assert {payment["customer_id"] for payment in listed["items"]} == {CUSTOMER}
    forbidden = await lab.http.post("/api/v1/payments", json={}, headers=customer)
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "forbidden")


async def test_list_pages_are_stable(lab: Lab) -> None:
    customer = str(uuid4())
    made = [(await lab.pay(customer_id=customer)).json()["id"] for _ in range(5)]
    headers = lab.headers("customer", subject=customer)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2", "status": "captured", **({"cursor": cursor} if cursor else {})}
        page = (await lab.http.get("/api/v1/payments", params=params, headers=headers)).json()
        seen += [payment["id"] for payment in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "1_0"}, "limit"),
        ({"cursor": "?"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"status": "lost"}, "status"),
        ({"order_id": "7"}, "order_id"),
        ({"order_id": uuid4().hex}, "order_id"),
        ({"order_id": ""}, "order_id"),
        ({"status": ""}, "status"),
        ({"status": "captured\x00"}, "status"),
        ({"limit": "1.0"}, "limit"),
        ({"limit": "9" * 40}, "limit"),
    ],
)
async def test_list_parameters(lab: Lab, params: dict[str, str], field: str) -> None:
    answer = await lab.http.get("/api/v1/payments", params=params, headers=lab.headers("operator"))
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_cursors_are_for_their_own_list(lab: Lab) -> None:
    customer = str(uuid4())
    for _ in range(2):
        await lab.pay(customer_id=customer)
    own, operator = lab.headers("customer", subject=customer), lab.headers("operator")
    page = await lab.http.get("/api/v1/payments", params={"limit": "1"}, headers=own)
    cursor = page.json()["next_cursor"]
    forged = base64.urlsafe_b64encode(uuid4().bytes + b"12345678").decode()
    for params, headers in (
        ({"cursor": cursor, "status": "captured"}, own),
        ({"cursor": cursor}, operator),
        ({"cursor": forged}, own),
        ({"cursor": cursor[:-2]}, own),
        ({"cursor": cursor + "="}, own),
        ({"cursor": "\x00"}, own),
        ({"cursor": "é"}, own),
    ):
        answer = await lab.http.get("/api/v1/payments", params=params, headers=headers)
        assert answer.status_code == 400, (params, answer.text)
        assert [error["field"] for error in answer.json()["errors"]] == ["cursor"]


async def test_list_by_order(lab: Lab) -> None:
    payment = (await lab.pay()).json()
    answer = await lab.http.get(
        "/api/v1/payments", params={"order_id": payment["order_id"]}, headers=lab.headers("admin")
    )
    assert answer.json() == {"items": [payment], "next_cursor": None}
