"""The policies of a draft: whether it keeps them, whether past cases did, and one more by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runner.bpmn import Diagram
from runner.bpmn.files import POLICIES_FILE
from runner.bpmn.render import Overlays
from runner.deployment.diagram_drafts import package_of
from runner.deployment.policy_drafting import with_policy, without_policy
from runner.errors import ConfigError, DiagramError, InvalidInput, StaleDraft
from runner.gate.policies import Proposal, findings, read_policies
from runner.gate.policies.facts import DiagramFacts
from runner.language import N_, _
from web.shared.auth import caselane, signed_in
from web.shared.diagrams import with_figures
from web.shared.numbers import id_of
from web.studio.draft_page import DRAFT
from web.studio.element_choice import elements_of
from web.studio.play_page import unplayable

pages = Blueprint("policies", __name__)
pages.register_error_handler(DiagramError, unplayable)

TEMPLATES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "never": (N_("It never happens that …"), {"fact": "never", "when": "when", "after": "after"}),
    "always": (N_("It is always possible that …"), {"fact": "always", "when": "while"}),
    "only_after": (N_("… only after …"), {"when": "when", "fact": "only_after"}),
    "leads_to": (N_("… leads at once to …"), {"when": "when", "fact": "leads_to"}),
    "at_most_once": (N_("At most once …"), {"fact": "at_most_once"}),
    "within": (N_("Within a time …"), {"when": "while", "fact": "happens", "limit": "within"}),
}
"""By its key: a template in words, and which key of a policy each field of the form is."""


@pages.get(f"{DRAFT}/policies")
def show(draft_id: int) -> str:
    return _page(draft_id)


@pages.post(f"{DRAFT}/policies")
def change(draft_id: int) -> Response | tuple[str, int]:
    """One more policy; or without that one which `remove` names."""
    person, form = signed_in(), request.form
    draft = caselane().diagram_drafts.get(person, draft_id)
    diagram, gone = caselane().sandbox.of_draft(person, draft).diagram, form.get("remove")
    try:
        whole = package_of(draft)
        package = without_policy(whole, gone) if gone else with_policy(whole, diagram, _policy())
        revision = form.get("revision", type=id_of) or 0
        caselane().diagram_drafts.save(person, draft_id, revision, package)
    except InvalidInput as error:
        return _page(draft_id, error.errors), 422
    except StaleDraft as error:
        return _page(draft_id, {"draft": [str(error)]}), 409
    asked = "yes" if form.get("proposals") else None
    return redirect(url_for("policies.show", draft_id=draft_id, proposals=asked), 303)


def _policy() -> dict[str, Any]:
    """What the form says, in the keys of policies.toml."""
    form = request.form
    _rest, keys = TEMPLATES.get(form.get("template", ""), ("", {}))
    said = {"name": form.get("name", "").strip(), "promise": form.get("promise", "").strip()}
    if not all(said.values()):
        raise InvalidInput({"policy": [_("needs a name and a sentence")]})
    given = {key: _values(form.getlist(field)) for field, key in keys.items()}
    business = {"time": "business"} if "within" in given and form.get("time") else {}
    return {**said, **{key: value for key, value in given.items() if value}, **business}


def _values(given: Sequence[str]) -> str | list[str]:
    """One word, or a list: a policy that is taken over may have several."""
    words = [one.strip() for one in given if one.strip()]
    return words[0] if len(words) == 1 else words or ""


def _fields(proposal: Proposal) -> list[tuple[str, str]]:
    """What the form would hold that writes a proposal, as names and values."""
    template = proposal.template.replace(" ", "_")
    _text, keys = TEMPLATES[template]
    given = {field: proposal.keys.get(key, ()) for field, key in keys.items()}
    values = {field: [one] if isinstance(one, str) else one for field, one in given.items()}
    time = [("time", "business")] if "time" in proposal.keys else []
    listed = [(field, value) for field, several in values.items() for value in several]
    return [("template", template), ("name", proposal.name), *listed, *time]


def _pointed(diagram: Diagram, facts: DiagramFacts) -> Iterator[tuple[str, str, str]]:
    """The id of each element and flow, its words in the list, and what pointing at it writes."""
    for drawn, words in elements_of(diagram):
        if (word := facts.word_for(drawn)) in facts.vocabulary:
            yield drawn, words, word


def _page(draft_id: int, errors: Mapping[str, Sequence[str]] | None = None) -> str:
    """With `past` each says how past cases kept it, with `proposals` what all of them kept, which
    reads all histories."""
    person = signed_in()
    draft = caselane().diagram_drafts.get(person, draft_id)
    diagram = caselane().sandbox.of_draft(person, draft).diagram
    facts, wrong = DiagramFacts(diagram), ""
    try:
        policies = read_policies(diagram.files.get(POLICIES_FILE, ""), facts)
    except ConfigError as error:
        policies, wrong = (), str(error)
    told = [finding.message for finding in findings(diagram)]
    reports, asked = caselane().reports, request.args
    past = reports.conformance(diagram.process) if asked.get("past") else None
    proposed = reports.proposals(diagram) if asked.get("proposals") else None
    return render_template(
        "studio/policies.html",
        draft=draft, policies=policies, wrong=wrong, words=sorted(facts.vocabulary),
        broken={one.name: said for one in policies for said in told if f"('{one.name}')" in said},
        past={one.name: one for one in past.policies} if past else {}, templates=TEMPLATES,
        acts=past.acts if past else {}, proposed=proposed, fields_of=_fields, given=request.form,
        picture=with_figures(diagram, Overlays()), pointed=list(_pointed(diagram, facts)),
        errors=errors or {},
    )  # fmt: skip
