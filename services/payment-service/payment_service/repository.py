"""SQL of payments and the ledger. The caller owns the transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils.compat import uuid7

from payment_service.payment import (
    Money,
    Payment,
    PaymentRequest,
    PaymentStatus,
    Transaction,
    TransactionKind,
)

PAYMENT_COLUMNS = (
    "id, order_id, customer_id, amount_minor, currency, captured_minor, refunded_minor,"
    " refund_pending_minor, status, method, brand, decline_code, traceparent, created_at, updated_at"
)


def payment_from(row: Row[Any]) -> Payment:
    return Payment(
        id=row.id,
        order_id=row.order_id,
        customer_id=row.customer_id,
        amount=Money(row.amount_minor, row.currency),
        captured_minor=row.captured_minor,
        refunded_minor=row.refunded_minor,
        refund_pending_minor=row.refund_pending_minor,
        status=PaymentStatus(row.status),
        method=row.method,
        brand=row.brand,
        decline_code=row.decline_code,
        traceparent=row.traceparent,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def insert_pending(
    connection: AsyncConnection,
    payment_id: UUID,
    request: PaymentRequest,
    brand: str | None,
    traceparent: str | None,
    claim: timedelta,
) -> Payment | None:
    """Insert the order's payment, claimed by us for the time of `claim`; None when the order has one."""
    inserted = await connection.execute(
        text(
            "INSERT INTO payments (id, order_id, customer_id, amount_minor, currency, method, brand,"
            " traceparent, claimed_until)"
            " VALUES (:id, :order_id, :customer_id, :amount, :currency, :method, :brand, :traceparent,"
            " clock_timestamp() + CAST(:claim AS interval))"
            f" ON CONFLICT (order_id) DO NOTHING RETURNING {PAYMENT_COLUMNS}"
        ),
        {
            "id": payment_id,
            "order_id": request.order_id,
            "customer_id": request.customer_id,
            "amount": request.amount.amount_minor,
            "currency": request.amount.currency,
            "method": request.method,
            "brand": brand,
            "traceparent": traceparent,
            "claim": claim,
        },
    )
    row = inserted.one_or_none()
    return payment_from(row) if row else None


async def payment_by_id(
    connection: AsyncConnection, payment_id: UUID, *, lock: bool = False
) -> Payment | None:
    """With `lock` the row stays ours until the end of the transaction."""
    found = await connection.execute(
        text(f"SELECT {PAYMENT_COLUMNS} FROM payments WHERE id = :id{' FOR UPDATE' if lock else ''}"),
        {"id": payment_id},
    )
    row = found.one_or_none()
    return payment_from(row) if row else None


async def payment_of_order(connection: AsyncConnection, order_id: UUID) -> Payment | None:
    found = await connection.execute(
        text(f"SELECT {PAYMENT_COLUMNS} FROM payments WHERE order_id = :order_id"), {"order_id": order_id}
    )
    row = found.one_or_none()
    return payment_from(row) if row else None


async def list_payments(
    connection: AsyncConnection,
    *,
    order_id: UUID | None,
    customer_id: UUID | None,
    status: PaymentStatus | None,
    before: UUID | None,
    limit: int,
) -> Sequence[Payment]:
    """Newest first; ids are UUIDv7, so their order is that of creation. `before` is the last id seen."""
    filters = {
        "order_id = :order_id": order_id,
        "customer_id = :customer_id": customer_id,
        "status = :status": status.value if status else None,
        "id < :before": before,
    }
    where = " AND ".join(clause for clause, value in filters.items() if value is not None)
    found = await connection.execute(
        text(
            f"SELECT {PAYMENT_COLUMNS} FROM payments {'WHERE ' + where if where else ''}"
            " ORDER BY id DESC LIMIT :limit"
        ),
        {
            "order_id": order_id,
            "customer_id": customer_id,
            "status": status.value if status else None,
            "before": before,
            "limit": limit,
        },
    )
    return [payment_from(row) for row in found]


