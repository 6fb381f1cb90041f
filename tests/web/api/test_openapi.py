"""Requests made up from the description of the API: the server never fails, and answers as described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from runner.cases import Submission
from runner.clock import SystemClock
from runner.config import read_settings
from tests.desk import build
from tests.flasks import create_app

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    app = build(
        read_settings({}, data_dir=tmp_path_factory.mktemp("api"), synchronous="NORMAL"),
        SystemClock(),
    )
    alice = app.accounts.add("alice@example.com", "Alice", ["agent"])
    bob = app.accounts.add("bob@example.com", "Bob", ["customer"])
    for _ in range(3):
        app.cases.open(bob, Submission("Printer on fire", "It burns."))
    app.cases.act(alice, "C-1002", "send_first_response", {"body": "Hi"})
    flask = create_app(app)
    flask.token = app.accounts.new_token(alice.email)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", flask), flask
    app.close()


@pytest.mark.parametrize("times", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_whatever_comes_in_the_answer_is_as_described(described, times):
    schema, flask = described
    headers = {"Authorization": f"Bearer {flask.token}"}
    seen = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        seen.add(operation.label)

        def check(case):
            if "number" in case.path_parameters and case.path_parameters["number"] != "C-1002":
                case.path_parameters["number"] = "C-1001"
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)

        strategy = operation.as_strategy()
        run = settings(
            max_examples=times, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        from hypothesis import given

        run(given(case=strategy)(check))()
    assert len(seen) > 15
