"""Requests, transactions and jobs reach a receiver of OpenTelemetry, over HTTP."""

import json
import logging
import threading
import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from runner import bootstrap
from runner.bootstrap import traced
from runner.errors import ConfigError
from runner.telemetry import logs, spans
from runner.telemetry.tracing import Tracing
from tests.desk import Desk, build
from tests.ports import free_port
from web import create_app


class Collector(ThreadingHTTPServer):
    """A receiver that keeps what came, and the headers of each delivery."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Delivery)
        self.bodies, self.headers = [], []
        self.url = f"http://127.0.0.1:{self.server_port}/v1/traces"

    @property
    def spans(self):
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    yield from scope.spans


class _Delivery(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append((self.path, dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    server = Collector()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.app.close()


def about(span):
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_request_its_transaction_and_a_job_are_spans_of_their_traces(desk, collector, caplog):
    app = build(
        replace(desk.settings, traces_url=collector.url, access_log=True, trusted_proxies=1),
        desk.clock,
    )
    token = app.accounts.new_token("alice@example.com")
    number = desk.open().number
    client = create_app(app).test_client()
    caplog.handler.setFormatter(logs.JsonLine())
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with traced(app), caplog.at_level(logging.INFO, "caselane"):
        ours = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/cases?q=sesame", headers=ours).status_code == 200
        answer = client.post(
            f"/api/cases/{number}/messages",
            json={"body": "Mind the paper.", "visibility": "internal"},
            headers={**ours, "traceparent": parent},
        )
        desk.clock.advance(timedelta(hours=4))  # the first response is missed
        app.worker.run_due()
    app.close()
    assert answer.status_code == 201
    assert spans.opener is None
    found = {span.name: span for span in collector.spans}
    request = found["POST /api/cases/<number>/messages"]
    assert request.trace_id.hex() == parent[3:35] and request.parent_span_id.hex() == parent[36:52]
    assert about(request) == {
        "http.request.method": "POST", "http.route": "/api/cases/<number>/messages",
        "http.response.status_code": 201, "caselane.case": number,
        "caselane.request": answer.headers["X-Request-Id"],
    }  # fmt: skip
    inside = [one for one in collector.spans if one.parent_span_id == request.span_id]
    assert "transaction" in {one.name for one in inside}
    assert about(found["job wake"])["caselane.case"] == number
    lines = [json.loads(line) for line in caplog.text.splitlines()]
    assert request.trace_id.hex() in {line.get("trace") for line in lines}
    everything = b"".join(collector.bodies)
    for text in (b"Mind the paper", b"sesame", b"alice", token.encode()):
        assert text not in everything
    assert b"service.name" in everything and collector.headers[0][0] == "/v1/traces"


def test_what_fails_says_by_which_error_and_strangers_choose_no_trace(desk, collector):
    app = build(replace(desk.settings, traces_url=collector.url), desk.clock)
    with traced(app):
        parent = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
        create_app(app).test_client().get("/api/health", headers=parent)
        with pytest.raises(ZeroDivisionError), app.db.write():
            raise ZeroDivisionError("of Bob")
    app.close()
    found = {one.name: one for one in collector.spans}
    request, transaction = found["GET /api/health"], found["transaction"]
    assert request.parent_span_id == b""
    assert about(transaction) == {"error.type": "ZeroDivisionError"}
    assert transaction.status.code == 2 and b"of Bob" not in b"".join(collector.bodies)


def test_a_node_ends_though_nobody_takes_its_spans():
    tracing = Tracing(f"http://127.0.0.1:{free_port()}/v1/traces", "0", "here", longest_end=0.2)
    assert spans.opener
    with spans.opener("job", ""):
        pass
    begun = time.monotonic()
    tracing.close()
    assert time.monotonic() - begun < 5


def test_without_the_extra_it_says_what_to_install(desk, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError("No module named 'opentelemetry'")

    monkeypatch.setattr(bootstrap, "import_module", missing)
    app = build(replace(desk.settings, traces_url="http://127.0.0.1:1/v1/traces"), desk.clock)
    with pytest.raises(ConfigError, match=r"caselane\[otel\]"), traced(app):
        pass
    app.close()
