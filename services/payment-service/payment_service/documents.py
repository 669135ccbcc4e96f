"""The JSON documents of payments, refunds and the ledger, as contracts/openapi describes them."""

from collections.abc import Sequence
from typing import Any

from payment_service.events import timestamp
from payment_service.payment import Money, Payment, Refund, Transaction


def payment(found: Payment, ledger: Sequence[Transaction] | None = None) -> dict[str, Any]:
    """With a `ledger`, its lines too."""
    currency = found.amount.currency
    document: dict[str, Any] = {
        "id": str(found.id),
        "order_id": str(found.order_id),
        "customer_id": str(found.customer_id) if found.customer_id else None,
        "amount": found.amount.document(),
        "captured": Money(found.captured_minor, currency).document(),
        "refunded": Money(found.refunded_minor, currency).document(),
        "refundable": found.refundable.document(),
        "status": found.status.value,
        "method": {"type": found.method, "brand": found.brand},
        "decline_code": found.decline_code,
        "created_at": timestamp(found.created_at),
        "updated_at": timestamp(found.updated_at),
    }
    if ledger is not None:
        document["transactions"] = [transaction(line) for line in ledger]
    return document


def transaction(line: Transaction) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "kind": line.kind.value,
        "amount": line.amount.document(),
        "refund_id": str(line.refund_id) if line.refund_id else None,
        "created_at": timestamp(line.created_at),
    }


def refund(found: Refund, of: Payment) -> dict[str, Any]:
    return {
        "id": str(found.id),
        "payment_id": str(of.id),
        "order_id": str(of.order_id),
        "amount": found.amount.document(),
        "reason": found.reason,
        "status": found.status.value,
        "created_at": timestamp(found.created_at),
    }


def receipt(found: Refund, of: Payment) -> dict[str, Any]:
    """The answer to a refund: with the payment as it is after it."""
    return {**refund(found, of), "payment": payment(of)}


def page(items: Sequence[dict[str, Any]], next_cursor: str | None) -> dict[str, Any]:
    return {"items": items, "next_cursor": next_cursor}
