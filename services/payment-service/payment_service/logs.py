"""Logs: one JSON object a line on standard output, for our records and the libraries' alike."""

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import TextIO

from opentelemetry import trace

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_NAMES = {
    logging.DEBUG: "debug",
    logging.INFO: "info",
    logging.WARNING: "warn",
    logging.ERROR: "error",
    logging.CRITICAL: "error",
}
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"}


class JSONFormatter(logging.Formatter):
    """`ts`, `level`, `service`, `msg`, the ids of the current span, then the record's `extra` fields."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "ts": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": _NAMES.get(record.levelno, "info"),
            "service": self._service,
            "msg": record.getMessage(),
        }
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            line["trace_id"] = trace.format_trace_id(span.trace_id)
            line["span_id"] = trace.format_span_id(span.span_id)
        line.update((k, v) for k, v in vars(record).items() if k not in _STANDARD)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class AtMostOnceAMinute(logging.Filter):
    """For a library that reports the same outage with every attempt."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + 60
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return True


def configure(service: str, level: str, stream: TextIO | None = None) -> None:
    """Send every logger of the process through the JSON formatter."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JSONFormatter(service))
    logging.basicConfig(handlers=[handler], level=_LEVELS[level], force=True)
    # These say at info what our own lines already say.
    for name in ("httpx", "httpcore", "alembic", "uvicorn.access", "asyncio"):
        logging.getLogger(name).setLevel(max(_LEVELS[level], logging.WARNING))
    # A collector that is away must cost one warning a minute, not an error a second.
    once = AtMostOnceAMinute()
    for name in (
        "opentelemetry.exporter.otlp.proto.http.trace_exporter",
        "opentelemetry.exporter.otlp.common.http",
        "opentelemetry.sdk._shared_internal",
    ):
        logging.getLogger(name).addFilter(once)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    # The relay says it when the broker is away; the library would with every attempt, and in parts.
    for name in ("aiormq", "aiormq.connection", "aiormq.channel"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
