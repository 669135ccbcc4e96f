"""The payment endpoints: what comes in, who may ask, what goes out."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from payment_service import cursor, documents
from payment_service.body import StrictModel, json_body
from payment_service.parameters import (
    Id,
    KeyHeader,
    Paging,
    PaymentId,
    Reader,
    RefundCaller,
    ServiceCaller,
    idempotency_key,
    only,
    refuse_repeated,
)
from payment_service.payment import IdempotencyKey, Money, PaymentRequest, PaymentStatus, StoredAnswer
from payment_service.refunds import RefundService
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

    order_id: Id
    amount: AmountBody
    method: MethodBody
    customer_id: Id | None = None


class RefundBody(StrictModel):
    """`POST /api/v1/payments/{id}/refund`; without an amount all that is left."""

    amount: AmountBody | None = None
    # Any text but control characters, line breaks, and what makes text read other than it is written.
    reason: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500,
            pattern=r"^[^\x00-\x1f\x7f-\x9f\x{2028}-\x{202e}\x{2066}-\x{2069}]*$",
        ),
    ]


async def _payments(request: Request) -> PaymentService:
    payments: PaymentService = request.app.state.payments
    return payments


async def _refunds(request: Request) -> RefundService:
    refunds: RefundService = request.app.state.refunds
    return refunds


Payments = Annotated[PaymentService, Depends(_payments)]
Refunds = Annotated[RefundService, Depends(_refunds)]


@router.post("")
async def create_payment(
    caller: ServiceCaller,
    body: Annotated[PaymentBody, Depends(json_body(PaymentBody))],
    payments: Payments,
    request: Request,
    key: KeyHeader = None,
) -> Response:
    known = idempotency_key(caller, request, body, key)
    if known and (stored := await payments.answer_to(known)):
        return _replay(stored)
    payment, made = await payments.pay(
        PaymentRequest(
            body.order_id, body.customer_id, body.amount.money(), body.method.type, body.method.token
        ),
        known,
    )
    return await _answer(payments, known, 201 if made else 200, documents.payment(payment))


@router.get("")
async def list_payments(
    caller: Reader,
    payments: Payments,
    request: Request,
    paging: Paging,
    order_id: Id | None = None,
    status: PaymentStatus | None = None,
) -> Response:
    refuse_repeated(request, "order_id", "status", "limit", "cursor")
    customer_id = only(caller)
    name = f"payments {customer_id} {order_id} {status}"
    found = await payments.page(
        order_id=order_id,
        customer_id=customer_id,
        status=status,
        before=paging.last_seen(name),
        limit=paging.limit + 1,
    )
    page = cursor.page(found, paging.limit, name)
    return JSONResponse(documents.page([documents.payment(item) for item in page.items], page.next_cursor))


@router.get("/{id}")
async def get_payment(caller: Reader, payments: Payments, payment_id: PaymentId) -> Response:
    payment = await payments.get(payment_id, only(caller))
    return JSONResponse(documents.payment(payment, await payments.ledger(payment)))


@router.get("/order/{order_id}")
async def get_payment_of_order(caller: Reader, payments: Payments, order_id: Id) -> Response:
    payment = await payments.get_of_order(order_id, only(caller))
    return JSONResponse(documents.payment(payment, await payments.ledger(payment)))


@router.get("/{id}/transactions")
async def list_transactions(
    caller: Reader, payments: Payments, request: Request, payment_id: PaymentId, paging: Paging
) -> Response:
    refuse_repeated(request, "limit", "cursor")
    name = f"transactions {payment_id}"
    after = paging.last_seen(name)
    payment = await payments.get(payment_id, only(caller))
    found = await payments.ledger(payment, after=after, limit=paging.limit + 1)
    page = cursor.page(found, paging.limit, name)
    items = [documents.transaction(line) for line in page.items]
    return JSONResponse(documents.page(items, page.next_cursor))


@router.get("/{id}/refunds")
async def list_refunds(
    caller: Reader,
    payments: Payments,
    refunds: Refunds,
    request: Request,
    payment_id: PaymentId,
    paging: Paging,
) -> Response:
    refuse_repeated(request, "limit", "cursor")
    name = f"refunds {payment_id}"
    after = paging.last_seen(name)
    payment = await payments.get(payment_id, only(caller))
    found = await refunds.page(payment, after=after, limit=paging.limit + 1)
    page = cursor.page(found, paging.limit, name)
    items = [documents.refund(refund, payment) for refund in page.items]
    return JSONResponse(documents.page(items, page.next_cursor))


@router.post("/{id}/refund")
async def refund_payment(
    caller: RefundCaller,
    body: Annotated[RefundBody, Depends(json_body(RefundBody))],
    payments: Payments,
    refunds: Refunds,
    request: Request,
    payment_id: PaymentId,
    key: KeyHeader = None,
) -> Response:
    known = idempotency_key(caller, request, body, key)
    if known and (stored := await payments.answer_to(known)):
        return _replay(stored)
    amount = body.amount.money() if body.amount else None
    refund, payment = await refunds.refund(payment_id, amount, body.reason, caller.subject, known)
    return await _answer(payments, known, 201, documents.receipt(refund, payment))


async def _answer(
    payments: PaymentService, key: IdempotencyKey | None, status: int, document: dict[str, Any]
) -> Response:
    """Of parallel requests with one key, the first answer is that of all."""
    answer = StoredAnswer(status, json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    if key is None:
        return _response(answer)
    kept = await payments.remember(key, answer)
    return _response(answer) if kept == answer else _replay(kept)


def _response(answer: StoredAnswer) -> Response:
    return Response(answer.body, answer.status, media_type="application/json")


def _replay(answer: StoredAnswer) -> Response:
    response = _response(answer)
    response.headers["Idempotent-Replayed"] = "true"
    return response
