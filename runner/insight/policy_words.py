"""What a policy says, as a sentence: for one that is proposed, which nobody has worded yet."""

from __future__ import annotations

from runner.gate.policies import Proposal
from runner.gate.policies.facts import ANYTHING, SUBMISSION, TIMER, DiagramFacts
from runner.language import _


def sentence(proposal: Proposal, facts: DiagramFacts) -> str:
    """In the language that is spoken at the moment, with the names that the drawing has."""
    said = _said(proposal, facts)
    return said[:1].upper() + said[1:]


def _said(proposal: Proposal, facts: DiagramFacts) -> str:
    keys = {key: _words(value, facts) for key, value in proposal.keys.items()}
    if proposal.template == "leads to":
        return _("%(when)s always leads to %(then)s.", when=keys["when"], then=keys["leads_to"])
    if proposal.template == "only after":
        return _(
            "%(what)s comes only after %(first)s.", what=keys["when"], first=keys["only_after"]
        )
    if proposal.template == "always":
        during = keys["while"]
        return _(
            "During %(during)s, %(what)s is always possible.", during=during, what=keys["always"]
        )
    if proposal.template == "within":
        return _("During %(during)s, %(what)s comes within %(limit)s at the latest.",
                 during=keys["while"], what=keys["happens"], limit=_limit(proposal))  # fmt: skip
    if "after" in proposal.keys:
        return _("After %(what)s nothing happens any more.", what=keys["after"])
    if "when" in proposal.keys:
        return _("Time alone never leads to %(what)s.", what=keys["never"])
    return _("It never happens: %(what)s.", what=keys["never"])


def _words(value: str | list[str], facts: DiagramFacts) -> str:
    return ", ".join(
        fact_words(one, facts) for one in ([value] if isinstance(value, str) else value)
    )


def _limit(proposal: Proposal) -> str:
    limit = str(proposal.keys["within"])
    return _("%(limit)s of working time", limit=limit) if "time" in proposal.keys else limit


def fact_words(fact: str, facts: DiagramFacts) -> str:
    """A word of policies in those of people: `action block by Support` is “Block” by Support."""
    kind, _rest, name = fact.partition(" ")
    if kind == "action":
        action, _rest, side = name.partition(" by ")
        label = facts.label(action)
        return _("“%(action)s” by %(side)s", action=label, side=side) if side else f"“{label}”"
    if kind == "timer" and name:
        return _("the timer “%(name)s”", name=facts.label(name))
    if kind == "message":
        return _("the message %(name)s", name=name)
    if kind == "status":
        return _("the status %(name)s", name=name)
    if kind == "notify":
        return _("a mail to the %(name)s", name=name)
    if kind == "flag":
        return _("the flag “%(name)s”", name=name)
    if kind == "resolution" and name:
        return _("the resolution %(name)s", name=name)
    plain = {ANYTHING: _("anything"), SUBMISSION: _("the submission"), TIMER: _("a timer")}
    return plain.get(fact, fact)
