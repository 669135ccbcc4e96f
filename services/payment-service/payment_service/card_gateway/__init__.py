"""The card gateway as payment-service sees it: four questions, and what can come back.

`simulated` answers them; `guarded` is how the service asks: with a time limit and a circuit breaker.
"""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from payment_service.payment import Money


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
