"""An independent reader of the chained histories: `caselane verify`.

It reads the tables by plain SQL and shares no code with what writes them: what it knows of their
form stands in docs/audit.md. Decision 0242.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice, product
from typing import Any

from runner.errors import NotFound
from runner.store import Database, Transaction

AUDIT = "audit"
"""The audit log, among the numbers of cases."""

AT_ONCE = 200
"""Cases that are read together."""

NOTHING = bytes(32)
"""What the first line of a case follows."""

MOST_AUTHORS = 64
"""Ways to read a line whose texts are of people whose entries were merged."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """`case` is its number, such as `C-1001`; `line` the number of the event in its history, 0 for
    the case as a whole; `about` is one word: link, text, gap, status, count, head, erasure."""

    case: str
    line: int
    about: str
    text: str

    def __str__(self) -> str:
        where = f", event {self.line}" if self.line else ""
        return f"{self.case}{where}: {self.text}"


@dataclass(frozen=True, slots=True)
class Verified:
    """`late` counts events that were chained some time after they were written, `erased` texts of
    which only the digest is left."""

    cases: int
    lines: int
    audit: int
    late: int
    erased: int
    differences: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a case, and its link in hexadecimal digits."""

    case: str
    line: int
    link: str


class Verification:
    def __init__(self, db: Database):
        self._db = db

    def verify(self, case: str | None = None, heads: Iterable[Head] = ()) -> Verified:
        """Checks every case, or one. `heads` were kept elsewhere: their events have to be there
        still. Raises NotFound, StoreError."""
        found, cases, lines, late, erased = [], 0, 0, 0, 0
        kept = defaultdict(list)
        for head in heads:
            kept[head.case].append(head)
        with self._db.read() as tx:
            for read in _cases(tx, case):
                cases, lines = cases + 1, lines + len(read.lines)
                late += sum(line.late for line in read.lines)
                erased += len(read.redactions)
                found += read.differences(kept.pop(read.number, ()))
            audit = _AuditLog(tx)
            if case is None:
                found += _without_case(tx)
                found += audit.differences(kept.pop(AUDIT, ()))
        if case is None:
            found += [_gone(head) for heads in kept.values() for head in heads[:1]]
        return Verified(cases, lines, audit.number, late, erased, tuple(found))

    def heads(self) -> Iterator[Head]:
        """The head of each case that has a link."""
        with self._db.read() as tx:
            for read in _cases(tx, None):
                if read.lines and (link := read.lines[-1].link):
                    yield Head(read.number, read.lines[-1].sequence, link.hex())
            last = tx.run(_LAST_OF_AUDIT).fetchone()
            if last:
                yield Head(AUDIT, last[0], bytes(last[1]).hex())


def _without_case(tx: Transaction) -> Iterator[Deviation]:
    for (case_id,) in tx.run(_ORPHANS).fetchall():
        text = "the case is gone, and what belongs to it is left."
        yield Deviation(f"C-{case_id + 1000}", 0, "gap", text)


def _gone(head: Head) -> Deviation:
    text = f"the case is gone: it had {head.line} events when its head was kept."
    return Deviation(head.case, 0, "head", text)


# ------------------------------------------------------------------ one case


@dataclass(frozen=True, slots=True)
class _ReadLine:
    """An event as it stands in the table."""

    sequence: int
    at: str
    plain: tuple[Any, ...]
    path: str
    details: str
    salt: bytes | None
    link: bytes | None
    texts: str | None
    late: bool

    @property
    def name(self) -> str:
        _, _, event, action, *_ = self.plain
        return f"{event}{f' {action}' if action else ''} of {self.at[:16].replace('T', ' ')}"

    @property
    def statuses(self) -> tuple[str | None, str | None]:
        return self.plain[5], self.plain[6]

    def covered(self) -> list[tuple[str, int]]:
        """The texts that the link covers, by kind and number."""
        named = [name.partition(" ") for name in (self.texts or "").split(", ") if name]
        return [(kind, int(number)) for kind, _, number in named if number.isdecimal()]


