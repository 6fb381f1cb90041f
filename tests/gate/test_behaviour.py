"""What two diagrams let happen otherwise, in sentences."""

import pytest

from runner.bpmn import read
from runner.gate.behaviour import behaviour_changes
from runner.language import ENGLISH, Languages, speaking
from tests.drawings import border, bpmn, chain, end, start, timer, user

GERMAN = Languages().get("de")


def drawn(*statuses, time="PT1H"):
    """A task, or one behind the other, each with its status or with none."""
    keys = [f"t{number}" for number, _ in enumerate(statuses)]
    tasks = [
        user(key, **({"status": one} if one else {}))
        for key, one in zip(keys, statuses, strict=True)
    ]
    late = border("late", "t0", timer(time))
    return read(
        bpmn(
            start(), *tasks, late, end(), end("e"), chain("start", *keys, "end"), chain("late", "e")
        )
    )


def told(old, new, language):
    with speaking(language):
        return [str(one.sentence) for one in behaviour_changes(old, new)]


def test_what_led_to_no_status_is_told_without_a_double_no():
    old, new = drawn("", ""), drawn("", "Open")
    assert "“t0” leads to Open. It led to no status before." in told(old, new, ENGLISH)
    assert "„t0“ führt zu Open, bisher zu keinem Status." in told(old, new, GERMAN)


@pytest.mark.parametrize(
    ("time", "english", "german"),
    [
        ("PT1S", "1 second", "1 Sekunde"), ("PT2S", "2 seconds", "2 Sekunden"),
        ("PT1.5S", "1.5 seconds", "1,5 Sekunden"), ("PT0.5S", "0.5 seconds", "0,5 Sekunden"),
    ],
)  # fmt: skip
def test_a_time_is_written_as_the_language_writes_numbers(time, english, german):
    old, new = drawn(""), drawn("", time=time)
    assert f"waits {english}," in " ".join(told(old, new, ENGLISH))
    assert german in " ".join(told(old, new, GERMAN))
