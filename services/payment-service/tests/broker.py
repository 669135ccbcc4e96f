"""What the service published: a queue of this run on an exchange of this run; and a way to cut it off."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aiormq
from aiormq.abc import AbstractChannel, AbstractConnection, DeliveredMessage


@dataclass(frozen=True)
class Published:
    """One message: the CloudEvent, its routing key, properties and headers."""

    event: dict[str, Any]
    routing_key: str
    message_id: str
    content_type: str
    delivery_mode: int
    headers: dict[str, Any]


@dataclass
class Broker:
    """Collects everything that is published to `exchange`."""

    exchange: str
    connection: AbstractConnection
    channel: AbstractChannel
    messages: list[Published] = field(default_factory=list)

    @classmethod
    async def open(cls, url: str) -> "Broker":
        exchange = f"payment-test-{uuid4().hex[:12]}"
        connection = await aiormq.connect(url)
        channel = await connection.channel()
        broker = cls(exchange, connection, channel)
        await channel.exchange_declare(exchange=exchange, exchange_type="topic", durable=True)
        await channel.queue_declare(queue=exchange, exclusive=True)
        await channel.queue_bind(queue=exchange, exchange=exchange, routing_key="#")
        await channel.basic_consume(exchange, broker._collect, no_ack=True)
        return broker

    async def close(self) -> None:
        await self.channel.exchange_delete(exchange=self.exchange)
        await self.connection.close()

    async def wait_for(self, wanted: Callable[[Published], bool]) -> Published:
        """The first such message, once it is there."""
        async with asyncio.timeout(15):
            while True:
                for message in self.messages:
                    if wanted(message):
                        return message
                await asyncio.sleep(0.02)

    async def of_order(self, kind: str, order_id: str) -> Published:
        return await self.wait_for(
            lambda message: message.routing_key == kind and message.event["data"]["order_id"] == order_id
        )

    async def _collect(self, message: DeliveredMessage) -> None:
        properties = message.header.properties
        self.messages.append(
            Published(
                json.loads(message.body),
                message.routing_key or "",
                properties.message_id or "",
                properties.content_type or "",
                properties.delivery_mode or 0,
                dict(properties.headers or {}),
            )
        )


class Proxy:
    """Stands between a service and the broker; while it is stopped there is no broker."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> "AsyncIterator[Proxy]":
        parts = urlsplit(url)
        proxy = cls(parts.hostname or "", parts.port or 5672)
        await proxy.start()
        user = parts.netloc.rpartition("@")[0]
        proxy.url = parts._replace(netloc=f"{user}@127.0.0.1:{proxy._port}").geturl()
        try:
            yield proxy
        finally:
            await proxy.stop()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream = await asyncio.open_connection(*self._target)
        self._writers |= {writer, upstream}
        await asyncio.gather(self._copy(reader, upstream), self._copy(upstream_reader, writer))

    async def _copy(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()
        sink.close()
