"""The real application on a free port; a database and an exchange of its own in the real servers."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from payment_service import telemetry
from payment_service.app import create_app
from payment_service.config import Settings
from payment_service.database import prepare
from payment_service.protocol import OurHttpProtocol
from tests.broker import Broker
from tests.identity import Identity


@dataclass(frozen=True)
class Database:
    """A database of this run; `environment` is how the service is told about it."""

    url: str
    environment: dict[str, str]


@dataclass(frozen=True)
class Lab:
    """The running service, and what a test needs around it."""

    app: FastAPI
    http: httpx.AsyncClient
    identity: Identity
    db: "asyncpg.Pool[asyncpg.Record]"
    spans: InMemorySpanExporter
    settings: Settings
    broker: Broker

    def headers(self, *roles: str, subject: str = "order-service", **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.identity.token(*roles, subject=subject)}", **more}

    async def pay(self, **changes: Any) -> httpx.Response:
        """POST a payment of a new order, with `changes` to the body; `key` is the Idempotency-Key."""
        key = changes.pop("key", None)
        more = {"Idempotency-Key": key} if key else {}
        body = {
            "order_id": str(uuid4()),
            "amount": {"amount_minor": 10_000, "currency": "EUR"},
            "method": {"type": "card", "token": "tok_visa"},
            **changes,
        }
        return await self.http.post("/api/v1/payments", json=body, headers=self.headers("service", **more))

    async def refund(
        self, payment_id: str, minor: int | None = None, key: str | None = None
    ) -> httpx.Response:
        more = {"Idempotency-Key": key} if key else {}
        body: dict[str, Any] = {"reason": "cancelled"}
        if minor is not None:
            body["amount"] = {"amount_minor": minor, "currency": "EUR"}
        return await self.http.post(
            f"/api/v1/payments/{payment_id}/refund", json=body, headers=self.headers("operator", **more)
        )

    async def metric(self, sample: str) -> float:
        """The value of one sample, named with its labels as in the exposition."""
        text = (await self.http.get("/metrics")).text
        for line in text.splitlines():
            name, _, value = line.rpartition(" ")
            if name == sample:
                return float(value)
        raise AssertionError(f"no sample {sample}")


def pytest_sessionstart() -> None:
    for variable in ("TEST_POSTGRES_URL", "TEST_RABBITMQ_URL"):
        if not os.environ.get(variable):
            pytest.exit(f"{variable} is not set: run `make test S=payment-service`", returncode=1)


@pytest.fixture(scope="session")
def identity() -> Iterator[Identity]:
    identity = Identity()
    yield identity
    identity.close()


@asynccontextmanager
async def temporary_database() -> AsyncIterator[Database]:
    """A new database, dropped at the end."""
    server = os.environ["TEST_POSTGRES_URL"]
    name = f"payment_test_{uuid4().hex[:12]}"
    parts = urlsplit(server)
    admin = await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    made = Database(
        parts._replace(path=f"/{name}").geturl(),
        {
            "DB_HOST": parts.hostname or "",
            "DB_PORT": str(parts.port or 5432),
            "DB_NAME": name,
            "DB_USER": parts.username or "",
            "DB_PASSWORD": parts.password or "",
        },
    )
    try:
        yield made
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture(scope="session")
async def database() -> AsyncIterator[Database]:
    async with temporary_database() as made:
        yield made


@pytest.fixture(scope="session")
async def broker() -> AsyncIterator[Broker]:
    broker = await Broker.open(os.environ["TEST_RABBITMQ_URL"])
    yield broker
    await broker.close()


@pytest.fixture(scope="session")
async def lab(database: Database, identity: Identity, broker: Broker) -> AsyncIterator[Lab]:
    spans = InMemorySpanExporter()
    settings = Settings.model_validate(
        {
            **{name.lower(): value for name, value in database.environment.items()},
            "jwks_url": identity.url,
            "rabbitmq_url": os.environ["TEST_RABBITMQ_URL"],
            "events_exchange": broker.exchange,
            "card_gateway_latency_median_seconds": "0.01",
            # Far above the 2 s of tok_slow: on a busy machine its charges are approved too.
            "card_gateway_timeout_seconds": "5",
            # Most tests of timeouts are not about the breaker.
            "card_gateway_breaker_failures": "1000",
            # The job has tests of its own, which run it when they are ready.
            "payment_resolution_interval_seconds": "600",
            "payment_resolution_after_seconds": "0",
        }
    )
    trace.set_tracer_provider(telemetry.tracer_provider(settings, SimpleSpanProcessor(spans)))
    await prepare(settings)
    async with (
        asyncpg.create_pool(database.url, min_size=1, max_size=3) as pool,
        serving(settings) as (app, http),
    ):
        yield Lab(app, http, identity, pool, spans, settings, broker)


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The application on a free port, and a client for it."""
    app = create_app(settings)
    # As in the service, connections are kept for longer than clients keep them.
    config = uvicorn.Config(
        app, port=0, http=OurHttpProtocol, log_config=None, ws="none", timeout_keep_alive=120
    )
    server = uvicorn.Server(config)
    # A server of its own thread's signals would fight with pytest's.
    running = asyncio.create_task(server._serve())  # noqa: SLF001
    while not server.started:
        if running.done():
            running.result()
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield app, http
    finally:
        server.should_exit = True
        await running
