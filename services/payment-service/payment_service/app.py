"""Start: configuration, telemetry, database, server, graceful stop."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from payment_service import config, database, endpoints, logs, payment, probes, problem, telemetry
from payment_service.auth import JWKS
from payment_service.card_gateway import CardGateway
from payment_service.card_gateway.breaker import STATES, Breaker
from payment_service.card_gateway.guarded import GuardedGateway
from payment_service.card_gateway.simulated import Behaviour, SimulatedCardGateway
from payment_service.config import Settings
from payment_service.event_loop import EventLoopLag
from payment_service.jobs import Jobs
from payment_service.metrics import Metrics
from payment_service.middleware import RequestMiddleware
from payment_service.protocol import OurHttpProtocol
from payment_service.publisher import Publisher
from payment_service.refunds import RefundService
from payment_service.relay import Relay
from payment_service.service import PaymentService

log = logging.getLogger(__name__)

# Of the simulated gateway, beside DB_POOL_MAX: its transactions are short, so a few serve a burst of charges.
_GATEWAY_CONNECTIONS = 5

_EXPECTED_ERRORS = (
    HTTPException,
    RequestValidationError,
    problem.Problem,
    payment.PaymentNotFound,
    payment.PaymentDeclined,
    payment.GatewayTimeout,
    payment.GatewayUnavailable,
    payment.RefundExceedsCaptured,
    payment.Conflict,
    payment.CurrencyMismatch,
    payment.IdempotencyKeyReused,
)


def create_app(settings: Settings) -> FastAPI:
    """The application on a prepared database; its lifespan owns the pools, the jobs and the JWKS client."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = database.create_engine(settings, settings.db_pool_max)
        metrics.watch_engine(engine, settings.db_name)
        telemetry.trace_engine(engine)
        # Another company does not wait for our connections, and our time limit is for its answer alone.
        gateway_engine = database.create_engine(settings, _GATEWAY_CONNECTIONS)
        card_gateway = SimulatedCardGateway(gateway_engine, _behaviour(settings))
        guarded = await _guard(card_gateway, settings, metrics)
        publisher = Publisher(settings.rabbitmq_url.get_secret_value(), settings.events_exchange, metrics)
        relay = Relay(engine, publisher, metrics)
        payments = PaymentService(engine, guarded, metrics, relay.wake.set)
        refunds = RefundService(engine, guarded, metrics, relay.wake.set)
        jobs = Jobs(engine, payments, refunds, relay, metrics, settings)
        app.state.engine = engine
        app.state.metrics = metrics
        app.state.jwks = JWKS(settings.jwks_url, metrics)
        app.state.card_gateway = card_gateway
        app.state.payments = payments
        app.state.refunds = refunds
        lag = EventLoopLag()
        metrics.watch_event_loop(lag.longest)
        lag.start()
        jobs.start()
        log.info("ready to serve")
        yield
        await jobs.stop()
        await lag.stop()
        await publisher.close()
        await app.state.jwks.close()
        await gateway_engine.dispose()
        await engine.dispose()
        telemetry.untrace_engine()

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.state.description = settings.openapi_file.read_bytes()
    app.include_router(probes.router)
    app.include_router(endpoints.router)
    for expected in _EXPECTED_ERRORS:
        app.add_exception_handler(expected, problem.handle)
    app.add_exception_handler(405, _method_not_allowed)
    app.add_middleware(RequestMiddleware, metrics=metrics)
    telemetry.trace_app(app)
    return app


def _behaviour(settings: Settings) -> Behaviour:
    return Behaviour(
        median=settings.card_gateway_latency_median_seconds,
        sigma=settings.card_gateway_latency_sigma,
        decline_rate=settings.card_gateway_decline_rate,
        timeout_rate=settings.card_gateway_timeout_rate,
        unknown_outcome_rate=settings.card_gateway_unknown_outcome_rate,
    )


async def _guard(card_gateway: CardGateway, settings: Settings, metrics: Metrics) -> GuardedGateway:
    breaker = await Breaker.create(
        settings.card_gateway_breaker_failures, settings.card_gateway_breaker_open_seconds
    )
    metrics.watch_breaker(STATES.values(), lambda: breaker.state)
    timeout = timedelta(seconds=settings.card_gateway_timeout_seconds)
    return GuardedGateway(card_gateway, breaker, metrics, timeout)


async def _method_not_allowed(request: Request, error: Exception) -> Response:
    """Two routes may share a path, so Allow is collected over all of them."""
    allowed: set[str] = set()
    for route in (*probes.router.routes, *endpoints.router.routes):
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            allowed |= route.methods or set()
    error = HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
    return await problem.handle(request, error)


def main() -> int:
    """Run until SIGTERM or SIGINT; returns the exit code."""
    try:
        settings = config.load()
    except config.ConfigurationError as wrong:
        logs.configure("payment-service", "error", sys.stderr)
        log.error("%s", wrong)  # noqa: TRY400 - one line, no stack trace
        return 1
    provider = telemetry.start(settings)
    log.info("configuration", extra=settings.masked())
    try:
        asyncio.run(database.prepare(settings))
    except Exception as error:  # noqa: BLE001 - whatever it is, one line and the exit code say it
        log.error("the database is not usable", extra={"error": str(error)})  # noqa: TRY400
        return 1
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.bind_address,
            port=settings.http_port,
            loop="uvloop",
            http=OurHttpProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            # Longer than the gateway keeps idle connections (60 s): it never writes into a closed one.
            timeout_keep_alive=120,
            timeout_graceful_shutdown=7,
        )
    )
    # uvicorn raises the signal again when it is done; a stop that was asked for is a success.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    server.run()
    telemetry.stop(provider)
    log.info("stopped")
    return 0 if server.started else 1
