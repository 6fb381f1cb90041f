"""Accounts, teams and lifecycles that settings name and that are not here: what names them works
only once they are."""

from __future__ import annotations

from collections.abc import Iterator

from runner.config import PREFIX, Settings
from runner.delivery.incoming.hook_rules import read_hooks
from runner.delivery.incoming.mailboxes import read_mailboxes
from runner.operations.diagnosis import Check
from runner.people.identities import pairs
from runner.store import Transaction, people, teams, versions


def checked_names(tx: Transaction, settings: Settings) -> Iterator[Check]:
    """A warning for each hook with somebody who is not here, for each team of a group, and for
    each lifecycle on which mails or hooks open cases."""
    for name, hook in read_hooks(settings).items():
        wanted = {hook.person, *(rule.case.get("customer", "") for rule in hook.rules)}
        lost = sorted(each for each in wanted if _is_address(each) and not _is_here(tx, each))
        if lost:
            yield Check(
                "warning", "hooks",
                f"{name}: {', '.join(lost)} has no access here, so its deliveries are refused. "
                "Add them: caselane user add",
            )  # fmt: skip
    wanted = pairs(settings.oidc_teams).values() if settings.oidc_issuer else ()
    for team in sorted(set(wanted) - set(teams.names(tx))):
        yield Check(
            "warning", "teams",
            f"{PREFIX}OIDC_TEAMS names {team}, and there is no such team: its members get into "
            f"none. Make it: caselane team add '{team}'",
        )  # fmt: skip
    yield from _lost_lifecycles(tx, settings)


def _lost_lifecycles(tx: Transaction, settings: Settings) -> Iterator[Check]:
    for about, name, lifecycle in _named_lifecycles(settings):
        if "{" not in lifecycle and versions.current_of(tx, lifecycle) is None:
            yield Check(
                "warning", about,
                f"{name}: there is no lifecycle {lifecycle}, so it opens no case. Deploy it, or "
                "name another one.",
            )  # fmt: skip


def _named_lifecycles(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Of each mailbox and each rule of a hook that names one."""
    for box in read_mailboxes(settings).values():
        if box.lifecycle:
            yield "mailboxes", box.name, box.lifecycle
    for name, hook in read_hooks(settings).items():
        for rule in hook.rules:
            if lifecycle := rule.case.get("lifecycle"):
                yield "hooks", name, lifecycle


def _is_address(text: str) -> bool:
    """And not a template, which is known once a delivery has filled it in."""
    return "@" in text and "{" not in text


def _is_here(tx: Transaction, email: str) -> bool:
    person = people.by_email(tx, email.strip().lower())
    return person is not None and person.active
