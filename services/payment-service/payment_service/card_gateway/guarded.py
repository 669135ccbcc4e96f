"""How the service asks the card gateway: with a time limit, the breaker's consent, a span and a metric."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from payment_service.card_gateway import CardGateway, Charge, RefundRefused
from payment_service.card_gateway.breaker import Breaker
from payment_service.metrics import Metrics
from payment_service.payment import GatewayTimeout, GatewayUnavailable, Payment, Refund
from payment_service.telemetry import gateway_span

log = logging.getLogger(__name__)


class GuardedGateway:
    """Calls raise GatewayTimeout (the outcome is unknown) and GatewayUnavailable (nothing was asked)."""

    def __init__(self, gateway: CardGateway, breaker: Breaker, metrics: Metrics, timeout: timedelta) -> None:
        self._gateway = gateway
        self._breaker = breaker
        self._metrics = metrics
        self.timeout = timeout

    def admit(self) -> None:
        """For callers who have something to write first. Raises GatewayUnavailable."""
        try:
            self._breaker.admit()
        except GatewayUnavailable:
            self._metrics.gateway_called("breaker_open", 0)
            raise

    async def charge(self, payment: Payment, token: str) -> Charge:
        async with self._call("charge", payment) as outcome:
            charge = await self._gateway.charge(payment.id, payment.amount, token)
            outcome.append(charge.outcome)
        return charge

    async def inquire(self, payment: Payment) -> Charge | None:
        async with self._call("inquire", payment) as outcome:
            charge = await self._gateway.inquire(payment.id)
            outcome.append(charge.outcome if charge else "not_found")
        return charge

    async def cancel(self, payment: Payment) -> Charge:
        async with self._call("cancel", payment) as outcome:
            charge = await self._gateway.cancel(payment.id)
            outcome.append(charge.outcome)
        return charge

    async def refund(self, payment: Payment, refund: Refund) -> None:
        """Raises RefundRefused too."""
        async with self._call("refund", payment) as outcome:
            await self._gateway.refund(payment.id, refund.id, refund.amount)
            outcome.append("refunded")

    @asynccontextmanager
    async def _call(self, operation: str, payment: Payment) -> AsyncIterator[list[str]]:
        """Bound, time and trace one call; the body appends the outcome."""
        outcome: list[str] = []
        started = time.perf_counter()
        with gateway_span(operation) as span:
            try:
                async with self._breaker.guard(), asyncio.timeout(self.timeout.total_seconds()):
                    yield outcome
            except TimeoutError:
                outcome[:] = ["timeout"]
                log.warning(
                    "card gateway did not answer",
                    extra={"payment_id": payment.id, "order_id": payment.order_id},
                )
                raise GatewayTimeout(payment.order_id) from None
            except GatewayUnavailable:
                outcome[:] = ["breaker_open"]
                raise
            except RefundRefused:
                outcome[:] = ["refused"]
                raise
            finally:
                result = outcome[0] if outcome else "error"
                span.set_attribute("oms.payment.gateway.outcome", result)
                self._metrics.gateway_called(result, time.perf_counter() - started)
