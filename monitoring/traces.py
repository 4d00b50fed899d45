"""Traces for OpenTelemetry (OTLP over HTTP), where a setting names who collects them; else nothing is loaded.

A span tells a process, a route or an action, a status and times, and nothing that came with a call.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

logger = logging.getLogger(__name__)

HEADER = "traceparent"  # W3C Trace Context, also its name in the metadata of a message

Note = Callable[[str, str | int], None]


class _Tracing:
    """OpenTelemetry, loaded."""

    def __init__(self, endpoint: str, process: str) -> None:
        sdk = import_module("opentelemetry.sdk.trace")
        resources = import_module("opentelemetry.sdk.resources")
        export = import_module("opentelemetry.sdk.trace.export")
        otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        made_by = resources.Resource.create({"service.name": f"auskunft-{process}"})
        provider = sdk.TracerProvider(resource=made_by)
        exporter = otlp.OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(export.BatchSpanProcessor(exporter))
        self.tracer = provider.get_tracer("auskunft")
        carrying = import_module("opentelemetry.trace.propagation.tracecontext")
        self.carrier = carrying.TraceContextTextMapPropagator()


_started: list[_Tracing] = []


def start_traces(process: str, endpoint: str) -> None:
    """Send the spans of this *process* to *endpoint*, if there is one; ends it where that is impossible."""
    if not endpoint:
        return
    try:
        _started[:] = [_Tracing(endpoint, process)]
    except ImportError as error:
        logger.critical("AUSKUNFT_OTLP is set, but OpenTelemetry is missing: pip install 'auskunft[otel]'")
        raise SystemExit(1) from error


@contextmanager
def span(name: str, parent: str) -> Iterator[Note]:
    """What happens within, as a part of *parent* (a `traceparent`, or ""); yields what notes an attribute."""
    if not _started:
        yield note_nothing
        return
    [tracing] = _started
    context = tracing.carrier.extract({HEADER: parent})
    untold = {"record_exception": False, "set_status_on_exception": False}  # both quote the error
    with tracing.tracer.start_as_current_span(name, context=context, **untold) as begun:
        yield begun.set_attribute


def current() -> str:
    """The `traceparent` that what is asked of another process is a part of; "" without traces."""
    carried: dict[str, Any] = {}
    for tracing in _started:
        tracing.carrier.inject(carried)
    return str(carried.get(HEADER, ""))


def note_nothing(_: str, __: str | int) -> None:
    """Without traces nothing is noted."""
