"""The circuit breaker of the card gateway: after repeated silence it is left alone for a while.

The state machine is purgatory's. Ours are the questions that it does not answer: may a call be made,
before anything is written for it; and one probe at a time, where purgatory would let all calls through.
"""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil

from purgatory import AsyncCircuitBreakerFactory, ContextChanged, Event
from purgatory.domain.model import CLOSED, HALF_OPENED, OPENED, OpenedState
from purgatory.service._async.circuitbreaker import AsyncCircuitBreaker

from payment_service.card_gateway import RefundRefused
from payment_service.payment import GatewayUnavailable

log = logging.getLogger(__name__)

# purgatory's words, and those of our metrics and logs.
STATES = {CLOSED: "closed", OPENED: "open", HALF_OPENED: "half_open"}
_PROBE_SECONDS = 1


class Breaker:
    """Opens after `failures` calls in a row without an answer; probes again after `open_seconds`.

    A declined charge and a refused refund are answers. Times out, or falls over: those are failures.
    """

    def __init__(self, circuit: AsyncCircuitBreaker) -> None:
        self._circuit = circuit

    @classmethod
    async def create(cls, failures: int, open_seconds: float) -> "Breaker":
        factory = AsyncCircuitBreakerFactory(failures, open_seconds, exclude=[RefundRefused])
        factory.add_listener(_report)
        return cls(await factory.get_breaker("card-gateway"))

    @property
    def state(self) -> str:
        return STATES[self._circuit.context.state]

    def admit(self) -> None:
        """Raises GatewayUnavailable when a call would not be made now."""
        context = self._circuit.context
        if context.state == HALF_OPENED:
            raise GatewayUnavailable(_PROBE_SECONDS)
        if context.state == OPENED and context.opened_at is not None:
            left = context.opened_at + context.ttl - time.time()
            if left >= 0:
                raise GatewayUnavailable(max(1, ceil(left)))

    @asynccontextmanager
    async def guard(self) -> AsyncIterator[None]:
        """Around one call. Raises GatewayUnavailable as `admit` does, instead of making it."""
        self.admit()
        try:
            async with self._circuit:
                yield
        except OpenedState:
            # It closed and opened again between the two looks at the clock.
            raise GatewayUnavailable(_PROBE_SECONDS) from None


def _report(name: str, _kind: str, event: Event) -> None:
    if isinstance(event, ContextChanged):
        state = STATES[event.state]
        log.log(
            logging.INFO if state == "closed" else logging.WARNING,
            "circuit breaker of the card gateway: %s",
            state,
            extra={"breaker": name, "state": state},
        )
