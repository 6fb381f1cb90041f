"""The language in which people read: catalogs of gettext, and how it writes days and numbers.

English is the source. `_("Text")` anywhere is the text in the language that is spoken at the
moment (`speaking`), so that a page, a mail and an error agree. Decision 0257.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property, partial, wraps
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

log = logging.getLogger("caselane.language")

SOURCE = "en"
"""The language of the texts in the code."""

SHIPPED = Path(__file__).parent / "locale"

_CODE = re.compile(r"[a-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """How a language calls days and months (from Monday, from January), and writes numbers."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    group: str
    point: str


@dataclass(eq=False)
class Language:
    """`code` is such as `de`; `texts` is its catalog."""

    code: str
    texts: NullTranslations = field(default_factory=NullTranslations)

    @cached_property
    def name(self) -> str:
        """As those call it who speak it: `Deutsch`."""
        found = self._locale.get_display_name() if self._locale else None
        return found[:1].upper() + found[1:] if found else self.code

    @cached_property
    def words(self) -> Words:
        """English ones for a language that Babel does not know."""
        data = self._locale or Locale(SOURCE)
        days, months = data.days["format"], data.months["format"]
        symbols = data.number_symbols["latn"]
        return Words(
            _in_order(days["wide"]), _in_order(days["abbreviated"]),
            _in_order(months["wide"]), _in_order(months["abbreviated"]),
            symbols["group"], symbols["decimal"],
        )  # fmt: skip

    def retold(self, text: str) -> str:
        """See `retold`."""
        found = self._known.get(text)  # others may clear it meanwhile
        if found is None:
            if len(text) > _LONGEST_RETOLD:
                return text
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = self._known[text] = self._recognised(text, _DEEPEST)
        return found

    def _recognised(self, text: str, deep: int) -> str:
        found = self.texts.gettext(text) if text else ""
        if found != text or not deep:
            return found
        for pattern in self._patterns:
            if (given := pattern.values_in(text)) is not None:
                values = {
                    k: v if k in pattern.quoted else self._recognised(v, deep - 1)
                    for k, v in given.items()
                }
                return self.texts.gettext(pattern.source) % values
        if quoted := _QUOTED.fullmatch(text):
            if quoted[3]:
                return f"{self._recognised(text[:-1], deep - 1)}."
            return f"{quoted[1]} {self._recognised(quoted[2], deep - 1)}"
        for joint, between in _JOINTS:
            if (parts := between.split(text))[1:]:
                return self.texts.gettext(joint).join(self._part(one, deep - 1) for one in parts)
        return f"{self._recognised(text[:-1], deep - 1)}." if text.endswith(".") else text

    def _part(self, text: str, deep: int) -> str:
        """Of several that stand side by side: a single word may be anybody's, such as a name."""
        return self._recognised(text, deep) if " " in text else text

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}

    @cached_property
    def _patterns(self) -> list[_Pattern]:
        """Texts with places, those that say most first."""
        texts = getattr(self.texts, "_catalog", {})  # gettext lists them in no other way
        found = [_pattern(text) for text in texts if isinstance(text, str) and "%(" in text]
        return sorted((each for each in found if each), key=lambda each: -len(each.source))

    @cached_property
    def _locale(self) -> Any:
        try:
            return Locale.parse(self.code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return None


_PLACE = re.compile(r"%\((\w+)\)s")
_SHORTEST_LITERAL = 8
"""Letters that a text has to have in a row beside its places, lest anything looks like it."""

_MOST_KNOWN, _DEEPEST = 4096, 8

_LONGEST_RETOLD = 4000
"""Letters: what is longer has much that somebody else wrote, and stays as it is."""

_JOINTS = (
    (" ", re.compile(r"(?<=[.!?]) (?=['“A-Z])")),
    ("; ", re.compile("; ")),
    (", ", re.compile("(?<='), (?=')")),
    (" or ", re.compile("(?<=') or (?=')")),
)
"""Between sentences, between clauses, and in lists of what is quoted."""
_CLOSING = {"'": "'", "“": "”"}
_OPEN_QUOTE = re.compile(r"(['“])\w*$")
_QUOTED = re.compile(r"('[^']+') (?!or ')([a-z][^.]*?)(\.?)")
"""What a name that is quoted is or does: `'Wait' is not drawn any more.`"""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with places: their names, what stands around each, and of that the longest. Those that
    are `quoted`, each with what closes it, stay as they are: what people drew or wrote."""

    source: str
    places: tuple[str, ...]
    literals: tuple[str, ...]
    longest: str
    quoted: Mapping[str, str]

    def values_in(self, text: str) -> dict[str, str] | None:
        """What stands in the places of a text that looks like this. They are found from left to
        right and never looked for again: other people's words stand in texts, and an expression
        that tries all ways was at 2,000 of their letters for minutes."""
        first, *between, last = self.literals
        at, end = len(first), len(text) - len(last)
        if self.longest not in text or not text.startswith(first) or not text.endswith(last):
            return None
        found: dict[str, str] = {}
        for name, literal in zip(self.places, (*between, None), strict=True):
            stop = end if literal is None else text.find(literal, at, end)
            if stop < at or found.setdefault(name, text[at:stop]) != text[at:stop]:
                return None
            at = stop + len(literal or "")
        listed = (f"{close}, " in found[name] for name, close in self.quoted.items())
        return None if any(listed) or self._runs_on(found) else found

    def _runs_on(self, found: Mapping[str, str]) -> bool:
        """Whether it takes several clauses for one: a place in front takes anything."""
        within = self.places if self.literals[-1] else self.places[:-1]
        return len(self.literals[0]) < 2 and any("; " in found[name] for name in within)


def _pattern(text: str) -> _Pattern | None:
    parts = _PLACE.split(text)
    literals = tuple(part.replace("%%", "%") for part in parts[::2])
    longest = max(literals, key=len)
    if len(longest) < _SHORTEST_LITERAL or "\x04" in text:
        return None
    places = tuple(parts[1::2])
    quoted = {
        name: _CLOSING[mark[1]]
        for name, before, after in zip(places, literals, literals[1:], strict=False)
        if (mark := _OPEN_QUOTE.search(before)) and after.startswith(_CLOSING[mark[1]])
    }
    return _Pattern(text, places, literals, longest, quoted)


def _in_order(names: Any) -> tuple[str, ...]:
    return tuple(names[key] for key in sorted(names))


ENGLISH = Language(SOURCE)

_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)
_zone: ContextVar[tzinfo | None] = ContextVar("zone", default=None)


def _(text: str, /, **values: object) -> str:
    """The text in the language that is spoken, with `values` in the places of `%(name)s`."""
    found = _spoken.get().texts.gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    """As `_`, of a text that counts: `ngettext("%(n)s case", "%(n)s cases", n, n=n)`."""
    found = _spoken.get().texts.ngettext(one, many, n)
    return found % values if values else found


def pgettext(context: str, text: str, /, **values: object) -> str:
    """As `_`, of a word that is several in other languages: `context` says which it is."""
    found = _spoken.get().texts.pgettext(context, text)
    return found % values if values else found


def retold(text: str) -> str:
    """A text that is kept in English, or comes from where none is chosen, in the language that is
    spoken: it is told by its pattern in the catalog, and what stands in its places likewise. As it
    is, where the catalog knows none like it. Decision 0304; decision 0341."""
    return text if spoken() is ENGLISH else spoken().retold(text)


class _Later:
    """A text that `make` says in the language that is spoken whenever it is shown. `source` is what
    stands in the code; '' for what is put together."""

    __slots__ = ("_make", "_source")

    def __init__(self, make: Callable[[], str], source: str = ""):
        self._make = make
        self._source = source

    def __str__(self) -> str:
        return self._make()

    def __repr__(self) -> str:
        return repr(self._source or str(self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __getattr__(self, name: str) -> Any:
        return getattr(str(self), name)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | _Later) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._source or self._make)

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __len__(self) -> int:
        return len(str(self))


def N_(text: str) -> str:
    """A text of a table that is made once, at the import of a module: wherever it is put into
    another text, it is in the language that is spoken then; `_(TABLE[key], name=value)` fills its
    places. Where a `str` is asked for, as by `join`, `str(...)` it."""
    return later(text)


def later(text: str, /, **values: object) -> str:
    """A text for several readers, such as a notice: whoever turns it into a `str` has it in the
    language that is spoken then. Its values may be such texts, too."""
    return cast("str", _Later(partial(_, text, **values), text))


def made(make: Callable[[], str]) -> str:
    """As `later`, of what `make` puts together each time."""
    return cast("str", _Later(make))


def spoken() -> Language:
    """The language that is spoken at the moment: English, where nobody chose one."""
    return _spoken.get()


def within_a_sentence(label: str) -> str:
    """In English it begins small there; in German it may begin with a noun."""
    return label[:1].lower() + label[1:] if spoken().code == SOURCE else label


def unless_source(*, itself: bool) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """A function of one thing is not asked while the language of the source is spoken, as programs
    and most of the hot path do: the thing `itself` is its answer then, or None."""

    def wrapped(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @wraps(function)
        def asked(about: Any) -> Any:
            if _spoken.get() is ENGLISH:
                return about if itself else None
            return function(about)

        return asked

    return wrapped


def speak(language: Language) -> None:
    """From now on, in this thread."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language, zone: tzinfo | None = None) -> Iterator[None]:
    """To one reader: `zone` is where they live, None where that is not known."""
    before, zone_before = _spoken.set(language), _zone.set(zone)
    try:
        yield
    finally:
        _spoken.reset(before)
        _zone.reset(zone_before)


def zone_of(name: str) -> ZoneInfo | None:
    """None for a name that is no zone (any more)."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def told_time(instant: datetime, zone: tzinfo) -> str:
    """`26 November 2026, 09:00 UTC`, where the reader lives; in `zone` if that is not known."""
    there = instant.astimezone(_zone.get() or zone)
    return _(
        "%(day)s %(month)s %(year)s, %(time)s", day=there.day,
        month=spoken().words.months[there.month - 1], year=there.year,
        time=there.strftime("%H:%M %Z"),
    )  # fmt: skip


def told_ago(past: timedelta) -> str:
    """`just now`, `5 minutes ago`: in whole units of the largest kind."""
    seconds = max(0, int(past.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return ngettext("%(n)s day ago", "%(n)s days ago", days, n=days)
    if hours:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours, n=hours)
    if minutes:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes, n=minutes)
    if seconds:
        return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds, n=seconds)
    return _("just now")


def told_number(written: str) -> str:
    """`1.5` as `1,5`: with the decimal mark of who reads it."""
    return written.replace(".", spoken().words.point)


class Languages:
    """English and the languages for which one of the folders has a catalog, as
    `de/LC_MESSAGES/caselane.po` or `.mo`; a later folder wins."""

    def __init__(self, default: str = SOURCE, folders: Iterable[Path] = ()):
        self._catalogs = _catalogs((SHIPPED, *folders))
        self._read = {SOURCE: ENGLISH}
        self.default = self.get(default)

    @property
    def codes(self) -> list[str]:
        return [SOURCE, *sorted(self._catalogs.keys() - {SOURCE})]

    def all(self) -> list[Language]:
        return [self.get(code) for code in self.codes]

    def get(self, code: str | None) -> Language:
        """The default for a language that is not there (any more)."""
        if code not in self._read:
            if code not in self._catalogs:
                return self.default if hasattr(self, "default") else ENGLISH
            self._read[code] = Language(code, read_catalog(self._catalogs[code]))
        return self._read[code]

    def best(self, wanted: Iterable[str]) -> Language:
        """The first wanted one that there is: `de-AT` is answered in `de`."""
        for code in wanted:
            for known in (code.replace("_", "-"), code.replace("_", "-").split("-")[0].lower()):
                if known == SOURCE or known in self._catalogs:
                    return self.get(known)
        return self.default


def _catalogs(folders: Iterable[Path]) -> dict[str, Path]:
    """The catalogs by language; the name of a folder is the code."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/LC_MESSAGES/caselane.[pm]o")) if folder.parts else ():
            if _CODE.fullmatch(code := path.parent.parent.name):
                found[code.replace("_", "-")] = path.with_suffix(".po")
    return found


def read_catalog(path: Path) -> NullTranslations:
    """The catalog at `path`, which ends in `.po`. The compiled one beside it is taken if it is as
    new. A file that is none is the same as none: the texts are English, and the log says why."""
    try:
        compiled = path.with_suffix(".mo")
        if compiled.exists() and not _is_older(compiled, path):
            with compiled.open("rb") as file:
                return GNUTranslations(file)
        return GNUTranslations(io.BytesIO(compile_catalog(path)))  # type: ignore[arg-type]
    except Exception as error:
        log.warning("The catalog %s cannot be used: %s. Its texts are English.", path, error)
        return NullTranslations()


def _is_older(compiled: Path, source: Path) -> bool:
    return source.exists() and compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_catalog(path: Path) -> bytes:
    """What a `.mo` of this `.po` holds."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()
