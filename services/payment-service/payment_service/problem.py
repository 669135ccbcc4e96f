"""Errors as problem documents (RFC 9457): the only place that knows HTTP status codes.

Codes, statuses and titles are those of contracts/problems.yaml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from opentelemetry import trace
from starlette.exceptions import HTTPException

from payment_service import payment
from payment_service.database import is_unavailable

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "invalid_request": (400, "The request is not valid"),
    "unauthorized": (401, "Sign in first"),
    "payment_declined": (402, "The payment was declined"),
    "forbidden": (403, "Not allowed"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "conflict": (409, "The state does not allow it"),
    "payload_too_large": (413, "The body is too large"),
    "unsupported_media_type": (415, "Send JSON"),
    "idempotency_key_reused": (422, "The idempotency key was used for another request"),
    "refund_exceeds_captured": (422, "The refund exceeds the captured amount"),
    "internal_error": (500, "Something went wrong on our side"),
    "dependency_unavailable": (503, "A part of the system does not answer"),
    "payment_gateway_timeout": (504, "The card gateway did not answer"),
}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field; `field` is a path such as `amount.currency`."""

    field: str
    message: str


@dataclass
class Problem(Exception):
    """An answer that is not a success. `members` are further members of the document."""

    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return PROBLEMS[self.code][0]

    def document(self, path: str) -> dict[str, Any]:
        status, title = PROBLEMS[self.code]
        body: dict[str, Any] = {
            "type": f"urn:oms:problem:{self.code}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "instance": path,
            "code": self.code,
            "trace_id": trace.format_trace_id(trace.get_current_span().get_span_context().trace_id),
            **self.members,
        }
        if self.errors:
            body["errors"] = [{"field": e.field, "message": e.message} for e in self.errors]
        return body

    def response(self, path: str) -> JSONResponse:
        return JSONResponse(
            self.document(path), self.status, dict(self.headers), media_type="application/problem+json"
        )


def invalid(name: str, message: str) -> Problem:
    return Problem("invalid_request", f"{name}: {message}", [FieldError(name, message)])


def invalid_fields(errors: Sequence[FieldError]) -> Problem:
    first = errors[0]
    return Problem("invalid_request", f"{first.field}: {first.message}", errors)


def unauthorized(detail: str) -> Problem:
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": "Bearer"})


def unavailable(detail: str, retry_after: int = 1) -> Problem:
    """`retry_after` in seconds."""
    return Problem("dependency_unavailable", detail, headers={"Retry-After": str(retry_after)})


def from_exception(error: BaseException) -> Problem:  # noqa: C901, PLR0911, PLR0912 - one table
    """The problem document of any exception; what is not ours shows nothing of itself."""
    match error:
        case Problem():
            return error
        case RequestValidationError():
            wrong = error.errors()
            if ids := [e["loc"][1] for e in wrong if e["loc"][0] == "path"]:
                unreadable = [FieldError(name, "is not a UUID") for name in ids]
                return Problem("not_found", "There is no such payment", unreadable)
            return invalid_fields([_parameter_error(e) for e in wrong])
        case HTTPException(status_code=404):
            return Problem("not_found", "There is no such route")
        case HTTPException(status_code=405):
            return Problem(
                "method_not_allowed", "The route has other methods", headers=dict(error.headers or {})
            )
        case payment.PaymentNotFound():
            return Problem("not_found", "There is no such payment")
        case payment.PaymentDeclined():
            return Problem(
                "payment_declined",
                f"The card gateway declined the charge: {error.decline_code}",
                members={"order_id": str(error.order_id), "decline_code": error.decline_code},
            )
        case payment.GatewayTimeout():
            return Problem(
                "payment_gateway_timeout",
                "The outcome is not known yet; ask again",
                members={"order_id": str(error.order_id)},
            )
        case payment.GatewayUnavailable():
            return unavailable("The card gateway does not answer; nothing was asked of it", error.retry_after)
        case payment.RefundExceedsCaptured():
            return Problem(
                "refund_exceeds_captured",
                "Captured minus already refunded is less than the amount asked for",
                members={"refundable": error.refundable.document()},
            )
        case payment.CurrencyMismatch():
            return invalid("amount.currency", f"the payment is in {error.currency}")
        case payment.Conflict():
            return Problem("conflict", str(error))
        case payment.IdempotencyKeyReused():
            return Problem("idempotency_key_reused", "The same Idempotency-Key came with a different request")
    if is_unavailable(error):
        return unavailable("The database does not answer")
    return Problem("internal_error", "The fault is recorded; the trace id leads to it")


def _parameter_error(error: Mapping[str, Any]) -> FieldError:
    name = ".".join(str(part) for part in error["loc"][1:])
    return FieldError(name, str(error["msg"]).removeprefix("Value error, "))


async def handle(request: Request, error: Exception) -> JSONResponse:
    """The exception handler of every error that the framework lets us render."""
    return from_exception(error).response(request.url.path)
