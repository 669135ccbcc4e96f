"""The rules of charging: an order is charged once, whatever dies in between.

A payment is stored as `pending` and committed before the gateway is asked, with the payment's id as
the gateway's reference. Whoever meets a pending payment later asks the gateway about that reference
first. A claim (a time limit in the payment's row) keeps two workers from asking for one payment at once.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

from opentelemetry import trace
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from tenacity import AsyncRetrying, RetryError, retry_if_result, stop_after_delay, wait_exponential
from uuid_utils.compat import uuid7

from payment_service import events, idempotency, outbox, repository
from payment_service.card_gateway import Charge
from payment_service.card_gateway.guarded import GuardedGateway
from payment_service.card_gateway.simulated import BRANDS
from payment_service.metrics import Metrics
from payment_service.payment import (
    Conflict,
    GatewayTimeout,
    GatewayUnavailable,
    IdempotencyKey,
    Payment,
    PaymentDeclined,
    PaymentNotFound,
    PaymentRequest,
    PaymentStatus,
    StoredAnswer,
    Transaction,
)
from payment_service.telemetry import current_trace

log = logging.getLogger(__name__)

# A claim outlives an inquiry and a cancellation by this, so that recording the answer is inside it.
_CLAIM_MARGIN = timedelta(seconds=3)
# How long to wait between two looks at a payment that another worker has claimed: doubling, up to.
_FIRST_LOOK_SECONDS, _LOOKS_SECONDS = 0.05, 0.4
_SOON = 1


class PaymentService:
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
        self._lease = 2 * gateway.timeout + _CLAIM_MARGIN

    async def answer_to(self, key: IdempotencyKey) -> StoredAnswer | None:
        """The first answer to this request, if there is one. Raises IdempotencyKeyReused."""
        async with self._engine.connect() as connection:
            return await idempotency.find_answer(connection, key)

    async def remember(self, key: IdempotencyKey, answer: StoredAnswer) -> StoredAnswer:
        """Store the answer; returns the one that was stored first."""
        async with self._engine.begin() as connection:
            return await idempotency.store_answer(connection, key, answer)

    async def pay(self, request: PaymentRequest, key: IdempotencyKey | None) -> tuple[Payment, bool]:
        """Charge the order, or find how it was charged; the flag tells whether this request charged it.

        Raises PaymentDeclined, GatewayTimeout, GatewayUnavailable (nothing was stored), Conflict (the order
        has a payment of another amount) and IdempotencyKeyReused.
        """
        try:
            return await self._pay(request, key)
        except GatewayTimeout:
            self._metrics.payment_unanswered("timeout", request.method)
            raise
        except GatewayUnavailable:
            self._metrics.payment_unanswered("unavailable", request.method)
            raise

    async def _pay(self, request: PaymentRequest, key: IdempotencyKey | None) -> tuple[Payment, bool]:
        async with self._engine.begin() as connection:
            payment, opened = await self._find_or_open(connection, request)
            made = opened
            if key:
                made = (await idempotency.take(connection, key, payment.id, made=opened)).made
        describe(payment)
        if opened:
            payment = await self._charge(payment, request.token)
        elif payment.amount != request.amount:
            raise Conflict("The order has a payment of another amount")
        else:
            payment = await self._settled(payment)
        describe(payment)
        if payment.status is PaymentStatus.DECLINED:
            raise PaymentDeclined(payment.order_id, payment.decline_code or "")
        return payment, made

    async def resolve(self, payment: Payment) -> Payment | None:
        """Find out what became of a pending payment; None while another worker is at it.

        Raises GatewayTimeout and GatewayUnavailable.
        """
        async with self._engine.begin() as connection:
            claimed = await repository.claim(connection, payment.id, self._lease)
        return await self._ask(claimed) if claimed else None

    async def get(self, payment_id: UUID, customer_id: UUID | None) -> Payment:
        """With a `customer_id` only that customer's payment is found. Raises PaymentNotFound."""
        async with self._engine.connect() as connection:
            return visible(await repository.payment_by_id(connection, payment_id), customer_id)

    async def get_of_order(self, order_id: UUID, customer_id: UUID | None) -> Payment:
        """As `get`, by the order."""
        async with self._engine.connect() as connection:
            return visible(await repository.payment_of_order(connection, order_id), customer_id)

    async def ledger(
        self, payment: Payment, *, after: UUID | None = None, limit: int | None = None
    ) -> Sequence[Transaction]:
        """Lines of the payment's ledger, oldest first."""
        async with self._engine.connect() as connection:
            return await repository.transactions(connection, payment.id, after=after, limit=limit)

    async def page(
        self,
        *,
        order_id: UUID | None,
        customer_id: UUID | None,
        status: PaymentStatus | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Payment]:
        """Payments, newest first."""
        async with self._engine.connect() as connection:
            return await repository.list_payments(
                connection,
                order_id=order_id,
                customer_id=customer_id,
                status=status,
                before=before,
                limit=limit,
            )

    async def _find_or_open(
        self, connection: AsyncConnection, request: PaymentRequest
    ) -> tuple[Payment, bool]:
        """The order's payment; one that is opened here is ours to charge."""
        traceparent = current_trace().get("traceparent")
        opened = await repository.insert_pending(
            connection, uuid7(), request, BRANDS.get(request.token), traceparent, self._lease
        )
        if opened:
            # Raised here, the refusal takes the row back with the transaction.
            self._gateway.admit()
            return opened, True
        payment = await repository.payment_of_order(connection, request.order_id)
        if payment is None:
            # It was taken back between our two looks.
            raise GatewayUnavailable(_SOON)
        return payment, False

    async def _charge(self, payment: Payment, token: str) -> Payment:
        try:
            charge = await self._gateway.charge(payment, token)
        except GatewayUnavailable:
            await self._take_back(payment)
            raise
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
            stop=stop_after_delay(self._gateway.timeout),
        )
        try:
            settled: Payment = await looks(look)
        except RetryError:
            raise GatewayTimeout(payment.order_id) from None
        except PaymentNotFound:
            # The gateway was not asked after all, and the payment was taken back.
            raise GatewayUnavailable(_SOON) from None
        return settled

    async def _ask(self, payment: Payment) -> Payment:
        """Inquire first; a reference that the gateway does not know is closed there, then declined here."""
        try:
            charge = await self._gateway.inquire(payment) or await self._gateway.cancel(payment)
        except BaseException:
            await self._release(payment)
            raise
        return await self._record(payment, charge)

    async def _record(self, payment: Payment, charge: Charge) -> Payment:
        async with self._engine.begin() as connection:
            current = visible(await repository.payment_by_id(connection, payment.id, lock=True), None)
            if current.status is not PaymentStatus.PENDING:
                return current
            if charge.outcome == "approved":
                current = await repository.set_captured(connection, current)
            else:
                decline_code = charge.decline_code or "gateway_timeout"
                current = await repository.set_declined(connection, current, decline_code)
            await outbox.append(connection, events.settled(current))
        self._committed()
        self._metrics.payment_processed(current)
        log.info(
            "payment %s",
            current.status.value,
            extra={
                "payment_id": current.id,
                "order_id": current.order_id,
                "payment_status": current.status.value,
                "decline_code": current.decline_code,
            },
        )
        return current

    async def _take_back(self, payment: Payment) -> None:
        """The breaker opened after the payment was stored: the gateway was never asked."""

        async def forget(connection: AsyncConnection) -> None:
            await repository.discard(connection, payment.id)
            await idempotency.release(connection, payment.id)

        await self._best_effort(payment, forget)

    async def _release(self, payment: Payment) -> None:
        """A claim that stays all the same runs out by itself."""

        async def release(connection: AsyncConnection) -> None:
            await repository.release_claim(connection, payment.id)

        await self._best_effort(payment, release)

    async def _best_effort(
        self, payment: Payment, work: Callable[[AsyncConnection], Awaitable[None]]
    ) -> None:
        try:
            async with self._engine.begin() as connection:
                await work(connection)
        except Exception:  # noqa: BLE001 - the error that led here is the one to report
            log.warning("payment stays claimed for a while", extra={"payment_id": payment.id})


def visible(payment: Payment | None, customer_id: UUID | None) -> Payment:
    """The payment, if this customer may see it. Raises PaymentNotFound."""
    if payment is None or (customer_id is not None and payment.customer_id != customer_id):
        raise PaymentNotFound
    return payment


def describe(payment: Payment) -> None:
    """Name the payment in the current span."""
    trace.get_current_span().set_attributes(
        {
            "oms.order.id": str(payment.order_id),
            "oms.payment.id": str(payment.id),
            "oms.payment.status": payment.status.value,
        }
    )


def _is_pending(payment: Payment) -> bool:
    return payment.status is PaymentStatus.PENDING