@dataclass(slots=True)
class _ReadCase:
    """A case with its events, and the digests of its texts: of each several, where its author may
    have been known by another entry."""

    case_id: int
    status: str
    events: int
    lines: list[_ReadLine] = field(default_factory=list)
    texts: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    redactions: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        return f"C-{self.case_id + 1000}"

    def differences(self, heads: Sequence[Head]) -> Iterator[Deviation]:
        yield from self._gaps()
        yield from self._links()
        yield from self._uncovered()
        yield from self._erasures()
        yield from self._rebuilt_status()
        yield from self._heads(heads)

    def _differs(self, line: _ReadLine | None, about: str, text: str) -> Deviation:
        return Deviation(self.number, line.sequence if line else 0, about, text)

    def _gaps(self) -> Iterator[Deviation]:
        numbers = {line.sequence for line in self.lines}
        for missing in sorted(set(range(1, max(numbers, default=0))) - numbers):
            yield Deviation(self.number, missing, "gap", "this event is missing.")
        if len(self.lines) != self.events:
            text = f"the case counts {self.events} events, its history has {len(self.lines)}."
            yield self._differs(None, "count", text)

    def _links(self) -> Iterator[Deviation]:
        before: bytes | None = NOTHING
        for line in self.lines:
            if line.link is None:
                text = (
                    f"{line.name} is not in the chain: an older program wrote it, or somebody put "
                    "it in. A worker chains what an older program wrote within a minute."
                )
                yield self._differs(line, "link", text)
            elif before is not None and not self._is_right(line, before):
                yield self._differs(line, "link", self._what_differs(line))
            before = line.link

    def _what_differs(self, line: _ReadLine) -> str:
        texts = "".join(f", {kind} {number or ''}".rstrip() for kind, number in line.covered())
        return (
            f"{line.name} differs from its link: its content{texts}, its place or the event before "
            "it was changed."
        )

    def _is_right(self, line: _ReadLine, before: bytes) -> bool:
        details = self._digest_of_details(line)
        known = [self._digests_of(text) for text in line.covered()]
        for digests in islice(product(*known), MOST_AUTHORS):
            texts = [[*text, digest] for text, digest in zip(line.covered(), digests, strict=True)]
            content = [self.case_id, line.sequence, line.at, *line.plain, line.path, details, texts]
            if sha256(before + _json(content)).digest() == line.link:
                return True
        return False

    def _digest_of_details(self, line: _ReadLine) -> str:
        if known := self.redactions.get(("line", line.sequence)):
            return known
        return sha256((line.salt or b"") + line.details.encode()).hexdigest()

    def _digests_of(self, text: tuple[str, int]) -> list[str]:
        if known := self.redactions.get(text):
            return [known]
        return self.texts.get(text, [])

    def _uncovered(self) -> Iterator[Deviation]:
        covered = [text for line in self.lines for text in line.covered()]
        chained = any(line.link for line in self.lines)
        for kind, number in sorted(self.texts.keys() - set(covered)) if chained else ():
            what = f"{kind} {number}" if number else "its request"
            yield self._differs(None, "text", f"no event covers {what}: it was put in later.")
        for kind, number in sorted(set(covered) - self.texts.keys()):
            yield self._differs(None, "text", f"{kind} {number} is gone, which an event covers.")

    def _erasures(self) -> Iterator[Deviation]:
        """What was erased has to be named by an event of the erasure, and what was left of it has
        to be as the last of them says."""
        named: set[tuple[str, int]] = set()
        left: dict[tuple[str, int], str] = {}
        for line in self.lines:
            if line.plain[2] != "redacted" or ("line", line.sequence) in self.redactions:
                continue
            for kind in ("case", "line", "message", "file"):
                now = {(kind, number) for number in _numbers(line.details, "values", kind)}
                left = {text: digest for text, digest in left.items() if text not in now}
                named |= now
            left |= _left(line.details, "values")
        for (kind, number), digest in sorted(left.items()):
            if digest not in self._digests_now(kind, number):
                text = f"what an erasure left of {kind} {number} was changed."
                yield self._differs(None, "erasure", text)
        for kind, number in sorted(self.redactions.keys() - named):
            text = f"{kind} {number} was taken out, and no event says that it was erased."
            yield self._differs(None, "erasure", text)

    def _digests_now(self, kind: str, number: int) -> list[str]:
        if kind != "line":
            return self.texts.get((kind, number), [])
        found = [line for line in self.lines if line.sequence == number]
        return [sha256((one.salt or b"") + one.details.encode()).hexdigest() for one in found]

    def _rebuilt_status(self) -> Iterator[Deviation]:
        status = None
        for line in self.lines:
            old, new = line.statuses
            if new is None:
                continue
            if old != status:
                text = f"{line.name} leads from '{old}', and the case was in '{status}'."
                yield self._differs(line, "status", text)
            status = new
        if status != self.status:
            text = f"its status is '{self.status}', its history leads to '{status}'."
            yield self._differs(None, "status", text)

    def _heads(self, heads: Sequence[Head]) -> Iterator[Deviation]:
        links = {line.sequence: line.link for line in self.lines}
        for head in heads:
            link = links.get(head.line)
            if head.line not in links:
                text = "this event is gone: it was the last one when the head of the case was kept."
                yield Deviation(self.number, head.line, "head", text)
            elif (link.hex() if link else "") != head.link:
                text = "the chain up to here is another one than when the head of it was kept."
                yield Deviation(self.number, head.line, "head", text)


