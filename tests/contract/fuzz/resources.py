"""Real things for the fuzzer to meet: what it makes up is nearly always somebody's 404."""

import functools
import uuid
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from schemathesis import Case as AnyCase
from schemathesis.core.parameters import ParameterLocation

import stack

Case = AnyCase[Any]

ADDRESS = {"name": "Fuzz", "line1": "Torstraße 1", "city": "Berlin", "postal_code": "10119", "country": "DE"}
CARDS = ("tok_visa", "tok_mastercard", "tok_declined")


@functools.cache
def product() -> dict[str, Any]:
    """A product of the fuzzer's own with some stock, so that no other test misses any."""
    sku = f"FUZ-{1000 + uuid.uuid4().int % 9000}"
    price = {"amount_minor": 1990, "currency": "EUR"}
    body = {"sku": sku, "name": "Fuzz", "category": "audio", "price": price, "reorder_level": 5}
    stack.ask("POST", "inventory-service", "/api/v1/inventory/products", "admin", json=body)
    receipt = {"sku": sku, "warehouse": "BER", "delta": 500, "reason": "for the fuzzer"}
    stack.ask("POST", "inventory-service", "/api/v1/inventory/adjust", "operator", json=receipt)
    return body


def skus() -> Sequence[str]:
    return [product()["sku"]]


@functools.cache
def orders() -> Sequence[dict[str, Any]]:
    """Confirmed orders with their payments."""
    body = {
        "items": [{"sku": product()["sku"], "quantity": 1}],
        "shipping_address": ADDRESS,
        "payment_method": {"type": "card", "token": "tok_visa"},
    }
    return [stack.ask("POST", "order-service", "/api/v1/orders", "customer", json=body) for _ in range(5)]


def order_ids() -> Sequence[str]:
    return [order["id"] for order in orders()]


def payment_ids() -> Sequence[str]:
    return [order["payment_id"] for order in orders()]


def user_ids() -> Sequence[str]:
    """Somebody who is not needed any more."""
    return [stack.account("bystander")["id"]]


def notification_ids() -> Sequence[str]:
    page = stack.ask("GET", "notification-service", "/api/v1/notifications?limit=5", "admin")
    return [item["id"] for item in page["items"]]


# What a path parameter stands for, by the beginning of the path.
PATHS: dict[tuple[str, str], Callable[[], Sequence[str]]] = {
    ("/api/v1/orders", "id"): order_ids,
    ("/api/v1/inventory", "sku"): skus,
    ("/api/v1/payments", "id"): payment_ids,
    ("/api/v1/payments", "order_id"): order_ids,
    ("/api/v1/users", "id"): user_ids,
    ("/api/v1/notifications", "id"): notification_ids,
    ("/api/v1/notifications/preferences", "user_id"): user_ids,
}

# What a member of a body stands for, by its name.
MEMBERS: dict[str, Callable[[], Sequence[str]]] = {
    "sku": skus,
    "order_id": order_ids,
    "token": lambda: CARDS,
    "country": lambda: ("DE", "FR", "US"),
    "currency": lambda: ("EUR",),
}

# Members of which one that is not known, or not that of the thing itself, is refused as not valid, and
# operations that make it known.
REFERENCES = ("sku", "country", "currency")
CREATING = ("/api/v1/inventory/products",)


def dice(case: Case) -> int:
    """A number that is the same for the same case, so that a failure can be repeated."""
    return zlib.crc32(repr((case.method, case.path, case.path_parameters, case.query, case.body)).encode())


def is_valid(case: Case, location: ParameterLocation) -> bool:
    return (
        case.meta is not None and location in case.meta.components and not case.meta.is_negative_at(location)
    )


def meet(case: Case) -> None:
    """Make valid data meet what is there.

    Some of its made-up ids become those of real things; and what no schema can rule out is mended in all
    of it: ids that are refused when they are unknown, spans that end before they begin, cursors that nobody
    gave out.
    """
    roll = dice(case)
    if is_valid(case, ParameterLocation.QUERY):
        mend_query(case.query)
    if is_valid(case, ParameterLocation.PATH) and roll % 4:
        for name in case.path_parameters:
            for (prefix, parameter), known in PATHS.items():
                if parameter == name and case.path.startswith(prefix):
                    case.path_parameters[name] = choose(known(), roll)
    if is_valid(case, ParameterLocation.BODY) and isinstance(case.body, dict):
        body: Any = whole(case.body)
        if case.path not in CREATING:
            fill(body, roll, tuple(MEMBERS) if roll % 4 else REFERENCES)
        if "items" in body:
            # They are all of one product by now, and too many pieces of one are refused.
            body["items"] = body["items"][:1]
        case.body = body


def mend_query(query: dict[str, Any]) -> None:
    query.pop("cursor", None)
    now = datetime.now(UTC)
    for name, moment in (("from", now - timedelta(days=7)), ("to", now)):
        if name in query:
            query[name] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def whole(value: Any) -> Any:  # noqa: ANN401
    """The value with 1 for each 1.0: an integer to JSON Schema, and to the services a fraction."""
    if isinstance(value, list):
        return [whole(each) for each in value]
    if isinstance(value, dict):
        return {name: whole(member) for name, member in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def fill(value: Any, roll: int, names: Sequence[str]) -> None:  # noqa: ANN401
    if isinstance(value, list):
        for each in value:
            fill(each, roll, names)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in names and isinstance(member, str):
                value[name] = choose(MEMBERS[name](), roll)
            else:
                fill(member, roll, names)


def choose(known: Sequence[str], roll: int) -> str:
    return known[roll // 4 % len(known)]
