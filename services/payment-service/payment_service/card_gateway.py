"""The simulated card gateway: another company's system, which happens to run in this process.

It has tables of its own, so what it decided survives a restart of the service, and it is
idempotent as real gateways are: one outcome per charge reference, one per refund reference.
A call takes a log-normal time. The test tokens decide the outcome.
"""

import asyncio
import math
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from opentelemetry.instrumentation.utils import suppress_instrumentation
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from payment_service.payment import Money

BRANDS = {"tok_visa": "visa", "tok_mastercard": "mastercard", "tok_slow": "visa"}
_DECLINES = {
    "tok_declined": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
    "tok_fraud": "suspected_fraud",
}
_SLOW_SECONDS = 2.0


@dataclass(frozen=True)
class Charge:
    """What the gateway knows of a reference. `cancelled`: it will never be charged."""

    outcome: Literal["approved", "declined", "cancelled"]
    decline_code: str | None = None


class CardGateway(Protocol):
    """What payment-service may ask. Any call may hang: the caller brings the time limit."""

    async def charge(self, reference: UUID, amount: Money, token: str) -> Charge:
        """Authorise and capture. A repeated reference gets its first outcome and no second charge."""

    async def inquire(self, reference: UUID) -> Charge | None:
        """The outcome of a charge; None when the gateway has not decided one."""

    async def cancel(self, reference: UUID) -> Charge:
        """Refuse the reference from now on, unless it is decided: the outcome that holds is returned."""

    async def refund(self, reference: UUID, refund_reference: UUID, amount: Money) -> None:
        """Return money of an approved charge. A repeated refund reference returns nothing twice.

        Raises RefundRefused when the charge is unknown or has too little left.
        """


class RefundRefused(Exception):
    """The gateway does not return this money."""


@dataclass(frozen=True)
class Latency:
    """Log-normal response time: the median in seconds and sigma of the underlying normal."""

    median: float
    sigma: float

    def sample(self) -> float:
        # Simulated time, nothing secret.
        return random.lognormvariate(math.log(self.median), self.sigma) if self.median > 0 else 0.0


class SimulatedCardGateway:
    """A CardGateway over its own tables `card_gateway_charges` and `card_gateway_refunds`."""

    def __init__(self, engine: AsyncEngine, latency: Latency) -> None:
        self._engine = engine
        self._latency = latency

    async def charge(self, reference: UUID, amount: Money, token: str) -> Charge:
        if token == "tok_timeout":  # noqa: S105 - a published test token
            await asyncio.Event().wait()
        await asyncio.sleep(_SLOW_SECONDS if token == "tok_slow" else self._latency.sample())  # noqa: S105
        if token in BRANDS:
            return await self._decide(reference, Charge("approved"), amount)
        return await self._decide(
            reference, Charge("declined", _DECLINES.get(token, "invalid_token")), amount
        )

    async def inquire(self, reference: UUID) -> Charge | None:
        await asyncio.sleep(self._latency.sample())
        async with self._transaction() as connection:
            return await _find(connection, reference)

    async def cancel(self, reference: UUID) -> Charge:
        await asyncio.sleep(self._latency.sample())
        return await self._decide(reference, Charge("cancelled"))

    async def refund(self, reference: UUID, refund_reference: UUID, amount: Money) -> None:
        await asyncio.sleep(self._latency.sample())
        async with self._transaction() as connection:
            charge = await connection.execute(
                text(
                    "SELECT amount_minor, currency FROM card_gateway_charges"
                    " WHERE reference = :reference AND outcome = 'approved' FOR UPDATE"
                ),
                {"reference": reference},
            )
            row = charge.one_or_none()
            if row is None:
                raise RefundRefused("unknown charge")
            # The row lock above makes the sum stable until we commit.
            sums = await connection.execute(
                text(
                    "SELECT coalesce(sum(amount_minor), 0)::bigint AS refunded,"
                    " coalesce(bool_or(reference = :refund), false) AS known"
                    " FROM card_gateway_refunds WHERE charge_reference = :reference"
                ),
                {"reference": reference, "refund": refund_reference},
            )
            earlier = sums.one()
            if earlier.known:
                return
            if row.currency != amount.currency or earlier.refunded + amount.amount_minor > row.amount_minor:
                raise RefundRefused("more than was charged")
            await connection.execute(
                text(
                    "INSERT INTO card_gateway_refunds (reference, charge_reference, amount_minor)"
                    " VALUES (:refund, :reference, :amount)"
                ),
                {"refund": refund_reference, "reference": reference, "amount": amount.amount_minor},
            )

    async def _decide(self, reference: UUID, charge: Charge, amount: Money | None = None) -> Charge:
        """Write the outcome unless one stands already; the one that stands counts."""
        async with self._transaction() as connection:
            await connection.execute(
                text(
                    "INSERT INTO card_gateway_charges"
                    " (reference, outcome, decline_code, amount_minor, currency)"
                    " VALUES (:reference, :outcome, :decline_code, :amount, :currency)"
                    " ON CONFLICT (reference) DO NOTHING"
                ),
                {
                    "reference": reference,
                    "outcome": charge.outcome,
                    "decline_code": charge.decline_code,
                    "amount": amount.amount_minor if amount else None,
                    "currency": amount.currency if amount else None,
                },
            )
            decided = await _find(connection, reference)
        return decided or charge

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        # What happens inside the other company's system is not in our traces.
        with suppress_instrumentation():
            async with self._engine.begin() as connection:
                yield connection


async def _find(connection: AsyncConnection, reference: UUID) -> Charge | None:
    found = await connection.execute(
        text("SELECT outcome, decline_code FROM card_gateway_charges WHERE reference = :reference"),
        {"reference": reference},
    )
    row = found.one_or_none()
    return Charge(row.outcome, row.decline_code) if row else None
