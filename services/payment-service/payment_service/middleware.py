"""What surrounds every request: its id, its access line, its metrics, and the last net for errors."""

import logging
import re
import time
import uuid

from opentelemetry import trace
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from payment_service import problem
from payment_service.exemplars import exemplar
from payment_service.metrics import Metrics

log = logging.getLogger("payment_service.access")

PROBES = frozenset({"/health", "/ready", "/metrics", "/openapi.yaml"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


class RequestMiddleware:
    """Inside the server span, outside everything else."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
        active = self._metrics.http_active.labels(method)
        status = 0
        started = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        active.inc()
        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            # It went away in the middle of its upload: nobody failed, and nobody is left to hear an answer.
            pass
        except Exception as error:  # noqa: BLE001 - the boundary
            self._report(error)
            if status == 0:
                await problem.from_exception(error).response(scope["path"])(scope, receive, answer)
        finally:
            active.dec()
            self._finish(scope, method, status, time.perf_counter() - started, request_id)

    def _report(self, error: Exception) -> None:
        span = trace.get_current_span()
        span.record_exception(error)
        span.set_status(trace.StatusCode.ERROR, type(error).__name__)
        code = problem.from_exception(error).code
        if code == "internal_error":
            log.error("request failed", exc_info=error, extra={"code": code})
        else:
            log.error("request failed: %s", code, extra={"code": code, "error": repr(error)})

    def _finish(self, scope: Scope, method: str, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        # A client that went away got no status; 499 is what proxies write for it.
        status = status or 499
        self._metrics.http_duration.labels(method, route, str(status)).observe(seconds, exemplar())
        duration_ms = round(seconds * 1000, 1)
        log.log(
            logging.DEBUG if route in PROBES else logging.INFO,
            "%s %s %d in %d ms",
            method,
            scope["path"],
            status,
            duration_ms,
            extra={
                "http_request_method": method,
                "http_route": route,
                "status": status,
                "duration_ms": duration_ms,
                "request_id": request_id,
                "url_path": scope["path"],
            },
        )
