"""Background jobs: one loop each, measured alike."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from opentelemetry.instrumentation.utils import suppress_instrumentation
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncEngine

from payment_service import idempotency, outbox, refund_repository, repository
from payment_service.config import Settings
from payment_service.metrics import Metrics
from payment_service.payment import GatewayTimeout, GatewayUnavailable
from payment_service.refunds import RefundService
from payment_service.relay import Relay
from payment_service.service import PaymentService
from payment_service.telemetry import context_of, job_span

log = logging.getLogger(__name__)

_BATCH = 20
_PRUNED_AT_ONCE = 5_000
_HOURLY = timedelta(hours=1)
# A job that keeps failing says so this often.
_REMINDER_SECONDS = 60
_STOP_SECONDS = 2


@dataclass
class Job:
    """Runs at once, then whenever it is woken and at least once in `interval`."""

    name: str
    work: Callable[[Counter], Awaitable[None]]
    interval: timedelta
    # Runs once more when the service stops.
    to_the_end: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    reported: float = float("-inf")


class Jobs:
    """All jobs of the service, from `start` to `stop`."""

    def __init__(
        self,
        engine: AsyncEngine,
        payments: PaymentService,
        refunds: RefundService,
        relay: Relay,
        metrics: Metrics,
        settings: Settings,
    ) -> None:
        self._engine = engine
        self._payments = payments
        self._refunds = refunds
        self._metrics = metrics
        self._age = timedelta(seconds=settings.payment_resolution_after_seconds)
        poll = timedelta(seconds=settings.outbox_poll_interval_seconds)
        look = timedelta(seconds=settings.payment_resolution_interval_seconds)
        self._jobs = (
            Job("outbox_relay", relay.run, poll, to_the_end=True, wake=relay.wake),
            Job("payment_resolution", self.resolve_payments, look),
            Job("retention", self.prune_outbox, _HOURLY),
            Job("idempotency_key_expiry", self.expire_keys, _HOURLY),
        )
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for job in self._jobs:
            self._metrics.register_job(job.name)
            self._tasks.append(asyncio.create_task(self._repeat(job), name=job.name))

    async def stop(self) -> None:
        """Let runs end, for as long as a stop may take."""
        self._stopping = True
        for job in self._jobs:
            job.wake.set()
        await asyncio.wait(self._tasks, timeout=_STOP_SECONDS)
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
        try:
            for payment in payments:
                with job_span("payment_resolution", context_of(payment.traceparent)):
                    if await _answered(self._payments.resolve(payment)):
                        items.inc()
            for refund in refunds:
                with job_span("payment_resolution"):
                    if await _answered(self._refunds.finish(refund)):
                        items.inc()
        except GatewayUnavailable:
            # The others would be told the same.
            return

    async def prune_outbox(self, items: Counter) -> None:
        """Delete published events past their retention."""
        with suppress_instrumentation():
            deleted = _PRUNED_AT_ONCE
            while deleted == _PRUNED_AT_ONCE:
                async with self._engine.begin() as connection:
                    deleted = await outbox.prune(connection, _PRUNED_AT_ONCE)
                items.inc(deleted)

    async def expire_keys(self, items: Counter) -> None:
        """Forget idempotency keys past their retention."""
        with suppress_instrumentation():
            async with self._engine.begin() as connection:
                items.inc(await idempotency.expire(connection))

    async def _repeat(self, job: Job) -> None:
        while not self._stopping:
            await self._run(job)
            try:
                async with asyncio.timeout(job.interval.total_seconds()):
                    await job.wake.wait()
            except TimeoutError:
                pass
            job.wake.clear()
        if job.to_the_end:
            await self._run(job)

    async def _run(self, job: Job) -> None:
        try:
            with self._metrics.job_run(job.name) as items:
                await job.work(items)
        except Exception as error:  # noqa: BLE001 - a job outlives any failure of a run
            if time.monotonic() - job.reported > _REMINDER_SECONDS:
                job.reported = time.monotonic()
                log.error("job %s fails", job.name, extra={"job_name": job.name, "error": repr(error)})  # noqa: TRY400
        else:
            job.reported = float("-inf")


async def _answered(work: Awaitable[object | None]) -> bool:
    """Whether the item was dealt with; a silent gateway leaves it for the next run."""
    try:
        return await work is not None
    except GatewayTimeout:
        return False
