"""What is changed in a simulated desk, beside its drawing: checked, and said in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from runner.bpmn.calendar import Calendars, Duration, parse_duration
from runner.bpmn.timer_words import duration_words
from runner.errors import CalendarError, InvalidInput
from runner.insight.simulation.desk_model import DeskModel
from runner.insight.simulation.roster import WorkingAgent
from runner.language import _, ngettext

MOST_TIMES = 20.0
MOST_ADDED = 200

Targets = Mapping[tuple[str, str], Duration]
"""By milestone and priority, in the calendar in which each is counted."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`arrivals` and `work` multiply how many cases come and how long work takes. `leaving` are the
    keys of workers who are not there; `added` new people, who work by the calendar `hours` (the
    default one if empty) on the cases of all teams. `targets` are durations as ISO 8601 by
    `milestone/priority`; of a milestone with another target it is judged by that."""

    arrivals: float = 1.0
    work: float = 1.0
    leaving: tuple[str, ...] = ()
    added: int = 0
    hours: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "arrivals": self.arrivals, "work": self.work, "leaving": list(self.leaving),
            "added": self.added, "hours": self.hours, "targets": dict(self.targets),
        }  # fmt: skip


def checked_targets(what: WhatIf, milestones: Sequence[str]) -> Targets:
    """Raises InvalidInput for what no desk can be like. `milestones` are those of the drawing."""
    wrong: dict[str, list[str]] = {}
    for name, value in (("arrivals", what.arrivals), ("work", what.work)):
        if not 0 < value <= MOST_TIMES:
            wrong[name] = [
                _(
                    "has to be above 0 and %(most_times)s at most; 1 changes nothing",
                    most_times=format(MOST_TIMES, "g"),
                )
            ]
    if not 0 <= what.added <= MOST_ADDED:
        wrong["added"] = [
            _("has to be a whole number from 0 to %(most_added)s", most_added=MOST_ADDED)
        ]
    found: dict[tuple[str, str], Duration] = {}
    for key, text in what.targets.items():
        name, _slash, priority = key.partition("/")
        if name not in milestones:
            there = ", ".join(milestones)
            wrong[key] = [
                _("is about a milestone that is not drawn. There are: %(there)s", there=there)
            ]
            continue
        try:
            found[name, priority] = _target(text)
        except CalendarError as error:
            wrong[key] = [_("is no target: %(error)s", error=error)]
    if wrong:
        raise InvalidInput(wrong)
    return found


def _target(text: str) -> Duration:
    duration = parse_duration(text.strip().upper())
    if duration.months:
        raise CalendarError(_("targets count days and hours, not months or years."))
    return duration


def changed(model: DeskModel, what: WhatIf, calendars: Calendars) -> DeskModel:
    """The desk with other people. Raises InvalidInput where nobody is left on shift."""
    known = {one.key for one in model.workers}
    if unknown := [key for key in what.leaving if key not in known]:
        raise InvalidInput(
            {"leaving": [_(
                "names nobody who did something lately: %(unknown)s. Who did: %(workers)s",
                unknown=", ".join(unknown)[:80],
                workers=", ".join(f"{one.key} ({one.name})" for one in model.workers),
            )]}
        )  # fmt: skip
    if what.hours and what.hours not in calendars:
        raise InvalidInput(
            {
                "hours": [
                    _(
                        "is no calendar: %(hours)s. There are: %(calendars)s",
                        hours=what.hours[:60],
                        calendars=", ".join(calendars),
                    )
                ]
            }
        )
    workers = [one for one in model.workers if one.key not in what.leaving]
    calendar = calendars.named(what.hours)
    teams = frozenset(team for one in model.workers for team in one.teams)
    workers += [
        WorkingAgent(f"new-{n}", _("New agent %(n)s", n=n), calendar, teams=teams)
        for n in range(1, what.added + 1)
    ]
    if not workers:
        raise InvalidInput({"leaving": [_("leaves nobody on shift: keep somebody, or add people")]})
    return replace(model, workers=tuple(workers))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def said(
    what: WhatIf, names: Mapping[str, str], called: Callable[[str], str] = _title
) -> Iterator[str]:
    """The changes as sentences, in the language that is spoken; `names` are those of workers by
    key, `called` says what a milestone is called."""
    if what.arrivals != 1:
        yield _("%(arrivals)s times as many cases come.", arrivals=format(what.arrivals, "g"))
    if what.work != 1:
        yield _("Work takes %(work)s times as long.", work=format(what.work, "g"))
    if what.leaving:
        yield _(
            "Without %(leaving)s.", leaving=", ".join(names.get(key, key) for key in what.leaving)
        )
    if what.added:
        people = ngettext("%(n)s more agent", "%(n)s more agents", what.added, n=what.added)
        yield _(
            "With %(people)s, in the hours of %(hours)s.",
            people=people,
            hours=what.hours or _("the default calendar"),
        )
    for key, text in what.targets.items():
        name, _slash, priority = key.partition("/")
        yield _(
            "%(milestone)s %(priority)s is due after %(target)s.",
            milestone=called(name),
            priority=priority,
            target=duration_words(_target(text)),
        )
