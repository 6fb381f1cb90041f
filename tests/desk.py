"""A support desk for tests: real parts, a database of its own, a clock that the test moves."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from argon2 import PasswordHasher

from runner import bootstrap
from runner.bootstrap import App, Parts
from runner.cases import Submission
from runner.clock import ManualClock
from runner.config import make_folder, read_settings
from runner.model import Job, Person, Version
from runner.store import Database, jobs, people, tallies
from tests.patience import PATIENCE


def _database(url: str, synchronous: str) -> Database:
    """`synchronous` is not asked for: tests that cut the power start processes of their own."""
    return Database(url, "OFF", busy_seconds=PATIENCE)


PARTS = Parts(
    database=_database,
    hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
)
"""A disk that stands still for some seconds makes nobody lose whom the tests let win. Passwords,
slow by design, would be half of what the tests of the pages take."""

build = partial(bootstrap.build, parts=PARTS)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A working day, when the office of the default calendar opens."""


class Desk:
    """Alice and Amir are agents, Carol is the lead, Bob and Eve are customers, Owen owns the process."""

    def __init__(
        self, folder: Path, diagram: bytes | None = None, files=None, start=MONDAY, **more
    ):
        self.clock = ManualClock(start)
        settings = {
            name: more.pop(name, None)
            for name in (
                "workflows", "database_url", "jobs", "approval", "undo_send", "answering_takes",
                "passwords", "oidc_issuer", "second_step_roles",
                "oidc_client", "oidc_secret", "oidc_name", "oidc_roles", "oidc_teams", "oidc_create",
            )
        }  # fmt: skip
        channels = more.pop("channels", None)
        files_of = {
            name: more.pop(name, None)
            for name in (
                "webhooks",
                "chat",
                "mailboxes",
                "hooks",
                "retention",
                "log_note_reads",
                "clamd",
                "mail_file_bytes",
                "mails_per_hour",
            )
        }
        self.settings = read_settings(
            {}, data_dir=folder, synchronous="NORMAL", **files_of, **settings
        )
        own = settings["database_url"] in (None, f"sqlite:///{folder}/{DATABASE}")
        if own and not settings["workflows"]:
            copy_beginning(folder)
        parts = replace(PARTS, connect=lambda *_: channels) if channels is not None else PARTS
        self.app: App = build(self.settings, self.clock, parts=parts, **more)
        if diagram is not None:
            self.use(diagram, files or {})
        self.alice, self.amir, self.carol, self.owen, self.nora, self.bob, self.eve = _people(
            self.app
        )

    def use(self, diagram: bytes, files: dict[str, str], process: str = "") -> int:
        """Starts new cases on a diagram, past the gate: some tests want a bad one."""
        version = Version(0, process, "test", diagram, files, self.clock.now())
        with self.app.db.write() as tx:
            return self.app.versions.add(tx, version)

    def open(self, by: Person | None = None, priority: str = "P2", **more) -> CaseOnDesk:
        subject = more.pop("subject", "Printer on fire")
        by = by or self.bob
        more.setdefault("customer_email", by.email)
        submission = Submission(subject, "It burns.", priority=priority, **more)
        view = self.app.cases.open(by, submission)
        return CaseOnDesk(self, view.case.number)

    def wait(self, **by: float) -> None:
        """Time passes, and the worker does what falls due."""
        self.clock.advance(timedelta(**by))
        self.work()

    def work(self) -> int:
        return self.app.worker.run_due()

    def give_up(self, key: str, case_id: int | None = None) -> None:
        """Leaves a dead letter."""
        job = Job(0, "wake", key, case_id, {}, MONDAY, 10)
        with self.app.db.write() as tx:
            jobs.add_dead(tx, job, MONDAY, "was broken\x1b[2J\nhere")

    def tallies_are_right(self) -> bool:
        """Whether what is counted ahead is what a count says."""
        with self.app.db.read() as tx:
            return not tallies.missing(tx)

    def inbox(self, person: Person) -> list[str]:
        """What somebody was told, oldest first: the name of the element that told it, or the
        subject."""
        notes = self.app.notifications.of(person, limit=200).items
        return [note.element or note.subject for note in reversed(notes)]


