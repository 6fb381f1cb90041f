"""The page of a case for support, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.cases import CasePage, CaseView
from runner.errors import Conflict, InvalidInput
from runner.language import _
from runner.model import (
    APP,
    CASE_FIELDS,
    MAIL,
    PRIORITIES,
    ActRequest,
    UnsentText,
)
from web.desk.composer import NOTE, action_values, bars, compose, homeless, labels_of
from web.desk.follow_up import soon
from web.desk.sending import written
from web.desk.thread import thread
from web.shared import diagrams
from web.shared.auth import caselane, signed_in
from web.shared.case_fields import several_in
from web.shared.idempotency import once
from web.shared.numbers import number as number_in
from web.shared.reader import zone_of_page
from web.shared.responses import etag_of, unless_unchanged
from web.shared.sign_in_form import local_path
from web.shared.templating import BESIDE, EXPECTED, partial
from web.shared.uploads import chosen, waiting

pages = Blueprint("case", __name__, url_prefix="/cases/<number>")

LINES, EVERYTHING = 20, 10_000
"""How many messages, and how many lines of history, the page of a case shows."""

CHANGEABLE = {"priority", "owner", "note", *(item.name for item in CASE_FIELDS)}
TO_TEAM = "team "
"""Begins the value of a choice that hands a case over to a team; else it is an address."""

Errors = Mapping[str, Sequence[str]]
"""What is wrong with each field."""

# ------------------------------------------------------------------ reading


@pages.get("")
def show(number: str) -> Response:
    """With `do` the composer opens with that action chosen."""
    return _page(number, wanted=request.args.get("do", ""))


@pages.post("/draft")
def unsent(number: str) -> Response:
    """The page of a case with a text that could not be sent before, or that its writer wants to
    `read` as others will, or with a canned response behind it (`insert`)."""
    if request.form.get("insert"):
        return _with_response(number)
    if request.form.get("read"):
        return _page(number, given=request.form, wanted=request.form.get("mode", ""))
    text = written(request.form)
    caselane().cases.keep_unsent(signed_in(), number, text.form, text.fields)
    return _page(number, given=request.form)


def _with_response(number: str) -> Response:
    chosen, given = number_in(request.form.get("response")), MultiDict(request.form)
    if chosen is not None:
        ready = caselane().cases.canned_responses.text_for(signed_in(), number, chosen)
        given["text"] = "\n\n".join(filter(None, (given.get("text", "").rstrip(), ready)))
        text = written(given)
        caselane().cases.keep_unsent(signed_in(), number, text.form, text.fields)
    return _page(number, given=given, wanted=given.get("mode", ""))


@pages.get("/news")
def news(number: str) -> Response:
    """What changed last since the page showed the case as it was in `revision`, and who else is at
    it; 304 while all is as the page says it."""
    person, shown = signed_in(), number_in(request.args.get("revision"))
    found = caselane().cases.news(person, number)
    etag = etag_of(found.revision, found.others)

    def render() -> str:
        changed = found.revision != shown
        said = caselane().cases.explain(person, number) if changed else ""
        return render_template(
            "desk/_news.html", number=number, said=said, others=found.others, revision=shown,
            etag=etag,
        )  # fmt: skip

    return unless_unchanged(etag, render)


@pages.get("/mentions")
def mentions(number: str) -> str:
    """Who can be named in a note, behind an @ and `start`; for the script of the composer."""
    start = request.args.get("start", "")
    found = caselane().cases.mentionable(signed_in(), number, start)
    return render_template("desk/_mentions.html", found=found)


@pages.get("/diagram")
def diagram(number: str) -> str | Response:
    """Where the case is on the drawing; 204 for a page that shows this revision already."""
    person = signed_in()
    if caselane().cases.get(person, number).side == "customer":
        return redirect(url_for("my_case.show", number=number))
    diagram, state = caselane().cases.drawing(person, number)
    if str(state.revision) == request.args.get("seen"):
        return Response(status=204)
    return render_template(
        "desk/_diagram.html" if partial() else "desk/diagram.html", drawing=diagram, state=state,
        number=number, picture=diagrams.of_case(diagram, state),
        steps=diagrams.steps(diagram, state),
    )  # fmt: skip


@pages.get("/outcome/<path:chain>")
def outcome(number: str, chain: str) -> str | Response:
    """What the actions of a segment would do now; 204 where that depends on what is still to be
    filled in, or where they are not possible any more."""
    try:
        then = caselane().cases.preview(signed_in(), number, chain.split("/"))
    except (InvalidInput, Conflict):
        return Response(status=204)
    told = dict.fromkeys(f"{each.person.name} ({how(each.way)})" for each in then.told)
    return render_template("desk/_outcome.html", then=then, told=list(told), chain=chain)


# ------------------------------------------------------------------ changing


@pages.post("/actions/<action>")
@pages.post("/actions/<action>/<then>")
def act(number: str, action: str, then: str = "") -> Response:
    """Takes an action, or two in one step."""
    if request.form.get("mode") == NOTE:
        return write(number)  # a note never goes to the customer, whichever button sent it
    form, chain = request.form, (action, then) if then else (action,)
    asked = ActRequest(
        chain, action_values(), number_in(form.get("revision")), number_in(form.get("seen")),
        form.get(EXPECTED + "/".join(chain)), chosen(signed_in()),
    )  # fmt: skip
    return _send(number, asked)


@pages.post("/messages")
def write(number: str) -> Response:
    person, form = signed_in(), request.form
    internal = form.get("visibility") == "internal" or form.get("mode") == NOTE
    heard = form.get("heard") == "yes" and not internal
    body, seen = form.get("text", ""), number_in(form.get("seen"))
    files = chosen(person)
    if not internal and not heard:
        return _send(number, ActRequest((), {"body": body}, seen=seen, files=files))

    def comment() -> CaseView:
        visibility = "internal" if internal else "public"
        view = caselane().cases.comment(
            person, number, body, visibility, heard, seen=seen, files=files
        )
        caselane().cases.discard_unsent(person, number, written(form).form)
        return view

    return _after(number, comment)


def _send(number: str, asked: ActRequest) -> Response:
    person, text = signed_in(), written(request.form)
    return _after(number, lambda: caselane().cases.send(person, number, asked, text))


@pages.post("/claim")
def claim(number: str) -> Response:
    """Makes the person the owner; `over` takes the case from its owner, as it was in that revision.
    From a list (`back` is its address) the list is shown again."""
    person, back = signed_in(), local_path(request.form.get("back", ""))
    taken, revision = {"owner": person.email}, number_in(request.form.get("over"))

    def take() -> CaseView:
        if revision is not None:
            return caselane().cases.update(person, number, taken, revision)
        return caselane().cases.claim(person, number)

    if back:
        _once(take)
        return redirect(back, 303)
    return _after(number, take, keep=True)


@pages.post("")
def change(number: str) -> Response:
    person, revision = signed_in(), number_in(request.form.get("revision"))
    sent = {name.removeprefix(BESIDE): text.strip() for name, text in request.form.items()}
    given = {name: sent[name] or None for name in CHANGEABLE & sent.keys()} | _heir(request.form)
    return _after(
        number, lambda: caselane().cases.update(person, number, given, revision), keep=True
    )


@pages.post("/tags")
def tag(number: str) -> Response:
    """Adds tags, given with commas; each `remove` is one that goes."""
    return _beside(number, caselane().cases.tag)


@pages.post("/links")
def link(number: str) -> Response:
    return _beside(number, caselane().cases.link)


@pages.post("/spam")
def mark_spam(number: str) -> Response:
    """Marks it as spam (`spam` is `yes`), or takes the mark away."""
    person, spam = signed_in(), request.form.get("spam") == "yes"

    def done() -> CaseView:
        caselane().cases.mark_spam(person, number, spam)
        return caselane().cases.get(person, number)

    return _after(number, done, keep=True)


@pages.post("/copies")
def copy(number: str) -> Response:
    return _beside(number, caselane().cases.copy)


@pages.post("/company")
def set_company(number: str) -> Response:
    """The box tells of the company that the page showed (`shown`), and of no other."""
    person, form = signed_in(), request.form
    company = form.get("company", "")
    shares = "shares_cases" in form if form.get("shown") == company else None

    def done() -> CaseView:
        caselane().cases.set_company(person, number, company, shares)
        return caselane().cases.get(person, number)

    return _after(number, done, keep=True)


def _beside(number: str, change: Callable[..., object]) -> Response:
    person, form = signed_in(), request.form

    def done() -> CaseView:
        change(person, number, add=several_in(form), remove=form.getlist("remove"))
        return caselane().cases.get(person, number)

    return _after(number, done, keep=True)


def _heir(form: Mapping[str, str]) -> dict[str, Any]:
    """To whom a case is handed over: a person, a team, nobody, or who stands in for the person."""
    to = form.get("stand_in") or form.get("to")
    if to is None:
        return {}
    if to.startswith(TO_TEAM):
        return {"team": to.removeprefix(TO_TEAM)}
    return {"owner": to or None, "even_if_away": "even_if_away" in form}


@pages.post("/repeat")
def repeat(number: str) -> Response:
    person, text = signed_in(), request.form.get("text") or None
    files = chosen(person)
    return redirect(_once(lambda: caselane().cases.repeat(person, number, text, files)), 303)


@pages.errorhandler(InvalidInput)
def wrong_input(error: InvalidInput) -> Response:
    """The page of the case, with what is wrong beside each field."""
    number = (request.view_args or {})["number"]
    return _page(number, error.errors, request.form, 422)


def how(way: str) -> str:
    """In words: the way in which somebody is told."""
    return {MAIL: _("by mail"), APP: _("in the app")}.get(way, f"by {way.partition(':')[0]}")


def _after(number: str, change: Callable[[], CaseView], keep: bool = False) -> Response:
    """Makes a change. The answer is the changed part of the page for a page that asks for that
    part alone, else the address of the page. A change beside a text that is still being written
    would `keep` that in the composer."""
    target, written = _once(change), request.form if keep else None
    if request.headers.get("HX-Target") == "case" or (written and written.get("text")):
        return _page(number, given=written, wanted=written.get("mode", "") if written else "")
    return redirect(target, 303)


def _once(change: Callable[[], CaseView]) -> str:
    """The address of the page of the changed case."""
    return once(signed_in(), lambda: url_for("case.show", number=change().case.number))


# ------------------------------------------------------------------ the page


def _page(
    number: str,
    errors: Errors | None = None,
    given: MultiDict[str, str] | None = None,
    status: int = 200,
    wanted: str = "",
) -> Response:
    """`wanted` is the segment to open with. Customers are sent to their page, which says less."""
    shown = EVERYTHING if request.args.get("all") else LINES
    page = caselane().cases.page(signed_in(), number, shown)
    if page.view.side == "customer":
        return redirect(url_for("my_case.show", number=number), 303)
    unread = caselane().notifications.case_opened(signed_in(), page.view.case.id)
    html = render_template(
        "desk/_case.html" if request.headers.get("HX-Target") == "case" else "desk/case.html",
        **_context(page, given or MultiDict(), errors or {}, wanted),
        thread=thread(page, caselane().clock.now(), zone_of_page(), unread),
    )
    return Response(html, status, mimetype="text/html")


def _context(
    page: CasePage, given: MultiDict[str, str], errors: Errors, wanted: str
) -> dict[str, Any]:
    """What the templates of a case need. A text that is given back comes back as a reply or as a
    note; only one with something wrong stays with the action that it was sent by."""
    sent = request.view_args or {}
    team, taken = caselane().accounts.team(), "-".join(v for k, v in sent.items() if k != "number")
    text = given if "text" in given else _fields(page.unsent.get(""))
    note = NOTE if text.get("mode") == NOTE else ""
    composer = compose(page, wanted or note or (taken if errors else ""))
    return {
        "page": page,
        "view": page.view,
        "case": page.view.case,
        "case_url": url_for("case.show", number=page.view.case.number),
        "composer": composer,
        "given": given,
        "text": text,
        "files": waiting(signed_in(), given, text),
        "unsent": {form: _fields(kept) for form, kept in page.unsent.items()},
        "homeless": homeless(page, composer),
        "returned": [kept for kept in page.unsent.values() if kept.why],
        "bars": bars(page, composer, caselane().clock.now()),
        "errors": errors,
        "labels": labels_of(composer),
        "upcoming": [(event.at, event.zone, event.does) for event in page.upcoming],
        "lifecycle": page.lifecycle,
        "etag": etag_of(page.view.case.revision, page.others),
        "team": team,
        "teams": caselane().teams.names(),
        "names": {person.email: person.name for person in team},
        "priorities": PRIORITIES,
        "taken": taken,
        "soon": soon(caselane().clock.now().astimezone(zone_of_page()).date()),
    }


def _fields(kept: UnsentText | None) -> MultiDict[str, str]:
    return MultiDict(kept.fields if kept else {})