def _json(content: Any) -> bytes:
    """What no program of ours wrote, such as bytes in the place of a text, differs in any form."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=repr).encode()


def _numbers(details: str, part: str, name: str) -> Sequence[Any]:
    """A list in the details of a line; nothing where they are not as our programs write them: the
    link of that line tells so."""
    try:
        return tuple(json.loads(details)[part][name])
    except (ValueError, LookupError, TypeError):
        return ()


def _left(details: str, part: str) -> dict[tuple[str, int], str]:
    """The digests of what erasures left, by kind and number; in the audit log the kind is ''."""
    try:
        known = json.loads(details)[part]["left"]
        kinds = known if part == "values" else {"": known}
        return {
            (kind, int(number)): digest
            for kind, them in kinds.items()
            for number, digest in them.items()
        }
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def _instant(value: Any) -> str:
    """ISO 8601 in UTC with microseconds: SQLite keeps just that."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


# ------------------------------------------------------------------ the audit log

_LAST_OF_AUDIT = "SELECT number, link FROM audit_lines ORDER BY number DESC LIMIT 1"
_AUDIT = """
    SELECT number, at, actor_id, person_id, area, what, details, salt, link, erased
    FROM audit_lines WHERE number > :after ORDER BY number LIMIT 1000
"""
_ERASURES = """
    SELECT details FROM audit_lines WHERE area = 'erasure' AND erased IS NULL ORDER BY number
"""


class _AuditLog:
    """One chain, from its first line to its last."""

    def __init__(self, tx: Transaction):
        self._tx = tx
        self.number = 0

    def differences(self, heads: Sequence[Head]) -> Iterator[Deviation]:
        before, expected, wanted = NOTHING, 1, {head.line: head.link for head in heads}
        named: set[int] = set()
        left: dict[tuple[str, int], str] = {}
        for (details,) in self._tx.run(_ERASURES).fetchall():
            now = set(_numbers(details, "after", "lines"))
            named |= now
            left = {line: digest for line, digest in left.items() if line[1] not in now}
            left |= _left(details, "after")
        for number, link, content, erased, made in self._lines():
            if left.get(("", number), made) != made:
                text = "what an erasure left of its details was changed."
                yield Deviation(AUDIT, number, "erasure", text)
            self.number += 1
            if erased and number not in named:
                text = "its details were taken out, and no line says that they were erased."
                yield Deviation(AUDIT, number, "erasure", text)
            if number != expected:
                yield Deviation(AUDIT, expected, "gap", "this line is missing.")
            elif sha256(before + _json(content)).digest() != link:
                text = f"{content[4]}, {content[5]}: it differs from its link, or its place does."
                yield Deviation(AUDIT, number, "link", text)
            if wanted.pop(number, link.hex()) != link.hex():
                text = "the chain up to here is another one than when its head was kept."
                yield Deviation(AUDIT, number, "head", text)
            before, expected = link, number + 1
        for number in wanted:
            text = "this line is gone: it was the last one when the head was kept."
            yield Deviation(AUDIT, number, "head", text)

    def _lines(self) -> Iterator[tuple[int, bytes, list[Any], bool, str]]:
        """Number, link, content, whether something was erased, and the digest of the details as
        they are now."""
        after = 0
        while rows := self._tx.run(_AUDIT, after=after).fetchall():
            for number, at, *plain, details, salt, link, erased in rows:
                made = sha256((_bytes(salt) or b"") + details.encode()).hexdigest()
                content = [number, _instant(at), *plain, erased or made]
                yield number, bytes(link), content, erased is not None, made
            after = rows[-1][0]


# ------------------------------------------------------------------ reading

