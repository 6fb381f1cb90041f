"""In which language and time zone a person reads. Decision 0257."""

from __future__ import annotations

from dataclasses import replace

from runner.errors import InvalidInput
from runner.language import Languages, _, zone_of
from runner.model import Person
from runner.store import Database, people


class ReadingHabits:
    def __init__(self, db: Database, languages: Languages):
        self._db = db
        self._languages = languages

    def change(self, person: Person, language: str | None, zone: str | None) -> Person:
        """Keeps what a person chose for themselves; '' takes a choice back, None leaves it. Raises
        InvalidInput for a language without a catalog and a zone that there is not."""
        language = person.language if language is None else language
        zone = person.zone if zone is None else zone
        errors = {}
        if language and language not in self._languages.codes:
            known = ", ".join(self._languages.codes)
            errors["language"] = [_("has to be one of %(known)s", known=known)]
        if zone and zone_of(zone) is None:
            errors["zone"] = [_("has to be a time zone such as Europe/Berlin")]
        if errors:
            raise InvalidInput(errors)
        with self._db.write() as tx:
            people.set_reading(tx, person.id, language, zone)
        return replace(person, language=language, zone=zone)
