"""The database's schema, applied in-process at start."""

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

# Any number will do, as long as every instance of this service takes the same one.
_LOCK = 8003


async def apply(engine: AsyncEngine) -> None:
    """Bring the schema to the newest revision, in one transaction; parallel starts wait for each other."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if _current(connection) == _newest():
        return
    # Alembic stays in memory once imported, so it is only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _current(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _newest() -> str:
    """Revisions are files named `<number>_<subject>.py`, in one line."""
    names = sorted(path.name for path in (Path(__file__).parent / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0]
