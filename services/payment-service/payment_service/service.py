"""The rules: an order is charged once, whatever dies in between; refunds never exceed what was captured.

A payment is stored as `pending` and committed before the gateway is asked, with the payment's id as
the gateway's reference. Whoever meets a pending payment later asks the gateway about that reference
first. A claim (a time limit in the payment's row) keeps two workers from asking for one payment at once.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from opentelemetry import trace
from sqlalchemy.ext.asyncio import AsyncEngine
from tenacity import AsyncRetrying, RetryError, retry_if_result, stop_after_delay, wait_exponential
from uuid_utils.compat import uuid7

from payment_service import idempotency, refund_repository, repository
from payment_service.card_gateway import BRANDS, CardGateway, Charge, RefundRefused
from payment_service.metrics import Metrics
from payment_service.payment import (
    Conflict,
    GatewayTimeout,
    IdempotencyKey,
    Money,
    Payment,
    PaymentDeclined,
    PaymentNotFound,
    PaymentRequest,
    PaymentStatus,
    Refund,
    RefundExceedsCaptured,
    RefundStatus,
    StoredAnswer,
    Transaction,
)
from payment_service.telemetry import current_traceparent, gateway_span

log = logging.getLogger(__name__)

# A claim outlives the gateway call by this, so that recording the answer is inside it.
_CLAIM_MARGIN = timedelta(seconds=3)
# How long to wait between two looks at a payment that another worker has claimed: doubling, up to.
_FIRST_LOOK_SECONDS, _LOOKS_SECONDS = 0.05, 0.4


@dataclass(frozen=True)
class Page:
    """`last` is where the next page begins, None on the last page."""

    items: Sequence[Payment]
    last: UUID | None


class PaymentService:
    """Every method opens its own transactions; none is held while the gateway is asked."""

    def __init__(
        self, engine: AsyncEngine, gateway: CardGateway, metrics: Metrics, gateway_timeout: timedelta
    ) -> None:
        self._engine = engine
        self._gateway = gateway
        self._metrics = metrics
        self._timeout = gateway_timeout
        self._lease = gateway_timeout + _CLAIM_MARGIN

    async def answer_to(self, key: IdempotencyKey) -> StoredAnswer | None:
        """The first answer to this request, if there is one. Raises IdempotencyKeyReused."""
        async with self._engine.connect() as connection:
            return await idempotency.find_answer(connection, key)

    async def remember(self, key: IdempotencyKey, answer: StoredAnswer) -> None:
        async with self._engine.begin() as connection:
            await idempotency.store_answer(connection, key, answer)

    async def pay(self, request: PaymentRequest, key: IdempotencyKey | None) -> tuple[Payment, bool]:
        """Charge the order, or find how it was charged; the flag tells whether it was now.

        Raises PaymentDeclined, GatewayTimeout, Conflict (the order has a payment of another amount) and
        IdempotencyKeyReused.
        """
        async with self._engine.begin() as connection:
            opened = await repository.insert_pending(
                connection, uuid7(), request, BRANDS.get(request.token), current_traceparent(), self._lease
            )
            payment = opened or await repository.payment_of_order(connection, request.order_id)
            if payment is None:
                raise RuntimeError("a payment vanished")
            if key:
                await idempotency.take(connection, key, payment.id)
        _describe(payment)
        if opened:
            payment = await self._charge(opened, request.token)
        elif payment.amount != request.amount:
            raise Conflict("The order has a payment of another amount")
        else:
            payment = await self._settled(payment)
        _describe(payment)
        if payment.status is PaymentStatus.DECLINED:
            raise PaymentDeclined(payment.order_id, payment.decline_code or "")
        return payment, opened is not None

    async def resolve(self, payment: Payment) -> Payment | None:
        """Find out what became of a pending payment; None while another worker is at it."""
        async with self._engine.begin() as connection:
            claimed = await repository.claim(connection, payment.id, self._lease)
        return await self._ask(claimed) if claimed else None

    async def refund(
        self, payment_id: UUID, amount: Money | None, reason: str, caller: str, key: IdempotencyKey | None
    ) -> tuple[Refund, Payment]:
        """Return `amount`, or all that is left.

        Raises PaymentNotFound, Conflict, RefundExceedsCaptured, GatewayTimeout and IdempotencyKeyReused.
        """
        refund = await self._open_refund(payment_id, amount, reason, caller, key)
        return await self.finish_refund(refund)

    async def finish_refund(self, refund: Refund) -> tuple[Refund, Payment]:
        """Send an open refund to the gateway and record it; harmless to repeat. Raises as `refund` does."""
        payment = await self.get(refund.payment_id, None)
        _describe(payment)
        refused = False
        if refund.status is RefundStatus.PENDING:
            try:
                async with self._at_gateway("refund", payment) as outcome:
                    await self._gateway.refund(payment.id, refund.id, refund.amount)
                    outcome.append("refunded")
            except RefundRefused:
                refused = True
        return await self._record_refund(refund, refused=refused)

    async def get(self, payment_id: UUID, customer_id: UUID | None) -> Payment:
        """With a `customer_id` only that customer's payment is found. Raises PaymentNotFound."""
        async with self._engine.connect() as connection:
            return _visible(await repository.payment_by_id(connection, payment_id), customer_id)

    async def get_of_order(self, order_id: UUID, customer_id: UUID | None) -> Payment:
        """As `get`, by the order."""
        async with self._engine.connect() as connection:
            return _visible(await repository.payment_of_order(connection, order_id), customer_id)

    async def ledger(self, payment: Payment) -> Sequence[Transaction]:
        async with self._engine.connect() as connection:
            return await repository.transactions(connection, payment.id)

    async def page(
        self,
        *,
        order_id: UUID | None,
        customer_id: UUID | None,
        status: PaymentStatus | None,
        before: UUID | None,
        limit: int,
    ) -> Page:
        """A page of payments, newest first."""
        async with self._engine.connect() as connection:
            found = await repository.list_payments(
                connection,
                order_id=order_id,
                customer_id=customer_id,
                status=status,
                before=before,
                limit=limit + 1,
            )
        items = found[:limit]
        return Page(items, items[-1].id if len(found) > limit else None)

    async def _charge(self, payment: Payment, token: str) -> Payment:
        try:
            async with self._at_gateway("charge", payment) as outcome:
                charge = await self._gateway.charge(payment.id, payment.amount, token)
                outcome.append(charge.outcome)
        except BaseException:
            # Nothing is known, so whoever asks next may inquire at once.
            await self._release(payment)
            raise
        return await self._record(payment, charge)

    async def _settled(self, payment: Payment) -> Payment:
        """The payment once it is no longer pending: resolved by us, or by the worker that we wait for."""
        if not _is_pending(payment):
            return payment

        async def look() -> Payment:
            return await self.resolve(payment) or await self.get(payment.id, None)

        looks = AsyncRetrying(
            retry=retry_if_result(_is_pending),
            wait=wait_exponential(multiplier=_FIRST_LOOK_SECONDS, max=_LOOKS_SECONDS),
            stop=stop_after_delay(self._timeout),
        )
        try:
            settled: Payment = await looks(look)
        except RetryError:
            raise GatewayTimeout(payment.order_id) from None
        return settled

    async def _ask(self, payment: Payment) -> Payment:
        """Inquire first; a reference that the gateway does not know is closed there, then declined here."""
        try:
            async with self._at_gateway("inquire", payment) as outcome:
                charge = await self._gateway.inquire(payment.id)
                outcome.append(charge.outcome if charge else "not_found")
            if charge is None:
                async with self._at_gateway("cancel", payment) as outcome:
                    charge = await self._gateway.cancel(payment.id)
                    outcome.append(charge.outcome)
        except BaseException:
            await self._release(payment)
            raise
        return await self._record(payment, charge)

    async def _record(self, payment: Payment, charge: Charge) -> Payment:
        async with self._engine.begin() as connection:
            current = _visible(await repository.payment_by_id(connection, payment.id, lock=True), None)
            if current.status is not PaymentStatus.PENDING:
                return current
            if charge.outcome == "approved":
                current = await repository.set_captured(connection, current)
            else:
                decline_code = charge.decline_code or "gateway_timeout"
                current = await repository.set_declined(connection, current, decline_code)
        self._metrics.payment_processed(current)
        log.info(
            "payment %s",
            current.status.value,
            extra={
                "payment_id": current.id,
                "order_id": current.order_id,
                "status": current.status.value,
                "decline_code": current.decline_code,
            },
        )
        return current

    async def _open_refund(
        self, payment_id: UUID, amount: Money | None, reason: str, caller: str, key: IdempotencyKey | None
    ) -> Refund:
        async with self._engine.begin() as connection:
            payment = _visible(await repository.payment_by_id(connection, payment_id, lock=True), None)
            _describe(payment)
            refund_id = uuid7()
            if key and (taken := await idempotency.take(connection, key, refund_id)) != refund_id:
                earlier = await refund_repository.refund_by_id(connection, taken)
                if earlier is None:
                    raise RuntimeError("a refund vanished")
                return earlier
            if payment.status in (PaymentStatus.PENDING, PaymentStatus.DECLINED):
                raise Conflict(f"A {payment.status.value} payment cannot be refunded")
            wanted = amount or payment.refundable
            if wanted.currency != payment.amount.currency:
                raise Conflict(f"The payment is in {payment.amount.currency}")
            if not 0 < wanted.amount_minor <= payment.refundable.amount_minor:
                raise RefundExceedsCaptured(payment.refundable)
            return await refund_repository.insert_refund(
                connection, payment, refund_id, wanted, reason, caller
            )

    async def _record_refund(self, refund: Refund, *, refused: bool) -> tuple[Refund, Payment]:
        async with self._engine.begin() as connection:
            payment = _visible(await repository.payment_by_id(connection, refund.payment_id, lock=True), None)
            current = await refund_repository.refund_by_id(connection, refund.id) or refund
            recorded = current.status is RefundStatus.PENDING
            if recorded and refused:
                current = await refund_repository.set_refund_failed(connection, current)
            elif recorded:
                current, payment = await refund_repository.set_refunded(connection, current)
        if current.status is RefundStatus.FAILED:
            raise Conflict("The card gateway refused the refund")
        if recorded:
            self._metrics.refunds_processed.inc()
            log.info(
                "refund of %d %s recorded",
                refund.amount.amount_minor,
                refund.amount.currency,
                extra={
                    "payment_id": payment.id,
                    "order_id": payment.order_id,
                    "refund_id": refund.id,
                    "status": payment.status.value,
                },
            )
        _describe(payment)
        return current, payment

    async def _release(self, payment: Payment) -> None:
        """Best effort: a claim that stays runs out by itself."""
        try:
            async with self._engine.begin() as connection:
                await repository.release_claim(connection, payment.id)
        except Exception:  # noqa: BLE001 - the error that led here is the one to report
            log.warning("claim not released", extra={"payment_id": payment.id})

    @asynccontextmanager
    async def _at_gateway(self, operation: str, payment: Payment) -> AsyncIterator[list[str]]:
        """Bound, time and trace one call; the caller appends the outcome. Raises GatewayTimeout."""
        outcome: list[str] = []
        started = time.perf_counter()
        with gateway_span(operation) as span:
            try:
                async with asyncio.timeout(self._timeout.total_seconds()):
                    yield outcome
            except TimeoutError:
                outcome.append("timeout")
                log.warning(
                    "card gateway did not answer",
                    extra={"payment_id": payment.id, "order_id": payment.order_id},
                )
                raise GatewayTimeout(payment.order_id) from None
            except RefundRefused:
                outcome.append("refused")
                raise
            finally:
                result = outcome[0] if outcome else "error"
                span.set_attribute("oms.payment.gateway.outcome", result)
                self._metrics.gateway_called(result, time.perf_counter() - started)


def _visible(payment: Payment | None, customer_id: UUID | None) -> Payment:
    if payment is None or (customer_id is not None and payment.customer_id != customer_id):
        raise PaymentNotFound
    return payment


def _is_pending(payment: Payment) -> bool:
    return payment.status is PaymentStatus.PENDING


def _describe(payment: Payment) -> None:
    trace.get_current_span().set_attributes(
        {
            "oms.order.id": str(payment.order_id),
            "oms.payment.id": str(payment.id),
            "oms.payment.status": payment.status.value,
        }
    )
