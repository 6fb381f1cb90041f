"""Times of events: as this program writes them, whatever wrote them before."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from runner.bpmn import xml
from runner.bpmn.importing.cron import cron_period
from runner.bpmn.importing.editor import DiagramEditor
from runner.bpmn.importing.variables import set_without_form
from runner.bpmn.known import SUBMITTED, UNDATED
from runner.bpmn.timers import KINDS, MOST_CYCLES, Kind, read_timer
from runner.bpmn.xml import BPMN, SPIFF, Node
from runner.errors import DiagramError


def ask_for_times(editor: DiagramEditor) -> None:
    """Times that are written as people write them, in their place or as the name of the event. Any
    other that is empty, or that cannot be read, is left to be filled in."""
    computed = set_without_form(editor)
    for node in editor.nodes():
        for timer in xml.children(node, "timerEventDefinition"):
            times = [child for child in timer if xml.tag(child) in KINDS]
            for time in times or [etree.SubElement(timer, f"{{{BPMN}}}timeDuration")]:
                _ask_for_time(editor, node, time, computed)


def _ask_for_time(editor: DiagramEditor, node: Node, time: Node, computed: Collection[str]) -> None:
    written, name = xml.text(time), xml.one_line(node.get("name", ""))
    if _is_time(editor, KINDS[xml.tag(time)], written) or _write_anew(editor, node, time, written):
        _wait_once(editor, node, time)
        return
    if _fall_due(editor, node, time, computed):
        return
    if written:
        _ask_for_another(editor, node, time, written)
    elif duration := duration_in(name):
        _write_duration(time, duration)
        editor.say(node, f"waits as long as its name says: {duration}")
    elif period := _period(node, name):
        time.tag, time.text = f"{{{BPMN}}}timeCycle", f"R{MOST_CYCLES}/{period}"
        editor.say(node, f"comes again every {period}, as its name says")
    elif editor.time:
        _write_duration(time, editor.time)
        editor.say(node, f"does not say how long it waits: {editor.time}, as was asked for")
    else:
        editor.say(node, "does not say how long it waits: fill in a time such as PT8H", asks=True)


def _write_anew(editor: DiagramEditor, node: Node, time: Node, written: str) -> bool:
    """Writes a time of which only the form is another one. Returns whether it is."""
    quoted = _QUOTED.fullmatch(written)
    plain = (quoted[1] if quoted else written).strip()
    cycle = _CYCLE.fullmatch(plain)
    meant = f"R{MOST_CYCLES}/{cycle[2]}" if cycle and _is_too_often(cycle[1]) else plain
    if duration := _spoken(xml.tag(time), plain):
        _write_duration(time, duration)
        editor.say(node, f"has its time “{written}” written as {duration}")
    elif _is_beside(node) and (period := cron_period(plain)):
        time.tag, time.text = f"{{{BPMN}}}timeCycle", f"R{MOST_CYCLES}/{period}"
        editor.say(node, f"comes again every {period}, counted from when it begins to wait, and "
                   f"not by the clock as “{plain}” does")  # fmt: skip
    elif not _is_time(editor, KINDS[xml.tag(time)], meant):
        return False
    elif cycle and meant != plain:
        time.text = meant
        editor.say(node, f"comes again every {cycle[2]}, {MOST_CYCLES} times at most: a case "
                   "that is over has no more of them")  # fmt: skip
    else:
        time.text = meant
        editor.say(node, f"has its time “{written[:60]}” written as {meant}")
    return True


def _wait_once(editor: DiagramEditor, node: Node, time: Node) -> None:
    """A token passes an event in the course of the process once, when the first time has come."""
    cycle = _CYCLE.fullmatch(xml.text(time).strip("\"'"))
    if cycle and xml.tag(node) == "intermediateCatchEvent":
        _write_duration(time, cycle[2])
        editor.say(node, f"waits {cycle[2]}: a token passes it once, and nothing comes again")


_QUOTED = re.compile(r"""(?:=|[$#]\{)\s*(?:duration\()?\s*["']([^"']*)["']\s*\)?\s*\}?""")
"""A text in the languages of other engines: `="PT1H"`, `=duration("P2D")`, `${'PT1H'}`."""
_CYCLE = re.compile(r"R([0-9]{0,9})/(P[^/]+)")
"""`R3/P1D`; without a number it never ends."""


def _is_too_often(times: str) -> bool:
    return not times or int(times) > MOST_CYCLES


def _ask_for_another(editor: DiagramEditor, node: Node, time: Node, written: str) -> None:
    what = f"has a time that cannot be read, “{written[:60]}”"
    if editor.time:
        _write_duration(time, editor.time)
        editor.say(node, f"{what}: it waits {editor.time}, as was asked for")
    else:
        editor.say(node, f"{what}: write one such as P3D", asks=True)


def _fall_due(editor: DiagramEditor, node: Node, time: Node, computed: Collection[str]) -> bool:
    """Makes a time that is a variable the name of a due date, for which the task in front gets a
    field (decisions 0348 and 0371). Returns whether it is one. Nothing is filled in before a start,
    what every case has is no date, but for the moment of its submission, and how long that a script
    has computed is none."""
    named = _VARIABLE.fullmatch(xml.text(time))
    how_long = xml.tag(time) == "timeDuration"
    if named is None or xml.tag(time) == "timeCycle" or xml.tag(node) == "startEvent":
        return False
    if named[1] in UNDATED:
        return False
    if how_long and (editor.time or named[1] in SUBMITTED or named[1] in computed):
        return False
    editor.dates.add(named[1])
    if not how_long and xml.text(time) == named[1]:
        return True  # written so already
    time.tag, time.text = f"{{{BPMN}}}timeDate", named[1]
    filled_in = f"at the date that is filled in as '{named[1]}'"
    editor.say(node, f"falls due {'with the submission' if named[1] in SUBMITTED else filled_in}")
    return True


_VARIABLE = re.compile(r"(?:[$#]\{\s*|=\s*)?([A-Za-z_][A-Za-z0-9_]*)\s*\}?", re.ASCII)


def _write_duration(time: Node, duration: str) -> None:
    time.tag, time.text = f"{{{BPMN}}}timeDuration", duration


def _is_time(editor: DiagramEditor, kind: Kind, text: str) -> bool:
    """Can a time be read? One that is the name of a due date needs a table that sets it."""
    try:
        timer = read_timer(kind, text)
    except DiagramError:
        return False
    table = next(editor.root.iter(f"{{{SPIFF}}}calledDecisionId"), None)
    return not timer.name or table is not None


def duration_in(name: str) -> str | None:
    """The only duration that a name has in it, in ISO 8601, if it says nothing else."""
    words = name.lower()
    found = _IN_WORDS.search(words)
    if found is None or _OTHERWISE.search(words) or len(re.findall(r"[0-9]+", words)) > 1:
        return None
    return _that_runs(_form(found[2]).format(int(found[1])))


def _spoken(kind: str, text: str) -> str | None:
    """A time that is nothing but a duration in words, in letters, or in milliseconds: what counts
    from something else, or comes again, is another time."""
    if kind == "timeCycle":
        return None
    if text.isdecimal() and text.isascii():
        return _in_milliseconds(text) if kind == "timeDuration" else None
    words = _NOTHING_ELSE.fullmatch(text.lower())
    return _that_runs(_form(words[2]).format(int(words[1])) if words else _in_letters(text))


def _that_runs(duration: str | None) -> str | None:
    try:
        return duration if duration and read_timer("duration", duration) else None
    except DiagramError:
        return None


def _in_milliseconds(text: str) -> str | None:
    seconds, rest = divmod(int(text), 1000) if len(text) <= _MOST_DIGITS else (0, 0)
    return None if rest else _that_runs(f"PT{seconds}S")


_MOST_DIGITS = 12
"""Of milliseconds. With more of them it is a moment, counted from 1970."""


def _in_letters(text: str) -> str | None:
    """A time as jBPM writes it: `1d 3h`, `90m`."""
    match = _LETTERS.fullmatch(text)
    if not (text and match):
        return None
    days, *times = (f"{number}{letter}" if number else "" for number, letter
                    in zip(match.groups(), "DHMS", strict=True))  # fmt: skip
    return f"P{days}{'T' if any(times) else ''}{''.join(times)}"


def _period(event: Node, name: str) -> str | None:
    """How often an event that interrupts nothing comes again, by its name: decision 0253."""
    match = _EVERY.fullmatch(name.lower()) if _is_beside(event) else None
    if match is None:
        return None
    return _form(match[2] or match[3].replace("dai", "day")).format(int(match[1] or 1))


def _is_beside(event: Node) -> bool:
    """Does it interrupt nothing, so that it can come again?"""
    return "false" in (event.get("cancelActivity"), event.get("isInterrupting"))


def _form(unit: str) -> str:
    return next(form for form, words in _UNITS.items() if re.fullmatch(words, unit))


_UNITS = {
    "PT{}S": "s|secs?|seconds?|sekunden?", "PT{}M": "mins?|minutes?|minuten?",
    "PT{}H": "h|hrs?|hours?|std|stunden?", "P{}D": "d|days?|tage?n?", "P{}W": "w|weeks?|wochen?",
    "P{}M": "months?|monate?n?",
}  # fmt: skip
"""What people call a unit of time. An `m` alone may be a minute or a month."""
_UNIT = "|".join(_UNITS.values())
_DURATION = rf"(?<!\w)([0-9]{{1,3}})[ -]?({_UNIT})(?!\w)"
_IN_WORDS = re.compile(_DURATION)
"""`2 hours`, `Escalate after 2 hours`, `Time-out (2h)`, `[14 Tage]`: decisions 0251 and 0349."""
_NOTHING_ELSE = re.compile(rf"(?:after |nach )?{_DURATION}")
_OTHERWISE = re.compile(
    r"(?<!\w)(before|prior|earlier|ahead|ago|every|each|per|times|vor|vorher|davor|früher|alle"
    r"|jede\w*|pro|mal|step|stage|phase|level|tier|schritt|stufe)(?!\w)|[-+\u2212\u2013] ?[0-9]"
)
"""Words and signs with which a number of days is something else than how long it takes."""
_LETTERS = re.compile(
    r"(?:(\d{1,3})d)? ?(?:(\d{1,4})h)? ?(?:(\d{1,5})m)? ?(?:(\d{1,6})s)?", re.ASCII
)
_EVERY = re.compile(rf"every (?:([1-9][0-9]{{0,2}}) )?({_UNIT})|(hour|dai|week|month)ly")
"""`every day`, `every 2 hours`, `daily`."""