def _people(app: App) -> list[Person]:
    """Those of the desk; they are added where nobody has their address yet."""
    with app.db.read() as tx:
        known = [people.by_email(tx, f"{name.lower()}@example.com") for name in PEOPLE]
    return [
        found or app.accounts.add(f"{name.lower()}@example.com", name, [role])
        for found, (name, role) in zip(known, PEOPLE.items(), strict=True)
    ]


PEOPLE = {
    "Alice": "agent", "Amir": "agent", "Carol": "lead", "Owen": "process_owner",
    "Nora": "analyst", "Bob": "customer", "Eve": "customer",
}  # fmt: skip


def copy_beginning(folder: Path) -> None:
    """Puts the database of a new installation into an empty folder: the gate looks at the default
    diagram once for each process of tests, not once for each test."""
    if not (folder / DATABASE).exists():
        make_folder(folder)
        for name in (DATABASE, "secret-key"):
            shutil.copy2(Path(_beginning().name, name), folder)


DATABASE = "caselane.sqlite3"


@cache
def _beginning() -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory(prefix="caselane-beginning-")
    begin(Path(folder.name), staffed=True)
    return folder


def begin(folder: Path, staffed: bool = False, **settings: str) -> None:
    """Leaves the database of a new installation; `staffed` with the people of the desk."""
    known = read_settings({}, data_dir=folder, synchronous="NORMAL", **settings)
    app = build(known, ManualClock(MONDAY))
    if staffed:
        _people(app)
    app.close()


class CaseOnDesk:
    """One case, driven by people."""

    def __init__(self, desk: Desk, number: str):
        self.desk, self.number = desk, number

    @property
    def cases(self):
        return self.desk.app.cases

    def seen_by(self, person: Person):
        return self.cases.get(person, self.number)

    @property
    def case(self):
        return self.seen_by(self.desk.carol).case

    @property
    def status(self) -> str:
        return self.case.status

    @property
    def milestone(self):
        return self.seen_by(self.desk.carol).milestones[0]

    def can(self, person: Person) -> set[str]:
        return {action.id for action in self.seen_by(person).actions}

    def act(self, person: Person, action: str, **fields) -> CaseOnDesk:
        self.cases.act(person, self.number, action, fields)
        return self

    def write(self, person: Person, body: str = "Hello", **more) -> CaseOnDesk:
        self.cases.comment(person, self.number, body, **more)
        return self

    def change(self, **changes) -> CaseOnDesk:
        self.cases.update(self.desk.carol, self.number, changes)
        return self

    def claim(self, person: Person) -> CaseOnDesk:
        self.cases.claim(person, self.number)
        return self

    def wait(self, **by: float) -> CaseOnDesk:
        self.desk.wait(**by)
        return self

    def history(self, person: Person | None = None):
        return self.cases.history(person or self.desk.carol, self.number).items

    def conversation(self, person: Person | None = None):
        return self.cases.conversation(person or self.desk.carol, self.number).items

    # -------------------------------------------------------------- shortcuts to each status

    def to(self, status: str) -> CaseOnDesk:
        alice, bob = self.desk.alice, self.desk.bob
        if status == "New":
            return self
        self.act(alice, "send_first_response", body="Thank you.")
        if status == "Work in Progress":
            return self
        if status == "Customer Replied":
            return self.write(bob, "More about it")
        if status == "Closed":
            return self.act(alice, "propose_solution", body="Do this.").act(bob, "accept_solution")
        step, fields = {
            "Pending Customer": ("ask_customer", {"body": "Which one?"}),
            "Solution Proposed": ("propose_solution", {"body": "Do this."}),
            "Blocked": ("block", {"kind": "Bug", "reference": "B-7", "note": "Upstream."}),
            "Agree to close": ("propose_closing", {"body": "We found nothing."}),
        }[status]
        return self.act(alice, step, **fields)


OPEN = (
    "New",
    "Work in Progress",
    "Pending Customer",
    "Agree to close",
    "Customer Replied",
    "Solution Proposed",
    "Blocked",
)
"""The waiting tasks of the default diagram, by status; *Agree to close* is Pending Customer, too."""
