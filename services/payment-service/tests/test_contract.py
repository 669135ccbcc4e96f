"""What the service answers is what contracts/openapi/payment-service.yaml says."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from starlette.routing import Route

from payment_service import endpoints, probes
from tests.conftest import Lab
from tests.identity import CUSTOMER

_FOLDER = Path(__file__).parents[3] / "contracts" / "openapi"
_DESCRIPTION: dict[str, Any] = yaml.safe_load((_FOLDER / "payment-service.yaml").read_text())
_COMMON: dict[str, Any] = yaml.safe_load((_FOLDER / "common.yaml").read_text())


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or what it refers to."""
    while "$ref" in node:
        target: Any = _DESCRIPTION
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def validate(value: Any, schema: dict[str, Any]) -> None:
    document = {**schema, "components": _DESCRIPTION["components"]}
    Draft202012Validator(document, format_checker=FormatChecker()).validate(value)


def check(method: str, path: str, answer: httpx.Response) -> None:
    """Status, media type and body are described."""
    responses = _DESCRIPTION["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, answer.text
    content = resolved(responses[str(answer.status_code)])["content"]
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content
    validate(answer.json(), content[media_type]["schema"])


async def test_answers(lab: Lab) -> None:
    url = "/api/v1/payments"
    operator, customer = lab.headers("operator"), lab.headers("customer", subject=CUSTOMER)
    paid = await lab.pay(customer_id=CUSTOMER)
    payment = paid.json()
    check("post", url, paid)
    check("post", url, await lab.pay(order_id=payment["order_id"]))
    check("post", url, await lab.pay(method={"type": "card", "token": "tok_fraud"}))
    check("post", url, await lab.pay(method={"type": "card", "token": "tok_timeout"}))
    check(
        "post",
        url,
        await lab.pay(order_id=payment["order_id"], amount={"amount_minor": 1, "currency": "EUR"}),
    )
    check("post", url, await lab.pay(order_id="five"))
    check("post", url, await lab.http.post(url, json={}))
    check("post", url, await lab.http.post(url, json={}, headers=customer))
    check("post", url, await lab.http.post(url, content="x", headers=lab.headers("service")))
    check("post", f"{url}/{{id}}/refund", await lab.refund(payment["id"], 5))
    check("post", f"{url}/{{id}}/refund", await lab.refund(payment["id"], 10_000))
    check("post", f"{url}/{{id}}/refund", await lab.refund(str(uuid4()), 1))
    check("get", url, await lab.http.get(url, params={"limit": "200"}, headers=operator))
    check("get", url, await lab.http.get(url, params={"limit": "x"}, headers=operator))
    check("get", f"{url}/{{id}}", await lab.http.get(f"{url}/{payment['id']}", headers=customer))
    check("get", f"{url}/{{id}}", await lab.http.get(f"{url}/x", headers=customer))
    of_order = await lab.http.get(f"{url}/order/{payment['order_id']}", headers=customer)
    check("get", f"{url}/order/{{order_id}}", of_order)
    for name in ("transactions", "refunds"):
        answer = await lab.http.get(f"{url}/{payment['id']}/{name}", headers=customer)
        check("get", f"{url}/{{id}}/{name}", answer)
    for probe in ("/health", "/ready"):
        check("get", probe, await lab.http.get(probe))


def test_every_route_is_described() -> None:
    routes = {
        (route.path, method.lower())
        for router in (probes.router, endpoints.router)
        for route in router.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    described = {
        (path, method)
        for path, item in _DESCRIPTION["paths"].items()
        for method in item
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert described == routes


def test_examples_fit_their_schemas() -> None:
    found = 0
    stack: list[Any] = [_DESCRIPTION["paths"], _DESCRIPTION["components"]["responses"]]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if "schema" in node and "example" in node:
                validate(node["example"], node["schema"])
                found += 1
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    assert found > 20


@pytest.mark.parametrize("kind", sorted(_COMMON["components"]))
def test_common_components_are_the_common_ones(kind: str) -> None:
    ours = _DESCRIPTION["components"][kind]
    for name, component in _COMMON["components"][kind].items():
        assert ours.get(name, component) == component
