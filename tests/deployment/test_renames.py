"""Files of renamed elements, and the one that ships: from the first drawing of the lifecycle."""

import pytest

from runner.deployment.renames import read_renames
from runner.errors import ConfigError
from tests.conftest import ROOT, WORKFLOWS
from tests.desk import OPEN
from tests.lifecycle import DATA, FILES, TABLES

V1 = (ROOT / "tests/data/lifecycle_v1.bpmn").read_bytes()
RENAMES = read_renames(WORKFLOWS / "migrations/case_lifecycle_v1.toml")
ASKED = ("Pending Customer", "Agree to close", "Solution Proposed")


@pytest.fixture
def old(desk):
    """The desk of a site that runs the first drawing."""
    desk.use(V1, TABLES)
    return desk


def move(desk):
    """New cases start on the drawing of today, and running ones go there."""
    desk.use(DATA, FILES)
    return desk.app.migration.run(desk.owen, None, RENAMES)


def seen(case):
    """What people see of a case."""
    view = case.seen_by(case.desk.carol)
    it = view.case
    return (it.status, it.flags, it.facts, it.owner, it.proposal, it.next_due, it.milestone_due,
            view.milestones, [(a.id, a.label, a.audience) for a in view.actions])  # fmt: skip


def due(case):
    return [(timer.at, timer.element) for timer in case.case.waits.timers]


# ------------------------------------------------------------------ from the first drawing


@pytest.mark.parametrize("status", OPEN)
def test_a_case_of_the_first_drawing_goes_on_from_wherever_it_waits(old, status):
    case = old.open().claim(old.alice).to(status)
    before, timers, told = seen(case), due(case), old.inbox(old.alice)
    done = move(old)
    assert (done.moved, done.stayed) == (1, 0)
    assert seen(case) == before
    assert due(case) == [(at, RENAMES.get(element, element)) for at, element in timers]
    assert old.inbox(old.alice) == told


@pytest.mark.parametrize("status", ASKED)
def test_reminders_that_were_sent_are_not_sent_again_and_the_others_come_in_time(old, status):
    case = old.open().claim(old.alice).to(status)
    old.wait(days=4)
    reminded = len(old.inbox(old.bob))
    move(old)
    old.wait(days=3)
    assert len(old.inbox(old.bob)) == reminded
    fired = [
        line.event.element for line in case.wait(days=30).history() if line.event.event == "timer"
    ]
    assert fired.count("remind_after_7_days") == 1
    assert len(old.inbox(old.bob)) == reminded + 1
    assert old.inbox(old.alice)[-1].startswith("tell_owner_of_")


def test_a_proposal_that_was_sent_before_can_be_accepted_and_closes_the_case(old):
    case = old.open().to("Solution Proposed")
    proposal = case.case.proposal
    move(old)
    assert case.act(old.bob, "accept_solution", proposal=proposal).case.resolution == "solved"
    assert case.status == "Closed"


@pytest.mark.parametrize("status", ASKED)
def test_a_reply_is_heard_after_the_move(old, status):
    case = old.open().to(status)
    move(old)
    assert case.write(old.bob, "Here it is").status == "Customer Replied"


def test_a_blocker_stands_after_the_move(old):
    case = old.open().to("Blocked").write(old.bob, "Any news?")
    move(old)
    assert case.act(old.alice, "still_blocked").status == "Blocked"


def test_without_the_file_the_reminders_of_proposals_begin_anew(old):
    """What the file is for."""
    case = old.open().to("Solution Proposed").wait(days=4)
    old.use(DATA, FILES)
    old.app.migration.run(old.owen)
    assert [element for _, element in due(case)].count("remind_after_3_days") == 1


# ------------------------------------------------------------------ reading


def written(folder, text):
    file = folder / "map.toml"
    file.write_text(text)
    return file


def test_a_map_file_names_the_new_id_by_the_old_one(tmp_path):
    assert read_renames(written(tmp_path, '[renamed]\nwashing = "rinsing"')) == {
        "washing": "rinsing"
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("washing = ", "cannot be read"),
        ("", r"no table \[renamed\]"),
        ('renamed = "washing"', r"no table \[renamed\]"),
        ("[renamed]\nwashing = 3", "'washing' is given no id"),
        ('[renamed]\nwashing = ""', "'washing' is given no id"),
        ('[renamed]\n[moved]\na = "b"', "the key 'moved'"),
    ],
)
def test_a_map_file_that_is_not_understood_is_refused(tmp_path, text, said):
    with pytest.raises(ConfigError, match=said):
        read_renames(written(tmp_path, text))
