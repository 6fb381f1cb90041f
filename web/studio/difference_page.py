"""A draft beside a version: what is drawn otherwise, and what would happen otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, unified_diff
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup, escape

from runner.bpmn import Diagram, render
from runner.bpmn.changes import KIND_WORDS, DrawnChange, drawn_changes
from runner.bpmn.render import VisitOverlay
from runner.errors import DiagramError, NotFound
from runner.gate.behaviour import BehaviourChange, behaviour_changes
from runner.language import N_, _
from web.shared.auth import caselane, signed_in
from web.shared.diagrams import label
from web.shared.numbers import id_of
from web.studio.draft_page import DRAFT
from web.studio.play_page import unplayable

pages = Blueprint("difference", __name__)
pages.register_error_handler(DiagramError, unplayable)

SAID = {
    "kind": N_("Kind"), "name": N_("Name"), "container": N_("Part that it stands in"),
    "lane": N_("Lane"), "documentation": N_("What people read"), "forms": N_("Form"),
    "source": N_("From"), "target": N_("To"), "condition": N_("Condition"),
    "attached to": N_("On the border of"), "interrupting": N_("Ends the wait"),
    "message": N_("Message"), "timer text": N_("Time"), "default": N_("Taken otherwise"),
    "decision": N_("Decision table"), "loop": N_("Repetition"), "status": N_("Status"),
    "audience": N_("Who may do it"), "order": N_("Place in lists"),
}  # fmt: skip
"""What an element says otherwise; other properties have the names that they have in the file."""

MOST_LINES = 200
"""Of one file, what changed in it."""

MOST_COMPARED = 3_000_000
"""Pairs of words, one of each text: the time grows with them, to some seconds."""


@pages.get(f"{DRAFT}/differences")
def show(draft_id: int) -> str:
    """Against the version asked for (`against`), else the one that the draft began as, else the
    live one of its lifecycle; `show` is the number of a change whose way is drawn."""
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    new = caselane().sandbox.of_draft(person, draft).diagram
    known = sorted(caselane().versions.of_lifecycle(new.process), reverse=True)
    usual = draft.base if draft.base in known else _live(known)
    version = _compared(request.args.get("against", type=id_of), usual, known)
    of_both = {}
    if version is not None:
        of_both = differences(caselane().sandbox.of_version(person, version).diagram, new)
    return render_template(
        "studio/differences.html", draft=draft, version=version, known=known, **of_both
    )


def _live(known: Sequence[int]) -> int | None:
    """Of the versions of a lifecycle, newest first, the one that is live; while none is, the newest
    that waits; None where there are none."""
    versions = caselane().versions
    return versions.current_of(versions.version(known[0])) if known else None


def _compared(asked: int | None, usual: int | None, known: Sequence[int]) -> int | None:
    """Which of the versions of a lifecycle; None where it has none. Raises NotFound for another
    one: nearly all would differ, and mean nothing."""
    if asked is not None and asked not in known:
        raise NotFound(
            _(
                "Version %(asked)s is none of this lifecycle: a draft is compared with the "
                "versions of its own.",
                asked=asked,
            )
        )
    return asked or usual


def differences(old: Diagram, new: Diagram) -> dict[str, Any]:
    """What `studio/_differences.html` shows."""
    drawn, behaviour = drawn_changes(old, new), behaviour_changes(old, new)
    chosen = _chosen(behaviour)
    return {
        "drawn": [(_label(old, new, one), one) for one in drawn],
        "behaviour": behaviour,
        "chosen": chosen,
        "before": _picture(old, drawn, _ON_OLD, chosen if _in_old(chosen) else None),
        "after": _picture(new, drawn, _ON_NEW, None if _in_old(chosen) else chosen),
        "over": Markup(render.draw_over(old, new)) if drawn else None,
        "files": list(_files(old.files, new.files)),
        "words": Wording(),
        "kinds": KIND_WORDS,
        "said": SAID,
    }


def _label(old: Diagram, new: Diagram, change: DrawnChange) -> str:
    """What is changed in words, also where it has no name."""
    return label(old if change.kind == "removed" else new, change.id)


_ON_OLD = frozenset({"removed", "changed"})


_ON_NEW = frozenset({"added", "changed", "moved"})


def _chosen(behaviour: tuple[BehaviourChange, ...]) -> BehaviourChange | None:
    number = request.args.get("show", type=id_of) or 0
    return behaviour[number - 1] if 0 < number <= len(behaviour) else None


def _in_old(chosen: BehaviourChange | None) -> bool:
    return chosen is not None and chosen.in_old


def _picture(
    diagram: Diagram,
    drawn: Iterable[DrawnChange],
    kinds: Collection[str],
    chosen: BehaviourChange | None,
) -> Markup:
    """A drawing with a mark on what differs, and the way of a change."""
    path = tuple(VisitOverlay(key) for key in chosen.path) if chosen else ()
    return Markup(render.draw(diagram, replace(render.marks(drawn, kinds), path=path)))


class Wording:
    """Puts both texts into one, word by word: what is gone, and what is new; as wholes where all
    that a page compares would be more than MOST_COMPARED."""

    def __init__(self):
        self._left = MOST_COMPARED

    def __call__(self, old: str, new: str) -> Markup:
        before, after = _WORD.findall(old), _WORD.findall(new)
        pairs = len(before) * len(after)
        if pairs > self._left:
            return words([old], [new])
        self._left -= pairs
        return words(before, after)


def words(before: Sequence[str], after: Sequence[str]) -> Markup:
    parts = []
    for _tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[a:b])), escape("".join(after[c:d]))
        if gone == come:
            parts.append(come)
            continue
        parts += [Markup("<del>{}</del>").format(gone)] if gone else []
        parts += [Markup("<ins>{}</ins>").format(come)] if come else []
    return Markup("").join(parts)


_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, list[str]]]:
    """Files that differ: name, how, and the lines that do."""
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        how = "added" if before is None else "removed" if after is None else "changed"
        lines = unified_diff(
            (before or "").splitlines(), (after or "").splitlines(), lineterm="", n=1
        )
        yield (
            name,
            how,
            [line for line in lines if not line.startswith(("---", "+++"))][:MOST_LINES],
        )
