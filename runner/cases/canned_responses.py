"""Canned responses: texts that support sends often, with variables of a closed list. Decision
0274."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from runner.cases.change import checked_text
from runner.cases.dependencies import Dependencies
from runner.cases.views import find_case
from runner.delivery.notifications import fill
from runner.errors import Forbidden, InvalidInput, NotFound
from runner.language import N_, _, made
from runner.model import CASE_FIELDS, CannedResponse, Case, Person, case_fields
from runner.people.permissions import may, require
from runner.people.person_fields import checked_name
from runner.store import Transaction, canned_responses

MOST_RESPONSES, LONGEST_RESPONSE = 100, 20_000
"""Of a person; characters of one."""

MOST_STATUSES, LONGEST_STATUS = 100, 200
"""Of one; characters. The page of a case reads all."""

VARIABLES: Mapping[str, str] = {
    "first_name": N_("the customer’s first name"),
    "customer": N_("the customer’s name"),
    "number": N_("the number of the case"),
    "subject": N_("its subject"),
    "status": N_("its status"),
    "agent": N_("your name"),
    "agent_first_name": N_("your first name"),
    "team": N_("the team of the case"),
    **{
        item.name: made(lambda item=item: _("its %(field)s", field=item.metadata["label"].lower()))
        for item in CASE_FIELDS
    },
}
"""What a response may name in braces, and what stands there then."""

_LOOKS_LIKE_ONE = re.compile(r"\{\s*(\w[\w .-]{0,39}?)\s*\}")
"""A misspelt variable would be sent as it stands."""

GAP = "…"
"""Stands for what a case does not say: its reader fills it in, or writes it otherwise."""


class CannedResponses:
    """A person's own, and those that leads share. Each method raises Forbidden for who is not of
    support."""

    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._clock = dependencies.clock

    def list(self, person: Person) -> tuple[CannedResponse, ...]:
        """The person's own, then the shared ones of others."""
        require(person, "keep_response")
        with self._db.read() as tx:
            return tuple(canned_responses.for_person(tx, person.id))

    def add(self, person: Person, wanted: CannedResponse) -> CannedResponse:
        """Keeps a new one; its id and owner are not looked at. Raises InvalidInput, also for a
        person who has MOST_RESPONSES of their own."""
        require(person, "keep_response")
        response = replace(_checked(person, wanted), owner_id=person.id)
        with self._db.write() as tx:
            known = canned_responses.for_person(tx, person.id)
            if sum(one.owner_id == person.id for one in known) >= MOST_RESPONSES:
                many = _(
                    "would be one too many: delete one of your %(most_responses)s first",
                    most_responses=MOST_RESPONSES,
                )
                raise InvalidInput({"name": [many]})
            return replace(response, id=canned_responses.add(tx, response, self._clock.now()))

    def change(self, person: Person, wanted: CannedResponse) -> CannedResponse:
        """Puts another one in the place of the one with this id. Raises InvalidInput and
        NotFound."""
        with self._db.write() as tx:
            known = _find_to_change(tx, person, wanted.id)
            response = replace(_checked(person, wanted), owner_id=known.owner_id)
            canned_responses.save(tx, response, self._clock.now())
            return response

    def delete(self, person: Person, response_id: int) -> None:
        with self._db.write() as tx:
            canned_responses.remove(tx, _find_to_change(tx, person, response_id).id)

    def text_for(self, person: Person, number: str, response_id: int) -> str:
        """The text of a response as the person would send it in a case. Raises NotFound."""
        require(person, "keep_response")
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            require(person, "keep_response", case)  # not the customer, who knows of no team
            require(person, "write", case)
            known = {name: text or GAP for name, text in _values(case, person).items()}
            return fill(_find(tx, person, response_id).body, known)


def may_change_response(person: Person, response: CannedResponse) -> bool:
    """One that is shared is for leads to change, all others are for their owners."""
    return may(person, "share_response") if response.shared else response.owner_id == person.id


def _values(case: Case, person: Person) -> dict[str, str]:
    """What stands in the place of each of VARIABLES; nothing for what a case does not say."""
    return {
        "first_name": _first(case.customer.name),
        "customer": case.customer.name,
        "number": case.number,
        "subject": case.subject,
        "status": case.status,
        "agent": person.name,
        "agent_first_name": _first(person.name),
        "team": case.team.name if case.team else "",
        **{name: text or "" for name, text in case_fields(case).items()},
    }


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else ""


def _checked(person: Person, wanted: CannedResponse) -> CannedResponse:
    if wanted.shared:
        require(person, "share_response")
    body = checked_text("body", wanted.body, LONGEST_RESPONSE)
    statuses = wanted.statuses
    if len(statuses) > MOST_STATUSES or any(len(name) > LONGEST_STATUS for name in statuses):
        raise InvalidInput({"status": [_("has to be statuses of the list")]})
    if unknown := dict.fromkeys(n for n in _LOOKS_LIKE_ONE.findall(body) if n not in VARIABLES):
        named = ", ".join(f"{{{name}}}" for name in unknown)
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise InvalidInput(
            {
                "body": [
                    _(
                        "names %(named)s, which nothing stands for; there is %(known)s",
                        named=named,
                        known=known,
                    )
                ]
            }
        )
    return replace(wanted, name=checked_name(wanted.name), body=body)


def _find(tx: Transaction, person: Person, response_id: int) -> CannedResponse:
    response = canned_responses.by_id(tx, response_id)
    if response is None or not (response.shared or response.owner_id == person.id):
        raise NotFound(
            _("There is no such canned response: it was deleted, or is somebody else's.")
        )
    return response


def _find_to_change(tx: Transaction, person: Person, response_id: int) -> CannedResponse:
    require(person, "keep_response")
    response = _find(tx, person, response_id)
    if not may_change_response(person, response):
        raise Forbidden(_("Only leads may change a canned response that is shared."))
    return response
