"""Spans are sent to a receiver of OpenTelemetry (OTLP over HTTP). Needs the extra `otel`.

What the standard variables OTEL_... say of sampling, headers and batches is obeyed. Spans have no
text that people wrote, no address and no search. Decision 0332.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from runner.errors import CaselaneError
from runner.telemetry import logs, spans

_KINDS = {"request": SpanKind.SERVER, "job": SpanKind.CONSUMER}


class Tracing:
    def __init__(self, url: str, version: str, node: str, longest_end: float = 5):
        """Begins to send to `url`. A node that ends waits for it `longest_end` seconds."""
        self._longest_end = longest_end
        ours = {
            "service.name": "caselane", "service.version": version, "service.instance.id": node,
        }  # fmt: skip
        resource = Resource(ours).merge(OTELResourceDetector().detect())
        self._exporter = OTLPSpanExporter(url)
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("caselane", version)
        spans.switch(self._open)
        logs.ask(trace_of_line)

    def close(self) -> None:
        """Sends what is left, unless that takes too long."""
        spans.switch(None)
        too_long = threading.Timer(self._longest_end, self._exporter.shutdown)
        too_long.start()
        self._provider.shutdown()
        too_long.cancel()

    @contextmanager
    def _open(self, name: str, parent: str) -> Iterator[_Open]:
        context = _PARENTS.extract({"traceparent": parent}) if parent else None
        with self._tracer.start_as_current_span(
            name, context, _KINDS.get(name, SpanKind.INTERNAL),
            record_exception=False, set_status_on_exception=False,
        ) as span:  # fmt: skip
            opened = _Open(span)
            try:
                yield opened
            except BaseException as error:
                opened.failed(error)
                raise


_PARENTS = TraceContextTextMapPropagator()


class _Open:
    def __init__(self, span: Span):
        self._span = span

    def describe(self, about: Mapping[str, str | int], name: str = "") -> None:
        if name:
            self._span.update_name(name)
        self._span.set_attributes({key: value for key, value in about.items() if value != ""})
        if int(about.get("http.response.status_code", 0)) >= 500:
            self._span.set_status(Status(StatusCode.ERROR))

    def failed(self, error: BaseException) -> None:
        """A refusal is told by its kind; it is no fault of the program."""
        self._span.set_attribute("error.type", type(error).__name__)
        if not isinstance(error, CaselaneError):
            self._span.set_status(Status(StatusCode.ERROR))


def trace_of_line() -> Mapping[str, str]:
    """The trace in which a line of the log is written."""
    context = get_current_span().get_span_context()
    return {"trace": f"{context.trace_id:032x}"} if context.is_valid else {}