_CASES = """
    SELECT id, status, events, subject, description, channel, calendar, customer_id, repeat_of,
        created_at, salt
    FROM cases WHERE id >= :first AND id <= :last ORDER BY id LIMIT :limit
"""
_LINES = """
    SELECT case_id, sequence, at, actor_id, audience, event, action, element, from_status,
        to_status, version_id, path, details, salt, link, texts, linked_late
    FROM history WHERE case_id >= :first AND case_id <= :last ORDER BY case_id, sequence
"""
_MESSAGES = """
    SELECT case_id, id, at, author_id, side, visibility, body, on_behalf, late, salt
    FROM messages WHERE case_id >= :first AND case_id <= :last ORDER BY id
"""
_FILES = """
    SELECT case_id, id, message_id, person_id, digest, name, kind, size, salt
    FROM attachments WHERE case_id >= :first AND case_id <= :last ORDER BY id
"""
_REDACTIONS = """
    SELECT case_id, kind, number, digest FROM redactions
    WHERE case_id >= :first AND case_id <= :last
"""
_ORPHANS = """
    SELECT case_id FROM history WHERE case_id NOT IN (SELECT id FROM cases)
    UNION SELECT case_id FROM messages WHERE case_id NOT IN (SELECT id FROM cases)
    ORDER BY case_id
"""
_MERGED = "SELECT id, merged_into_id FROM people WHERE merged_into_id IS NOT NULL"
_ALL = 1 << 62


def _cases(tx: Transaction, number: str | None) -> Iterator[_ReadCase]:
    merged: dict[int, list[int]] = defaultdict(list)
    for old, new in tx.run(_MERGED).fetchall():
        merged[new].append(old)
    first, last = 1, _ALL
    if number is not None:
        first = last = _case_id(number)
    found = False
    while rows := tx.run(_CASES, first=first, last=last, limit=AT_ONCE).fetchall():
        yield from _read(tx, rows, merged)
        first, found = rows[-1][0] + 1, True
    if number is not None and not found:
        raise NotFound(f"There is no case {number}.")


def _case_id(number: str) -> int:
    digits = number.upper().removeprefix("C-")
    if not (digits.isascii() and digits.isdigit() and 1000 < int(digits[:18]) < _ALL):
        raise NotFound(f"There is no case {number}. A case has a number like C-1042.")
    return int(digits[:18]) - 1000


def _read(
    tx: Transaction, rows: Sequence[Any], merged: Mapping[int, list[int]]
) -> Iterator[_ReadCase]:
    span = {"first": rows[0][0], "last": rows[-1][0]}
    cases = _ReadCases({row[0]: _ReadCase(*row[:3]) for row in rows})
    for case_id, _, _, *words, customer, repeat_of, at, salt in rows:
        content = [
            [*words, one, repeat_of, _instant(at)] for one in (customer, *merged.get(customer, ()))
        ]
        cases[case_id].texts["case", 0] = _digests(salt, content)
    for case_id, number, at, author, *words, on_behalf, late, salt in tx.run(_MESSAGES, **span):
        content = [
            [number, _instant(at), one, *words, bool(on_behalf), bool(late)]
            for one in (author, *merged.get(author, ()))
        ]
        cases[case_id].texts["message", number] = _digests(salt, content)
    for case_id, number, message, person, *words, salt in tx.run(_FILES, **span):
        content = [[number, message, one, *words] for one in (person, *merged.get(person, ()))]
        cases[case_id].texts["file", number] = _digests(salt, content)
    for case_id, kind, number, digest in tx.run(_REDACTIONS, **span):
        cases[case_id].redactions[kind, number] = digest
    for case_id, sequence, at, *plain, path, details, salt, link, texts, late in tx.run(
        _LINES, **span
    ):
        line = _ReadLine(
            sequence, _instant(at), tuple(plain), path, details, _bytes(salt), _bytes(link), texts,
            bool(late),
        )  # fmt: skip
        cases[case_id].lines.append(line)
    yield from cases.values()


class _ReadCases(dict[int, _ReadCase]):
    """What is left of cases that are gone goes nowhere: `_without_case` names these."""

    def __missing__(self, case_id: int) -> _ReadCase:
        return _ReadCase(case_id, "", 0)


def _digests(salt: Any, contents: Sequence[Any]) -> list[str]:
    """One for each way to read it."""
    return [sha256((_bytes(salt) or b"") + _json(content)).hexdigest() for content in contents]


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
