"""What an owner accepts of what the gate says of a package. Decisions 0091 and 0236."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from runner.errors import DiagramError
from runner.gate.soundness import UNDECIDED
from runner.language import N_, _
from runner.model import Finding


class Acceptance(TypedDict, total=False):
    """What an owner accepts: `accept_undecided` what the gate did not decide, `accept_warnings` all
    other warnings. Decision 0236."""

    accept_warnings: bool
    accept_undecided: bool


_ACCEPTED = {
    "accept_warnings": N_("the warnings"),
    "accept_undecided": N_("what was not decided (--accept-undecided)"),
}
"""What each word of an `Acceptance` is about."""


def not_accepted(findings: Sequence[Finding], terms: Acceptance) -> list[Finding]:
    """What has to be accepted, and is not."""
    return [
        finding for finding in findings if finding.holds_up and not terms.get(_accepted_by(finding))
    ]


def admit(what: str, findings: Sequence[Finding], warnings: Sequence[Finding]) -> None:
    """Raises DiagramError if there are errors, or warnings that are not accepted. Decision 0091."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise DiagramError(f"{what}: {_reasons(errors)}", findings)
    if warnings:
        raise DiagramError(
            _(
                "%(what)s, because there are warnings: %(warnings)s Correct them, or "
                "deploy again and accept %(which)s.",
                what=what,
                warnings=_reasons(warnings),
                which=_which(warnings),
            ),
            findings,
        )


def _accepted_by(finding: Finding) -> str:
    """Nothing is known of what was not looked at, so accepting all warnings does not cover it."""
    return "accept_undecided" if finding.rule == UNDECIDED else "accept_warnings"


def _which(warnings: Sequence[Finding]) -> str:
    needed = set(map(_accepted_by, warnings))
    return _(" and ").join(str(what) for word, what in _ACCEPTED.items() if word in needed)


def _reasons(findings: Sequence[Finding]) -> str:
    more = _(" And %(findings)s more.", findings=len(findings) - 3) if len(findings) > 3 else ""
    return " ".join(finding.message for finding in findings[:3]) + more
