"""Times of other tools."""

import pytest

from runner.bpmn import read
from runner.bpmn.importing import import_diagram
from tests.bpmn.importing.imported import errors, imported, process, sentences
from tests.drawings import border, bpmn, catch, chain, end, node, start, timer, user


def beside(event):
    """A task with an event on its border that does not interrupt."""
    return (start(), user("a"), border("b", "a", event, False), user("c"), end(), end("e"),
            chain("start", "a", "end"), chain("b", "c", "e"))  # fmt: skip


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("R/PT24H", "R1000/PT24H"), ("R5000/P1D", "R1000/P1D"), ('="R/P2D"', "R1000/P2D"),
        ('="R3/P2D"', "R3/P2D"), ("R3/P2D", "R3/P2D"), ("0 0 9 * * ?", "R1000/P1D"),
    ],
)  # fmt: skip
def test_what_comes_again_without_end_comes_again_a_thousand_times(calendars, written, becomes):
    result = imported(*beside(timer(written, "timeCycle")))
    assert process(result, calendars).diagram.elements["b"].timer_text == becomes
    assert sentences(result, asks=True) == []


@pytest.mark.parametrize("written", ["R/PT0S", "0 0 9 ? * MON-FRI", "R/soon", '="R/" + x'])
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


@pytest.mark.parametrize(
    ("name", "waits"),
    [
        ("Escalate after 48 hours", "PT48H"), ("cancel (48h)", "PT48H"), ("[14 Tage]", "P14D"),
        ("Eskalation nach 2 Stunden", "PT2H"), ("No reply for 3 days", "P3D"), ("1min", "PT1M"),
        ("Remind 2 days before", ""), ("3 days prior", ""), ("-2 days", ""), ("T - 2 days", ""), ("Step 2 s", ""), ("2 or 3 days", ""), ("3 times", ""), ("Tier 2", ""),
    ],
)  # fmt: skip
def test_the_only_duration_in_the_name_of_an_empty_timer_is_its_time(name, waits):
    event = node("intermediateCatchEvent", "c", timer(""), name=name)
    result = imported(start(), event, end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].timer_text == waits
    assert bool(sentences(result, asks=True)) != bool(waits)


@pytest.mark.parametrize(
    ("written", "becomes"),
    [("1m", "PT1M"), ("1d 3h", "P1DT3H"), ("2h30m", "PT2H30M"), ("2000", "PT2S"), ("1500", ""),
     ("0m", ""), ("0h", ""), ("0d", ""), ("0", ""), ("1767225600000", ""), ("999999999999", "")],
)  # fmt: skip
def test_a_time_in_letters_or_milliseconds_is_that_time(written, becomes):
    result = imported(start(), catch("c", timer(written)), end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].timer_text == (becomes or written)
    assert bool(sentences(result, asks=True)) != bool(becomes)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("${dueDate} + 3 days", "timeDate"), ("dueDate - 2 days", "timeDate"), ("60000", "timeDate"),
        ("= order.date + duration 2 d", "timeDate"), ("${wait} + 3 days", "timeDuration"),
        ("60000", "timeCycle"), ("5m", "timeCycle"), ("${priority}", "timeDate"), ("${every}", "timeCycle"),
        ("${priority}", "timeDuration"), ("${submitted_at}", "timeDuration"), ("0 0 9 * * ?", "timeCycle"),
    ],
)  # fmt: skip
def test_a_time_that_is_more_than_a_duration_is_asked_for(written, kind):
    waits = catch("c", timer(written, kind))
    result = imported(start(), waits, end(), chain("start", "c", "end"))
    assert read(result.data).elements["c"].timer_text == written
    assert len(sentences(result, asks=True)) == 1


def test_a_date_that_every_case_has_is_that_date(calendars):
    waits = catch("c", timer("${submitted_at}", "timeDate"))
    result = imported(start(), waits, end(), chain("start", "c", "end"))
    assert process(result, calendars).diagram.elements["c"].timer_text == "submitted_at"
    assert sentences(result, asks=True) == []


@pytest.mark.parametrize("kind", ["number", "boolean"])
def test_a_field_that_is_no_date_is_asked_for_one(kind):
    form = {"type": "object", "properties": {"deadline": {"type": kind}}}
    late = border("late", "work", timer("${deadline}", "timeDate"))
    result = imported(
        start(), user("plan", form=form), user("work"), late, end(), end("e"),
        chain("start", "plan", "work", "end"), chain("late", "e"),
    )  # fmt: skip
    assert "something else than a date" in sentences(result, asks=True)[0]
    assert not any("as a date" in said for said in sentences(result))


FILLED_IN = {"type": "object", "properties": {"deadline": {"type": "string"}}}


@pytest.mark.parametrize("written", ["${deadline}", "#{ deadline }", "=deadline", "deadline"])
@pytest.mark.parametrize("form", [None, FILLED_IN])
def test_a_date_that_is_a_variable_is_filled_in_in_the_task_before(calendars, written, form):
    late = border("late", "work", timer(written, "timeDate"))
    result = imported(
        start(), user("plan", form=form), user("work"), late, end(), end("e"),
        chain("start", "plan", "work", "end"), chain("late", "e"),
    )  # fmt: skip
    ran = process(result, calendars)
    asked = ran.diagram.elements["plan"].forms[""]
    assert asked["required"] == ["deadline"]
    assert asked["properties"]["deadline"]["format"] == "date-time"
    assert sentences(result, asks=True) == []
    assert sentences(import_diagram(result.data)) == []


@pytest.mark.parametrize("written", ["R/P1D", "R3/P1D", "P1D"])
def test_what_is_passed_once_waits_for_the_first_time(calendars, written):
    waits = catch("c", timer(written, "timeCycle"))
    result = imported(start(), waits, end(), chain("start", "c", "end"))
    expected = "P1D" if written != "P1D" else ""
    element = read(result.data).elements["c"]
    assert (element.timer_text if element.timer_kind == "duration" else "") == expected


@pytest.mark.parametrize("written", ["${wait}", "#{wait}", "wait", "=wait"])
def test_how_long_that_is_a_variable_is_a_date_that_is_filled_in(calendars, written):
    late = border("b", "a", timer(written))
    parts = (
        start(),
        user("first"),
        user("a"),
        late,
        end(),
        end("e"),
        chain("start", "first", "a", "end"),
        chain("b", "e"),
    )
    ran = process(imported(*parts), calendars)
    assert ran.diagram.elements["b"].timer_text == "wait"
    [action] = [action for action in ran.diagram.actions if action.element == "first"]
    assert action.form["properties"]["wait"]["format"] == "date-time"


def test_how_long_that_a_script_computes_is_asked_for():
    script = node("scriptTask", "s", "<bpmn:script>wait = 'PT5M'</bpmn:script>")
    waits = catch("c", timer("${wait}"))
    parts = start(), user("a"), script, waits, end(), chain("start", "a", "s", "c", "end")
    [asked] = sentences(imported(*parts), asks=True)
    assert "cannot be read, “${wait}”" in asked
