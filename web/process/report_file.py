"""The figures of the process as one file: to be read, printed and kept far from here.

Its parts are the pages themselves, without what only works here: so both always say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from flask import Blueprint, render_template, request
from lxml import html
from markupsafe import Markup
from werkzeug.wrappers import Response

from runner.language import N_, _
from runner.model import Person
from web.process import (
    milestones_page,
    policy_dials,
    process_page,
    statuses_page,
    ways_page,
)
from web.process.flow_query import PERIODS, AskedFlow, asked
from web.shared import humanize
from web.shared.auth import caselane, signed_in
from web.shared.responses import page_to_share
from web.shared.status_words import word_called
from web.shared.templating import status_colours, styles_inline

pages = Blueprint("report_file", __name__)

PARTS: Mapping[str, Callable[[], str]] = {
    "flow": process_page.show_flow, "milestones": milestones_page.show,
    "statuses": statuses_page.show, "ways": ways_page.show, "policies": policy_dials.show,
}  # fmt: skip
"""The pages that a report has, in its order."""

STYLES = (
    "tokens", "base", "controls", "parts", "map", "process", "flow", "figures", "simulation",
)  # fmt: skip

MEANINGS = {
    N_("Cases"): N_("those that the filters above leave, by when they were submitted."),
    N_("Met, missed"): N_(
        "a milestone is missed from the moment at which it is due; the share is of those that were "
        "met or missed, with its interval of 95 % (Wilson's). Of fewer than ten it is not said."
    ),
    N_("Durations"): N_(
        "whole minutes, rounded down: by the clock, or in the working hours of the case's "
        "calendar. Half of the stays, and nine of ten, took no longer; of fewer than 5 and 10 it "
        "is not said."
    ),
    N_("Solved at once"): N_(
        "closed cases on which support worked and whose customer neither acted nor wrote before "
        "the end."
    ),
    N_("Rejected"): N_("cases with an action of the customer that led back to an earlier status."),
    N_("Touches"): N_("actions, messages and notes of support in a case."),
    N_("Backlog, load"): N_("what came less what went, by weeks (UTC); load is by owner."),
    N_("Way"): N_("the statuses of a case in their order."),
    N_("Policies"): N_(
        "a case counts on every version that it was on. At risk is what the next step may break, "
        "or what has to happen within a day."
    ),
}
"""What the figures are, in a sentence each (docs/insight.md)."""

FILTERS = {
    "period": N_("Submitted"), "since": N_("Since"), "until": N_("Before"),
    "priority": N_("Priority"), "product": N_("Product"), "team": N_("Team"),
    "outcome": N_("Outcome"), "channel": N_("Channel"), "owner": N_("Owner’s address"),
    "customer": N_("Customer’s address"), "version": N_("Version"), "way": N_("Way"),
}  # fmt: skip

_SAID_AS: Mapping[str, Callable[[str], object]] = {
    "period": lambda days: PERIODS.get(days, days),
    "outcome": lambda name: humanize.title(word_called(name)),
    "channel": humanize.words_of,
    "since": humanize.on_day,
    "until": humanize.on_day,
}

_HERE = ("form", "nav", "button", "script", "noscript", "progress", "input", "select")
"""Elements that do something, and have nobody to do it there."""

_STYLED = ("data-of", "data-paper")
"""What styles show: what a cell is of, and a time in full."""

_BACK_TO = re.compile(r"(?<=[?&]page=)\w+")
"""In an address of cases: the page from which they were asked for."""

_PAGES = {"flow": "process", "policies": "policy_dials"}
"""Of the parts that are not called as their pages are in addresses."""

_LOWER = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5"}
_REFERENCES = ("aria-labelledby", "aria-describedby", "for", "headers")


@pages.get("/process/report.html")
def download() -> Response:
    """With the filters of the pages of figures."""
    return page_to_share("process-report", report_of(signed_in(), asked()))


def report_of(person: Person, wanted: AskedFlow) -> str:
    """The file, for a request with the arguments of a page of figures. Raises Forbidden."""
    site = caselane().settings.base_url.rstrip("/")
    parts = [(name, Markup(_part(name, show(), site))) for name, show in PARTS.items()]
    return render_template(
        "process/report_file.html", parts=parts, asked=wanted, narrowed=list(_narrowed()),
        meanings=MEANINGS, site=site, css=f"{styles_inline(STYLES)}\n{status_colours()}", by=person,
        now=caselane().clock.now(),
    )  # fmt: skip


def _narrowed() -> Iterator[tuple[str, str]]:
    """Each filter of the request that holds, and its value, as their form calls them."""
    unread = ("since", "until") if request.args.get("period") else ()
    for name, value in request.args.items():
        if name in unread:
            continue
        if name == "only" and value == "yes":
            yield _("Only one version"), _("yes")
        elif name in FILTERS and value:
            yield str(FILTERS[name]), str(_SAID_AS.get(name, str)(value))


def _part(name: str, page: str, site: str) -> str:
    """What a page has between its head and foot, for a file."""
    main = html.document_fromstring(page).find(".//main")
    assert main is not None
    for element in list(_only_here(main)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in main.iter():
        if isinstance(element.tag, str):
            _made_to_travel(element, name, site)
    return "".join(html.tostring(child, encoding="unicode") for child in main)


def _only_here(main: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from main.iter(*_HERE)
    yield from main.xpath(".//*[contains(concat(' ', @class, ' '), ' off-paper ')]")


def _made_to_travel(element: html.HtmlElement, name: str, site: str) -> None:
    """Links lead back here, ids are those of one part, and nothing is folded or asks a server."""
    element.tag = _LOWER.get(element.tag, element.tag)
    for key in [key for key in element.attrib if key.startswith(("hx-", "data-", "on"))]:
        if key not in _STYLED:
            del element.attrib[key]
    if paper := element.get("data-paper"):  # not what was yesterday when it was made
        element.text = paper
    if element.get("id"):
        element.set("id", f"{name}-{element.get('id')}")
    for key in _REFERENCES:
        if known := element.get(key):
            element.set(key, " ".join(f"{name}-{one}" for one in known.split()))
    if href := element.get("href"):
        href = _BACK_TO.sub(_PAGES.get(name, name), href)
        element.set("href", f"#{name}-{href[1:]}" if href.startswith("#") else f"{site}{href}")
    if element.tag == "details":
        element.set("open", "")
