"""Every metric of the service; the names are those of contracts/telemetry.yaml."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from payment_service.exemplars import exemplar, noting_traces
from payment_service.outbox import Backlog
from payment_service.payment import Payment, PaymentStatus

_HTTP_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_DB_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_GATEWAY_BUCKETS = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2, 2.5, 5, 10)
_DB_OPERATIONS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
METHODS = ("card",)
# What a request to pay comes to: an outcome that is recorded, or none because the gateway did not answer
# (timeout) or was not even asked (unavailable).
PAYMENT_STATUSES = ("captured", "declined", "timeout", "unavailable")
GATEWAY_OUTCOMES = (
    "approved",
    "declined",
    "cancelled",
    "not_found",
    "refunded",
    "refused",
    "timeout",
    "breaker_open",
    "error",
)
CURRENCIES = ("EUR", "GBP", "USD")


class Metrics:
    """The registry and its instruments. Series with bounded labels exist from the start, at 0."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._loop_lag = Gauge(
            "python_asyncio_event_loop_lag_seconds",
            "The longest time in the last 10 s that the event loop was late.",
            registry=self.registry,
        )
        self._http_metrics()
        self._database_metrics()
        self._job_metrics()
        self._messaging_metrics()
        self._business_metrics()
        self._gateway_metrics()

    def _http_metrics(self) -> None:
        self.http_duration = Histogram(
            "http_server_request_duration_seconds",
            "Duration of HTTP server requests.",
            ("http_request_method", "http_route", "http_response_status_code"),
            buckets=_HTTP_BUCKETS,
            registry=self.registry,
        )
        self.http_active = Gauge(
            "http_server_active_requests",
            "HTTP server requests in flight.",
            ("http_request_method",),
            registry=self.registry,
        )
        self._client_duration = Histogram(
            "http_client_request_duration_seconds",
            "Duration of HTTP client requests; the status is error when there was no answer.",
            ("server_address", "http_request_method", "http_response_status_code"),
            buckets=_HTTP_BUCKETS,
            registry=self.registry,
        )

    def _database_metrics(self) -> None:
        self.db_duration = Histogram(
            "db_client_operation_duration_seconds",
            "Duration of database statements.",
            ("db_system_name", "db_namespace", "db_operation_name"),
            buckets=_DB_BUCKETS,
            registry=self.registry,
        )
        self.db_connections = Gauge(
            "db_client_connection_count",
            "Connections of the pool, by state (idle, used).",
            ("state",),
            registry=self.registry,
        )
        self.db_connections_max = Gauge(
            "db_client_connection_max", "The most connections that the pool opens.", registry=self.registry
        )

    def _job_metrics(self) -> None:
        self._job_runs = Counter(
            "job_runs", "Runs of background jobs.", ("job_name", "outcome"), registry=self.registry
        )
        self._job_duration = Histogram(
            "job_duration_seconds",
            "Duration of background job runs.",
            ("job_name",),
            buckets=_HTTP_BUCKETS,
            registry=self.registry,
        )
        self._job_last_success = Gauge(
            "job_last_success_timestamp_seconds",
            "When a background job last succeeded, Unix time.",
            ("job_name",),
            registry=self.registry,
        )
        self._job_items = Counter(
            "job_items", "Items that background jobs dealt with.", ("job_name",), registry=self.registry
        )

    def _business_metrics(self) -> None:
        self._payments_processed = Counter(
            "payments_processed",
            "Payments whose outcome was recorded (captured, declined), and requests that the gateway left"
            " without one (timeout, unavailable).",
            ("status", "method"),
            registry=self.registry,
        )
        self._payment_amount = Counter(
            "payment_amount_minor",
            "Captured money, in minor units.",
            ("currency",),
            registry=self.registry,
        )
        self.refunds_processed = Counter(
            "refunds_processed", "Refunds that were recorded.", registry=self.registry
        )
        for method in METHODS:
            for status in PAYMENT_STATUSES:
                self._payments_processed.labels(status, method)
        for currency in CURRENCIES:
            self._payment_amount.labels(currency)

    def _gateway_metrics(self) -> None:
        self._gateway_duration = Histogram(
            "payment_gateway_duration_seconds",
            "Duration of calls to the card gateway.",
            ("outcome",),
            buckets=_GATEWAY_BUCKETS,
            registry=self.registry,
        )
        for outcome in GATEWAY_OUTCOMES:
            self._gateway_duration.labels(outcome)
        self._breaker_state = Gauge(
            "payment_gateway_breaker_state",
            "1 for the state (closed, open, half_open) that the card gateway's circuit breaker is in.",
            ("state",),
            registry=self.registry,
        )

    def _messaging_metrics(self) -> None:
        self._messages_sent = Counter(
            "messaging_client_sent_messages",
            "Messages sent to the broker; success once it has confirmed.",
            ("messaging_destination_name", "outcome"),
            registry=self.registry,
        )
        self._outbox_pending = Gauge(
            "outbox_pending", "Events that wait in the outbox.", registry=self.registry
        )
        self._outbox_age = Gauge(
            "outbox_oldest_age_seconds",
            "For how long the oldest event in the outbox has waited.",
            registry=self.registry,
        )

    def payment_processed(self, payment: Payment) -> None:
        """Count a payment that has just been captured or declined."""
        self._payments_processed.labels(payment.status.value, payment.method).inc()
        if payment.status is PaymentStatus.CAPTURED:
            self._payment_amount.labels(payment.amount.currency).inc(payment.captured_minor)

    def payment_unanswered(self, status: Literal["timeout", "unavailable"], method: str) -> None:
        """Count a request that ended without an outcome; the payment may get one later, and counts again."""
        self._payments_processed.labels(status, method).inc()

    def client_called(self, peer: str, method: str, status: int | None, seconds: float) -> None:
        """Measure a call to another service; None: it did not answer."""
        code = "error" if status is None else str(status)
        self._client_duration.labels(peer, method, code).observe(seconds, exemplar())

    def watch_event_loop(self, longest_lag: Callable[[], float]) -> None:
        """Ask how late the event loop was with each scrape."""
        self._loop_lag.set_function(longest_lag)

    def gateway_called(self, outcome: str, seconds: float) -> None:
        self._gateway_duration.labels(outcome).observe(seconds, exemplar())

    def watch_breaker(self, states: Iterable[str], current: Callable[[], str]) -> None:
        """Ask for the breaker's state with each scrape."""

        def is_current(state: str) -> float:
            return float(current() == state)

        for state in states:
            self._breaker_state.labels(state).set_function(partial(is_current, state))

    def register_destination(self, destination: str) -> None:
        for outcome in ("success", "error"):
            self._messages_sent.labels(destination, outcome)

    def message_sent(self, destination: str, outcome: str) -> None:
        self._messages_sent.labels(destination, outcome).inc()

    def outbox_backlog(self, backlog: Backlog) -> None:
        """Between two looks the age goes on growing."""
        self._outbox_pending.set(backlog.pending)
        oldest = backlog.oldest.timestamp() if backlog.oldest else None
        self._outbox_age.set_function(lambda: max(0.0, time.time() - oldest) if oldest else 0.0)

    def register_job(self, name: str) -> None:
        """Let the job's series exist before its first run."""
        for outcome in ("success", "error"):
            self._job_runs.labels(name, outcome)
        self._job_duration.labels(name)
        self._job_items.labels(name)

    @contextmanager
    def job_run(self, name: str) -> Iterator[Counter]:
        """Time and count one run; yields the counter of its items."""
        started = time.perf_counter()
        outcome = "error"
        # Most runs find nothing to do and have no trace; the others lead to the last that they went on in.
        with noting_traces() as last_trace:
            try:
                yield self._job_items.labels(name)
                outcome = "success"
                self._job_last_success.labels(name).set_to_current_time()
            finally:
                self._job_runs.labels(name, outcome).inc()
                self._job_duration.labels(name).observe(time.perf_counter() - started, last_trace())

    def watch_engine(self, engine: AsyncEngine, namespace: str) -> None:
        """Measure every statement of the engine, and its pool."""
        pool = engine.pool
        if isinstance(pool, QueuePool):
            self.db_connections.labels("used").set_function(pool.checkedout)
            self.db_connections.labels("idle").set_function(pool.checkedin)
            self.db_connections_max.set(pool.size())

        def before(_connection: Any, _cursor: Any, _statement: str, _p: Any, context: Any, _m: bool) -> None:  # noqa: ANN401, FBT001
            context.started = time.perf_counter()

        def after(_connection: Any, _cursor: Any, statement: str, _p: Any, context: Any, _m: bool) -> None:  # noqa: ANN401, FBT001
            word = statement.split(None, 1)[0].upper()
            operation = word if word in _DB_OPERATIONS else "OTHER"
            self.db_duration.labels("postgresql", namespace, operation).observe(
                time.perf_counter() - context.started, exemplar()
            )

        event.listen(engine.sync_engine, "before_cursor_execute", before)
        event.listen(engine.sync_engine, "after_cursor_execute", after)
