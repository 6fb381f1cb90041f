"""What is changed, checked and said."""

import pytest

from runner.errors import InvalidInput
from runner.insight.simulation.roster import WorkingAgent
from runner.insight.simulation.what_if import WhatIf, changed, checked_targets, said
from runner.language import Languages, speaking
from tests.insight.simulation import queues
from tests.insight.simulation.queues import known


@pytest.mark.parametrize(
    ("what", "field"),
    [
        (WhatIf(arrivals=-1), "arrivals"), (WhatIf(arrivals=0), "arrivals"),
        (WhatIf(work=21), "work"), (WhatIf(work=float("nan")), "work"), (WhatIf(added=-1), "added"),
        (WhatIf(targets={"lunch/P1": "PT1H"}), "lunch/P1"),
        (WhatIf(targets={"answer/P1": "soon"}), "answer/P1"),
        (WhatIf(targets={"answer/P1": "-PT1H"}), "answer/P1"),
        (WhatIf(targets={"answer/P1": "P1M"}), "answer/P1"),
    ],
)  # fmt: skip
def test_what_no_desk_can_be_like_is_refused(what, field):
    with pytest.raises(InvalidInput) as error:
        checked_targets(what, ["answer"])
    assert list(error.value.errors) == [field]


def test_people_go_and_come():
    model = known()
    calendars = queues.calendars()
    more = changed(model, WhatIf(leaving=("1",), added=2), calendars)
    assert [one.name for one in more.workers] == ["New agent 1", "New agent 2"]
    assert all(isinstance(one, WorkingAgent) and one.presence == 1 for one in more.workers)


@pytest.mark.parametrize(
    ("what", "field"),
    [(WhatIf(leaving=("1",)), "leaving"), (WhatIf(leaving=("77",)), "leaving"),
     (WhatIf(hours="moon"), "hours")],
)  # fmt: skip
def test_nobody_on_shift_and_nobody_known_is_refused(what, field):
    with pytest.raises(InvalidInput) as error:
        changed(known(), what, queues.calendars())
    assert list(error.value.errors) == [field]


def test_changes_are_said():
    what = WhatIf(
        2, 0.5, ("1",), 3, "office", {"first_response/P1": "PT15M", "resolution/P1": "P2DT12H"}
    )
    assert list(said(what, {"1": "Alice"})) == [
        "2 times as many cases come.",
        "Work takes 0.5 times as long.",
        "Without Alice.",
        "With 3 more agents, in the hours of office.",
        "First response P1 is due after 15 minutes.",
        "Resolution P1 is due after 2 days 12 hours.",
    ]
    assert not list(said(WhatIf(), {}))
    with speaking(Languages().get("de")):
        *_, last = said(what, {"1": "Alice"}, {"resolution": "Lösung"}.get)
    assert last == "Die Frist für Lösung P1 beträgt 2 Tage 12 Stunden."
