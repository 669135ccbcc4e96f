"""SQL of the outbox: events are written in the transaction that makes them true. The caller owns it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from payment_service.events import Event
from payment_service.telemetry import current_trace

# Published events are kept for a day, for people who ask what was sent.
RETENTION = timedelta(hours=24)
# Any number will do, as long as every instance of this service takes the same one.
_RELAY_LOCK = 80_031


@dataclass(frozen=True)
class Waiting:
    """An event that waits for the broker, with the trace context of the work that caused it."""

    event: Event
    trace: dict[str, str]


@dataclass(frozen=True)
class Backlog:
    """How many events wait, and since when the oldest does."""

    pending: int
    oldest: datetime | None


async def append(connection: AsyncConnection, event: Event) -> None:
    trace = current_trace()
    await connection.execute(
        text(
            "INSERT INTO outbox (event_id, type, subject, body, traceparent, tracestate)"
            " VALUES (:id, :type, :subject, CAST(:body AS json), :traceparent, :tracestate)"
        ),
        {
            "id": event.id,
            "type": event.type,
            "subject": event.subject,
            "body": event.body,
            "traceparent": trace.get("traceparent"),
            "tracestate": trace.get("tracestate"),
        },
    )


async def become_the_relay(connection: AsyncConnection) -> bool:
    """Until the end of the transaction; one relay at a time keeps the order of events."""
    return bool(
        await connection.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _RELAY_LOCK})
    )


async def waiting(connection: AsyncConnection, limit: int) -> Sequence[Waiting]:
    """Events that were not published, oldest first."""
    found = await connection.execute(
        text(
            "SELECT event_id, type, subject, body::text AS body, traceparent, tracestate FROM outbox"
            " WHERE published_at IS NULL ORDER BY id LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [
        Waiting(
            Event(row.event_id, row.type, row.subject, row.body),
            {
                name: value
                for name, value in (("traceparent", row.traceparent), ("tracestate", row.tracestate))
                if value
            },
        )
        for row in found
    ]


async def mark_published(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    await connection.execute(
        text("UPDATE outbox SET published_at = clock_timestamp() WHERE event_id = ANY(:ids)"),
        {"ids": list(ids)},
    )


async def backlog(connection: AsyncConnection) -> Backlog:
    found = await connection.execute(
        text("SELECT count(*) AS pending, min(created_at) AS oldest FROM outbox WHERE published_at IS NULL")
    )
    row = found.one()
    return Backlog(row.pending, row.oldest)


async def prune(connection: AsyncConnection, limit: int) -> int:
    """Delete some of what was published longer ago than RETENTION; returns how many."""
    deleted = await connection.execute(
        text(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
            " WHERE published_at < now() - CAST(:retention AS interval) LIMIT :limit)"
        ),
        {"retention": RETENTION, "limit": limit},
    )
    return deleted.rowcount
