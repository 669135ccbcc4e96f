"""The rules of refunds: never more than was captured, each once.

A refund is stored as `pending`, its amount held back from others, before the gateway is asked. Its id is
the gateway's reference, so asking again returns nothing twice.
"""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from uuid_utils.compat import uuid7

from payment_service import events, idempotency, outbox, refund_repository, repository
from payment_service.card_gateway import RefundRefused
from payment_service.card_gateway.guarded import GuardedGateway
from payment_service.metrics import Metrics
from payment_service.payment import (
    Conflict,
    CurrencyMismatch,
    IdempotencyKey,
    Money,
    Payment,
    PaymentStatus,
    Refund,
    RefundExceedsCaptured,
    RefundStatus,
)
from payment_service.service import describe, visible

log = logging.getLogger(__name__)


class RefundService:
    """Every method opens its own transactions; none is held while the gateway is asked.

    `committed` is called when events were written to the outbox.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        gateway: GuardedGateway,
        metrics: Metrics,
        committed: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._gateway = gateway
        self._metrics = metrics
        self._committed = committed

    async def refund(
        self, payment_id: UUID, amount: Money | None, reason: str, caller: str, key: IdempotencyKey | None
    ) -> tuple[Refund, Payment]:
        """Return `amount`, or all that is left.

        Raises PaymentNotFound, Conflict, CurrencyMismatch, RefundExceedsCaptured, IdempotencyKeyReused and
        GatewayUnavailable (a breaker that was open before has nothing stored). After GatewayTimeout, or when
        the breaker opens meanwhile, the refund stays pending: the same key, or the job, finishes it.
        """
        async with self._engine.begin() as connection:
            refund = await self._find_or_open(connection, payment_id, amount, reason, caller, key)
        return await self.finish(refund)

    async def finish(self, refund: Refund) -> tuple[Refund, Payment]:
        """Send an open refund to the gateway and record it; harmless to repeat. Raises as `refund` does."""
        async with self._engine.connect() as connection:
            payment = visible(await repository.payment_by_id(connection, refund.payment_id), None)
        describe(payment)
        refused = False
        if refund.status is RefundStatus.PENDING:
            try:
                await self._gateway.refund(payment, refund)
            except RefundRefused:
                refused = True
        return await self._record(refund, refused=refused)

    async def page(self, payment: Payment, *, after: UUID | None, limit: int) -> Sequence[Refund]:
        """The payment's refunds, oldest first."""
        async with self._engine.connect() as connection:
            return await refund_repository.refunds_of(connection, payment.id, after=after, limit=limit)

    async def _find_or_open(
        self,
        connection: AsyncConnection,
        payment_id: UUID,
        amount: Money | None,
        reason: str,
        caller: str,
        key: IdempotencyKey | None,
    ) -> Refund:
        """The refund that the key stands for, or a new one."""
        payment = visible(await repository.payment_by_id(connection, payment_id, lock=True), None)
        describe(payment)
        refund_id = uuid7()
        if key:
            taken = await idempotency.take(connection, key, refund_id)
            if taken.resource_id != refund_id:
                earlier = await refund_repository.refund_by_id(connection, taken.resource_id)
                if earlier is None:
                    raise RuntimeError("a refund vanished")
                return earlier
        if payment.status in (PaymentStatus.PENDING, PaymentStatus.DECLINED):
            raise Conflict(f"A {payment.status.value} payment cannot be refunded")
        wanted = amount or payment.refundable
        if wanted.currency != payment.amount.currency:
            raise CurrencyMismatch(payment.amount.currency)
        if not 0 < wanted.amount_minor <= payment.refundable.amount_minor:
            raise RefundExceedsCaptured(payment.refundable)
        # Raised here, the refusal takes the key back with the transaction.
        self._gateway.admit()
        return await refund_repository.insert_refund(connection, payment, refund_id, wanted, reason, caller)

    async def _record(self, refund: Refund, *, refused: bool) -> tuple[Refund, Payment]:
        async with self._engine.begin() as connection:
            payment = visible(await repository.payment_by_id(connection, refund.payment_id, lock=True), None)
            current = await refund_repository.refund_by_id(connection, refund.id) or refund
            recorded = current.status is RefundStatus.PENDING
            if recorded and refused:
                current = await refund_repository.set_refund_failed(connection, current)
            elif recorded:
                current, payment = await refund_repository.set_refunded(connection, current)
                await outbox.append(connection, events.refunded(current, payment))
        if current.status is RefundStatus.FAILED:
            raise Conflict("The card gateway refused the refund")
        if recorded:
            self._committed()
            self._metrics.refunds_processed.inc()
            log.info(
                "refund of %d %s recorded",
                refund.amount.amount_minor,
                refund.amount.currency,
                extra={
                    "payment_id": payment.id,
                    "order_id": payment.order_id,
                    "refund_id": refund.id,
                    "payment_status": payment.status.value,
                },
            )
        describe(payment)
        return current, payment
