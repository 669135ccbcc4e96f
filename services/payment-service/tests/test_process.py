"""The service as a process: its configuration, its stop, and its sudden death."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tenacity import (
    AsyncRetrying,
    retry,
    retry_if_exception_type,
    retry_if_result,
    stop_after_delay,
    wait_fixed,
)

from tests.broker import Proxy
from tests.conftest import Database, Lab, temporary_database


def environment(database: Database, jwks_url: str, **changes: str) -> dict[str, str]:
    names = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path.cwd()),
        "JWKS_URL": jwks_url,
        "RABBITMQ_URL": os.environ["TEST_RABBITMQ_URL"],
        # A lab may be running at the default address of the collector: its traces are not for tests.
        "OTEL_TRACES_SAMPLER": "always_off",
    }
    return {**names, **database.environment, **changes}


@retry(
    retry=retry_if_exception_type(httpx.HTTPError),
    wait=wait_fixed(0.05),
    stop=stop_after_delay(20),
    reraise=True,
)
async def _ready(http: httpx.AsyncClient) -> None:
    (await http.get("/ready")).raise_for_status()


@asynccontextmanager
async def service(
    database: Database, lab: Lab, **changes: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """The process of a ready service, and a client for it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = {"HTTP_PORT": str(port), "EVENTS_EXCHANGE": lab.settings.events_exchange}
    env = environment(database, lab.identity.url, **{**ours, **changes})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "payment_service", env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            await _ready(http)
            yield process, http
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        out, err = await process.communicate()
    assert err == b""
    for line in out.splitlines():
        assert {"ts", "level", "service", "msg"} <= json.loads(line).keys()
    # Killed by a test, or stopped in good order.
    assert process.returncode in (0, -signal.SIGKILL)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DB_HOST", None),
        ("DB_PASSWORD", ""),
        ("HTTP_PORT", "0"),
        ("HTTP_PORT", "80_00"),
        ("DB_PORT", "65536"),
        ("DB_POOL_MAX", "many"),
        ("JWKS_URL", "not a url"),
        ("LOG_LEVEL", "loud"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"),
        ("RABBITMQ_URL", None),
        ("RABBITMQ_URL", "http://127.0.0.1"),
        ("OUTBOX_POLL_INTERVAL_SECONDS", "500ms"),
        ("CARD_GATEWAY_TIMEOUT_SECONDS", "-1"),
        ("CARD_GATEWAY_TIMEOUT_SECONDS", "nan"),
        ("CARD_GATEWAY_DECLINE_RATE", "1.5"),
        ("CARD_GATEWAY_BREAKER_FAILURES", "0"),
        ("OPENAPI_FILE", "/nowhere/openapi.yaml"),
    ],
)
async def test_wrong_configuration(database: Database, variable: str, value: str | None) -> None:
    env = environment(database, "http://127.0.0.1:1/jwks.json")
    if value is None:
        env.pop(variable)
    else:
        env[variable] = value
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "payment_service", env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = await process.communicate()
    assert (process.returncode, out) == (1, b"")
    (line,) = err.splitlines()
    record = json.loads(line)
    assert record["level"] == "error"
    assert variable in record["msg"]


async def test_killed_between_the_gateways_answer_and_our_commit(database: Database, lab: Lab) -> None:
    order_id = str(uuid4())
    body = {
        "order_id": order_id,
        "amount": {"amount_minor": 777, "currency": "EUR"},
        "method": {"type": "card", "token": "tok_visa"},
    }
    headers = lab.headers("service")
    charged = "SELECT count(*) FROM card_gateway_charges WHERE amount_minor = 777 AND outcome = 'approved'"
    async with lab.db.acquire() as blocker, blocker.transaction():
        # The ledger is locked, so the service gets the gateway's answer but cannot record it.
        async with service(database, lab) as (process, http):
            await blocker.execute("LOCK TABLE payment_transactions IN ACCESS EXCLUSIVE MODE")
            posting = asyncio.create_task(http.post("/api/v1/payments", json=body, headers=headers))
            async with asyncio.timeout(15):
                while await lab.db.fetchval(charged) == 0:
                    await asyncio.sleep(0.02)
            process.kill()
            # Before another signal: sending one asks for the exit code too, and then asyncio never learns it.
            await process.wait()
            with pytest.raises(httpx.TransportError):
                await posting
    async with service(database, lab) as (_, http):
        # The claim of the dead process has to run out first.
        posts = AsyncRetrying(
            retry=retry_if_result(lambda answer: answer.status_code == 504), stop=stop_after_delay(30)
        )
        answer: httpx.Response = await posts(http.post, "/api/v1/payments", json=body, headers=headers)
        assert answer.status_code == 200
        assert answer.json()["status"] == "captured"
    assert await lab.db.fetchval(charged) == 1


async def test_starts_without_user_service(database: Database, lab: Lab) -> None:
    async with service(database, lab, JWKS_URL="http://127.0.0.1:1/jwks.json") as (_, http):
        answer = await http.get("/api/v1/payments", headers=lab.headers("operator"))
        assert (answer.status_code, answer.json()["code"]) == (503, "dependency_unavailable")


async def test_away_broker_delays_events_and_nothing_else(lab: Lab) -> None:
    async with temporary_database() as database, Proxy.to(os.environ["TEST_RABBITMQ_URL"]) as proxy:
        await proxy.stop()
        async with service(database, lab, RABBITMQ_URL=proxy.url) as (_, http):

            async def pay() -> str:
                body = {
                    "order_id": str(uuid4()),
                    "amount": {"amount_minor": 100, "currency": "EUR"},
                    "method": {"type": "card", "token": "tok_visa"},
                }
                answer = await http.post("/api/v1/payments", json=body, headers=lab.headers("service"))
                assert answer.status_code == 201
                return body["order_id"]  # type: ignore[return-value]

            async def until_waiting(events: int) -> None:
                async with asyncio.timeout(15):
                    while f"\noutbox_pending {events:.1f}\n" not in (await http.get("/metrics")).text:
                        await asyncio.sleep(0.05)

            orders = [await pay() for _ in range(3)]
            assert (await http.get("/ready")).status_code == 200
            await until_waiting(3)
            await proxy.start()
            for order in orders:
                await lab.broker.of_order("payment.captured", order)
            await until_waiting(0)
            # A connection that breaks is made anew.
            await proxy.stop()
            await proxy.start()
            orders.append(await pay())
            await lab.broker.of_order("payment.captured", orders[-1])
        published = [message.event["data"]["order_id"] for message in lab.broker.messages]
        assert [order for order in published if order in orders] == orders
