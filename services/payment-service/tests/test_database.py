"""A database that cannot be asked just now is waited for; one that refuses us is not."""

import asyncio

import asyncpg
import pytest

from payment_service import database
from tests.conftest import Lab


@pytest.mark.parametrize(
    ("error", "unavailable"),
    [
        (asyncpg.CannotConnectNowError("the database system is starting up"), True),
        (asyncpg.TooManyConnectionsError("too many clients"), True),
        (asyncpg.ConnectionDoesNotExistError("unexpected connection_lost() call"), True),
        (ConnectionRefusedError(), True),
        (asyncpg.InvalidPasswordError("no such user"), False),
        (asyncpg.InvalidCatalogNameError("no such database"), False),
        (ValueError(), False),
    ],
)
def test_unavailable(error: Exception, unavailable: bool) -> None:  # noqa: FBT001
    assert database.is_unavailable(error) is unavailable


async def test_a_start_waits_for_a_database_that_recovers(lab: Lab) -> None:
    answers = ["57P03", "57P03", "28P01"]

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The client asks for TLS, is told no, and introduces itself.
        await reader.readexactly(8)
        writer.write(b"N")
        await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big") - 4)
        fields = f"SFATAL\0VFATAL\0C{answers.pop(0)}\0Mnot now, or never\0\0".encode()
        writer.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settings = lab.settings.model_copy(update={"db_host": "127.0.0.1", "db_port": port})
        with pytest.raises(asyncpg.InvalidPasswordError):
            await database.prepare(settings)
    assert answers == []
