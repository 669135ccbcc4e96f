"""Each service, live, against its own OpenAPI file.

Whatever is sent, the answer is one that the file describes and never a 5xx; valid data is taken and
other data refused.
"""

import os
from pathlib import Path

import requests
import schemathesis
from schemathesis.openapi.loaders import from_path
from schemathesis.specs.openapi.schemas import OpenApiSchema

import resources
import stack

CONTRACTS = Path(__file__).parents[3] / "contracts" / "openapi"
CONFIG = Path(__file__).with_name("schemathesis.toml")

# The same seed makes the same requests. FUZZ_SEED chooses another one.
SEED = int(os.environ.get("FUZZ_SEED", "20261122"))


def described(service: str) -> OpenApiSchema:
    config = schemathesis.Config.from_path(CONFIG)
    config.update(seed=SEED, max_failures=None)
    return from_path(CONTRACTS / f"{service}.yaml", config=config)


# After some failures an account cannot sign in for a while: this one never has to again.
CALLERS = {"changePassword": ["changer"]}


def exercise(case: resources.Case, service: str, session: requests.Session) -> None:
    resources.meet(case)
    operation = case.operation.definition.raw
    callers = CALLERS.get(operation["operationId"], operation["x-roles"])
    headers = dict(stack.FUZZER)
    if callers != ["anyone"]:
        caller = callers[resources.dice(case) % len(callers)]
        headers["Authorization"] = f"Bearer {stack.token(caller)}"
    base_url = stack.url(service)
    response = case.call_and_validate(
        base_url, session, headers, timeout=stack.TIMEOUT, allow_redirects=False
    )
    if service == "user-service" and case.method != "GET" and response.status_code < 300:
        # The session of the token may have ended with that.
        stack.issued.clear()


orders = described("order-service")
inventory = described("inventory-service")
payments = described("payment-service")
notifications = described("notification-service")
users = described("user-service")


@orders.parametrize()
def test_order_service(case: resources.Case, session: requests.Session) -> None:
    exercise(case, "order-service", session)


@inventory.parametrize()
def test_inventory_service(case: resources.Case, session: requests.Session) -> None:
    exercise(case, "inventory-service", session)


@payments.parametrize()
def test_payment_service(case: resources.Case, session: requests.Session) -> None:
    exercise(case, "payment-service", session)


@notifications.parametrize()
def test_notification_service(case: resources.Case, session: requests.Session) -> None:
    exercise(case, "notification-service", session)


# Last: the keys that sign all tokens change.
@users.parametrize()
def test_user_service(case: resources.Case, session: requests.Session) -> None:
    exercise(case, "user-service", session)
