"""The simulated card gateway: another company's system, which happens to run in this process.

It has tables of its own, so what it decided survives a restart of the service, and it is
idempotent as real gateways are: one outcome per charge reference, one per refund reference.
A call takes a log-normal time. The test tokens decide the outcome, and `Behaviour` spoils some.
"""

import asyncio
import math
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from opentelemetry.instrumentation.utils import suppress_instrumentation
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from payment_service.card_gateway import Charge, RefundRefused
from payment_service.payment import Money

BRANDS = {"tok_visa": "visa", "tok_mastercard": "mastercard", "tok_slow": "visa"}
_DECLINES = {
    "tok_declined": "card_declined",
    "tok_insufficient_funds": "insufficient_funds",
    "tok_fraud": "suspected_fraud",
}
_SLOW_SECONDS = 2.0


@dataclass(frozen=True)
class Behaviour:
    """How good a day the gateway has. Rates are shares of the calls, from 0 to 1.

    Response times are log-normal: the median in seconds, and sigma of the underlying normal.
    """

    median: float
    sigma: float
    # Charges that are declined although their token would be approved.
    decline_rate: float = 0.0
    # Calls of any kind that are never answered and do nothing.
    timeout_rate: float = 0.0
    # Charges and refunds that are done, but whose answer never arrives.
    unknown_outcome_rate: float = 0.0

    def latency(self) -> float:
        # Simulated time, nothing secret.
        return random.lognormvariate(math.log(self.median), self.sigma) if self.median > 0 else 0.0


def _happens(rate: float) -> bool:
    return random.random() < rate  # noqa: S311 - a simulation


async def _silence() -> None:
    """What a caller hears of an answer that never comes."""
    await asyncio.Event().wait()


class SimulatedCardGateway:
    """A CardGateway over its own tables `card_gateway_charges` and `card_gateway_refunds`."""

    def __init__(self, engine: AsyncEngine, behaviour: Behaviour) -> None:
        self._engine = engine
        # Replaced as a whole by tests; the service sets it once.
        self.behaviour = behaviour

    async def charge(self, reference: UUID, amount: Money, token: str) -> Charge:
        if token == "tok_timeout":  # noqa: S105 - a published test token
            await _silence()
        await self._think(_SLOW_SECONDS if token == "tok_slow" else None)  # noqa: S105
        if token not in BRANDS:
            verdict = Charge("declined", _DECLINES.get(token, "invalid_token"))
        elif _happens(self.behaviour.decline_rate):
            verdict = Charge("declined", "card_declined")
        else:
            verdict = Charge("approved")
        decided = await self._decide(reference, verdict, amount)
        await self._answer()
        return decided

    async def inquire(self, reference: UUID) -> Charge | None:
        await self._think()
        async with self._transaction() as connection:
            return await _find(connection, reference)

    async def cancel(self, reference: UUID) -> Charge:
        await self._think()
        return await self._decide(reference, Charge("cancelled"))

    async def refund(self, reference: UUID, refund_reference: UUID, amount: Money) -> None:
        await self._think()
        await self._refund(reference, refund_reference, amount)
        await self._answer()

    async def _think(self, seconds: float | None = None) -> None:
        if _happens(self.behaviour.timeout_rate):
            await _silence()
        await asyncio.sleep(self.behaviour.latency() if seconds is None else seconds)

    async def _answer(self) -> None:
        if _happens(self.behaviour.unknown_outcome_rate):
            await _silence()

    async def _refund(self, reference: UUID, refund_reference: UUID, amount: Money) -> None:
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
