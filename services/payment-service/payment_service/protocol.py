"""uvicorn's HTTP protocol with two additions: a time limit for request headers, and problem documents."""

import asyncio
import json
import uuid
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEADERS_TIMEOUT_SECONDS = 10


class OurHttpProtocol(HttpToolsProtocol):
    """A client that dribbles its headers is cut off; what is not HTTP gets a problem document."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # A pool of connections may hold one for later: before its first request it may idle for as
        # long as uvicorn lets it between two.
        self._close_after(self.timeout_keep_alive)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._close_after(_HEADERS_TIMEOUT_SECONDS)

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        document: dict[str, Any] = {
            "type": "urn:oms:problem:invalid_request",
            "title": "The request is not valid",
            "status": 400,
            "detail": msg,
            "instance": "",
            "code": "invalid_request",
            "trace_id": "0" * 32,
        }
        body = json.dumps(document).encode()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\nx-request-id: %s\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%s"
            % (str(uuid.uuid4()).encode(), len(body), body)
        )
        self.transport.close()

    def _close_after(self, seconds: float) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
