"""Background jobs: one loop each, measured alike."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from opentelemetry.instrumentation.utils import suppress_instrumentation
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncEngine

from payment_service import idempotency, refund_repository, repository
from payment_service.config import Settings
from payment_service.metrics import Metrics
from payment_service.payment import GatewayTimeout
from payment_service.service import PaymentService
from payment_service.telemetry import context_of, job_span

log = logging.getLogger(__name__)

_BATCH = 20
_KEY_EXPIRY_INTERVAL = timedelta(hours=1)

Job = Callable[[Counter], Awaitable[None]]


class Jobs:
    """`payment_resolution` and `idempotency_key_expiry`, from `start` to `stop`."""

    def __init__(
        self, engine: AsyncEngine, payments: PaymentService, metrics: Metrics, settings: Settings
    ) -> None:
        self._engine = engine
        self._payments = payments
        self._metrics = metrics
        self._age = timedelta(milliseconds=settings.payment_resolution_after_ms)
        self._schedule: dict[str, tuple[Job, timedelta]] = {
            "payment_resolution": (
                self.resolve_payments,
                timedelta(milliseconds=settings.payment_resolution_interval_ms),
            ),
            "idempotency_key_expiry": (self.expire_keys, _KEY_EXPIRY_INTERVAL),
        }
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for name, (job, interval) in self._schedule.items():
            self._metrics.register_job(name)
            self._tasks.append(asyncio.create_task(self._repeat(name, job, interval), name=name))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def resolve_payments(self, items: Counter) -> None:
        """Find out what became of payments and refunds that stayed pending."""
        # A look that finds nothing is no trace worth keeping.
        with suppress_instrumentation():
            async with self._engine.connect() as connection:
                payments = await repository.unresolved_payments(connection, self._age, _BATCH)
                refunds = await refund_repository.unresolved_refunds(connection, self._age, _BATCH)
        for payment in payments:
            with job_span("payment_resolution", context_of(payment.traceparent)):
                if await _answered(self._payments.resolve(payment)):
                    items.inc()
        for refund in refunds:
            with job_span("payment_resolution"):
                if await _answered(self._payments.finish_refund(refund)):
                    items.inc()

    async def expire_keys(self, items: Counter) -> None:
        """Forget idempotency keys past their retention."""
        with suppress_instrumentation():
            async with self._engine.begin() as connection:
                items.inc(await idempotency.expire(connection))

    async def _repeat(self, name: str, job: Job, interval: timedelta) -> None:
        while True:
            try:
                with self._metrics.job_run(name) as items:
                    await job(items)
            except Exception as error:  # noqa: BLE001 - a job outlives any failure of a run
                log.error("job %s failed", name, extra={"job_name": name, "error": repr(error)})  # noqa: TRY400
            await asyncio.sleep(interval.total_seconds())


async def _answered(work: Awaitable[object | None]) -> bool:
    """Whether the item was dealt with; a silent gateway leaves it for the next run."""
    try:
        return await work is not None
    except GatewayTimeout:
        return False
