"""The web application as people and programs meet it, each with a token."""

from __future__ import annotations

import io
import re

import pytest

from tests.flasks import create_app


def rows(page):
    """The numbers of the cases in a list, in its order."""
    return re.findall(r'class="number">(C-\d+)<', page.text)


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

    def put(self, path, body=None, **more):
        return self._call("PUT", path, body, **more)

    def patch(self, path, body=None, **more):
        return self._call("PATCH", path, body, **more)

    def delete(self, path, **more):
        return self._call("DELETE", path, **more)

    def act(self, number, action, **fields):
        return self.post(f"/cases/{number}/actions/{action}", {"fields": fields})


def bring(caller, *named):
    """Brings files, each a name and its content."""
    given = {"upload": [(io.BytesIO(content), name) for name, content in named]}
    return caller._client.post("/api/files", data=given, headers=caller._headers)


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
        """The number of a case of Bob's; support writes down the priority of one that has one."""
        body = {"subject": "Printer on fire", "description": "It burns.", **more}
        if "priority" in more:
            named = {**body, "customer": {"email": "bob@example.com"}}
            return self.alice.post("/cases", named).json["number"]
        return self.bob.post("/cases", body).json["number"]


@pytest.fixture
def api(desk):
    return Callers(desk)


class Browser:
    """Somebody before the web pages, without JavaScript: signed in, unless `person` is None."""

    PASSWORD = "correct horse battery"

    def __init__(self, flask, desk, person):
        self._client = flask.test_client()
        self._client.get("/sign-in")
        if person is not None:
            desk.app.accounts.set_password(person.email, self.PASSWORD)
            answer = self.send("/sign-in", email=person.email, password=self.PASSWORD)
            assert answer.status_code == 303

    def see(self, path, **more):
        return self._client.get(path, **more)

    def send(self, path, headers=None, **form):
        """Sends a form, with the mark against forgery that its page carries."""
        page = self._client.get("/sign-in").text
        form["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        fields = {name.replace("__", "."): value for name, value in form.items()}
        return self._client.post(path, data=fields, headers=headers)

    def forge(self, path, **form):
        """Sends a form as another site would make the browser do."""
        return self._client.post(path, data=form)


class Pages:
    """Gives browsers: `pages.alice`, `pages.bob`, ... and `pages.nobody`."""

    def __init__(self, desk):
        self.desk = desk
        self.flask = create_app(desk.app, demo=True)  # visitors may submit

    def __getattr__(self, name):
        person = None if name == "nobody" else getattr(self.desk, name)
        browser = Browser(self.flask, self.desk, person)
        setattr(self, name, browser)
        return browser


@pytest.fixture
def pages(desk):
    return Pages(desk)
