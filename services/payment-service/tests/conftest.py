"""The real application on a free port, with the real PostgreSQL and a database of its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
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
    if not os.environ.get("TEST_POSTGRES_URL"):
        pytest.exit("TEST_POSTGRES_URL is not set: run `make test S=payment-service`", returncode=1)


@pytest.fixture(scope="session")
def identity() -> Iterator[Identity]:
    identity = Identity()
    yield identity
    identity.close()


@pytest.fixture(scope="session")
async def database() -> AsyncIterator[Database]:
    server = os.environ["TEST_POSTGRES_URL"]
    name = f"payment_test_{uuid4().hex[:12]}"
    parts = urlsplit(server)
    admin = await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    yield Database(
        parts._replace(path=f"/{name}").geturl(),
        {
            "DB_HOST": parts.hostname or "",
            "DB_PORT": str(parts.port or 5432),
            "DB_NAME": name,
            "DB_USER": parts.username or "",
            "DB_PASSWORD": parts.password or "",
        },
    )
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture(scope="session")
async def lab(database: Database, identity: Identity) -> AsyncIterator[Lab]:
    spans = InMemorySpanExporter()
    settings = Settings.model_validate(
        {
            **{name.lower(): value for name, value in database.environment.items()},
            "jwks_url": identity.url,
            "card_gateway_latency_median_ms": "10",
            # The job has tests of its own, which run it when they are ready.
            "payment_resolution_interval_ms": "600000",
            "payment_resolution_after_ms": "0",
        }
    )
    trace.set_tracer_provider(telemetry.tracer_provider(settings, SimpleSpanProcessor(spans)))
    await prepare(settings)
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=OurHttpProtocol, log_config=None, ws="none"))
    # A server of its own thread's signals would fight with pytest's.
    running = asyncio.create_task(server._serve())  # noqa: SLF001
    while not server.started:
        if running.done():
            running.result()
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with (
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http,
        asyncpg.create_pool(database.url, min_size=1, max_size=3) as pool,
    ):
        yield Lab(app, http, identity, pool, spans)
    server.should_exit = True
    await running
