"""A mapping is compared with the drawing and the log before anything is replayed."""

from datetime import UTC, datetime

import pytest

from runner.deployment.logs.event_log import LogEvent, Trace, summary_of
from runner.deployment.logs.log_mapping import EventRule, LogMapping
from runner.deployment.logs.mapping_check import check_mapping, unused_rules
from runner.errors import ConfigError, LogError

ANYWHERE = frozenset({"*"})
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
EVENTS = tuple(
    LogEvent(name, TEN, {"customer": "Bob", "level": "1"}) for name in ("Open", "Call", "Stop")
)
SUMMARY = summary_of([Trace("1", EVENTS)])
STOP = EventRule("Stop", ANYWHERE, ())
CALL = EventRule("Call", frozenset({"New"}), ("send_first_response",))


@pytest.fixture
def problems(default_diagram):
    """All that is wrong with a mapping of these rules."""

    def find(*rules, **more):
        try:
            check_mapping(LogMapping(tuple(rules), **more), default_diagram, SUMMARY)
        except ConfigError as error:
            return str(error)
        return ""

    return find


def test_a_mapping_that_fits_is_taken(problems):
    assert problems(CALL, STOP, priority_attribute="level", priorities={"1": "P1"}) == ""
    assert problems(CALL, EventRule("*", ANYWHERE, ())) == ""


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (EventRule("Call", ANYWHERE, ("propose_soluton",)), "no action 'propose_soluton'. Did you mean 'propose_solution'"),
        (EventRule("Call", frozenset({"Nwe"}), ()), "no status 'Nwe'. Did you mean 'New'"),
        (EventRule("Call", ANYWHERE, ("+block",)), "'block' needs the field 'kind': one of Bug, Other."),
        (EventRule("Call", ANYWHERE, ("block",), {"kind": "Bgu"}), "the fields of 'block': kind: has to be one of"),
        (EventRule("Call", ANYWHERE, ("block",), {"kind": "Bug", "referense": "x"}), "field 'referense'. Did you mean 'reference'"),
    ],
)  # fmt: skip
def test_what_the_drawing_does_not_have_is_named(problems, rule, says):
    assert "[[event]] 1 ('Call'): " in problems(rule, STOP)
    assert says in problems(rule, STOP)


def test_an_activity_without_a_rule_is_named_unless_it_only_begins_cases(problems):
    found = problems(EventRule("Calls", ANYWHERE, ()), STOP)
    assert "The log has 'Call' (1 times), and no rule is for it." in found
    assert "Did you mean 'Calls'?" in found
    assert "Open" not in found


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"priority_attribute": "levle"}, "[priority]: the log has no attribute 'levle'. Did you mean 'level'"),
        ({"customer_attribute": "custmer"}, "[customer]: the log has no attribute 'custmer'. Did you mean 'customer'"),
        ({"product_attribute": "system"}, "[product]: the log has no attribute 'system'."),
        ({"priorities": {"1": "High"}}, "[priority]: 'High' is none of P1"),
        ({"default_priority": "P9"}, "[priority]: 'P9' is none of P1"),
    ],
)  # fmt: skip
def test_what_the_log_does_not_have_is_named(problems, more, says):
    assert says in problems(CALL, STOP, **more)


def test_everything_is_named_at_once(problems):
    found = problems(EventRule("Call", frozenset({"Nwe"}), ("blok",)), priority_attribute="levle")
    assert all(word in found for word in ("Nwe", "blok", "Stop", "levle"))


def test_rules_that_no_event_needs_are_told():
    assert unused_rules(LogMapping((CALL, EventRule("Dance", ANYWHERE, ()))), SUMMARY) == ["Dance"]


def test_a_log_without_events_is_refused():
    with pytest.raises(LogError, match="holds no events"):
        summary_of([Trace("1", ())])
