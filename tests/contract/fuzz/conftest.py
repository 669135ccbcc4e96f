from collections.abc import Callable, Iterator

import pytest
import requests


@pytest.fixture(scope="session")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture(autouse=True)
def _named_after_its_operation(
    request: pytest.FixtureRequest, record_xml_attribute: Callable[[str, object], None]
) -> None:
    record_xml_attribute("name", request.node.name)


def pytest_report_header() -> str:
    from test_services import SEED  # noqa: PLC0415

    return f"fuzz seed: {SEED}"