async def claim(connection: AsyncConnection, payment_id: UUID, lease: timedelta) -> Payment | None:
    """Become the only one who asks the gateway about this pending payment; None when another is."""
    claimed = await connection.execute(
        text(
            "UPDATE payments SET claimed_until = clock_timestamp() + CAST(:lease AS interval)"
            " WHERE id = :id AND status = 'pending'"
            " AND (claimed_until IS NULL OR claimed_until < clock_timestamp())"
            f" RETURNING {PAYMENT_COLUMNS}"
        ),
        {"id": payment_id, "lease": lease},
    )
    row = claimed.one_or_none()
    return payment_from(row) if row else None


async def release_claim(connection: AsyncConnection, payment_id: UUID) -> None:
    await connection.execute(
        text("UPDATE payments SET claimed_until = NULL WHERE id = :id AND status = 'pending'"),
        {"id": payment_id},
    )


async def discard(connection: AsyncConnection, payment_id: UUID) -> None:
    """Take back a payment for which the gateway was never asked; it has no ledger."""
    await connection.execute(
        text("DELETE FROM payments WHERE id = :id AND status = 'pending'"), {"id": payment_id}
    )


async def unresolved_payments(connection: AsyncConnection, age: timedelta, limit: int) -> Sequence[Payment]:
    """Payments pending for longer than `age` that nobody works on, oldest first."""
    found = await connection.execute(
        text(
            f"SELECT {PAYMENT_COLUMNS} FROM payments WHERE status = 'pending'"
            " AND created_at < clock_timestamp() - CAST(:age AS interval)"
            " AND (claimed_until IS NULL OR claimed_until < clock_timestamp())"
            " ORDER BY created_at LIMIT :limit"
        ),
        {"age": age, "limit": limit},
    )
    return [payment_from(row) for row in found]


async def set_captured(connection: AsyncConnection, payment: Payment) -> Payment:
    """Record an approved charge, in the row and in the ledger."""
    await append(connection, payment.id, TransactionKind.AUTHORIZE, payment.amount)
    await append(connection, payment.id, TransactionKind.CAPTURE, payment.amount)
    updated = await connection.execute(
        text(
            "UPDATE payments SET status = 'captured', captured_minor = amount_minor,"
            f" claimed_until = NULL, updated_at = now() WHERE id = :id RETURNING {PAYMENT_COLUMNS}"
        ),
        {"id": payment.id},
    )
    return payment_from(updated.one())


async def set_declined(connection: AsyncConnection, payment: Payment, decline_code: str) -> Payment:
    """Record a declined charge, in the row and in the ledger."""
    await append(connection, payment.id, TransactionKind.DECLINE, payment.amount)
    updated = await connection.execute(
        text(
            "UPDATE payments SET status = 'declined', decline_code = :decline_code,"
            f" claimed_until = NULL, updated_at = now() WHERE id = :id RETURNING {PAYMENT_COLUMNS}"
        ),
        {"id": payment.id, "decline_code": decline_code},
    )
    return payment_from(updated.one())


async def transactions(
    connection: AsyncConnection, payment_id: UUID, *, after: UUID | None = None, limit: int | None = None
) -> Sequence[Transaction]:
    """The payment's ledger, oldest first; `after` is the last id seen, no `limit` means all."""
    found = await connection.execute(
        text(
            "SELECT id, kind, amount_minor, currency, refund_id, created_at FROM payment_transactions"
            f" WHERE payment_id = :payment_id {'AND id > :after' if after else ''} ORDER BY id LIMIT :limit"
        ),
        {"payment_id": payment_id, "limit": limit, **({"after": after} if after else {})},
    )
    return [
        Transaction(
            row.id,
            TransactionKind(row.kind),
            Money(row.amount_minor, row.currency),
            row.refund_id,
            row.created_at,
        )
        for row in found
    ]


async def append(
    connection: AsyncConnection,
    payment_id: UUID,
    kind: TransactionKind,
    amount: Money,
    refund_id: UUID | None = None,
) -> None:
    await connection.execute(
        text(
            "INSERT INTO payment_transactions (id, payment_id, refund_id, kind, amount_minor, currency)"
            " VALUES (:id, :payment_id, :refund_id, :kind, :amount, :currency)"
        ),
        {
            "id": uuid7(),
            "payment_id": payment_id,
            "refund_id": refund_id,
            "kind": kind.value,
            "amount": amount.amount_minor,
            "currency": amount.currency,
        },
    )
