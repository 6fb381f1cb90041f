"""Who may do what: one table, which every interface asks. Decision 0161."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NoReturn, Protocol

from runner.errors import Forbidden, OutOfScope
from runner.language import N_, _
from runner.model import ROLES, SUPPORT, Case, Participant, Person, Side, team_named

STAFF = frozenset(ROLES) - {"customer"}
LEADS = frozenset({"lead", "admin"})
LEADS_AND_OWNERS = LEADS | {"process_owner"}
PROCESS_OWNERS = frozenset({"process_owner"})
ADMINS = frozenset({"admin"})
ANALYSTS = frozenset({"analyst", "process_owner", "admin"})
SHARERS = ANALYSTS | {"lead"}

Operation = Literal[
    "submit_case", "submit_for_customer", "see_case", "see_internal", "list_cases",
    "act_as_customer", "act_as_support", "send_event", "write", "write_note",
    "write_for_customer", "change_case", "modify_case", "claim_case", "tag_case", "mark_spam",
    "copy_case", "set_company",
    "repeat_case", "rate_case", "follow_up", "share_view", "keep_response", "share_response",
    "see_process", "share_figures", "export_log", "see_versions", "edit_drafts", "check_diagram",
    "deploy_diagram", "approve_diagram", "migrate_cases", "manage_incidents", "see_health",
    "see_audit", "export_people", "erase_people", "manage_people", "see_teams", "manage_teams",
    "say_away", "sort_mails",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Right:
    """`what` stands after *may*. `roles` may do it, at every case but their own; at that, the
    customer of the case may do it where `own_case` says so, whatever roles they have: no
    customer handles their own case."""

    what: str
    roles: frozenset[str] = frozenset()
    own_case: bool = False
    beside: bool = False
    """Whether those may do it who stand beside the customer: with copies, or as a colleague."""

    @property
    def who(self) -> str:
        names = str(_NAMES.get(self.roles) or _(" and ").join(sorted(self.roles)))
        customer = _("the customer of the case") if self.own_case else ""
        return _(" and ").join(filter(None, (customer, names)))


_NAMES = {SUPPORT: N_("support"), STAFF: N_("staff"), LEADS: N_("leads"),
          PROCESS_OWNERS: N_("process owners"), ADMINS: N_("admins"),
          LEADS_AND_OWNERS: N_("leads and process owners"),
          SHARERS: N_("analysts, leads, process owners and admins"),
          ANALYSTS: N_("analysts, process owners and admins")}  # fmt: skip

RIGHTS: Mapping[Operation, Right] = {
    "submit_case": Right("submit a case of their own", frozenset(ROLES)),
    "submit_for_customer": Right("submit a case for a customer", SUPPORT),
    "see_case": Right(
        "see a case, its conversation and its history", STAFF, own_case=True, beside=True
    ),
    "see_internal": Right("see internal notes, and the values in the history", STAFF),
    "list_cases": Right("list the cases of all customers", STAFF),
    "act_as_customer": Right("take an action that is drawn for the customer", own_case=True),
    "act_as_support": Right("take an action that is drawn for support", SUPPORT),
    "send_event": Right("send an event for programs, such as a bug tracker's", SUPPORT),
    "write": Right("write a message in a case", SUPPORT, own_case=True, beside=True),
    "write_note": Right("write an internal note", SUPPORT),
    "write_for_customer": Right("write down what the customer said", SUPPORT),
    "change_case": Right("change a case's owner, priority and fields", SUPPORT),
    "modify_case": Right(
        "move, skip or retime what a case waits for, past the drawing", LEADS_AND_OWNERS
    ),
    "claim_case": Right("claim a case, but not their own", SUPPORT),
    "tag_case": Right("tag a case, and link it to others with the same problem", SUPPORT),
    "mark_spam": Right("mark a case as spam, and take the mark away", SUPPORT),
    "copy_case": Right("say who else is told of a case", SUPPORT, own_case=True),
    "set_company": Right("say which company the customer of a case belongs to", SUPPORT),
    "repeat_case": Right("open a repeat case", SUPPORT, own_case=True),
    "rate_case": Right("say how satisfied they are with a closed case", own_case=True),
    "follow_up": Right("keep a follow-up date of their own for a case", STAFF),
    "share_view": Right("share a view of the inbox with all who work here", LEADS),
    "keep_response": Right("keep canned responses of their own", SUPPORT),
    "share_response": Right("share a canned response with all of support", LEADS),
    "see_process": Right("see the process page", STAFF),
    "share_figures": Right("share a view of figures with all who see the process", SHARERS),
    "export_log": Right("take the event log of all cases", ANALYSTS),
    "see_versions": Right("see the versions of the diagram", STAFF),
    "edit_drafts": Right("edit drafts of diagrams", PROCESS_OWNERS),
    "check_diagram": Right("have a diagram checked", PROCESS_OWNERS),
    "deploy_diagram": Right("deploy a diagram", PROCESS_OWNERS),
    "approve_diagram": Right("approve another process owner's diagram", PROCESS_OWNERS),
    "migrate_cases": Right("plan a migration and migrate cases", PROCESS_OWNERS),
    "manage_incidents": Right("see and change incidents and dead letters", ADMINS),
    "see_health": Right("see the settings, and what is wrong with the installation", ADMINS),
    "export_people": Right("take along all that is kept of a person", ADMINS),
    "erase_people": Right("erase what is kept of a person", ADMINS),
    "see_audit": Right("see the audit log: who changed what beside the cases", ADMINS),
    "manage_people": Right("add, change, remove and restore people", ADMINS),
    "see_teams": Right("see the teams and their members", STAFF),
    "manage_teams": Right("add, change and remove teams", ADMINS),
    "sort_mails": Right("decide what becomes of mails that wait", SUPPORT),
    "say_away": Right("say that they are away themselves, and who stands in", SUPPORT),
}


_READ: frozenset[Operation] = frozenset({
    "see_case", "see_internal", "list_cases", "see_process", "export_log", "see_versions",
    "see_teams",
})  # fmt: skip
_DIAGRAMS: frozenset[Operation] = frozenset({
    "see_versions", "edit_drafts", "check_diagram", "deploy_diagram", "approve_diagram",
    "migrate_cases",
})  # fmt: skip
_ADMIN: frozenset[Operation] = frozenset({
    "manage_people", "see_teams", "manage_teams", "manage_incidents", "see_health", "see_audit",
    "export_people", "erase_people",
})  # fmt: skip

SCOPES: Mapping[str, frozenset[Operation]] = {
    "read": _READ,
    "cases": frozenset(RIGHTS) - (_DIAGRAMS - _READ) - (_ADMIN - _READ),
    "diagrams": _DIAGRAMS,
    "admin": _ADMIN,
}
"""What a token may that has a scope, of what its person may. *cases* includes *read*. All scopes
together are all rights. Decision 0216."""


class OfCustomer(Protocol):
    """A case, or a line of a list."""

    @property
    def customer(self) -> Person: ...
    @property
    def participants(self) -> Sequence[Participant]: ...


def may(person: Person, operation: Operation, case: OfCustomer | None = None) -> bool:
    """Whether a person may do something: to this case, or, without one, at all."""
    right = RIGHTS[operation]
    if person.scopes is not None and not _in_scope(person.scopes, operation):
        return False
    if case is not None and person.id == case.customer.id:
        return right.own_case
    if person.roles & right.roles:
        return True
    return case is not None and right.beside and _participant(person, case) is not None


def _in_scope(scopes: Iterable[str], operation: Operation) -> bool:
    return any(operation in SCOPES[name] for name in scopes)


def _participant(person: Person, case: OfCustomer) -> Participant | None:
    beside = (one for one in case.participants if not one.silent)
    return next((one for one in beside if one.person.id == person.id), None)


def require(person: Person, operation: Operation, case: OfCustomer | None = None) -> None:
    """Raises Forbidden unless the person may do it; OutOfScope where only their token may not."""
    if not may(person, operation, case):
        if person.scopes is not None and may(replace(person, scopes=None), operation, case):
            refuse_scope(person.scopes, (n for n, rights in SCOPES.items() if operation in rights))
        raise Forbidden(
            _("Only %(who)s may %(what)s.", who=RIGHTS[operation].who, what=RIGHTS[operation].what)
        )


def refuse_scope(scopes: Iterable[str], wanted: Iterable[str]) -> NoReturn:
    """Raises OutOfScope, which names the scopes that the token has and those that would do."""
    raise OutOfScope(
        _(
            "This token is for: %(scopes)s. This takes one for: %(wanted)s. Ask an "
            "admin for it, or send another token.",
            scopes=", ".join(sorted(scopes)),
            wanted=" or ".join(sorted(wanted)),
        )
    )


def side_of(person: Person, case: OfCustomer) -> Side | None:
    """What a person is to a case. None: they may not know that it exists."""
    if person.scopes is not None and not _in_scope(person.scopes, "see_case"):
        return None
    if person.id == case.customer.id:
        return "customer"
    if may(person, "change_case", case):
        return "support"
    if person.roles & RIGHTS["see_case"].roles:
        return "observer"
    return "customer" if may(person, "see_case", case) else None


def may_take(person: Person, case: Case, audience: str) -> bool:
    """Whether a person may take an action that the drawing offers to this audience: `Customer` is
    the customer of the case and whom they let decide, the name of a role those of support who have
    it (and admins), `Team: Printers` the members of that team (and admins), anything else, such as
    `Support`, all of support."""
    if _meant(audience)[1] == "customer":
        return may(person, "act_as_customer", case) or _decides(person, case)
    return _is_among(person, audience) and may(person, "act_as_support", case)


def is_meant(person: Person, audience: str) -> bool:
    """Whether a person may take what is offered to this audience, in cases of other people."""
    return _is_among(person, audience) and may(person, "act_as_support")


def _is_among(person: Person, audience: str) -> bool:
    team, role = _meant(audience)
    if team:
        return "admin" in person.roles or team in {name.casefold() for name in person.teams}
    return role not in ROLES or bool(person.roles & {role, "admin"})


@lru_cache(maxsize=1024)
def _meant(audience: str) -> tuple[str, str]:
    """The team that an audience is, casefolded, or else ''; and its word, in lower case."""
    return (team_named(audience) or "").casefold(), audience.lower()


def _decides(person: Person, case: Case) -> bool:
    """Nobody who works here does, whatever a customer allowed them before."""
    one = _participant(person, case)
    return one is not None and one.may_decide and side_of(person, case) == "customer"


def can_own(person: Person) -> bool:
    """Whether a person can be the owner of a case, unless they are its customer."""
    return person.active and may(person, "claim_case")
