"""The payment endpoints: what comes in, who may ask, what goes out."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator, Field

from payment_service.auth import Caller, require
from payment_service.body import StrictModel, json_body
from payment_service.config import digits_only
from payment_service.payment import (
    IdempotencyKey,
    Money,
    Payment,
    PaymentRequest,
    PaymentStatus,
    Refund,
    StoredAnswer,
    Transaction,
)
from payment_service.problem import invalid
from payment_service.service import PaymentService

router = APIRouter(prefix="/api/v1/payments")

# Far above any order, far below what 64 bits hold, so that sums stay exact.
_MAX_AMOUNT = 1_000_000_000_000


class AmountBody(StrictModel):
    """Minor units and a currency that the gateway settles."""

    amount_minor: Annotated[int, Field(ge=1, le=_MAX_AMOUNT)]
    currency: Literal["EUR", "GBP", "USD"]

    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)


class MethodBody(StrictModel):
    """How the customer pays."""

    type: Literal["card"]
    token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,128}$")]


class PaymentBody(StrictModel):
    """`POST /api/v1/payments`"""

    order_id: UUID
    amount: AmountBody
    method: MethodBody
    customer_id: UUID | None = None


class RefundBody(StrictModel):
    """`POST /api/v1/payments/{id}/refund`; without an amount all that is left."""

    amount: AmountBody | None = None
    # Any text but control characters, which PostgreSQL and logs have no place for.
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _service(request: Request) -> PaymentService:
    payments: PaymentService = request.app.state.payments
    return payments


Payments = Annotated[PaymentService, Depends(_service)]
ServiceCaller = Annotated[Caller, Depends(require("service"))]
RefundCaller = Annotated[Caller, Depends(require("service", "operator", "admin"))]
Reader = Annotated[Caller, Depends(require("customer", "operator", "admin", "service"))]
KeyHeader = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,255}$")]
PaymentId = Annotated[UUID, Path(alias="id")]


@router.post("")
async def create_payment(
    caller: ServiceCaller,
    body: Annotated[PaymentBody, Depends(json_body(PaymentBody))],
    payments: Payments,
    request: Request,
    key: KeyHeader = None,
) -> Response:
    idempotency_key = _key(caller, request, body, key)
    if idempotency_key and (stored := await payments.answer_to(idempotency_key)):
        return _replay(stored)
    payment, created = await payments.pay(
        PaymentRequest(
            body.order_id, body.customer_id, body.amount.money(), body.method.type, body.method.token
        ),
        idempotency_key,
    )
    return await _answer(payments, idempotency_key, 201 if created else 200, _payment(payment))


@router.get("")
async def list_payments(
    caller: Reader,
    payments: Payments,
    order_id: UUID | None = None,
    status: PaymentStatus | None = None,
    limit: Annotated[int, BeforeValidator(digits_only), Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> Response:
    page = await payments.page(
        order_id=order_id,
        customer_id=_only(caller),
        status=status,
        before=_decode_cursor(cursor) if cursor is not None else None,
        limit=limit,
    )
    return JSONResponse(
        {
            "items": [_payment(payment) for payment in page.items],
            "next_cursor": _encode_cursor(page.last) if page.last else None,
        }
    )


@router.get("/{id}")
async def get_payment(caller: Reader, payments: Payments, payment_id: PaymentId) -> Response:
    payment = await payments.get(payment_id, _only(caller))
    return JSONResponse(_payment(payment, await payments.ledger(payment)))


@router.get("/order/{order_id}")
async def get_payment_of_order(caller: Reader, payments: Payments, order_id: UUID) -> Response:
    payment = await payments.get_of_order(order_id, _only(caller))
    return JSONResponse(_payment(payment, await payments.ledger(payment)))


@router.post("/{id}/refund")
async def refund_payment(
    caller: RefundCaller,
    body: Annotated[RefundBody, Depends(json_body(RefundBody))],
    payments: Payments,
    request: Request,
    payment_id: PaymentId,
    key: KeyHeader = None,
) -> Response:
    idempotency_key = _key(caller, request, body, key)
    if idempotency_key and (stored := await payments.answer_to(idempotency_key)):
        return _replay(stored)
    amount = body.amount.money() if body.amount else None
    refund, payment = await payments.refund(payment_id, amount, body.reason, caller.subject, idempotency_key)
    return await _answer(payments, idempotency_key, 201, _refund(refund, payment))


def _only(caller: Caller) -> UUID | None:
    """The customer to whom what the caller sees is limited; None for no limit."""
    if caller.sees_all:
        return None
    try:
        return UUID(caller.subject)
    except ValueError:
        # A customer whose subject is no id owns nothing: the nil id belongs to nobody.
        return UUID(int=0)


def _key(caller: Caller, request: Request, body: StrictModel, key: str | None) -> IdempotencyKey | None:
    if key is None:
        return None
    return IdempotencyKey(caller.subject, key, f"POST {request.url.path} {body.fingerprint()}")


async def _answer(
    payments: PaymentService, key: IdempotencyKey | None, status: int, document: dict[str, Any]
) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    if key:
        await payments.remember(key, StoredAnswer(status, body))
    return _replay(StoredAnswer(status, body))


def _replay(answer: StoredAnswer) -> Response:
    return Response(answer.body, answer.status, media_type="application/json")


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _payment(payment: Payment, ledger: Sequence[Transaction] | None = None) -> dict[str, Any]:
    currency = payment.amount.currency
    document: dict[str, Any] = {
        "id": str(payment.id),
        "order_id": str(payment.order_id),
        "customer_id": str(payment.customer_id) if payment.customer_id else None,
        "amount": payment.amount.document(),
        "captured": Money(payment.captured_minor, currency).document(),
        "refunded": Money(payment.refunded_minor, currency).document(),
        "refundable": payment.refundable.document(),
        "status": payment.status.value,
        "method": {"type": payment.method, "brand": payment.brand},
        "decline_code": payment.decline_code,
        "created_at": _time(payment.created_at),
        "updated_at": _time(payment.updated_at),
    }
    if ledger is not None:
        document["transactions"] = [
            {
                "id": str(line.id),
                "kind": line.kind.value,
                "amount": line.amount.document(),
                "created_at": _time(line.created_at),
            }
            for line in ledger
        ]
    return document


def _refund(refund: Refund, payment: Payment) -> dict[str, Any]:
    return {
        "id": str(refund.id),
        "payment_id": str(payment.id),
        "order_id": str(payment.order_id),
        "amount": refund.amount.document(),
        "reason": refund.reason,
        "status": refund.status.value,
        "payment": _payment(payment),
        "created_at": _time(refund.created_at),
    }


def _encode_cursor(last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")


def _decode_cursor(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.b64decode(cursor + "==", altchars=b"-_", validate=True))
    except ValueError:
        raise invalid("cursor", "is not a cursor that we gave out") from None
