"""Sends events to RabbitMQ, and knows which of them the broker has taken."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import aiormq
from aiormq.abc import AbstractChannel, AbstractConnection
from opentelemetry import propagate, trace
from pamqp.commands import Basic

from payment_service.events import TYPES
from payment_service.metrics import Metrics
from payment_service.outbox import Waiting
from payment_service.telemetry import producer_span

log = logging.getLogger(__name__)

_CONNECT_SECONDS, _CONFIRM_SECONDS, _CLOSE_SECONDS = 3, 5, 1
_PERSISTENT = 2


class BrokerAway(Exception):
    """Not all events were taken by the broker; the text says why."""


class Publisher:
    """One connection, made when it is needed and made anew after any failure."""

    def __init__(self, url: str, exchange: str, metrics: Metrics) -> None:
        self._url = url
        self._exchange = exchange
        self._metrics = metrics
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        for kind in TYPES:
            metrics.register_destination(self._destination(kind))

    async def publish(self, events: Sequence[Waiting]) -> tuple[list[UUID], BrokerAway | None]:
        """Send all, wait for the broker's confirmations; returns the ids that it took, and what is wrong."""
        try:
            channel = await self._open()
        except (Exception, asyncio.CancelledError) as error:
            if _we_are_cancelled(error):
                raise
            await self.close()
            return [], BrokerAway(f"no connection to the broker: {error!r}")
        answers = await asyncio.gather(*(self._send(channel, event) for event in events))
        failures = [answer for answer in answers if answer is not None]
        if not failures:
            return [event.event.id for event in events], None
        # What the connection knows of confirmations is not to be trusted any more.
        await self.close()
        taken = [event.event.id for event, answer in zip(events, answers, strict=True) if answer is None]
        return taken, BrokerAway(f"{len(failures)} events were not confirmed: {failures[0]!r}")

    async def close(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            with suppress(Exception):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await connection.close()

    async def _open(self) -> AbstractChannel:
        if self._channel and self._connection and not self._channel.is_closed and self._connection.is_opened:
            return self._channel
        await self.close()
        async with asyncio.timeout(_CONNECT_SECONDS):
            self._connection = await aiormq.connect(
                self._url, client_properties={"connection_name": "payment-service"}
            )
            channel = await self._connection.channel(publisher_confirms=True)
            await channel.exchange_declare(exchange=self._exchange, exchange_type="topic", durable=True)
        log.info("connected to the broker")
        self._channel = channel
        return channel

    async def _send(self, channel: AbstractChannel, waiting: Waiting) -> BaseException | None:
        event, destination = waiting.event, self._destination(waiting.event.type)
        body = event.body.encode()
        with producer_span(destination, event.type, str(event.id), len(body), waiting.trace) as span:
            headers: dict[str, str] = {}
            propagate.inject(headers)
            try:
                await channel.basic_publish(
                    body,
                    exchange=self._exchange,
                    routing_key=event.type,
                    properties=Basic.Properties(
                        content_type="application/cloudevents+json",
                        delivery_mode=_PERSISTENT,
                        message_id=str(event.id),
                        message_type=event.type,
                        app_id="payment-service",
                        headers=dict(headers),
                    ),
                    timeout=_CONFIRM_SECONDS,
                )
            except (Exception, asyncio.CancelledError) as error:
                if _we_are_cancelled(error):
                    raise
                span.set_status(trace.StatusCode.ERROR, type(error).__name__)
                self._metrics.message_sent(destination, "error")
                return error
        self._metrics.message_sent(destination, "success")
        return None

    def _destination(self, kind: str) -> str:
        return f"{self._exchange}:{kind}"


def _we_are_cancelled(error: BaseException) -> bool:
    """The library also cancels what waits for a connection that it lost; for us that is a failure."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0
