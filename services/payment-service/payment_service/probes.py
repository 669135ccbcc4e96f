"""Liveness, readiness, metrics and the API's description: what anyone may ask, without a token."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from opentelemetry.instrumentation.utils import suppress_instrumentation
from prometheus_client.exposition import choose_encoder
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

router = APIRouter()

_CHECK_TIMEOUT_SECONDS = 2


@router.get("/health")
async def health() -> Response:
    return JSONResponse({"status": "ok"})


@router.get("/ready")
async def ready(request: Request) -> Response:
    state = await _postgres(request.app.state.engine)
    if state == "ok":
        return JSONResponse({"status": "ready", "checks": {"postgres": state}})
    return JSONResponse({"status": "unavailable", "checks": {"postgres": state}}, 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(request.app.state.metrics.registry), headers={"Content-Type": content_type})


@router.get("/openapi.yaml")
async def description(request: Request) -> Response:
    return Response(
        request.app.state.description,
        media_type="application/yaml",
        headers={"Cache-Control": "no-cache"},
    )


async def _postgres(engine: AsyncEngine) -> str:
    try:
        async with asyncio.timeout(_CHECK_TIMEOUT_SECONDS):
            with suppress_instrumentation():
                async with engine.connect() as connection:
                    await connection.execute(text("SELECT 1"))
    except TimeoutError:
        return f"no answer within {_CHECK_TIMEOUT_SECONDS} s"
    except Exception as error:  # noqa: BLE001 - any failure makes us unready
        return type(error).__name__
    return "ok"
