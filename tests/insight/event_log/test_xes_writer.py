"""Texts of people in XML."""

from xml.etree import ElementTree

from runner.insight.event_log.xes_writer import xes_log
from runner.model import LoggedCase, LoggedEvent
from tests.desk import MONDAY


def test_markup_quotes_and_control_characters_are_no_harm():
    evil = "<a b='\"'>&amp;\x00\x1b]]>\ud800"
    case = LoggedCase("C-1", MONDAY, {"product": evil}, (LoggedEvent(MONDAY, evil, {}),))
    log = ElementTree.fromstring(b"".join(xes_log([case])))
    values = [
        node.get("value") for node in log.iter() if node.get("key") in ("product", "concept:name")
    ]
    assert values == ["C-1", "<a b='\"'>&amp;]]>", "<a b='\"'>&amp;]]>"]


def test_a_time_says_its_zone():
    case = LoggedCase("C-1", MONDAY, {}, (LoggedEvent(MONDAY, "Hello", {}),))
    log = ElementTree.fromstring(b"".join(xes_log([case])))
    dates = [node.get("value", "") for node in log.iter() if node.tag.endswith("date")]
    assert dates
    assert all(date.endswith("+00:00") for date in dates)
