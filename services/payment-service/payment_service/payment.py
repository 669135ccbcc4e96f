"""The words of the domain: payments, refunds, ledger transactions, and how each can fail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Money:
    """Minor units (cents) and an ISO 4217 currency."""

    amount_minor: int
    currency: str

    def document(self) -> dict[str, int | str]:
        return {"amount_minor": self.amount_minor, "currency": self.currency}


class PaymentStatus(StrEnum):
    """`pending` until the gateway's answer is known and recorded."""

    PENDING = "pending"
    CAPTURED = "captured"
    DECLINED = "declined"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class RefundStatus(StrEnum):
    """`pending` holds its amount back from other refunds until the gateway confirms."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class TransactionKind(StrEnum):
    """What a line of the ledger records."""

    AUTHORIZE = "authorize"
    CAPTURE = "capture"
    DECLINE = "decline"
    REFUND = "refund"


@dataclass(frozen=True)
class PaymentRequest:
    """What order-service asks for. The card token goes to the gateway and nowhere else."""

    order_id: UUID
    customer_id: UUID | None
    amount: Money
    method: str
    token: str


@dataclass(frozen=True)
class Payment:
    """The one payment of an order. Sums of its ledger equal `captured_minor` and `refunded_minor`."""

    id: UUID
    order_id: UUID
    customer_id: UUID | None
    amount: Money
    captured_minor: int
    refunded_minor: int
    refund_pending_minor: int
    status: PaymentStatus
    method: str
    brand: str | None
    decline_code: str | None
    traceparent: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def refundable(self) -> Money:
        left = self.captured_minor - self.refunded_minor - self.refund_pending_minor
        return Money(left, self.amount.currency)


@dataclass(frozen=True)
class Refund:
    """Money on its way back."""

    id: UUID
    payment_id: UUID
    amount: Money
    reason: str
    status: RefundStatus
    created_at: datetime


@dataclass(frozen=True)
class Transaction:
    """One line of the append-only ledger."""

    id: UUID
    kind: TransactionKind
    amount: Money
    refund_id: UUID | None
    created_at: datetime


@dataclass(frozen=True)
class IdempotencyKey:
    """A caller's Idempotency-Key, with the hash of the request that it came with."""

    caller: str
    key: str
    request_hash: str


@dataclass(frozen=True)
class StoredAnswer:
    """The first answer to an idempotent request; `body` is JSON."""

    status: int
    body: str


class PaymentNotFound(Exception):
    """No such payment, or one that belongs to somebody else."""


class IdempotencyKeyReused(Exception):
    """The key was used for another request."""


class Conflict(Exception):
    """The payment's state does not allow it; the text says why and is shown to the caller."""


class CurrencyMismatch(Exception):
    """The refund is in another currency than the payment."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.currency = currency


class PaymentDeclined(Exception):
    """The card gateway said no."""

    def __init__(self, order_id: UUID, decline_code: str) -> None:
        super().__init__(decline_code)
        self.order_id = order_id
        self.decline_code = decline_code


class GatewayTimeout(Exception):
    """The outcome at the card gateway is not known yet."""

    def __init__(self, order_id: UUID) -> None:
        super().__init__(str(order_id))
        self.order_id = order_id


class GatewayUnavailable(Exception):
    """The card gateway is left alone for now, so nothing was asked of it."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class RefundExceedsCaptured(Exception):
    """The refund asks for more than is left."""

    def __init__(self, refundable: Money) -> None:
        super().__init__(str(refundable.amount_minor))
        self.refundable = refundable
