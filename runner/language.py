"""The language in which people read: catalogs of gettext, and how it writes days and numbers.

English is the source. `_("Text")` anywhere is the text in the language that is spoken at the
moment (`speaking`), so that a page, a mail and an error agree. Decision 0257.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, cast

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

    @cached_property
    def _locale(self) -> Any:
        try:
            return Locale.parse(self.code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            return None


def _in_order(names: Any) -> tuple[str, ...]:
    return tuple(names[key] for key in sorted(names))


ENGLISH = Language(SOURCE)

_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


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


class _Later:
    """A text of a table that is made once: in the language that is spoken whenever it is shown."""

    __slots__ = ("_text",)

    def __init__(self, text: str):
        self._text = text

    def __str__(self) -> str:
        return _(self._text)

    def __repr__(self) -> str:
        return repr(self._text)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __getattr__(self, name: str) -> Any:
        return getattr(str(self), name)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | _Later) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

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
    return cast("str", _Later(text))


def spoken() -> Language:
    """The language that is spoken at the moment: English, where nobody chose one."""
    return _spoken.get()


def speak(language: Language) -> None:
    """From now on, in this thread."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


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
