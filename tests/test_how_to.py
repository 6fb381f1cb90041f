"""What the short pages promise of a changed diagram, after doing what stands there."""

import shutil
from datetime import UTC, datetime

import pytest

from runner.errors import InvalidInput
from tests.conftest import WORKFLOWS
from tests.desk import Desk
from tests.page_shell import PageShell

LONG_AGO = datetime(2024, 3, 4, 9, tzinfo=UTC)
"""A Monday. The command line deploys by the clock of the machine, which is later."""


@pytest.fixture
def after(tmp_path, caselane_command):
    """A desk where somebody has followed a page of the documentation."""
    desks = []

    def follow(page):
        desk = Desk(tmp_path / "data", start=LONG_AGO)
        desks.append(desk)
        shutil.copytree(WORKFLOWS, tmp_path / "workflows")
        PageShell(tmp_path, caselane_command).follow(page)
        return desk

    yield follow
    for desk in desks:
        desk.app.close()


def test_a_place_has_a_status_of_its_own(after):
    desk = after("docs/own-status.md")
    case = desk.open().to("Work in Progress").act(desk.alice, "propose_closing", body="Close it?")
    assert case.status == "Closing Proposed"
    assert case.act(desk.bob, "keep_open").status == "Customer Replied"


def test_the_owner_is_told_of_what_is_blocked_for_long(after):
    desk = after("docs/reminders.md")
    case = desk.open().claim(desk.alice).to("Blocked")
    case.wait(days=6, hours=23)
    assert "tell_owner_of_blocker" not in desk.inbox(desk.alice)
    case.wait(hours=1)
    assert "tell_owner_of_blocker" in desk.inbox(desk.alice)
    assert case.status == "Blocked"
    told = desk.app.notifications.of(desk.alice, limit=1).items[0]
    assert "has been blocked for 5 business days by B-7" in told.body


def test_a_button_asks_for_one_more_thing(after):
    desk = after("docs/form-fields.md")
    case = desk.open().to("Blocked")
    with pytest.raises(InvalidInput) as refused:
        case.act(desk.alice, "clear_blocker", note="Fixed.")
    assert "fixed_in" in refused.value.errors
    assert case.act(desk.alice, "clear_blocker", fixed_in="2.4.2").status == "Work in Progress"
    assert case.history()[-1].values["fixed_in"] == "2.4.2"
    assert desk.open(fields={"serial_number": "K-7"}).case.facts["serial_number"] == "K-7"


def test_silence_closes_a_case_that_was_asked(after):
    desk = after("docs/closing-after-silence.md")
    case = desk.open().claim(desk.alice).to("Pending Customer")
    proposed = desk.open().to("Solution Proposed")
    desk.wait(days=13, hours=23)
    assert case.status == "Pending Customer"
    assert desk.inbox(desk.bob).count("remind_customer") == 4
    desk.wait(hours=1)
    assert (case.status, case.case.resolution) == ("Closed", "no_answer")
    assert proposed.status == "Solution Proposed"
    assert {"tell_owner_of_silence"} <= set(desk.inbox(desk.bob)) & set(desk.inbox(desk.alice))
