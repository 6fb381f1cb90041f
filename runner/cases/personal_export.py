"""All that is kept of a person, as one file to hand out. Decision 0306."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from runner.cases.dependencies import Dependencies
from runner.errors import NotFound
from runner.model import AuditEntry, Person, to_number
from runner.people import audit
from runner.people.accounts import OPERATOR
from runner.people.permissions import require
from runner.store import Transaction, personal_data, personal_rows

TEXTS = "person.json"

LONGEST_NAME, LONGEST_PASSAGE = 80, 500
"""Characters: of a file's name, and of a line in which somebody else names the person."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written. `missing` are files that are not in the folder of files any more."""

    cases: int
    others: int
    messages: int
    files: int
    missing: int


class PersonalExport:
    def __init__(self, dependencies: Dependencies):
        self._db = dependencies.db
        self._accounts = dependencies.accounts
        self._folder = dependencies.folder
        self._clock = dependencies.clock

    def write(self, email: str, into: IO[bytes], by: Person = OPERATOR) -> Exported:
        """Writes a ZIP archive of `person.json` and the files, all of one state of the database;
        then the line in the audit log: what raises hands nothing out. Raises Forbidden, NotFound,
        StoreError."""
        require(by, "export_people")
        now = self._clock.now()
        with self._db.read() as tx:
            person = self._accounts.by_email(email)
            data = _collected(tx, person)
            files = personal_rows.files_of(tx, {row["id"] for row in _files_in(data)})
        with ZipFile(into, "w", ZIP_DEFLATED) as archive:
            paths = self._write_files(archive, files, now)
            for row in _files_in(data):
                row["path"] = paths.get(row["id"])
            whole = orjson.dumps(
                {"made_at": now, **data}, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
            )
            archive.writestr(_entry(TEXTS, now), whole)
        found = _counted(data, len(files), len(paths))
        told = {"cases": found.cases, "messages": found.messages, "files": found.files}
        with self._db.write() as tx:
            entry = AuditEntry("export", "person exported", person.email, {}, told, person.id)
            audit.note(tx, by, now, entry)
        return found

    def _write_files(
        self, archive: ZipFile, files: Iterable[tuple[int, str, str]], now: datetime
    ) -> dict[int, str]:
        """Returns where each one lies in the archive; those that are gone are left out."""
        paths = {}
        for key, name, digest in files:
            try:
                content = self._folder.open(digest)
            except NotFound:
                continue
            path = f"files/{key}-{_safe(name)}"
            with content, archive.open(_entry(path, now), "w") as target:
                shutil.copyfileobj(content, target)
            paths[key] = path
        return paths


def _collected(tx: Transaction, person: Person) -> Data:
    entries = personal_data.entries(tx, person.id)
    words = personal_data.names(tx, entries)
    addresses = [word for word in words if "@" in word]
    own = [case_id for case_id, _ in personal_data.cases_of(tx, entries)]
    data: Data = {
        "about": {"name": person.name, "email": person.email},
        "account": personal_rows.of_person(tx, entries),
        "cases": personal_rows.of_cases(tx, own),
        "elsewhere": personal_rows.elsewhere(tx, entries, own),
        "named_in": _passages(tx, words, {*own}),
        "mails": [
            mail for mail in personal_rows.mails_from(tx, addresses) if mail["case_id"] not in own
        ],
        "bounces": personal_rows.bounces_of(tx, addresses),
        "delivered_by_programs": personal_rows.deliveries_for(tx, [*map(to_number, own)]),
    }
    _number(data)
    data["people"] = personal_rows.names_of(tx, {*_people_in(data)})
    return data


def _passages(tx: Transaction, words: list[str], own: set[int]) -> list[Data]:
    """Where others name the person in cases that are not theirs: the lines, and no more of what
    others wrote to others."""
    found = []
    for case_id in personal_data.cases_naming(tx, words):
        if case_id not in own:
            texts = personal_data.texts_of(tx, case_id)
            lines = [line for text in texts for line in _with(text, words)]
            found.append({"case_id": case_id, "passages": lines})
    return found


def _with(text: str, words: Iterable[str]) -> list[str]:
    known = [word.casefold() for word in words]
    return [
        line.strip()[:LONGEST_PASSAGE]
        for line in text.splitlines()
        if any(word in line.casefold() for word in known)
    ]


def _rows_in(data: Data) -> Iterable[Data]:
    """Of all parts: some have tables of rows, some are rows; `about` is neither."""
    for part in data.values():
        for rows in part.values() if isinstance(part, dict) else [part]:
            yield from (row for row in rows if isinstance(row, dict))


def _number(data: Data) -> None:
    """Each row of a case says the number that people know."""
    for row in _rows_in(data):
        if row.get("case_id"):
            row["case"] = to_number(row["case_id"])
    for rows in (data["cases"], data["elsewhere"]):
        for row in rows.get("cases", ()):
            row["case"] = to_number(row["id"])


def _people_in(data: Data) -> Iterable[int]:
    for row in _rows_in(data):
        yield from (row[name] for name in personal_rows.PEOPLE if isinstance(row.get(name), int))


def _files_in(data: Data) -> list[Data]:
    parts = (data[part] for part in ("account", "cases", "elsewhere"))
    return [row for part in parts for row in part.get("attachments", ())]


def _counted(data: Data, files: int, written: int) -> Exported:
    def count(part: str, table: str) -> int:
        return len(data[part].get(table, ()))

    others = {row["case_id"] for row in data["named_in"]}
    others |= {row["case_id"] for row in data["elsewhere"].get("messages", ())}
    messages = count("cases", "messages") + count("elsewhere", "messages")
    return Exported(count("cases", "cases"), len(others), messages, written, files - written)


def _entry(name: str, now: datetime) -> ZipInfo:
    made = ZipInfo(name, now.timetuple()[:6])
    made.compress_type, made.external_attr = ZIP_DEFLATED, 0o600 << 16
    return made


def _safe(name: str) -> str:
    """A name that every system takes, and that leads nowhere; the end tells the kind."""
    return re.sub(r"[^\w.-]+", "_", name)[-LONGEST_NAME:]
