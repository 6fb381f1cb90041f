"""The product as a browser meets it: the demo, served for real, on a clock that stands still."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import waitress

from runner.cases import CaseQuery
from runner.clock import ManualClock
from runner.config import read_settings
from runner.model import Visit
from runner.playback import demo
from tests.cases.hooking import HOOKS
from tests.desk import build
from tests.flasks import create_app
from tests.patience import PATIENCE

WEDNESDAY = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)


class Site:
    """The demo's people and cases behind a web server."""

    def __init__(self, folder: Path, **settings):
        self.clock = ManualClock(WEDNESDAY)
        mailboxes = folder / "mailboxes.toml"
        mailboxes.write_text('[support]\naddress = "support@desk.example"\n')
        hooks = folder / "hooks.toml"
        hooks.write_text(HOOKS)
        known = read_settings(
            {}, data_dir=folder, synchronous="NORMAL", mailboxes=mailboxes, hooks=hooks, **settings
        )
        self.app = build(known, self.clock)
        demo.prepare(
            self.app.cases, self.app.accounts, self.app.worker, self.clock, self.clock.now()
        )
        self.app.facts.catch_up()
        self.flask = create_app(self.app, demo=True)
        self._server = waitress.create_server(self.flask, host="127.0.0.1", port=0)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.close()
        self._thread.join(timeout=5)
        self.app.close()

    def person(self, name: str):
        """Somebody of the demo by the first name."""
        email = next(email for email, full, _ in demo.PEOPLE if full.split()[0].lower() == name)
        return self.app.accounts.by_email(email)

    def number(self, subject: str) -> str:
        """The number of the case whose subject contains a text."""
        found = self.app.cases.list(self.person("carol"), CaseQuery(text=subject), limit=1)
        return found.items[0].number

    def link(self, number: str, purpose: str) -> str:
        """The path of a signed link for the customer of a case."""
        case = self.app.cases.get(self.person("carol"), number).case
        return "/l/" + self.app.links.token(case.id, case.customer.id, purpose, case.proposal)

    def window(self, browser, name: str | None, **how):
        """A window of a browser in which somebody of the demo has signed in, or nobody."""
        context = browser.new_context(base_url=self.url, reduced_motion="reduce", **how)
        context.set_default_timeout(PATIENCE * 1000)
        if name:
            context.add_cookies([session_of(self.person(name), self)])
        return context

    def said(self, number: str) -> list[str]:
        """The messages of a case."""
        return [m.body for m in self.app.cases.conversation(self.person("carol"), number).items]


def session_of(person, served) -> dict[str, str]:
    """The cookie that signing in to what is `served` gives; argon2, which is slow by design, has no
    part in it."""
    serializer = served.flask.session_interface.get_signing_serializer(served.flask)
    sessions = served.app.sessions
    key = sessions.begin(person, sessions.seal(person), Visit("127.0.0.1", "Firefox/140 Linux"))
    value = serializer.dumps({"key": key, "_permanent": True})
    return {"name": "caselane", "value": value, "url": served.url}


def status_chip(page):
    """Where a page says what status its case has; the strip above it names all of them."""
    return page.locator(".chip:not(.strip .chip)").first
