"""The keys that verify tokens, while user-service does not answer."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from payment_service import auth
from payment_service.auth import JWKS
from payment_service.metrics import Metrics
from payment_service.problem import Problem
from tests.identity import Identity


@pytest.fixture
def user_service() -> Iterator[Identity]:
    identity = Identity()
    yield identity
    identity.close()


async def test_known_keys_work_while_newer_ones_are_fetched(
    user_service: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = JWKS(user_service.url, Metrics())
    known = await keys.key("test")
    monkeypatch.setattr(auth, "_MAX_AGE_SECONDS", 0)
    monkeypatch.setattr(auth, "_MIN_INTERVAL_SECONDS", 0)
    # Who waited for the fetch would wait for ever.
    keys._client.timeout = httpx.Timeout(None)  # noqa: SLF001
    user_service.awake.clear()
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(keys.key("test") for _ in range(20))) == [known] * 20
        while user_service.fetches < 2:
            await asyncio.sleep(0.01)
        assert await keys.key("test") is known
    user_service.awake.set()
    async with asyncio.timeout(10):
        while await keys.key("test") is known:
            await asyncio.sleep(0.01)
    await keys.close()


async def test_who_waits_for_a_fetch_takes_what_came_of_it(user_service: Identity) -> None:
    metrics = Metrics()
    keys = JWKS(user_service.url, metrics)
    user_service.awake.clear()
    answers = await asyncio.gather(*(keys.key("test") for _ in range(20)), return_exceptions=True)
    assert {answer.code for answer in answers if isinstance(answer, Problem)} == {"dependency_unavailable"}
    assert user_service.fetches == 1
    unanswered = {
        "server_address": "user-service",
        "http_request_method": "GET",
        "http_response_status_code": "error",
    }
    assert metrics.registry.get_sample_value("http_client_request_duration_seconds_count", unanswered) == 1
    await keys.close()
