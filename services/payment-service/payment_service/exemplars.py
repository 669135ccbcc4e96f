"""Exemplars: from a bucket of a histogram to one of the traces that fell into it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from opentelemetry import trace

# A list, because tasks that a run starts have copies of the context and still have to note in one place.
_noted: ContextVar[list[dict[str, str]] | None] = ContextVar("noted_traces", default=None)


def exemplar() -> dict[str, str] | None:
    """The current trace as an exemplar, when it is one that will be found in Tempo."""
    span = trace.get_current_span().get_span_context()
    if not span.trace_flags.sampled:
        return None
    return {"trace_id": trace.format_trace_id(span.trace_id)}


def note_trace() -> None:
    """Note the current trace as one in which the work around goes on."""
    noted, current = _noted.get(), exemplar()
    if noted is not None and current:
        noted[:] = [current]


@contextmanager
def noting_traces() -> Iterator[Callable[[], dict[str, str] | None]]:
    """Around work that goes on in one trace after the other, such as a job; yields a look at the last."""
    noted: list[dict[str, str]] = []
    token = _noted.set(noted)
    try:
        yield lambda: noted[0] if noted else None
    finally:
        _noted.reset(token)
