"""What support keeps beside a case: its tags, the cases that have the same problem, and whether it
is spam.

All are for support alone, and stand in the history. They move nothing and count no revision, so
that they never stand in the way of an action. Decision 0232.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from runner.cases.change import Change
from runner.cases.conversation import History
from runner.cases.dependencies import Dependencies
from runner.cases.transaction import Transactions
from runner.cases.views import find_case
from runner.errors import InvalidInput, NotFound
from runner.language import _
from runner.model import Case, CaseAside, Person, normalised, to_number
from runner.people.permissions import require
from runner.store import Transaction, case_links, cases, companies, incoming_mails, lists, tags
from runner.store.lists import CaseFilter

LONGEST_TAG, MOST_TAGS, MOST_LINKS = 40, 20, 50
"""Characters of a tag; tags of a case; cases that one is linked to."""
OTHERS = 5


class Asides:
    """Every method checks first what the person may do. Each raises NotFound for a case that the
    person may not see, Forbidden and InvalidInput."""

    def __init__(self, dependencies: Dependencies, transactions: Transactions, history: History):
        self._db = dependencies.db
        self._transactions = transactions
        self._history = history

    def get(self, person: Person, number: str) -> CaseAside:
        with self._db.read() as tx:
            case, _ = find_case(tx, person, number)
            require(person, "see_internal", case)
            return aside_of(tx, case)

    def tag(
        self, person: Person, number: str, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> CaseAside:
        """Adds and removes tags; what is there or gone already is no error."""
        with self._transactions.change(person, number) as change:
            change.require("tag_case")
            tx, case_id = change.tx, change.case.id
            known = tags.of_case(tx, case_id)
            new = [tag for tag in _checked_tags(add, "add") if tag not in known]
            gone = [tag for tag in _checked_tags(remove, "remove") if tag in known]
            if len(known) - len(gone) + len(new) > MOST_TAGS:
                raise InvalidInput(
                    {
                        "add": [
                            _(
                                "makes more than %(most_tags)s tags: remove some",
                                most_tags=MOST_TAGS,
                            )
                        ]
                    }
                )
            tags.remove(tx, case_id, gone)
            tags.add(tx, case_id, new)
            return self._recorded(change, "tagged", new, gone)

    def link(
        self, person: Person, number: str, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> CaseAside:
        """Links a case to others that have the same problem, or takes such links away. Both cases
        stay as they are: nothing is merged."""
        with self._transactions.change(person, number) as change:
            change.require("tag_case")
            tx, case = change.tx, change.case
            known = case_links.of_case(tx, case.id)
            new = [one for one in _others(change, add, "add") if one.id not in known]
            gone = [one for one in _others(change, remove, "remove") if one.id in known]
            if len(known) - len(gone) + len(new) > MOST_LINKS:
                raise InvalidInput(
                    {
                        "add": [
                            _(
                                "makes more than %(most_links)s links: remove some",
                                most_links=MOST_LINKS,
                            )
                        ]
                    }
                )
            for other in gone:
                case_links.remove(tx, case.id, other.id)
            for other in new:
                case_links.add(tx, case.id, other.id)
            return self._recorded(change, "linked", _numbers(new), _numbers(gone))

    def mark_spam(self, person: Person, number: str, spam: bool) -> CaseAside:
        """Marks a case as spam, or takes the mark away. It goes on as it is drawn; but nobody is
        told, and lists and figures leave it out. What is so already is no error. Decision 0247."""
        with self._transactions.change(person, number) as change:
            change.require("mark_spam")
            if change.case.spam != spam:
                cases.mark_spam(change.tx, change.case, spam)
                self._history.record_internal(change, "spam" if spam else "not_spam", {})
            return aside_of(change.tx, replace(change.case, spam=spam))

    def _recorded(
        self, change: Change, kind: str, added: Sequence[str], removed: Sequence[str]
    ) -> CaseAside:
        values = {"added": list(added), "removed": list(removed)}
        if changed := {name: value for name, value in values.items() if value}:
            self._history.record_internal(change, kind, changed)
        return aside_of(change.tx, change.case)


def aside_of(tx: Transaction, case: Case) -> CaseAside:
    linked = lists.by_ids(tx, case_links.of_case(tx, case.id))
    theirs = lists.listed(tx, CaseFilter(customer=case.customer.id), limit=OTHERS + 1)
    return CaseAside(
        tags.of_case(tx, case.id),
        tuple(linked[key] for key in sorted(linked)),
        companies.of_person(tx, case.customer.id),
        tuple(line for line in theirs if line.id != case.id)[:OTHERS],
        incoming_mails.bounced_at(tx, case.customer.email),
        case.spam,
    )


def checked_tag(text: str, field: str) -> str:
    """A tag as it is kept: without capitals, and one space between its words."""
    tag = " ".join(normalised(text).casefold().split())
    if not tag or len(tag) > LONGEST_TAG or not tag.isprintable() or "," in tag:
        raise InvalidInput(
            {
                field: [
                    _(
                        "has to be tags of 1 to %(longest_tag)s characters that can be printed",
                        longest_tag=LONGEST_TAG,
                    )
                ]
            }
        )
    return tag


def _checked_tags(texts: Iterable[str], field: str) -> list[str]:
    return list(dict.fromkeys(checked_tag(text, field) for text in texts))


def _others(change: Change, numbers: Iterable[str], field: str) -> list[Case]:
    """The cases of these numbers. Raises InvalidInput for one that is not there, that the person
    may not link, or that is this one."""
    found: dict[int, Case] = {}
    for number in numbers:
        try:
            other, side = find_case(change.tx, change.person, number)
        except NotFound as error:
            raise InvalidInput(
                {field: [_("names no case that you may see: %(number)s", number=number[:40])]}
            ) from error
        if other.id == change.case.id:
            raise InvalidInput({field: [_("names this case itself: name another")]})
        if side != "support":
            raise InvalidInput(
                {field: [_("names a case of your own: %(number)s", number=other.number)]}
            )
        found[other.id] = other
    return list(found.values())


def _numbers(found: Iterable[Case]) -> list[str]:
    return [to_number(case.id) for case in found]
