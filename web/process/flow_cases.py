"""The cases behind a figure, and the living diagram as a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.insight.living_diagram import OF_MILESTONES, OF_MOMENTS, OF_POLICIES, owner_of
from runner.language import N_, _
from web.process.figure_page import TABS
from web.process.flow_overlays import spell
from web.process.flow_page import picture, way_label
from web.process.flow_query import AskedFlow, asked
from web.shared import diagrams, humanize
from web.shared.auth import caselane, signed_in
from web.shared.numbers import number
from web.shared.printing import picture_file
from web.shared.reader import zone_of_page
from web.shared.status_words import word_called

pages = Blueprint("flow", __name__)

SENTENCES = {
    "now": N_("Cases that are there now, the longest first."),
    "all": N_("Cases that left it, the longest stay first."),
    "again": N_("Cases that came back to it, the newest first."),
    "late": N_("Cases that missed a milestone while they were there, the last due first."),
    "passed": N_("Cases that went this way, the newest first; once for each time that they did."),
    "back": N_("Cases that a customer sent back this way, the newest first."),
    "met": N_("Cases that met this milestone, the last due first."),
    "missed": N_("Cases that missed this milestone, the last due first."),
    "near": N_("Cases that met this milestone with less than a tenth of its time left."),
    "not_reached": N_("Cases that ended, or went another way, before this milestone fell due."),
    "running": N_("Cases whose milestone is not due yet."),
    "submitted": N_("Cases that were submitted, the newest first."),
    "open": N_("Cases that are open, the newest first."),
    "closed": N_("Cases that ended, the newest first."),
    "at_once": N_(
        "Closed cases on which support worked and whose customer did not have to answer."
    ),
    "rejected": N_("Cases in which the customer sent support back to a status of before."),
    "repeats": N_("Cases that repeat an older case."),
    "migrated": N_("Cases that came from another version, the newest first."),
    "set_back": N_("Cases in whose history a line has a time before that of the line above."),
    "incomplete": N_("Cases of whose history lines are missing."),
    "behind_time": N_("Cases that missed a milestone or more, the last due first."),
    "policy_broken": N_("Cases that broke this policy, the last first."),
    "policy_at_risk": N_("Cases that may break this policy with what happens next."),
    "policy_kept": N_("Cases that keep this policy, the newest first."),
    "then": N_("Cases that were there at that minute, the longest first."),
    "late_then": N_("Cases that had missed a milestone there by then, the last due first."),
    "owned_then": N_("Cases that this person owned at that minute, the longest first."),
    "touched": N_("Closed cases by how many actions, messages and notes of support they took."),
    "owned": N_("Open cases of one owner, the newest first."),
}
TITLES = {
    "submitted": N_("Submitted"),
    "open": N_("Open"),
    "closed": N_("Ended"),
    "at_once": N_("Solved at once"),
    "rejected": N_("Rejected"),
    "repeats": N_("Repeat cases"),
    "migrated": N_("From another version"),
    "set_back": N_("Times that go back"),
    "incomplete": N_("Incomplete histories"),
    "touched": N_("Touched"),
    "owned": N_("Load"),
    "behind_time": N_("Late"),
}
"""What is no place, way or milestone."""

DUE = frozenset({"late", "late_then", "behind_time", *OF_MILESTONES})
"""Where the time of a case is that at which its milestone fell due."""


@pages.get("/process/cases")
def cases() -> str:
    wanted, what = asked(), request.args.get("what", "now")
    after = number(request.args.get("after")) or 0
    found = caselane().flow.cases(signed_in(), wanted.query, wanted.at, what, after)
    return render_template(
        "process/flow_cases.html",
        label=_label(wanted, what, found.owner),
        found=found,
        sentence=SENTENCES[what],
        when=_("Due") if what in DUE else _("When"),
        next_after=str(after + len(found.cases)) if found.more else "",
        back=_back(),
        spell=spell,
    )


def _back() -> str:
    """The page of the figure with the arguments that it had."""
    had = request.args.get("back", "")
    return f"{url_for(_page())}?{had}" if had else url_for(_page())


def _page() -> str:
    """The page on which the figure stands."""
    endpoint = f"{request.args.get('page')}.show"
    return endpoint if endpoint in TABS else "process.show"


def _label(wanted: AskedFlow, what: str, owner: str) -> str:
    """`owner` is what the person is called whose cases these are."""
    whose = owner or owner_of(what, wanted.at)
    if what == "owned" and whose:
        return f"{TITLES[what]}: {whose}"
    if what in TITLES:
        return f"{TITLES[what]}: {_span(wanted.at)}" if wanted.at else TITLES[what]
    if what in OF_POLICIES:
        policy, _slash, version = wanted.at.rpartition("/")
        if version == "0":
            return policy
        return _("%(policy)s, version %(version)s", policy=policy, version=version)
    if what in OF_MOMENTS:
        place, _slash, instant = wanted.at.rpartition("/")
        at = humanize.date(datetime.fromisoformat(instant), zone_of_page())
        return f"{whose or _place(wanted, place)}, {at}"
    if what in OF_MILESTONES:
        name, *rest = wanted.at.replace("/calendar:", "/").split("/")
        return ", ".join((humanize.title(word_called(name)), *map(_month, rest)))
    return _place(wanted, wanted.at)


def _span(at: str) -> str:
    """Days from one until before another, in words; what is no span stays as it is."""
    try:
        since, until = map(date.fromisoformat, at.split("/"))
        last = until - timedelta(days=1)
    except (ValueError, OverflowError):
        return at
    if since == date.min:
        return _("until %(day)s", day=humanize.on_day(last))
    if since == last:
        return humanize.on_day(last)
    since, last = humanize.on_day(since), humanize.on_day(last)
    return _("%(since)s to %(until)s", since=since, until=last)


def _month(text: str) -> str:
    """A month in words; what is none, as the name of a calendar, stays as it is."""
    try:
        return humanize.in_month(text)
    except ValueError:
        return text


def _place(wanted: AskedFlow, at: str) -> str:
    if wanted.query.level == "statuses":
        return diagrams.statuses_called(at)
    version = wanted.query.version or caselane().versions.current_id()
    return way_label(caselane().versions.diagram(version), at)


@pages.get("/process/flow.svg")
def svg() -> Response:
    """The drawing with the figures of the page, as it stands there."""
    return picture_file(picture(signed_in(), asked()), "flow", "svg")


@pages.get("/process/flow.png")
def png() -> Response:
    return picture_file(picture(signed_in(), asked()), "flow", "png")


@pages.get("/process/flow.pdf")
def pdf() -> Response:
    return picture_file(picture(signed_in(), asked()), "flow", "pdf")
