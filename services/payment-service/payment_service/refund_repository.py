"""SQL of refunds. The caller owns the transaction and has locked the payment's row."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from payment_service.payment import Money, Payment, Refund, RefundStatus, TransactionKind
from payment_service.repository import PAYMENT_COLUMNS, append, payment_from

_REFUND = "id, payment_id, amount_minor, currency, reason, status, created_at"


def _refund(row: Row[Any]) -> Refund:
    return Refund(
        id=row.id,
        payment_id=row.payment_id,
        amount=Money(row.amount_minor, row.currency),
        reason=row.reason,
        status=RefundStatus(row.status),
        created_at=row.created_at,
    )


async def insert_refund(
    connection: AsyncConnection, payment: Payment, refund_id: UUID, amount: Money, reason: str, caller: str
) -> Refund:
    """Open a refund and hold its amount back. The payment's row is locked by the caller."""
    await connection.execute(
        text(
            "UPDATE payments SET refund_pending_minor = refund_pending_minor + :amount,"
            " updated_at = now() WHERE id = :id"
        ),
        {"id": payment.id, "amount": amount.amount_minor},
    )
    inserted = await connection.execute(
        text(
            "INSERT INTO refunds (id, payment_id, amount_minor, currency, reason, requested_by)"
            f" VALUES (:id, :payment_id, :amount, :currency, :reason, :caller) RETURNING {_REFUND}"
        ),
        {
            "id": refund_id,
            "payment_id": payment.id,
            "amount": amount.amount_minor,
            "currency": amount.currency,
            "reason": reason,
            "caller": caller,
        },
    )
    return _refund(inserted.one())


async def refund_by_id(connection: AsyncConnection, refund_id: UUID) -> Refund | None:
    found = await connection.execute(text(f"SELECT {_REFUND} FROM refunds WHERE id = :id"), {"id": refund_id})
    row = found.one_or_none()
    return _refund(row) if row else None


async def refunds_of(
    connection: AsyncConnection, payment_id: UUID, *, after: UUID | None, limit: int
) -> Sequence[Refund]:
    """The payment's refunds, oldest first; `after` is the last id seen."""
    found = await connection.execute(
        text(
            f"SELECT {_REFUND} FROM refunds"
            f" WHERE payment_id = :payment_id {'AND id > :after' if after else ''} ORDER BY id LIMIT :limit"
        ),
        {"payment_id": payment_id, "limit": limit, **({"after": after} if after else {})},
    )
    return [_refund(row) for row in found]


async def unresolved_refunds(connection: AsyncConnection, age: timedelta, limit: int) -> Sequence[Refund]:
    """Refunds pending for longer than `age`, oldest first."""
    found = await connection.execute(
        text(
            f"SELECT {_REFUND} FROM refunds WHERE status = 'pending'"
            " AND created_at < clock_timestamp() - CAST(:age AS interval) ORDER BY created_at LIMIT :limit"
        ),
        {"age": age, "limit": limit},
    )
    return [_refund(row) for row in found]


async def set_refunded(connection: AsyncConnection, refund: Refund) -> tuple[Refund, Payment]:
    """Record a refund that the gateway confirmed, in both rows and in the ledger."""
    await append(connection, refund.payment_id, TransactionKind.REFUND, refund.amount, refund.id)
    closed = await _close_refund(connection, refund, RefundStatus.SUCCEEDED)
    updated = await connection.execute(
        text(
            "UPDATE payments SET refunded_minor = refunded_minor + :amount,"
            " refund_pending_minor = refund_pending_minor - :amount,"
            " status = CASE WHEN refunded_minor + :amount = captured_minor"
            " THEN 'refunded' ELSE 'partially_refunded' END,"
            f" updated_at = now() WHERE id = :id RETURNING {PAYMENT_COLUMNS}"
        ),
        {"id": refund.payment_id, "amount": refund.amount.amount_minor},
    )
    return closed, payment_from(updated.one())


async def set_refund_failed(connection: AsyncConnection, refund: Refund) -> Refund:
    """Give back what a refused refund held."""
    await connection.execute(
        text(
            "UPDATE payments SET refund_pending_minor = refund_pending_minor - :amount,"
            " updated_at = now() WHERE id = :id"
        ),
        {"id": refund.payment_id, "amount": refund.amount.amount_minor},
    )
    return await _close_refund(connection, refund, RefundStatus.FAILED)


async def _close_refund(connection: AsyncConnection, refund: Refund, status: RefundStatus) -> Refund:
    closed = await connection.execute(
        text(f"UPDATE refunds SET status = :status, updated_at = now() WHERE id = :id RETURNING {_REFUND}"),
        {"id": refund.id, "status": status.value},
    )
    return _refund(closed.one())
