"""What endpoints read from the path, the query and the headers."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Path, Query, Request
from pydantic import BeforeValidator

from payment_service import cursor
from payment_service.auth import Caller, require
from payment_service.body import StrictModel
from payment_service.config import digits_only
from payment_service.payment import IdempotencyKey
from payment_service.problem import FieldError, invalid, invalid_fields

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _canonical(value: object) -> object:
    """Pydantic would also read URNs, braces and ids without hyphens."""
    if isinstance(value, str) and not _UUID.fullmatch(value):
        raise ValueError("must be a UUID")
    return value


Id = Annotated[UUID, BeforeValidator(_canonical)]
PaymentId = Annotated[UUID, BeforeValidator(_canonical), Path(alias="id")]
KeyHeader = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,255}$")]

ServiceCaller = Annotated[Caller, Depends(require("service"))]
RefundCaller = Annotated[Caller, Depends(require("service", "operator", "admin"))]
Reader = Annotated[Caller, Depends(require("customer", "operator", "admin", "service"))]


@dataclass(frozen=True)
class PageQuery:
    """`limit` and `cursor`."""

    limit: int
    cursor: str | None

    def last_seen(self, of: str) -> UUID | None:
        """The last id of the page before; `of` names the list. Raises Problem for a wrong cursor."""
        return cursor.decode(self.cursor, of) if self.cursor is not None else None


async def _page_query(
    limit: Annotated[int, BeforeValidator(digits_only), Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> PageQuery:
    return PageQuery(limit, cursor)


Paging = Annotated[PageQuery, Depends(_page_query)]


def refuse_repeated(request: Request, *names: str) -> None:
    """A parameter that comes twice is ambiguous. Raises Problem naming it."""
    repeated = [name for name in names if len(request.query_params.getlist(name)) > 1]
    if repeated:
        raise invalid_fields([FieldError(name, "must not be repeated") for name in repeated])


def idempotency_key(
    caller: Caller, request: Request, body: StrictModel, key: str | None
) -> IdempotencyKey | None:
    if key is None:
        return None
    if len(request.headers.getlist("idempotency-key")) > 1:
        raise invalid("Idempotency-Key", "must not be repeated")
    return IdempotencyKey(caller.subject, key, f"POST {request.url.path} {body.fingerprint()}")


def only(caller: Caller) -> UUID | None:
    """The customer to whom what the caller sees is limited; None for no limit."""
    if caller.sees_all:
        return None
    try:
        return UUID(caller.subject)
    except ValueError:
        # A customer whose subject is no id owns nothing: the nil id belongs to nobody.
        return UUID(int=0)
