"""What is wrong with a JSON text before any model looks at it: duplicate keys and broken Unicode.

Parsers take the last of two equal keys, and two parsers may disagree; so we refuse them (RFC 7493).
"""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from payment_service.problem import FieldError

_LONGEST_PATH = 200
# Far more than any request has; reporting on a megabyte of unknown ones would keep everybody waiting.
_MOST_MEMBERS = 1_000


class _TooManyMembers(Exception):
    """An object that no request of ours looks like."""


class _Members(list[tuple[str, Any]]):
    """The members of a JSON object as they came, equal keys included."""

    def __init__(self, members: list[tuple[str, Any]]) -> None:
        if len(members) > _MOST_MEMBERS:
            raise _TooManyMembers
        super().__init__(members)


def json_faults(raw: bytes) -> list[FieldError]:
    """One error for each field that is wrong; empty for a sound text."""
    try:
        # Numbers stay text: how long they may be is the model's business.
        document = json.loads(
            raw.decode(),
            object_pairs_hook=_Members,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse,
        )
        return list(_faults(document, ""))
    except _TooManyMembers:
        return [FieldError("body", f"has objects of more than {_MOST_MEMBERS} fields")]
    except (ValueError, RecursionError):
        return [FieldError("body", "malformed JSON")]


def readable(path: str) -> str:
    """A field's path that can be written as UTF-8, and is not longer than anybody reads."""
    return path.encode(errors="backslashreplace").decode()[:_LONGEST_PATH]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _faults(value: Any, path: str) -> Iterator[FieldError]:  # noqa: ANN401 - any JSON
    if isinstance(value, _Members):
        seen: set[str] = set()
        for key, member in value:
            field = f"{path}.{key}" if path else key
            if key in seen:
                yield FieldError(readable(field), "must not be repeated")
            if not _is_unicode(key):
                yield FieldError(readable(field), "is not valid Unicode")
            seen.add(key)
            yield from _faults(member, field)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _faults(item, f"{path}[{index}]")
    elif isinstance(value, str) and not _is_unicode(value):
        yield FieldError(readable(path) or "body", "is not valid Unicode")


def _is_unicode(text: str) -> bool:
    """Whether no surrogate stands alone: such text cannot be stored or sent."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
