"""Texts that were not sent: kept while they are written, given back when sending failed.

Decision 0268.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from runner.bpmn import forms
from runner.cases.dependencies import Dependencies
from runner.cases.views import find_case
from runner.errors import InvalidInput
from runner.language import _
from runner.model import Person, UnsentText, to_id
from runner.people.permissions import may, require
from runner.store import unsent_texts

LONGEST_FORM = 200
"""Characters of the id of a form."""


class Unsent:
    """The texts of the person who asks, and of nobody else."""

    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._clock = dependencies.clock

    def keep(self, person: Person, number: str, form: str, fields: Mapping[str, str]) -> None:
        """Keeps what stands in a form in the place of what did before; nothing, where nothing
        stands there. Raises NotFound, Forbidden and InvalidInput."""
        forms.check_size(fields)
        if len(form) > LONGEST_FORM:
            raise InvalidInput(
                {
                    "form": [
                        _(
                            "has to have at most %(longest_form)s characters",
                            longest_form=LONGEST_FORM,
                        )
                    ]
                }
            )
        with self._db.write() as tx:
            case, _side = find_case(tx, person, number)
            require(person, "write", case)
            if not may(person, "write_note", case):
                return  # customers have no form for it
            if any(text.strip() for name, text in fields.items() if name != "mode"):
                text = UnsentText(form, dict(fields))
                unsent_texts.save(tx, case.id, person.id, text, self._clock.now())
            else:
                unsent_texts.remove(tx, case.id, person.id, form)

    def discard(self, person: Person, number: str, form: str) -> None:
        case_id = to_id(number)
        if case_id is not None:
            with self._db.write() as tx:
                unsent_texts.remove(tx, case_id, person.id, form)

    def among(self, person: Person, cases: Collection[int]) -> set[int]:
        """The ids of those cases in which the person has a text that was not sent."""
        with self._db.read() as tx:
            return unsent_texts.cases_with(tx, person.id, cases) if cases else set()
