"""Times of other tools."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import border, bpmn, catch, chain, end, start, timer, user


def beside(event):
    """A task with an event on its border that does not interrupt."""
    return (start(), user("a"), border("b", "a", event, False), user("c"), end(), end("e"),
            chain("start", "a", "end"), chain("b", "c", "e"))  # fmt: skip


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("R/PT24H", "R1000/PT24H"), ("R5000/P1D", "R1000/P1D"), ('="R/P2D"', "R1000/P2D"),
        ('="R3/P2D"', "R3/P2D"), ("R3/P2D", "R3/P2D"),
    ],
)  # fmt: skip
def test_what_comes_again_without_end_comes_again_a_thousand_times(calendars, written, becomes):
    result = imported(*beside(timer(written, "timeCycle")))
    assert process(result, calendars).diagram.elements["b"].timer_text == becomes
    assert sentences(result, asks=True) == []


@pytest.mark.parametrize("written", ["R/PT0S", "0 0 9 * * ?", "R/soon", '="R/" + x'])
def test_a_cycle_that_says_nothing_is_asked_for(written):
    result = imported(*beside(timer(written, "timeCycle")))
    assert len(sentences(result, asks=True)) == 1


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ('="PT1H"', "PT1H"), ('=duration("P2D")', "P2D"), ("${'PT4H'}", "PT4H"), ("='2 days'", "P2D"),
        ('=date and time("2026-01-01")', ""), ('="soon"', ""),
    ],
)  # fmt: skip
def test_a_time_in_the_language_of_another_engine_is_that_time(written, becomes):
    result = imported(start(), catch("c", timer(written)), end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].timer_text == (becomes or written)
    assert bool(sentences(result, asks=True)) != bool(becomes)


def test_one_time_answers_also_what_cannot_be_read(calendars):
    drawn = bpmn(start(), catch("c", timer("${due}")), end(), chain("start", "c", "end"))
    result = import_diagram(drawn, time="P1D")
    assert process(result, calendars).diagram.elements["c"].timer_text == "P1D"
    said = "The event 'c' has a time that cannot be read, “${due}”: it waits P1D, as was asked for."
    assert said in sentences(result)


def test_a_case_begins_once_whatever_the_start_would_repeat(calendars):
    recurring = timer("0 30 19 * * *", "timeCycle")
    result = imported(start(inner=recurring), user("a"), end(), chain("start", "a", "end"))
    assert process(result, calendars).diagram.elements["start"].triggers == ()
    assert any("a case begins once" in sentence for sentence in sentences(result))


def test_a_case_has_a_status_while_it_waits_for_its_start(calendars):
    result = imported(start(inner=timer("PT2H")), user("a"), end(), chain("start", "a", "end"))
    assert errors(result.data, calendars) == []
