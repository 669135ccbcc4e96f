"""Every variable that the service reads, with its default and its check."""

import os
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, BeforeValidator, Field, SecretStr, ValidationError
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


def _http_url(value: str) -> str:
    AnyHttpUrl(value)
    return value.rstrip("/")


Text = Annotated[str, Field(min_length=1)]
Secret = Annotated[SecretStr, Field(min_length=1)]
Port = Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=65535)]
Count = Annotated[int, BeforeValidator(digits_only), Field(ge=1, le=1_000_000)]
Millis = Annotated[int, BeforeValidator(digits_only), Field(ge=0, le=600_000)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]


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

    # A charge that takes longer has an unknown outcome. Above the 2 s of tok_slow, which approves.
    card_gateway_timeout_ms: Annotated[Millis, Field(ge=10)] = 2500
    # The simulated latency is log-normal: the median, and sigma of the underlying normal.
    card_gateway_latency_median_ms: Millis = 60
    card_gateway_latency_sigma: Annotated[float, Field(ge=0, le=3)] = 0.4

    payment_resolution_interval_ms: Annotated[Millis, Field(ge=100)] = 5_000
    # How old a pending payment or refund must be before the job takes it up.
    payment_resolution_after_ms: Millis = 15_000

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
            name: "****" if isinstance(value, SecretStr) else value
            for name, value in self.model_dump().items()
        }


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
