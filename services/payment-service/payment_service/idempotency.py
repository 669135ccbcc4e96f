"""Idempotency keys in PostgreSQL: same key and request, same answer; same key, other request, refused."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from payment_service.payment import IdempotencyKey, IdempotencyKeyReused, StoredAnswer

# The contract promises 24 h.
RETENTION = timedelta(hours=48)


async def find_answer(connection: AsyncConnection, key: IdempotencyKey) -> StoredAnswer | None:
    """The first answer to the request, if it was answered. Raises IdempotencyKeyReused."""
    found = await connection.execute(
        text("SELECT request_hash, status, body FROM idempotency_keys WHERE caller = :caller AND key = :key"),
        {"caller": key.caller, "key": key.key},
    )
    row = found.one_or_none()
    if row is None:
        return None
    if row.request_hash != key.request_hash:
        raise IdempotencyKeyReused
    return StoredAnswer(row.status, row.body) if row.status is not None else None


@dataclass(frozen=True)
class Taken:
    """What a key stands for, and whether the request that took it made that."""

    resource_id: UUID
    made: bool


async def take(
    connection: AsyncConnection, key: IdempotencyKey, resource_id: UUID, *, made: bool = True
) -> Taken:
    """Bind the key to the resource of the request, in the transaction that makes the resource.

    Returns what the key stands for: something earlier when the key was taken before.
    A parallel request with the same key waits here for the other's commit. Raises IdempotencyKeyReused.
    """
    await connection.execute(
        text(
            "INSERT INTO idempotency_keys (caller, key, request_hash, resource_id, made)"
            " VALUES (:caller, :key, :request_hash, :resource_id, :made)"
            " ON CONFLICT (caller, key) DO NOTHING"
        ),
        {
            "caller": key.caller,
            "key": key.key,
            "request_hash": key.request_hash,
            "resource_id": resource_id,
            "made": made,
        },
    )
    found = await connection.execute(
        text(
            "SELECT request_hash, resource_id, made FROM idempotency_keys"
            " WHERE caller = :caller AND key = :key"
        ),
        {"caller": key.caller, "key": key.key},
    )
    row = found.one()
    if row.request_hash != key.request_hash:
        raise IdempotencyKeyReused
    return Taken(row.resource_id, row.made)


async def release(connection: AsyncConnection, resource_id: UUID) -> None:
    """Forget the keys of a resource that is taken back."""
    await connection.execute(
        text("DELETE FROM idempotency_keys WHERE resource_id = :resource_id"), {"resource_id": resource_id}
    )


async def store_answer(
    connection: AsyncConnection, key: IdempotencyKey, answer: StoredAnswer
) -> StoredAnswer:
    """Keep the first answer; returns the one that is kept, which every repetition gets."""
    await connection.execute(
        text(
            "UPDATE idempotency_keys SET status = :status, body = :body"
            " WHERE caller = :caller AND key = :key AND status IS NULL"
        ),
        {"caller": key.caller, "key": key.key, "status": answer.status, "body": answer.body},
    )
    return await find_answer(connection, key) or answer


async def expire(connection: AsyncConnection) -> int:
    """Forget keys older than RETENTION; returns how many."""
    deleted = await connection.execute(
        text("DELETE FROM idempotency_keys WHERE created_at < now() - CAST(:retention AS interval)"),
        {"retention": RETENTION},
    )
    return deleted.rowcount
