"""Where the live services are, and who calls them."""

import functools
import ipaddress
import math
import os
import time
import uuid
from typing import Any

import requests

SERVICES = ("order-service", "inventory-service", "payment-service", "user-service", "notification-service")

# The fuzzer's logins come, as far as the throttle knows, from an address that nobody has (RFC 5737),
# so that its failures are not counted against anybody else's.
FUZZER = {"X-Forwarded-For": "203.0.113.7"}

TIMEOUT = 15

# An access token lives for 15 minutes, a run of the fuzzer for longer.
RENEW_AFTER_SECONDS = 600


def setting(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(
            f"{name} is not set: run `make test S=fuzz`, which starts a lab and tells where it is"
        )
    return value


def url(service: str) -> str:
    """The service's own port: what is for services only is not reachable through the gateway."""
    host = os.environ.get("BIND_ADDRESS", "127.0.0.1")
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://{host}:{setting(service.replace('-', '_').upper() + '_PORT')}"


def ask(method: str, service: str, path: str, role: str | None = None, **kwargs: Any) -> Any:  # noqa: ANN401
    """One request that must succeed, and its JSON."""
    headers = FUZZER | kwargs.pop("headers", {})
    if role:
        headers["Authorization"] = f"Bearer {token(role)}"
    response = requests.request(method, url(service) + path, headers=headers, timeout=TIMEOUT, **kwargs)
    if not response.ok:
        raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
    return response.json() if response.content else None


def sign_in(email: str) -> str:
    credentials = {"email": email, "password": setting("LAB_PASSWORD")}
    return str(ask("POST", "user-service", "/api/v1/users/login", json=credentials)["access_token"])


@functools.cache
def account(name: str) -> dict[str, Any]:
    """An account of the fuzzer's own: whatever it does to it concerns nobody else."""
    user: dict[str, Any] = ask(
        "POST",
        "user-service",
        "/api/v1/users/register",
        json={
            "email": f"fuzz-{name}-{uuid.uuid4()}@oms.example",
            "password": setting("LAB_PASSWORD"),
            "name": f"Fuzz {name.title()}",
        },
    )
    return user


# The tokens in use, each with the time at which it was issued.
issued: dict[str, tuple[str, float]] = {}


def token(name: str) -> str:
    """An access token of a caller that is valid for some minutes yet."""
    value, since = issued.get(name, ("", -math.inf))
    if time.monotonic() - since > RENEW_AFTER_SECONDS:
        value, since = issue(name), time.monotonic()
        issued[name] = value, since
    return value


def issue(name: str) -> str:
    """A new access token of the account of a name, which has the role of that name if there is one."""
    if name == "service":
        credentials = {"client_id": "order-service", "client_secret": setting("ORDER_SERVICE_CLIENT_SECRET")}
        return str(ask("POST", "user-service", "/api/v1/users/token", json=credentials)["access_token"])
    return sign_in(promoted(name)["email"])


@functools.cache
def promoted(name: str) -> dict[str, Any]:
    user = account(name)
    if name in {"operator", "admin"}:
        requests.patch(
            f"{url('user-service')}/api/v1/users/{user['id']}",
            json={"role": name},
            headers={"Authorization": f"Bearer {sign_in('admin@oms.example')}"},
            timeout=TIMEOUT,
        ).raise_for_status()
    return user
