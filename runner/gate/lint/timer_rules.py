"""Rules about timers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from runner.bpmn import Element
from runner.bpmn.calendar import Duration, parse_duration
from runner.bpmn.importing.waiting_times import duration_in
from runner.errors import DiagramError
from runner.gate.lint.context import LintContext, Problem, rule

KINDS_OF_TIME = ("business", "elapsed")


@rule(
    "error",
    "A timer holds an ISO 8601 duration, date or bounded cycle, quoted or not, or the name of a "
    "due date: nothing empty, negative, endless or longer than ten years, and no code. It has one "
    "time, and a cycle is on the border of an activity.",
)
def timer(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        if event.timer_kind is None:
            continue
        try:
            event.timer()
        except DiagramError as error:
            yield Problem(event, str(error), _HINTS[event.timer_kind])
        if event.other_times:
            times = " and ".join(f"'{text}'" for text in (event.timer_text, *event.other_times))
            yield Problem(
                event,
                f"The timer of '{event.label}' has several times: {times}.",
                "Keep the one that is meant.",
            )
        elif event.timer_kind == "cycle" and event.kind == "startEvent":
            if not context.starts_beside(event):
                yield Problem(
                    event,
                    f"A case begins once: the cycle '{event.timer_text}' of '{event.label}' would "
                    "start no second one.",
                    "Write a duration or a date, and submit a case where one is to begin.",
                )
        elif event.timer_kind == "cycle" and event.kind == "intermediateCatchEvent":
            yield Problem(
                event,
                f"A token passes '{event.label}' once: the cycle '{event.timer_text}' would fire "
                "no second time.",
                "Write a duration, or draw the cycle on the border of an activity.",
            )


_HINTS = {
    "duration": "Write a duration such as PT8H or P3D.",
    "date": "Write a date such as 2027-01-31T09:00:00Z, or the name of a due date.",
    "cycle": "Write how often and how far apart, such as R3/P1D.",
}


@rule(
    "warning",
    "A fixed date lies in the future. One that has passed fires at once, in every case.",
)
def past_date(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        date = _date(context, event.id)
        if date is not None and date <= context.now:
            yield Problem(
                event,
                f"The date of '{event.label}' ({event.timer_text.strip()}) has passed: the timer "
                "would fire at once.",
                "Use a duration, which counts from when the token arrives.",
            )


@rule(
    "warning",
    "A fixed date names its zone. Without one it is read in the zone of the case's calendar.",
)
def local_date(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        try:
            date = event.timer().date if event.timer_kind == "date" else None
        except DiagramError:
            continue
        if date is not None and date.tzinfo is None:
            yield Problem(
                event,
                f"The date of '{event.label}' ({event.timer_text.strip()}) names no time zone: it "
                "is read in that of the case's calendar.",
                "Write the zone, such as Z or +01:00.",
            )


def _date(context: LintContext, element_id: str):
    event = context.elements[element_id]
    try:
        date = event.timer().date if event.timer_kind == "date" else None
    except DiagramError:
        return None
    return date.replace(tzinfo=UTC) if date is not None and date.tzinfo is None else date


@rule(
    "error",
    "The property `time` says how a timer counts: `business`, in the case's calendar, or "
    "`elapsed`.",
)
def kind_of_time(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        said = event.properties.get("time")
        if said is not None and said not in KINDS_OF_TIME:
            yield Problem(
                event,
                f"The time of '{event.label}' is '{said}', which is neither business nor elapsed.",
                "Set the property 'time' to business or elapsed.",
            )


@rule(
    "warning",
    "A timer in days says which days: working days of the calendar, or stretches of 24 hours. "
    "People mean the first and get the second.",
)
def days(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        duration = _duration(event)
        if duration is not None and duration.days and "time" not in event.properties:
            yield Problem(
                event,
                f"The timer of '{event.label}' counts days of 24 hours, holidays, too.",
                "Set the property 'time' to business for working days, or to elapsed if that is "
                "meant.",
            )


@rule(
    "warning",
    "The name of a timer says no other time than the one that it waits: it was left behind when "
    "the time changed, and people read the name.",
)
def other_time(context: LintContext) -> Iterator[Problem]:
    for event in context.elements.values():
        waits, said = _duration(event), duration_in(event.name)
        if waits is not None and said is not None and _differ(event, waits, said):
            yield Problem(
                event,
                f"The name of '{event.label}' says {said}, and its timer waits "
                f"{event.timer_text.strip()}.",
                "Correct the one that is wrong.",
            )


def _duration(event: Element) -> Duration | None:
    try:
        return event.timer().duration if event.timer_kind else None
    except DiagramError:
        return None


def _differ(event: Element, waits: Duration, said: str) -> bool:
    """How long a month is, or a working day or week, is not known here: nothing is said of the one
    in the units of the other."""
    other = parse_duration(said)
    if bool(waits.months) != bool(other.months):
        return False
    if event.timer().business:
        in_weeks = "W" in said, "W" in event.timer_text
        if bool(waits.days) != bool(other.days) or in_weeks[0] != in_weeks[1]:
            return False
    return _elapsed(waits) != _elapsed(other)


def _elapsed(duration: Duration) -> tuple[int, float]:
    """Months, and seconds beside them."""
    return duration.months, duration.days * 86_400 + duration.seconds
