"""Random lives of a case against a small model that knows nothing of BPMN.

The model (tests/lifecycle_model.py) and Caselane must never disagree, whatever people do, however
late the worker is, and however often a process is killed in the middle of a change or right after it.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import signal
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from runner.errors import Forbidden, NotPossible
from runner.store.database import Database, Transaction
from tests.conftest import WORKFLOWS
from tests.desk import CaseOnDesk, Desk, build
from tests.lifecycle_model import (
    BLOCKED,
    CLOSED,
    ENDS,
    FIELDS,
    MIDNIGHT,
    MOVES,
    NEEDED,
    NEW,
    REPLIED,
    TARGETS,
    WEEKS,
    WORK,
    Model,
)

# ------------------------------------------------------------------ both, side by side


def die_at(statement):
    """From here on this process kills itself at a statement of its first transaction that writes,
    or right after its commit."""
    run, commit, count = Transaction.run, Database._commit, itertools.count(1)

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    def run_or_die(transaction, text, **values):
        if statement is not None and next(count) > statement:
            die()
        return run(transaction, text, **values)

    def commit_and_die(database, transaction):
        if statement is None:
            commit(database, transaction)
        die()

    Transaction.run, Database._commit = run_or_die, commit_and_die


@cache
def beginning() -> tempfile.TemporaryDirectory:
    """An installation before its first case: making one takes as long as living a life."""
    folder = tempfile.TemporaryDirectory(prefix="caselane-beginning-")
    workflows = Path(folder.name, "workflows")
    shutil.copytree(WORKFLOWS, workflows)
    (workflows / "calendars.toml").write_text(WEEKS)
    Desk(Path(folder.name, "data"), start=MIDNIGHT, workflows=workflows).app.close()
    return folder


SELDOM = st.sampled_from([True, False, False, False])
"""For what takes as long as ten changes."""

CHOICE = st.integers(0, 2**16)
SIDE = st.sampled_from(["support", "customer"])
LONG_LIFE = 16
"""Revisions before a case may close."""


class Lives(RuleBasedStateMachine):
    @initialize(
        priority=st.sampled_from(sorted(TARGETS)),
        start=st.integers(0, 7 * 24 * 60).map(lambda m: MIDNIGHT + timedelta(minutes=m)),
    )
    def submit(self, priority, start):
        self.folder = Path(tempfile.mkdtemp(prefix="caselane-lives-"))
        shutil.copytree(beginning().name, self.folder, dirs_exist_ok=True)
        workflows = self.folder / "workflows"
        self.desk = Desk(self.folder / "data", start=start, workflows=workflows)
        self.case = self.desk.open(priority=priority).claim(self.desk.alice)
        self.model = Model(start, priority)
        self.model.revision += 1  # claimed
        self.now = start

    def teardown(self):
        if hasattr(self, "desk"):
            assert self.desk.app.verification.verify().differences == ()
            self.desk.app.close()
            shutil.rmtree(self.folder)

    @rule(
        minutes=st.sampled_from(
            [0, 1, 7, 20, 30, 31, 60, 90, 120, 480, 1440, 4320, 10080, 14400, 20160]
        )
        | st.integers(0, 30000),
        punctual=st.booleans(),
    )
    def time_passes(self, minutes, punctual):
        self.now += timedelta(minutes=minutes)
        self.desk.clock.set(self.now)
        if punctual:
            self.desk.work()
            self.model.pass_time(self.now)

    @rule(choice=CHOICE)
    def support_goes_on(self, choice):
        self.go_on("support", choice)

    @rule(choice=CHOICE)
    def support_goes_on_again(self, choice):
        self.go_on("support", choice)

    @rule(choice=CHOICE)
    def the_customer_goes_on(self, choice):
        self.go_on("customer", choice)

    def go_on(self, side, choice):
        """Something that is offered; what closes the case only after a long life."""
        self.model.pass_time(self.now)
        if action := self.chosen(side, choice):
            self.take(side, action)
            self.model.act(action, self.now)

    def chosen(self, side, choice):
        offered = sorted(self.model.offers(side))
        if self.model.revision < LONG_LIFE:
            offered = [a for a in offered if a not in ENDS and a != "customer_closes"]
        return offered[choice % len(offered)] if offered else None

    @rule(side=SIDE, action=st.sampled_from([*MOVES, "customer_closes"]))
    def try_what_is_not_offered(self, side, action):
        self.model.pass_time(self.now)
        if action in self.model.offers(side):
            return
        try:
            self.take(side, action)
        except (Forbidden, NotPossible):
            return
        raise AssertionError(f"{side} could {action} while {self.model.place}")

    @rule(side=SIDE, on_behalf=st.booleans())
    def write(self, side, on_behalf):
        self.model.pass_time(self.now)
        on_behalf = on_behalf and side == "support"
        self.case.write(self.person(side), "Some words", on_behalf_of_customer=on_behalf)
        if side == "customer" or on_behalf:
            self.model.reply(self.now)
        elif self.model.place == NEW:
            self.model.act("send_first_response", self.now)

    @rule()
    def tracker_clears_the_blocker(self):
        self.model.pass_time(self.now)
        try:
            self.desk.app.cases.deliver(self.desk.alice, self.case.number, "blocker_cleared")
        except NotPossible:
            assert self.model.place not in (BLOCKED, REPLIED)
            return
        self.model.blocker = False
        self.model.revision += 1
        if self.model.place == BLOCKED:
            self.model.enter(WORK, self.now)

    @rule(priority=st.sampled_from(sorted(TARGETS)))
    def change_priority(self, priority):
        self.model.pass_time(self.now)
        try:
            self.case.change(priority=priority)
        except NotPossible:
            assert self.model.place == CLOSED
            return
        if priority != self.model.priority:
            self.model.revision += 1
            self.model.set_targets(priority)
            self.model.pass_time(self.now)

    @rule(now=SELDOM, side=SIDE, choice=CHOICE, statement=st.none() | st.integers(1, 25))
    def is_killed_while_acting(self, now, side, choice, statement):
        """What was not committed never happened; what was, has."""
        self.desk.work()
        self.model.pass_time(self.now)
        if now and (action := self.chosen(side, choice)):
            self.kill(lambda: self.take(side, action), statement)
            if statement is None:
                self.model.act(action, self.now)

    def kill(self, change, statement):
        """Makes a change in a process of its own, which is killed: before a statement of its
        transaction, counted from its BEGIN, or its commit, or (None) right after its commit."""
        self.desk.app.db.close()  # no connection of SQLite outlives a fork
        child = os.fork()
        if not child:
            gc.disable()
            die_at(statement)
            try:
                change()
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the change came to an end"
        assert os.WTERMSIG(status) == signal.SIGKILL

    @rule(now=SELDOM)
    def restart(self, now):
        if not now:
            return
        self.desk.app.close()
        self.desk.app = build(self.desk.settings, self.desk.clock)
        self.case = CaseOnDesk(self.desk, self.case.number)

    @rule()
    def sweep(self):
        self.desk.app.cases.repair()
        self.desk.work()
        self.model.pass_time(self.now)

    def take(self, side, action):
        self.case.act(self.person(side), action, **self.fields(side, action))

    def person(self, side):
        return self.desk.alice if side == "support" else self.desk.bob

    def fields(self, side, action):
        needed = NEEDED.get(action, [])
        if action == "customer_closes" and side == "support":
            needed = ["how"]
        return {name: FIELDS[name] for name in needed}

    @invariant()
    def they_agree(self):
        if not hasattr(self, "case"):
            return
        view = self.case.seen_by(self.desk.carol)
        if view.case.next_due is not None and view.case.next_due <= self.now:
            return  # the worker is late; what happens next fires it first
        assert self.model.differs_from(view) == []
        assert view.case.revision == self.model.revision
        for side in ("support", "customer"):
            assert self.case.can(self.person(side)) == self.model.offers(side)
        assert self.told() == self.model.told

    def told(self):
        """How often each element told the one it is meant for; the lead is told too, but not counted."""
        mine = [*self.desk.inbox(self.desk.alice), *self.desk.inbox(self.desk.bob)]
        return {name: mine.count(name) for name in mine if " wrote" not in name and " " not in name}


class ManyLives(Lives):
    """The same, for longer."""


def _lives(machine, number):
    machine.TestCase.settings = settings(
        max_examples=number,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    return machine.TestCase


TestLives = _lives(Lives, 20)
TestManyLives = pytest.mark.soak(_lives(ManyLives, 300))
