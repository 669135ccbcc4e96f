"""Bearer tokens: verified here, against the JWKS that user-service publishes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import jwt
from fastapi import Depends, Request
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

from payment_service.metrics import Metrics
from payment_service.problem import Problem, unauthorized, unavailable

log = logging.getLogger(__name__)

_LEEWAY_SECONDS = 5
_MAX_AGE_SECONDS = 600
_PEER = "user-service"
# Tokens with invented key ids must not turn into requests to user-service.
_MIN_INTERVAL_SECONDS = 2


class JWKS:
    """The published keys, fetched when first needed and again for an unknown key id or after 10 minutes.

    Nobody waits for a key that is known: it works while newer ones are fetched, and while user-service
    is away.
    """

    def __init__(self, url: str, metrics: Metrics) -> None:
        self._url = url
        self._metrics = metrics
        self._client = httpx.AsyncClient(timeout=2)
        HTTPXClientInstrumentor.instrument_client(self._client)
        self._lock = asyncio.Lock()
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = float("-inf")
        self._refreshing: asyncio.Task[None] | None = None

    async def close(self) -> None:
        if self._refreshing:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)
        await self._client.aclose()

    async def key(self, kid: str) -> jwt.PyJWK | None:
        """The key of that id, None when it is not published. Raises Problem when no key is known at all."""
        if kid not in self._keys:
            await self._refresh()
        elif time.monotonic() - self._fetched > _MAX_AGE_SECONDS:
            self._refresh_meanwhile()
        if not self._keys:
            raise unavailable("The keys that verify tokens cannot be fetched")
        return self._keys.get(kid)

    def _refresh_meanwhile(self) -> None:
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        """Fetch, unless somebody has just tried. Who waits here for another's try takes what came of it."""
        async with self._lock:
            if time.monotonic() - self._tried > _MIN_INTERVAL_SECONDS:
                try:
                    await self._fetch()
                finally:
                    self._tried = time.monotonic()

    async def _fetch(self) -> None:
        try:
            answer = await self._get()
            answer.raise_for_status()
            published = jwt.PyJWKSet.from_dict(answer.json())
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, AttributeError) as error:
            log.warning("JWKS not fetched", extra={"error": repr(error)})
            return
        self._keys = {key.key_id: key for key in published.keys if key.key_id}
        self._fetched = time.monotonic()

    async def _get(self) -> httpx.Response:
        started, status = time.monotonic(), None
        try:
            answer = await self._client.get(self._url)
            status = answer.status_code
        finally:
            self._metrics.client_called(_PEER, "GET", status, time.monotonic() - started)
        return answer


@dataclass(frozen=True)
class Caller:
    """Who is asking: a user's id, or the client id of a service."""

    subject: str
    roles: frozenset[str]

    @property
    def sees_all(self) -> bool:
        return bool(self.roles & {"operator", "admin", "service"})


async def _verify(request: Request) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized("A bearer token is needed")
    claims = await _claims(request.app.state.jwks, token.strip())
    roles = claims.get("roles")
    if not isinstance(roles, list):
        raise unauthorized("The token names no roles")
    return Caller(claims["sub"], frozenset(role for role in roles if isinstance(role, str)))


async def _claims(jwks: JWKS, token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise unauthorized("The token is not signed as ours are")
        key = await jwks.key(kid)
        if key is None:
            raise unauthorized("The token is signed by an unknown key")
        return jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience="oms",
            issuer="oms",
            leeway=_LEEWAY_SECONDS,
            options={"require": ["sub", "iss", "aud", "iat", "exp"]},
        )
    except jwt.ExpiredSignatureError:
        raise unauthorized("The token has expired") from None
    except jwt.PyJWTError:
        raise unauthorized("The token is not valid") from None


def require(*roles: str) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency that lets callers with one of the roles through."""

    async def check(caller: Annotated[Caller, Depends(_verify)]) -> Caller:
        if caller.roles.isdisjoint(roles):
            raise Problem("forbidden", f"One of these roles is needed: {', '.join(roles)}")
        return caller

    return check
