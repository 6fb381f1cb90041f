"""An installation of real processes that die: nodes, people at work, a mail server, a receiver of webhooks,
one database."""

import email
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller

from runner.config import read_settings
from runner.store.procrastinate import QUEUE
from tests.crash.account import account_for, check_events, read_ledger
from tests.delivery.receiver import Receiver, naming
from tests.desk import build
from tests.patience import PATIENCE
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent


class PostOffice:
    """A real mail server that counts the mails that it took, by their id, and keeps those of each
    address, once."""

    def __init__(self):
        self.mails = Counter()
        self.letters: dict[str, list[EmailMessage]] = defaultdict(list)
        port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=60)
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.mails[mail["Message-ID"]] += 1
        if self.mails[mail["Message-ID"]] == 1:
            self.letters[envelope.rcpt_tos[0]].append(mail)
        return "250 OK"

    def close(self):
        self._controller.stop()


class Node:
    """A command of Caselane that is started again whenever it died. `deaths` says how: a point and a
    number for `tests.crash.node`, or `any` and the seconds that it lives. After the last it lives on."""

    def __init__(self, arguments, environment, log, deaths=(), prefix=()):
        self._arguments, self._environment, self._log = arguments, environment, log
        self._deaths, self._prefix = list(deaths), list(prefix)
        self.kills, self.exits, self._closing = 0, [], False
        self.at_last = threading.Event()
        self._process = None
        self._thread = threading.Thread(target=self._keep)
        self._thread.start()

    def _keep(self):
        while not self._closing:
            when, number = self._deaths.pop(0) if self._deaths else ("never", 0)
            if when == "never":
                self.at_last.set()
            self._start("never" if when == "any" else when, number)
            if when == "any":
                self._live(number)
            code = self._process.wait()
            self.kills += code == -signal.SIGKILL
            self.exits.append(code)

    def _start(self, when, number):
        self._process = subprocess.Popen(
            [*self._prefix, sys.executable, "-m", "tests.crash.node", when, str(number),
             *self._arguments],
            cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def _live(self, seconds):
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def kill(self):
        self._process.kill()

    def close(self):
        """Ends it for good; it may finish what it is at. It may just be started again, so it is told
        more than once."""
        self._closing = True
        end = time.monotonic() + PATIENCE
        while self._thread.is_alive():
            self._process.terminate() if time.monotonic() < end else self._process.kill()
            self._thread.join(timeout=2)


_GIVEN = (
    "data_dir", "database_url", "synchronous", "jobs", "secret_key", "workflows", "smtp_url", "webhooks",
    "requests_per_minute", "mails_per_hour",
)  # fmt: skip


def environment_of(settings, names, **more):
    """That of a node with these of the settings."""
    given = {name: getattr(settings, name) for name in names} | more
    values = {
        name: str(int(value) if isinstance(value, bool) else value)
        for name, value in given.items()
        if value != Path()
    }
    return {**os.environ, **{f"CASELANE_{n.upper()}": v for n, v in values.items()}}


DATA = "data"
"""Where a site keeps its data, in its folder."""


class Site:
    """`nodes`: for each the arguments of its command and how it dies. `tokens` of people who are in
    the database already; `build` makes the application that looks on; `more` settings."""

    def __init__(
        self, folder, database_url, jobs="table", mail=True, tokens=None, build=build, **more
    ):
        self.folder = folder
        self.post = PostOffice() if mail else None
        self.receiver = Receiver() if mail else None
        self._people = None
        self.nodes, self._log = [], open(folder / "log", "ab")  # noqa: SIM115
        self.settings = read_settings(
            {}, data_dir=folder / DATA, database_url=database_url, jobs=jobs,
            workflows=_quick_workflows(folder), smtp_url=self.post.url if mail else "",
            webhooks=naming(folder, self.receiver.url) if mail else None,
            **{"secret_key": "of-a-site-in-a-test", "requests_per_minute": 0,
               "mails_per_hour": 0, **more},
        )  # fmt: skip
        self.app = build(self.settings)
        self.tokens = tokens or self._hire()
        self.ledger = folder / "ledger"
        self.ledger.touch()

    def _hire(self):
        accounts = self.app.accounts
        for name, role in (("alice", "agent"), ("bob", "customer"), ("carol", "lead")):
            accounts.add(f"{name}@example.com", name.title(), [role])
        return {name: accounts.new_token(f"{name}@example.com") for name in ("alice", "bob")}

    def environment(self, **settings):
        return environment_of(self.settings, _GIVEN, **settings)

    def node(self, *arguments, deaths=(), prefix=(), **settings):
        node = Node(arguments, self.environment(**settings), self._log, deaths, prefix)
        self.nodes.append(node)
        return node

    def people(self, urls, prefix=(), **more):
        """Starts people at work."""
        plan = self.folder / "plan"
        plan.write_text(
            json.dumps({"urls": urls, "tokens": self.tokens, "ledger": str(self.ledger), **more})
        )
        self._people = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tests.crash.load", str(plan)],
            cwd=ROOT, stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def go_home(self):
        """People finish the cases that they have begun, and stop."""
        self._people.send_signal(signal.SIGTERM)
        self.wait_for_people()

    def wait_for_people(self):
        """Until they have done what they were to do."""
        self._people.wait(300)

    def wait_until_up(self, within=120):
        """Until every node has said that it is at work."""
        until, said = time.monotonic() + within, (b"Caselane is at", b"Working (")
        while time.monotonic() < until:
            log = (self.folder / "log").read_bytes()
            if sum(log.count(words) for words in said) >= len(self.nodes):
                return
            time.sleep(0.1)

    def settle(self, within=150):
        """Waits until nothing is due any more, no timer of the tests is running, and everybody
        outside was told, those included who were put off."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with self.app.db.read() as tx:
                left = sum(tx.run(query).fetchone()[0] for query in self._left)
            if not left and not self.app.reports.health().due_jobs:
                return
            time.sleep(0.1)

    @property
    def _left(self):
        yield (
            "SELECT count(*) FROM milestones m JOIN cases c ON c.id = m.case_id"
            " WHERE m.state = 'running' AND m.reached_at IS NULL AND NOT c.closed"
        )
        yield "SELECT count(*) FROM jobs WHERE lane <> '' AND NOT dead"
        if self.settings.jobs == "procrastinate":
            yield f"SELECT count(*) FROM procrastinate_jobs WHERE queue_name <> '{QUEUE}'"

    def account(self):
        """Nobody is at work any more: the books are made up."""
        for node in self.nodes:
            node.close()
        result = account_for(self.app, read_ledger(self.ledger))
        result.kills = sum(node.kills for node in self.nodes)
        if self.post is not None:
            result.mails = len(self.post.mails)
            result.mails_twice = sum(n - 1 for n in self.post.mails.values())
            if result.mails != result.notifications:
                result.faults.append("a notification was not mailed")
            check_events(result, self.app, self.receiver)
        return result

    def close(self):
        if self._people is not None:
            self._people.kill()
            self._people.wait()
        for node in self.nodes:
            node.close()
        self.app.close()
        if self.post is not None:
            self.post.close()
            self.receiver.close()
        self._log.close()


def _quick_workflows(folder):
    """The shipped ones, with a first response that is due two seconds after the submission."""
    quick = folder / "workflows"
    quick.mkdir()
    for path in (ROOT / "workflows").iterdir():
        if path.suffix in (".bpmn", ".dmn", ".toml") and path.is_file():
            text = path.read_text()
            if path.suffix == ".dmn":
                text = text.replace('"PT30M"', '"PT2S"', 1).replace('"PT10M"', '"PT1S"', 1)
            (quick / path.name).write_text(text)
    return quick
