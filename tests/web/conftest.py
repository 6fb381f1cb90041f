"""The web application as people and programs meet it, each with a token."""

from __future__ import annotations

import pytest

from web import create_app


class Caller:
    """Somebody who calls the API."""

    def __init__(self, flask, token: str | None):
        self._client = flask.test_client()
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def _call(self, method, path, body=None, headers=None, **more):
        return self._client.open(
            f"/api{path}",
            method=method,
            json=body,
            headers={**self._headers, **(headers or {})},
            **more,
        )

    def get(self, path, **more):
        return self._call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self._call("POST", path, body, **more)

    def patch(self, path, body=None, **more):
        return self._call("PATCH", path, body, **more)

    def act(self, number, action, **fields):
        return self.post(f"/cases/{number}/actions/{action}", {"fields": fields})


class Callers:
    """Alice, Amir, Carol, Owen, Nora, Bob and Eve of the desk, and nobody."""

    def __init__(self, desk):
        self.flask = create_app(desk.app)
        self.desk = desk
        for name in ("alice", "amir", "carol", "owen", "nora", "bob", "eve"):
            person = getattr(desk, name)
            setattr(self, name, Caller(self.flask, desk.app.accounts.new_token(person.email)))
        self.nobody = Caller(self.flask, None)

    def submitted(self, **more):
        body = {"subject": "Printer on fire", "description": "It burns.", **more}
        return self.bob.post("/cases", body).json["number"]


@pytest.fixture
def api(desk):
    return Callers(desk)
