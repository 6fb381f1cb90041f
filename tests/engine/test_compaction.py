"""`CASELANE_COMPACT=0`, the way out: cases live with their whole tree, and come back from it."""

import pytest

from runner.config import read_settings
from tests.desk import build

LIFE = (
    ("alice", "send_first_response"), ("alice", "ask_customer"), ("bob", "reply"), ("alice", "acknowledge"),
    ("alice", "block"), ("alice", "clear_blocker"), ("alice", "propose_solution"), ("bob", "reject_solution"),
    ("alice", "propose_solution"), ("bob", "reply"), ("alice", "acknowledge"), ("alice", "propose_solution"),
    ("bob", "accept_solution"),
)  # fmt: skip
FIELDS = {
    "send_first_response": {"body": "We look into it."},
    "ask_customer": {"body": "Which one?"},
    "propose_solution": {"body": "Turn it off."},
    "block": {"kind": "Bug", "reference": "BUG-7", "note": "Waits."},
}
TURNS = {
    "compact": ("compact",),
    "whole": ("whole",),
    "there and back": ("compact", "whole"),
    "back and there": ("whole", "whole", "compact"),
}


@pytest.fixture
def apps(desk):
    """The product as it is, and with the whole tree, on one database."""
    environment = {"CASELANE_COMPACT": "0", "CASELANE_DATABASE_URL": desk.settings.database_url}
    whole = build(read_settings(environment, data_dir=desk.settings.data_dir), desk.clock)
    yield {"compact": desk.app, "whole": whole}
    whole.close()


def what_is_seen(case, desk):
    kept = case.case
    told = [
        (seen.event.event, seen.event.element, seen.event.path, seen.event.at)
        for seen in case.history()
    ]
    return kept.status, kept.next_due, case.can(desk.alice), case.can(desk.bob), told


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_whole_life_is_the_same_either_way_and_by_turns(desk, apps, kind):
    cases, sizes = {}, {}
    for name, turns in TURNS.items():
        desk.app = apps[turns[-1]]
        cases[name] = desk.open(priority="P1")
    for i, (who, what) in enumerate(LIFE):
        for name, case in cases.items():
            desk.app, person = apps[TURNS[name][i % len(TURNS[name])]], getattr(desk, who)
            case.write(person) if what == "reply" else case.act(
                person, what, **FIELDS.get(what, {})
            )
            sizes[name] = max(len(case.case.state), sizes.get(name, 0))
        desk.wait(minutes=20)
        first, *others = [what_is_seen(case, desk) for case in cases.values()]
        assert [other == first for other in others] == [True] * 3
    assert first[0] == "Closed"
    assert sizes["whole"] > 3 * sizes["compact"]
    desk.app = apps["compact"]
