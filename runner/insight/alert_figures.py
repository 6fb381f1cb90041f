"""The figures that an alert can watch: one number each, of the cases that a view leaves.

Decision 0309."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from runner.insight.group_figures import FEWEST_COMPARED
from runner.insight.milestone_figures import FEWEST_JUDGED, MilestoneReport, MilestonesView
from runner.insight.policy_figures import PoliciesView, PolicyReport, Standings
from runner.insight.scope import FigureScope, FlowQuery
from runner.insight.status_figures import Statuses, StatusFigures
from runner.language import N_, _
from runner.model import Person

Unit = Literal["percent", "cases", "milestones", "hours"]

MOST_BEHIND = 0.05
"""Share of the cases whose facts may be behind: with more, figures speak of the reader of facts."""


@dataclass(frozen=True, slots=True)
class FigureSample:
    """A figure now, out of `number` cases or milestones; `value` is None where these are too few.
    `behind`: too many facts have yet to be read; `refused`: who set it up may not see it."""

    value: float | None
    number: int
    behind: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class AlertFigure:
    """`read` gives a part and its whole of which the figure is the share, or the figure itself."""

    label: str
    unit: Unit
    read: Callable[[AlertFigures, Person, FlowQuery], FigureSample]


class AlertFigures:
    """Asks the pages of figures, so that an alert never says other than they."""

    def __init__(self, milestones: MilestoneReport, statuses: Statuses, policies: PolicyReport):
        self._milestones = milestones
        self._statuses = statuses
        self._policies = policies

    def sample(self, person: Person, query: FlowQuery, figure: str) -> FigureSample:
        """Raises Forbidden, NotFound."""
        return alert_figure(figure).read(self, person, query)

    def policies(self, person: Person, query: FlowQuery) -> Mapping[str, str]:
        """The sentences of the policies that can be watched, by their names. Raises Forbidden,
        NotFound."""
        return self._policies.names(person, query)

    def of_policies(self, person: Person, query: FlowQuery) -> PoliciesView:
        return self._policies.view(person, query)

    def of_milestones(self, person: Person, query: FlowQuery) -> MilestonesView:
        return self._milestones.view(person, query)

    def of_statuses(self, person: Person, query: FlowQuery) -> StatusFigures:
        return self._statuses.view(person, query)


def _behind(scope: FigureScope) -> bool:
    return scope.behind > MOST_BEHIND * max(scope.cases, 1)


def _share(part: int, whole: int, fewest: int, scope: FigureScope) -> FigureSample:
    value = 100 * part / whole if whole >= fewest else None
    return FigureSample(value, whole, _behind(scope))


def _met(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_milestones(person, query)
    met = sum(one.share.met for one in view.milestones)
    judged = sum(one.share.judged for one in view.milestones)
    return _share(met, judged, FEWEST_JUDGED, view.scope)


def _at_risk(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_milestones(person, query)
    return FigureSample(view.at_risk, view.at_risk, _behind(view.scope))


def _open(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_statuses(person, query)
    number = view.totals.cases - view.totals.closed
    return FigureSample(number, number, _behind(view.scope))


def _at_once(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_statuses(person, query)
    return _share(view.totals.at_once, view.totals.closed, FEWEST_COMPARED, view.scope)


def _rejected(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_statuses(person, query)
    return _share(view.totals.rejected, view.totals.cases, FEWEST_COMPARED, view.scope)


def _repeats(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
    view = figures.of_statuses(person, query)
    return _share(view.totals.repeats, view.totals.cases, FEWEST_COMPARED, view.scope)


def _took(share: float) -> Callable[[AlertFigures, Person, FlowQuery], FigureSample]:
    def read(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
        view = figures.of_statuses(person, query)
        minutes = view.whole.percentile(share)
        hours = None if minutes is None else minutes / 60
        return FigureSample(hours, view.whole.number, _behind(view.scope))

    return read


FIGURES: Mapping[str, AlertFigure] = {
    "met": AlertFigure(N_("Milestones met, of those that were met or missed"), "percent", _met),
    "at_risk": AlertFigure(N_("Milestones at risk: due within a day"), "milestones", _at_risk),
    "open": AlertFigure(N_("Open cases"), "cases", _open),
    "median": AlertFigure(N_("From submission to end, half of the cases"), "hours", _took(0.5)),
    "most": AlertFigure(N_("From submission to end, nine of ten cases"), "hours", _took(0.9)),
    "at_once": AlertFigure(N_("Solved at once, of closed cases"), "percent", _at_once),
    "rejected": AlertFigure(N_("Rejected, of all cases"), "percent", _rejected),
    "repeats": AlertFigure(N_("Repeat cases, of all cases"), "percent", _repeats),
}
"""By their names."""


# ------------------------------------------------------------------ policies

OF_POLICIES = {"policy_broken": N_("Policy broken"), "policy_at_risk": N_("Policy at risk")}
"""A policy is watched as `policy_broken/NAME` or `policy_at_risk/NAME`."""


def is_figure(name: str) -> bool:
    """Whether a name is that of a figure, as far as can be said without the policies."""
    return name in FIGURES or name.partition("/")[0] in OF_POLICIES


def alert_figure(name: str) -> AlertFigure:
    """Raises KeyError for what is no figure."""
    kind, _slash, policy = name.partition("/")
    if kind not in OF_POLICIES or not policy:
        return FIGURES[name]
    return AlertFigure(f"{_(OF_POLICIES[kind])}: {policy}", "cases", _of_policy(kind, policy))


def _of_policy(kind: str, policy: str) -> Callable[[AlertFigures, Person, FlowQuery], FigureSample]:
    """How many cases; of a policy that no version has any more, none."""

    def read(figures: AlertFigures, person: Person, query: FlowQuery) -> FigureSample:
        view = figures.of_policies(person, query)
        found = next((dial.total for dial in view.dials if dial.name == policy), Standings())
        number = found.broken if kind == "policy_broken" else found.at_risk
        return FigureSample(number, found.cases, _behind(view.scope))

    return read
