"""uvicorn's HTTP protocol with two additions: a time limit for request headers, and problem documents."""

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEADERS_TIMEOUT_SECONDS = 10


class OurHttpProtocol(HttpToolsProtocol):
    """A client that dribbles its first headers is cut off; what is not HTTP gets a problem document."""

    _headers_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._headers_deadline = self.loop.call_later(_HEADERS_TIMEOUT_SECONDS, transport.close)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        # Later requests of the connection have the same limit; idling between them has uvicorn's.
        if self._headers_deadline is None:
            self._headers_deadline = self.loop.call_later(_HEADERS_TIMEOUT_SECONDS, self.transport.close)

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
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(body), body)
        )
        self.transport.close()

    def _stop_waiting(self) -> None:
        if self._headers_deadline is not None:
            self._headers_deadline.cancel()
            self._headers_deadline = None
