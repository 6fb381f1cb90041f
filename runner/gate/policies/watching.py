"""Watching a case step by step: the same watch for what can happen and for what did."""

from __future__ import annotations

from runner.gate.policies.policy import Policy


class Watch:
    """A policy about steps. What it has to remember is one bit."""

    def __init__(self, policy: Policy):
        self._policy = policy
        self._look = _LOOKS[policy.template]

    def step(self, facts: frozenset[str], seen: bool) -> tuple[str, bool]:
        """What is wrong with a step, '' for nothing; and what has been seen with it."""
        return self._look(self._policy, facts, seen)


def _holds(wanted: tuple[str, ...], facts: frozenset[str]) -> bool:
    return not facts.isdisjoint(wanted)


def _never(policy: Policy, facts: frozenset[str], seen: bool) -> tuple[str, bool]:
    due = seen if policy.after else not policy.when or _holds(policy.when, facts)
    wrong = next((fact for fact in policy.facts if fact in facts), "") if due else ""
    return wrong and f"'{wrong}' happens here", seen or _holds(policy.after, facts)


def _only_after(policy: Policy, facts: frozenset[str], seen: bool) -> tuple[str, bool]:
    seen = seen or _holds(policy.facts, facts)
    wrong = next((fact for fact in policy.when if fact in facts), "") if not seen else ""
    missing = " or ".join(f"'{fact}'" for fact in policy.facts)
    return wrong and f"'{wrong}' happens without {missing}", seen


def _leads_to(policy: Policy, facts: frozenset[str], seen: bool) -> tuple[str, bool]:
    missing = [fact for fact in policy.facts if fact not in facts]
    if missing and _holds(policy.when, facts):
        return f"it does not lead to '{missing[0]}'", seen
    return "", seen


def _at_most_once(policy: Policy, facts: frozenset[str], seen: bool) -> tuple[str, bool]:
    happens = _holds(policy.facts, facts)
    return (f"'{policy.facts[0]}' happens again" if happens and seen else ""), seen or happens


_LOOKS = {
    "never": _never,
    "only after": _only_after,
    "leads to": _leads_to,
    "at most once": _at_most_once,
}
"""Policies about steps. `always` and `within` are about what is possible."""

WATCHED = frozenset(_LOOKS)
