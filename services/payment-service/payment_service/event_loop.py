"""How late the event loop is: while a callback computes or blocks, everything else waits."""

import asyncio
from collections import deque
from contextlib import suppress

_INTERVAL_SECONDS = 0.25
# Longer than the time between two scrapes, so that no delay falls between them.
_REMEMBERED = round(10 / _INTERVAL_SECONDS)


class EventLoopLag:
    """Sleeps for a moment again and again, and measures by how much it wakes too late."""

    def __init__(self) -> None:
        self._lags: deque[float] = deque(maxlen=_REMEMBERED)
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._watching = asyncio.create_task(self._watch(), name="event_loop_lag")

    async def stop(self) -> None:
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching

    def longest(self) -> float:
        """The longest delay of the last ten seconds, in seconds."""
        return max(self._lags, default=0.0)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _INTERVAL_SECONDS
            await asyncio.sleep(_INTERVAL_SECONDS)
            self._lags.append(max(0.0, loop.time() - due))
