"""Moves events from the outbox to the broker: what was committed is published at least once, in order."""

import asyncio

from opentelemetry.instrumentation.utils import suppress_instrumentation
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncEngine

from payment_service import outbox
from payment_service.metrics import Metrics
from payment_service.publisher import Publisher

# So many events are on their way to the broker at once; the others stay in the database.
_IN_FLIGHT = 100


class Relay:
    """The job `outbox_relay`. A broker that is away costs a failed run, nothing else."""

    def __init__(self, engine: AsyncEngine, publisher: Publisher, metrics: Metrics) -> None:
        self._engine = engine
        self._publisher = publisher
        self._metrics = metrics
        # Set when events were committed: the next run is due at once.
        self.wake = asyncio.Event()

    async def run(self, items: Counter) -> None:
        """Empty the outbox. Raises BrokerAway when events wait that the broker did not take."""
        try:
            # Without a span of their own these looks would each be a trace.
            with suppress_instrumentation():
                while await self._batch(items) == _IN_FLIGHT:
                    pass
        finally:
            await self._measure()

    async def _batch(self, items: Counter) -> int:
        """Publish and mark one batch. Dying in between publishes it again, with the same event ids."""
        async with self._engine.begin() as connection:
            if not await outbox.become_the_relay(connection):
                return 0
            events = await outbox.waiting(connection, _IN_FLIGHT)
            if not events:
                return 0
            taken, wrong = await self._publisher.publish(events)
            if taken:
                await outbox.mark_published(connection, taken)
        items.inc(len(taken))
        if wrong:
            raise wrong
        return len(taken)

    async def _measure(self) -> None:
        with suppress_instrumentation():
            async with self._engine.connect() as connection:
                self._metrics.outbox_backlog(await outbox.backlog(connection))
