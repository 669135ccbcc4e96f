"""The events that the service publishes: CloudEvents 1.0, described in contracts/events."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from payment_service.payment import Money, Payment, PaymentStatus, Refund

TYPES = ("payment.captured", "payment.declined", "payment.refunded")


@dataclass(frozen=True)
class Event:
    """`body` is the whole CloudEvent as JSON; `subject` is the payment's id."""

    id: UUID
    type: str
    subject: str
    body: str


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as everywhere in the system."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def settled(payment: Payment) -> Event:
    """A charge has its outcome: `payment.captured` or `payment.declined`."""
    kind = "captured" if payment.status is PaymentStatus.CAPTURED else "declined"
    return _event(
        f"payment.{kind}",
        payment,
        {
            "amount": payment.amount.document(),
            "method": payment.method,
            "decline_code": payment.decline_code,
        },
    )


def refunded(refund: Refund, payment: Payment) -> Event:
    """Money went back; `payment` is as it is after that."""
    currency = payment.amount.currency
    return _event(
        "payment.refunded",
        payment,
        {
            "refund_id": str(refund.id),
            "amount": refund.amount.document(),
            "refunded": Money(payment.refunded_minor, currency).document(),
            "captured": Money(payment.captured_minor, currency).document(),
            "reason": refund.reason,
        },
    )


def _event(kind: str, payment: Payment, data: dict[str, Any]) -> Event:
    event_id = uuid7()
    envelope = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": "/payment-service",
        "type": kind,
        "subject": str(payment.id),
        "time": timestamp(datetime.now(UTC)),
        "datacontenttype": "application/json",
        "data": {
            "payment_id": str(payment.id),
            "order_id": str(payment.order_id),
            "customer_id": str(payment.customer_id) if payment.customer_id else None,
            **data,
            "trace_id": _trace_id(payment.traceparent),
        },
    }
    return Event(event_id, kind, str(payment.id), json.dumps(envelope, ensure_ascii=False))


def _trace_id(traceparent: str | None) -> str | None:
    return traceparent.split("-")[1] if traceparent else None
