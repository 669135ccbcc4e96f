"""Every error is a problem document, the framework's own included."""

import asyncio
import json
import re
import time
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.conftest import Lab
from tests.identity import new_key

BODY: dict[str, Any] = {
    "order_id": str(uuid4()),
    "amount": {"amount_minor": 100, "currency": "EUR"},
    "method": {"type": "card", "token": "tok_visa"},
}
URL = "/api/v1/payments"


def check(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    problem: dict[str, Any] = answer.json()
    assert problem["type"] == f"urn:oms:problem:{code}"
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["instance"] == answer.request.url.path
    assert len(problem["trace_id"]) == 32
    assert problem["trace_id"] != "0" * 32
    return problem


async def test_unknown_route(lab: Lab) -> None:
    for path in ("/nope", "/", f"{URL}/", "/docs", "/openapi.json"):
        check(await lab.http.get(path), 404, "not_found")


async def test_wrong_method(lab: Lab) -> None:
    for method, path, allow in (
        ("DELETE", URL, "GET, POST"),
        ("GET", f"{URL}/{uuid4()}/refund", "POST"),
        ("PATCH", f"{URL}/{uuid4()}", "GET"),
    ):
        answer = await lab.http.request(method, path)
        check(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == allow


async def post(lab: Lab, content: str | bytes, content_type: str = "application/json") -> httpx.Response:
    headers = lab.headers("service", **{"Content-Type": content_type})
    return await lab.http.post(URL, content=content, headers=headers)


@pytest.mark.parametrize(
    "content",
    ["", "{", "nonsense", b"\xff", '{"order_id":', "[" * 5000, "[" * 1_000_000, '{"a":NaN}', '"\\ud800"'],
)
async def test_malformed_json(lab: Lab, content: str | bytes) -> None:
    problem = check(await post(lab, content), 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["body"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"extra": 1}, "extra"),
        ({"amount": {**BODY["amount"], "tip": 1}}, "amount.tip"),
        ({"amount": {"amount_minor": True, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": "100", "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 1.0, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 0, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": -1, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 10**13, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 10**400, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 1, "currency": "XYZ"}}, "amount.currency"),
        ({"amount": {"amount_minor": 1, "currency": "eur"}}, "amount.currency"),
        ({"amount": {"amount_minor": 1}}, "amount.currency"),
        ({"amount": 5}, "amount"),
        ({"amount": None}, "amount"),
        ({"order_id": 5}, "order_id"),
        ({"order_id": "five"}, "order_id"),
        ({"order_id": uuid4().hex}, "order_id"),
        ({"order_id": f"urn:uuid:{uuid4()}"}, "order_id"),
        ({"order_id": "\ud800"}, "order_id"),
        ({"order_id": "\u0000"}, "order_id"),
        ({"amount": {"amount_minor": 1e2, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 1.5, "currency": "EUR"}}, "amount.amount_minor"),
        ({"amount": {"amount_minor": 1, "currency": "E\udc00R"}}, "amount.currency"),
        ({"unknown\ud800": 1}, "unknown\\ud800"),
        ({"customer_id": "me"}, "customer_id"),
        ({"method": {"type": "cheque", "token": "tok_visa"}}, "method.type"),
        ({"method": {"type": "card", "token": ""}}, "method.token"),
        ({"method": {"type": "card", "token": "tok\u0000"}}, "method.token"),
        ({"method": {"type": "card", "token": "t" * 129}}, "method.token"),
    ],
)
async def test_invalid_fields(lab: Lab, change: dict[str, Any], field: str) -> None:
    problem = check(await post(lab, json.dumps({**BODY, **change})), 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ('{"order_id": "a", "order_id": "b"}', "order_id"),
        ('{"amount": {"amount_minor": 1, "currency": "EUR", "amount_minor": 2}}', "amount.amount_minor"),
        ('{"unknown": [{"a": 1, "\\u0061": 2}]}', "unknown[0].a"),
    ],
)
async def test_duplicate_keys(lab: Lab, content: str, field: str) -> None:
    problem = check(await post(lab, content), 400, "invalid_request")
    assert problem["errors"] == [{"field": field, "message": "must not be repeated"}]


async def test_no_more_errors_than_anybody_reads(lab: Lab) -> None:
    body = {f"unknown{number}": 1 for number in range(1_000)}
    problem = check(await post(lab, json.dumps(body)), 400, "invalid_request")
    assert len(problem["errors"]) == 20
    body["unknown1000"] = 1
    problem = check(await post(lab, json.dumps(body)), 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["body"]


@pytest.mark.parametrize("content", ["[]", "null", "1", '"text"'])
async def test_body_that_is_no_object(lab: Lab, content: str) -> None:
    problem = check(await post(lab, content), 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["body"]


@pytest.mark.parametrize(
    "reason", ["", "x" * 501, "x" * 10_000, "a\u0000b", "a\ud800", "a\nb", "a\u202eb", "a\u0085b", 5, None]
)
async def test_refund_reason(lab: Lab, reason: Any) -> None:
    headers = lab.headers("operator", **{"Content-Type": "application/json"})
    content = json.dumps({"reason": reason})
    answer = await lab.http.post(f"{URL}/{uuid4()}/refund", content=content, headers=headers)
    problem = check(answer, 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["reason"]


async def test_ids_in_paths(lab: Lab) -> None:
    unknown = str(uuid4())
    for given in ("seven", "%00", uuid4().hex, unknown):
        wrong = None if given == unknown else "is not a UUID"
        for method, path, name in (
            ("GET", "{}", "id"),
            ("GET", "order/{}", "order_id"),
            ("GET", "{}/transactions", "id"),
            ("GET", "{}/refunds", "id"),
            ("POST", "{}/refund", "id"),
        ):
            answer = await lab.http.request(
                method,
                f"{URL}/{path.format(given)}",
                json={"reason": "r"} if method == "POST" else None,
                headers=lab.headers("operator"),
            )
            problem = check(answer, 404, "not_found")
            assert problem.get("errors") == (wrong and [{"field": name, "message": wrong}])


@pytest.mark.parametrize("name", ["limit", "cursor", "status", "order_id"])
async def test_repeated_parameters(lab: Lab, name: str) -> None:
    value = {"limit": "1", "status": "captured", "order_id": str(uuid4()), "cursor": "x"}[name]
    answer = await lab.http.get(URL, params={name: [value, value]}, headers=lab.headers("operator"))
    problem = check(answer, 400, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == [name]
    unknown = {"colour": ["red", "blue"]}
    assert (await lab.http.get(URL, params=unknown, headers=lab.headers("operator"))).status_code == 200


async def test_idempotency_key_header(lab: Lab) -> None:
    token = lab.identity.token("service")
    for keys in (["k" * 256], [""], ["two words"], ["one", "one"]):
        headers = [("Authorization", f"Bearer {token}"), *(("Idempotency-Key", key) for key in keys)]
        problem = check(await lab.http.post(URL, json=BODY, headers=headers), 400, "invalid_request")
        assert [error["field"] for error in problem["errors"]] == ["Idempotency-Key"]


async def test_body_size(lab: Lab) -> None:
    check(await post(lab, b" " * 1_048_577), 413, "payload_too_large")
    at_the_limit = json.dumps(BODY).encode().ljust(1_048_576)
    assert (await post(lab, at_the_limit)).status_code in (200, 201)

    async def chunks() -> Any:
        for _ in range(17):
            yield b" " * 65_536

    headers = lab.headers("service", **{"Content-Type": "application/json"})
    check(await lab.http.post(URL, content=chunks(), headers=headers), 413, "payload_too_large")


async def test_content_type(lab: Lab) -> None:
    for content_type in ("text/plain", "application/xml", ""):
        check(await post(lab, json.dumps(BODY), content_type), 415, "unsupported_media_type")
    assert (await post(lab, json.dumps(BODY), "application/json; charset=utf-8")).status_code in (200, 201)


async def test_order_of_checks(lab: Lab) -> None:
    large = b" " * 1_048_577
    check(await lab.http.post(URL, content=large), 401, "unauthorized")
    check(await lab.http.post(URL, content=large, headers=lab.headers("customer")), 403, "forbidden")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Basic dTpw", "Bearer nonsense", "Bearer a.b.c"],
)
async def test_no_token(lab: Lab, header: str) -> None:
    answer = await lab.http.get(URL, headers={"Authorization": header} if header else {})
    check(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "overrides",
    [
        {"exp": int(time.time()) - 60},
        {"nbf": int(time.time()) + 600},
        {"iss": "somebody"},
        {"aud": "somebody"},
        {"roles": "admin"},
        {"key": new_key()},
        {"kid": "unknown"},
        {"key": None, "algorithm": "none"},
        {"key": "s" * 64, "algorithm": "HS256"},
    ],
)
async def test_bad_tokens(lab: Lab, overrides: dict[str, Any]) -> None:
    token = lab.identity.token("admin", **overrides)
    answer = await lab.http.get(URL, headers={"Authorization": f"Bearer {token}"})
    check(answer, 401, "unauthorized")


async def test_unknown_key_ids_do_not_flood_user_service(lab: Lab) -> None:
    before = lab.identity.fetches
    for _ in range(20):
        token = lab.identity.token("admin", kid=str(uuid4()))
        answer = await lab.http.get(URL, headers={"Authorization": f"Bearer {token}"})
        check(answer, 401, "unauthorized")
    assert lab.identity.fetches - before <= 2


async def test_what_is_not_http(lab: Lab) -> None:
    reader, writer = await asyncio.open_connection(lab.http.base_url.host, lab.http.base_url.port)
    writer.write(b"nonsense\r\n\r\n")
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert re.search(rb"\r\nx-request-id: [0-9a-f-]{36}\r\n", head)
    assert json.loads(body)["code"] == "invalid_request"
    writer.close()


async def test_unexpected_fault(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(lab.app.state.payments, "page", broken)
    answer = await lab.http.get(URL, headers=lab.headers("operator"))
    problem = check(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert len(problem["trace_id"]) == 32


@pytest.mark.parametrize("error", [ConnectionRefusedError(), asyncpg.CannotConnectNowError("starting up")])
async def test_database_away(lab: Lab, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(lab.app.state.payments, "page", refused)
    answer = await lab.http.get(URL, headers=lab.headers("operator"))
    check(answer, 503, "dependency_unavailable")
    assert answer.headers["retry-after"] == "1"
