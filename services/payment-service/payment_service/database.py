"""The connection pool, and what its errors mean."""

import asyncio
import logging

import asyncpg
import sqlalchemy.exc
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_delay, wait_fixed

from payment_service import migrations
from payment_service.config import Settings

log = logging.getLogger(__name__)

# SQLSTATE classes that pass: connection exception, rollback (deadlock), insufficient resources,
# not in prerequisite state (lock timeout), operator intervention (shutdown, statement timeout).
_TRANSIENT_CLASSES = ("08", "40", "53", "55", "57")
_NO_CONNECTION = (sqlalchemy.exc.InterfaceError, sqlalchemy.exc.OperationalError)
_WAIT_SECONDS = 30


def create_engine(settings: Settings, connections: int) -> AsyncEngine:
    """A pool of at most so many connections; every wait in it is bounded."""
    return create_async_engine(
        settings.database_url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=3,
        pool_pre_ping=True,
        connect_args={
            "timeout": 3,
            "command_timeout": 6,
            "server_settings": {
                "application_name": settings.otel_service_name,
                "statement_timeout": "5000",
                "lock_timeout": "4000",
                "idle_in_transaction_session_timeout": "10000",
                "timezone": "UTC",
            },
        },
    )


async def prepare(settings: Settings) -> None:
    """Wait for a database that is still starting, then bring its schema up to date."""
    engine = create_engine(settings, connections=1)
    try:
        await _wait(engine)
        await migrations.apply(engine)
    finally:
        await engine.dispose()


def is_unavailable(error: BaseException) -> bool:
    """Whether the database could not be asked just now, as opposed to having refused the statement."""
    if isinstance(error, sqlalchemy.exc.DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        if state is None:
            return error.connection_invalidated or isinstance(error, _NO_CONNECTION)
        return error.connection_invalidated or _passes(state)
    if isinstance(error, asyncpg.PostgresError):
        # What the server says to a new connection, such as 57P03 while it recovers: SQLAlchemy wraps
        # the errors of statements only.
        return _passes(error.sqlstate or "")
    return isinstance(error, OSError | asyncio.TimeoutError | sqlalchemy.exc.TimeoutError)


def _passes(state: str) -> bool:
    return state[:2] in _TRANSIENT_CLASSES


async def _wait(engine: AsyncEngine) -> None:
    async for attempt in AsyncRetrying(
        retry=retry_if_exception(is_unavailable),
        wait=wait_fixed(1),
        stop=stop_after_delay(_WAIT_SECONDS),
        before_sleep=_warn,
        reraise=True,
    ):
        with attempt:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))


def _warn(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("the database does not answer yet", extra={"error": str(error)})
