"""An installation with all its channels, whose serving process may be killed: its mail server, its
mailbox, a bug tracker, a chat room, and a clock that stands still until it is moved."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from runner.clock import ManualClock
from runner.config import read_settings
from runner.model import to_id
from runner.store import events, incoming_mails, tables
from tests.browser.doors import Visitor
from tests.conftest import WORKFLOWS
from tests.crash.site import Node, PostOffice, environment_of
from tests.delivery.incoming.mail_server import best_server
from tests.delivery.receiver import Receiver, Room, naming, naming_room
from tests.desk import build, copy_beginning
from tests.flasks import create_app
from tests.lifecycle_model import MIDNIGHT, WEEKS
from tests.patience import until
from tests.ports import free_port

MAILBOX = "support@desk.example"
TRUSTED = "mx.desk.example"
SECRET = "a-secret-of-a-tracker-of-a-test-1234"
FOLDER = "Support"

HOOKS = f"""
[tracker]
person = "tracker@example.com"
secret = "{SECRET}"
[[tracker.rules]]
when = {{ "/action" = "closed" }}
reference = "B-{{/number}}"
event = "blocker_cleared"
[[tracker.rules]]
when = {{ "/action" = "opened" }}
reference = "issue-{{/number}}"
subject = "{{/title}}"
text = "As the tracker has it."
customer = "{{/reporter}}"
"""

DOWN = timedelta(minutes=1)
"""How long the process is gone that was killed, by its clock: what it held is free by then."""

_GIVEN = (
    "data_dir", "database_url", "synchronous", "secret_key", "workflows", "smtp_url", "mail_from", "mailboxes",
    "hooks", "webhooks", "chat", "base_url", "requests_per_minute", "answering_takes",
    "mails_per_hour",
)  # fmt: skip


class DaySite:
    """With calendars of its own it goes on for as long as one likes; else it has to end before the
    clocks are changed, as the model knows nothing of that."""

    def __init__(self, folder: Path, database_url: str = "", calendars: bool = False):
        self._parts = ExitStack()
        self.post = self._parts.enter_context(closing(PostOffice()))
        self.tracker = self._parts.enter_context(closing(Receiver()))
        self.room = self._parts.enter_context(closing(Room()))
        self.imap = self._parts.enter_context(best_server())
        self.imap.begin_again(FOLDER)
        self._mailbox = self._parts.enter_context(self.imap.signed_in())
        self.clock = ManualClock(MIDNIGHT - timedelta(weeks=4) + timedelta(hours=9))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        workflows = _with_calendars(folder / "workflows") if calendars else None
        self.settings = self._settings(folder, database_url, workflows)
        if not (database_url or calendars):
            copy_beginning(self.settings.data_dir)
        self.app = self._parts.enter_context(closing(build(self.settings, self.clock)))
        self.flask = create_app(self.app)
        self._visitor = self._parts.enter_context(closing(Visitor(self.url)))
        self._log = self._parts.enter_context((folder / "log").open("ab"))
        self.instants = [self.clock.now()]
        """Those at which what is done now may have been done: of before a kill, and after it."""

    def _settings(self, folder: Path, database_url: str, workflows: Path | None):
        mailboxes, hooks = folder / "mailboxes.toml", folder / "hooks.toml"
        mailboxes.write_text(
            f'[support]\naddress = "{MAILBOX}"\nimap = "{self.imap.url}/{FOLDER}"\n'
            f'trusted_server = "{TRUSTED}"\n'
        )
        hooks.write_text(HOOKS)
        return read_settings(
            {}, data_dir=folder / "data", database_url=database_url, synchronous="NORMAL",
            secret_key="of-a-day-in-a-test-1234", workflows=workflows, smtp_url=self.post.url,
            mail_from=f"Support <{MAILBOX}>", mailboxes=mailboxes, hooks=hooks,
            webhooks=naming(folder, self.tracker.url), chat=naming_room(folder, self.room.url),
            base_url=self.url, requests_per_minute=0, mails_per_hour=0, answering_takes=True,
        )  # fmt: skip

    def start(self) -> None:
        """Serves, and has looked into the mailbox once."""
        command = ["serve", "--port", str(self.port), "--test-clock", self.clock.now().isoformat()]
        self._command = command
        environment = environment_of(self.settings, _GIVEN)
        self.node = self._parts.enter_context(closing(Node(command, environment, self._log)))
        assert self._visitor.get("/api/ready").status_code == 200
        until(lambda: self._place() is not None)

    def _place(self):
        with self.app.db.read() as tx:
            return incoming_mails.place(tx, "support")

    def close(self) -> None:
        self._parts.close()

    # ------------------------------------------------------------------ time, and death

    def kill(self) -> None:
        """It is started again a moment later."""
        kills, later = self.node.kills, self.clock.now() + DOWN
        self._command[-1] = later.isoformat()
        self.instants.append(later)
        self.node.kill()
        until(lambda: self.node.kills > kills)
        self.clock.set(later)

    def go_to(self, instant: datetime) -> None:
        """Moves the clock, and does what is due by then."""
        self._command[-1] = instant.isoformat()
        self.clock.set(instant)
        self.instants = [instant]
        answer = self._visitor.ask("POST", "/api/test/clock", json={"set": instant.isoformat()})
        assert answer.status_code == 200, answer.text

    def instant_of(self, number: str) -> datetime:
        """When the last thing happened in a case: for certain only where nothing was killed."""
        if len(self.instants) == 1:
            return self.instants[0]
        with self.app.db.read() as tx:
            return events.of_case(tx, to_id(number))[-1].at

    # ------------------------------------------------------------------ mails

    def deliver(self, *mails) -> None:
        for mail in mails:
            self._mailbox.append(mail, FOLDER)

    def mails_in(self) -> dict[str, tuple]:
        """What became of the mails that came, by their ids: state, number of the case, instant."""
        with self.app.db.read() as tx:
            rows = tx.all(sa.select(tables.incoming_mails))
        return {row.message_id: (row.state, row.case_id, row.at) for row in rows}


def _with_calendars(folder: Path) -> Path:
    shutil.copytree(WORKFLOWS, folder)
    (folder / "calendars.toml").write_text(WEEKS)
    return folder
