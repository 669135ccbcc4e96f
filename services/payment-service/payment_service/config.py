"""Every variable that the service reads, with its default and its check."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AmqpDsn, AnyHttpUrl, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from payment_service import VERSION


class ConfigurationError(Exception):
    """One variable is missing or malformed; the text names it."""


def digits_only(value: object) -> object:
    """Pydantic would also read `8_003`, ` 8003` and `8003.0`; a number in our environment is digits."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("must be an integer")
    return value


def _decimal_only(value: object) -> object:
    """As `digits_only`; fractions are allowed."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        raise ValueError("must be a decimal number")
    return value


def _amqp_url(value: SecretStr) -> SecretStr:
    AmqpDsn(value.get_secret_value())
    return value


def _http_url(value: str) -> str:
    AnyHttpUrl(value)
    return value.rstrip("/")


Text = Annotated[str, Field(min_length=1)]
Secret = Annotated[SecretStr, Field(min_length=1)]
Port = Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=65535)]
Count = Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=1_000_000)]
Seconds = Annotated[float, BeforeValidator(_decimal_only), Field(ge=0, le=86_400)]
Rate = Annotated[float, BeforeValidator(_decimal_only), Field(ge=0, le=1)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
AmqpUrl = Annotated[SecretStr, AfterValidator(_amqp_url)]

# Beside the package where the service is installed; in the repository where everybody keeps theirs.
_HERE = Path(__file__).resolve().parent
_DESCRIPTIONS = (
    _HERE.parent / "openapi.yaml",
    _HERE.parents[2] / "contracts" / "openapi" / "payment-service.yaml",
)


def _description() -> Path:
    return next((path for path in _DESCRIPTIONS if path.is_file()), _DESCRIPTIONS[0])


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


class Settings(BaseSettings):
    """Field names are the variables' names in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    bind_address: Text = "127.0.0.1"
    http_port: Port = 8003
    log_level: Literal["debug", "info", "warn", "error"] = "info"

    db_host: Text
    db_port: Port = 5432
    db_name: Text
    db_user: Text
    db_password: Secret
    db_pool_max: Count = 10

    jwks_url: HttpUrl

    otel_service_name: Text = "payment-service"
    otel_resource_attributes: str = (
        f"service.namespace=oms,service.version={VERSION},deployment.environment.name=lab"
    )
    otel_exporter_otlp_endpoint: HttpUrl = "http://127.0.0.1:4318"

    rabbitmq_url: AmqpUrl
    events_exchange: Text = "oms.events"
    # What other instances left in the outbox is found with this interval; what we wrote, at once.
    outbox_poll_interval_seconds: Annotated[Seconds, Field(ge=0.05)] = 0.5

    openapi_file: Annotated[Path, AfterValidator(_readable), Field(validate_default=True)] = Field(
        default_factory=_description
    )

    # A charge that takes longer has an unknown outcome. Above the 2 s of tok_slow, which approves, and
    # below the 4 s that order-service waits for our answer.
    card_gateway_timeout_seconds: Annotated[Seconds, Field(ge=0.01)] = 3
    # The breaker opens after so many calls in a row without an answer, and probes again after the time.
    card_gateway_breaker_failures: Count = 5
    card_gateway_breaker_open_seconds: Annotated[Seconds, Field(ge=0.1)] = 10
    # The simulated gateway: what these mean is told where it is.
    card_gateway_latency_median_seconds: Seconds = 0.06
    card_gateway_latency_sigma: Annotated[float, BeforeValidator(_decimal_only), Field(ge=0, le=3)] = 0.4
    card_gateway_decline_rate: Rate = 0
    card_gateway_timeout_rate: Rate = 0
    card_gateway_unknown_outcome_rate: Rate = 0

    payment_resolution_interval_seconds: Annotated[Seconds, Field(ge=0.1)] = 5
    # How old a pending payment or refund must be before the job takes it up.
    payment_resolution_after_seconds: Seconds = 15

    @property
    def database_url(self) -> URL:
        return URL.create(
            "postgresql+asyncpg",
            username=self.db_user,
            password=self.db_password.get_secret_value(),
            host=self.db_host,
            port=self.db_port,
            database=self.db_name,
        )

    def masked(self) -> dict[str, Any]:
        """The effective configuration for the log, secrets masked."""
        return {
            name: _masked(value) if isinstance(value, SecretStr) else value
            for name, value in self.model_dump().items()
        }


def _masked(secret: SecretStr) -> str:
    """Of an address only the password is a secret."""
    scheme, separator, rest = secret.get_secret_value().partition("://")
    if not separator:
        return "****"
    return f"{scheme}://{re.sub(r':[^@/]*@', ':****@', rest)}"


def load() -> Settings:
    """Read the environment. Raises ConfigurationError naming the first variable that is wrong."""
    try:
        return Settings()
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_input=False)[0]
        variable = ".".join(str(part) for part in first["loc"]).upper()
        if first["type"] == "missing" or os.environ.get(variable) == "":
            reason = "is not set"
        else:
            reason = f"is malformed: {first['msg'].removeprefix('Value error, ')}"
        raise ConfigurationError(f"{variable} {reason}") from None
