"""What clients do with their connections: hold them unused, dribble, and go away."""

import asyncio
import logging

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode

from payment_service import protocol
from tests.conftest import Lab

_REQUEST = b"GET /health HTTP/1.1\r\nhost: payment-service\r\n"


async def connect(lab: Lab) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(lab.http.base_url.host, lab.http.base_url.port)


async def test_an_unused_connection_is_kept_for_later(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_HEADERS_TIMEOUT_SECONDS", 0.2)
    reader, writer = await connect(lab)
    await asyncio.sleep(0.5)
    writer.write(_REQUEST + b"\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
    writer.close()


@pytest.mark.parametrize("earlier", [0, 1])
async def test_headers_have_to_arrive_in_time(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    reader, writer = await connect(lab)
    for _ in range(earlier):
        writer.write(_REQUEST + b"\r\n")
        await reader.readuntil(b"}")
    monkeypatch.setattr(protocol, "_HEADERS_TIMEOUT_SECONDS", 0.2)
    writer.write(_REQUEST)
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()


async def test_a_dropped_upload_is_nobodys_failure(lab: Lab, caplog: pytest.LogCaptureFixture) -> None:
    lab.spans.clear()
    _, writer = await connect(lab)
    token = lab.identity.token("service")
    writer.write(
        b"POST /api/v1/payments HTTP/1.1\r\nhost: payment-service\r\nauthorization: Bearer %s\r\n"
        b'content-type: application/json\r\ncontent-length: 100\r\n\r\n{"order_id"' % token.encode()
    )
    writer.close()

    def finished() -> list[ReadableSpan]:
        return [span for span in lab.spans.get_finished_spans() if span.name == "POST /api/v1/payments"]

    async with asyncio.timeout(10):
        while not finished():
            await asyncio.sleep(0.01)
    (span,) = finished()
    assert span.status.status_code is StatusCode.UNSET
    assert not span.events
    labels = {
        "http_request_method": "POST",
        "http_route": "/api/v1/payments",
        "http_response_status_code": "499",
    }
    registry = lab.app.state.metrics.registry
    assert registry.get_sample_value("http_server_request_duration_seconds_count", labels) == 1
    ours = ("payment_service.access", "uvicorn.error")
    assert not [line for line in caplog.records if line.name in ours and line.levelno >= logging.WARNING]
