"""Request bodies: bounded, JSON, and strictly what the endpoint's model says."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from payment_service.json_faults import json_faults, readable
from payment_service.problem import FieldError, Problem, invalid, invalid_fields

MAX_BYTES = 1_048_576
_READ_TIMEOUT_SECONDS = 10
# Nobody reads more of them, and a body can hold a great many.
_MOST_ERRORS = 20


class StrictModel(BaseModel):
    """Unknown fields are errors, and nothing is converted: `true` and `"5"` are no integers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def fingerprint(self) -> str:
        """The same for two bodies that mean the same, whatever their spacing and order of fields."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


Model = TypeVar("Model", bound=StrictModel)


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that reads the body as `model`; declare it after the one that checks the token."""

    async def read(request: Request) -> Model:
        raw = await _read(request)
        if wrong := json_faults(raw):
            raise invalid_fields(wrong[:_MOST_ERRORS])
        try:
            return model.model_validate_json(raw)
        except ValidationError as error:
            raise invalid_fields(_field_errors(error)[:_MOST_ERRORS]) from None

    return read


async def _read(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > MAX_BYTES:
        raise _too_large()
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem("unsupported_media_type", "Content-Type must be application/json")
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_TIMEOUT_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise _too_large()
    except TimeoutError:
        raise invalid("body", f"did not arrive within {_READ_TIMEOUT_SECONDS} s") from None
    return bytes(body)


def _too_large() -> Problem:
    return Problem("payload_too_large", f"The limit is {MAX_BYTES} bytes")


def _field_errors(error: ValidationError) -> list[FieldError]:
    return [
        FieldError(_path(e["loc"]), _message(e["type"], e["msg"]))
        for e in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _message(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "unknown field"
        case "missing":
            return "is required"
        case "json_invalid":
            return "malformed JSON"
    return message.removeprefix("Value error, ")


def _path(location: tuple[int | str, ...]) -> str:
    """`items[0].quantity`; `body` for the document as a whole."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return readable(path) or "body"
