"""Comments on a draft, or on a version that waits for approval: pinned to what is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from runner.bpmn import Diagram
from runner.bpmn.render import FigureOverlay, Overlays
from runner.errors import InvalidInput
from runner.language import _
from runner.model import Reviewed, ReviewThread
from web.shared.auth import caselane, signed_in
from web.shared.diagrams import label, with_figures
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.studio.draft_page import DRAFT
from web.studio.element_choice import elements_of
from web.studio.play_page import VERSION

pages = Blueprint("comments", __name__)

_THREAD = f"/studio/comments/<int(max={LAST_ID}):thread_id>"


@pages.get(f"{DRAFT}/comments")
@pages.get(f"{VERSION}/comments")
def show(draft_id: int | None = None, version_id: int | None = None) -> str:
    """`on` is the id of the element that the form is about to begin with."""
    return _page(Reviewed(draft_id, version_id))


@pages.post(f"{DRAFT}/comments")
@pages.post(f"{VERSION}/comments")
def add(draft_id: int | None = None, version_id: int | None = None) -> Response | tuple[str, int]:
    person, of, form = signed_in(), Reviewed(draft_id, version_id), request.form

    def change() -> str:
        element, text = form.get("element", ""), form.get("comment", "")
        return _to(of, caselane().reviews.comment(person, of, element, text))

    try:
        return redirect(once(person, change), 303)
    except InvalidInput as error:
        return _page(of, error.errors), 422


@pages.post(_THREAD)
def answer(thread_id: int) -> Response | tuple[str, int]:
    """A reply, or with `resolved` (yes, no) whether it is settled."""
    person, form, reviews = signed_in(), request.form, caselane().reviews

    def change() -> str:
        if "resolved" in form:
            thread = reviews.resolve(person, thread_id, form["resolved"] == "yes")
        else:
            thread = reviews.reply(person, thread_id, form.get("comment", ""))
        return _to(_shown(thread), thread_id)

    try:
        return redirect(once(person, change), 303)
    except InvalidInput as error:
        return _page(_shown(reviews.thread(person, thread_id)), error.errors), 422


@pages.get(f"{DRAFT}/comments.json")
def listed(draft_id: int) -> dict[str, Any]:
    """For the editor."""
    found = caselane().reviews.of(signed_in(), Reviewed(draft_id))
    return {"threads": [_document(one) for one in found]}


def _document(thread: ReviewThread) -> dict[str, Any]:
    said = [{"by": one.author.name, "text": one.text} for one in thread.comments]
    return {
        "id": thread.id, "element": thread.element, "open": thread.is_open, "comments": said,
        "address": url_for("comments.answer", thread_id=thread.id),
    }  # fmt: skip


def _shown(thread: ReviewThread) -> Reviewed:
    """The page of a thread: that of its draft, as long as there is one."""
    return Reviewed(thread.of.draft) if thread.of.draft else Reviewed(None, thread.of.version)


def _address(of: Reviewed, **more: Any) -> str:
    if of.draft:
        return url_for("comments.show", draft_id=of.draft, **more)
    return url_for("comments.show", version_id=of.version, **more)


def _to(of: Reviewed, thread: int) -> str:
    return _address(of, _anchor=f"thread-{thread}")


def _page(of: Reviewed, errors: Mapping[str, Sequence[str]] | None = None) -> str:
    person = signed_in()
    threads = caselane().reviews.of(person, of)
    if of.draft:
        draft = caselane().diagram_drafts.get(person, of.draft)
        diagram, version = caselane().sandbox.drawing(person, draft), None
    else:
        draft, version = None, caselane().deployment.version(person, of.version or 0)
        diagram = caselane().versions.diagram(version.id)
    return render_template(
        "studio/comments.html", draft=draft, version=version, threads=threads,
        names=_names(diagram, threads), elements=elements_of(diagram),
        picture=diagram and _picture(diagram, threads), address=_address(of),
        errors=errors or {}, given=request.form, on=request.args.get("on", ""),
        answered=(request.view_args or {}).get("thread_id", 0),
    )  # fmt: skip


def _names(diagram: Diagram | None, threads: Iterable[ReviewThread]) -> dict[str, str]:
    """What each element is called that is commented on; '' for one that is not drawn any more."""
    drawn = {*diagram.elements, *diagram.flows} if diagram else set()
    found = {one.element for one in threads}
    return {one: label(diagram, one) if diagram and one in drawn else "" for one in found}


def _picture(diagram: Diagram, threads: Iterable[ReviewThread]) -> Markup:
    """The number of open comments on each element, which leads to the first of them."""
    still = [one for one in threads if one.is_open and one.element]
    first = {one.element: one.id for one in reversed(still)}
    figures = {
        element: FigureOverlay(
            f"✎ {count}",
            _("%(count)s open on %(element)s", count=count, element=label(diagram, element)),
            kind="comments",
            href=f"#thread-{first[element]}",
        )
        for element, count in Counter(one.element for one in still).items()
    }  # fmt: skip
    return with_figures(diagram, Overlays(figures=figures))
