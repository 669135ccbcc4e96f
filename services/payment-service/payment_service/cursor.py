"""Cursors of keyset pages: the last id seen, and a check that it is for the same list.

The check is no secret. It keeps a cursor from one list, or one that was made up, from being taken for
another's; what a caller may see is decided by their token, never by a cursor.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from payment_service.problem import invalid

_CHECK_BYTES = 8


class _HasId(Protocol):
    @property
    def id(self) -> UUID: ...


Item = TypeVar("Item", bound=_HasId)


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`limit` items at most of `found`, which holds one more when there is a next page."""

    items: Sequence[Item]
    next_cursor: str | None


def page(found: Sequence[Item], limit: int, of: str) -> Page[Item]:
    """`of` names the list with its filters."""
    items = found[:limit]
    return Page(items, encode(items[-1].id, of) if len(found) > limit else None)


def encode(last: UUID, of: str) -> str:
    return base64.urlsafe_b64encode(last.bytes + _check(last, of)).decode()


def decode(cursor: str, of: str) -> UUID:
    """The last id seen. Raises Problem for a cursor that was not given out for this list."""
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
        last = UUID(bytes=raw[:16])
    except ValueError:
        raw, last = b"", UUID(int=0)
    # The comparison with the encoding also refuses other spellings of the same bytes.
    if raw[16:] != _check(last, of) or encode(last, of) != cursor:
        raise invalid("cursor", "is not a cursor that we gave out for this list")
    return last


def _check(last: UUID, of: str) -> bytes:
    return hashlib.blake2b(of.encode() + last.bytes, digest_size=_CHECK_BYTES).digest()
