"""What somebody searches for, and where a text has it. Case and marks make no difference, nor
whether `ä` is written `ae`: decision 0358.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from unicodedata import combining, normalize

PREFIX = 3
"""A word of so many characters also finds the words that begin with it."""

LONGEST_KEPT = 100
"""A word of more characters is folded each time that it is met: memory is for those of people."""

_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_UMLAUT = re.compile("([aou])\u0308")
_TWO_LETTERS = re.compile("([ao]e|(?<![aeoq])ue)")
"""What may stand for an umlaut. In *Frauen*, *neue* and *request* it does not."""
MOST_UMLAUTS = 3
"""Of a phrase with more, either all or none are taken for umlauts."""

Words = tuple[str, ...]

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to follow one another: what stood in quotes, or the parts of one word, such
    as `C-1042`. `prefix` says that the last one may be the beginning of a word."""

    spellings: tuple[Words, Words]
    """`folded`, and `spelt_out`."""
    typed: Words
    """As they were written, in lower case."""
    prefix: bool

    @property
    def words(self) -> Words:
        return self.spellings[0]

    @property
    def contracted(self) -> tuple[Words, ...]:
        """How an index of folded words may have them besides: `groesse` as `grosse`, from *Größe*.
        A text with these words may have *Grosse*, too, and has to be read."""
        pieces = _TWO_LETTERS.split(" ".join(self.spellings[1]))
        several = len(pieces) // 2 > MOST_UMLAUTS
        ways = product(*((p[:1],) if several else (p, p[:1]) for p in pieces[1::2]))
        found = dict.fromkeys(tuple(_put_in(pieces, way).split()) for way in ways)
        return tuple(words for words in found if words not in self.spellings)


def _put_in(pieces: Sequence[str], letters: Sequence[str]) -> str:
    """The pieces with other letters in every second place."""
    return "".join(a + b for a, b in zip(pieces[::2], (*letters, ""), strict=True))


def phrases_of(text: str) -> tuple[Phrase, ...]:
    """All that a text asks for, each once. Signs between words are not looked for."""
    found = (_phrase(quoted or bare, not quoted) for quoted, bare in _CHUNK.findall(text))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase.words))


def _phrase(text: str, bare: bool) -> Phrase:
    words = _words(folded(text))
    prefix = bare and bool(words) and len(words[-1]) >= PREFIX
    typed = _words(normalize("NFC", text).lower())
    return Phrase((words, _words(spelt_out(text))), typed, prefix)


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text))


def folded(text: str) -> str:
    """A text without case, marks and other forms of letters (NFKD): `Größe` is `grosse`."""
    return _folded_word(text) if len(text) <= LONGEST_KEPT else _folded(text)


def spelt_out(text: str) -> str:
    """The same, but with two letters for an umlaut: `Größe` is `groesse`."""
    if text.isascii():
        return folded(text)
    return folded(_UMLAUT.sub(r"\1e", normalize("NFKD", text).lower()))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", text)
    for sign in set(plain):
        if combining(sign):
            plain = plain.replace(sign, "")
    return plain.casefold()


_folded_word = lru_cache(maxsize=4096)(_folded)


_LETTERS = ("ae", "ä"), ("oe", "ö"), ("ue", "ü")


def ways_to_write(text: str) -> tuple[str, ...]:
    """A text, and how else it may be written where no letter is folded: for `Größe` `grösse` and
    `groesse`. Either all umlauts are two letters, or none."""
    plain = normalize("NFC", text).lower()
    umlauts = (plain, _replaced(plain, _LETTERS), _replaced(plain, [(b, a) for a, b in _LETTERS]))
    ways = ((way, way.replace("ß", "ss"), way.replace("ss", "ß")) for way in umlauts)
    return (text, *(way for way in dict.fromkeys(chain.from_iterable(ways)) if way != plain))


def _replaced(text: str, letters: Iterable[tuple[str, str]]) -> str:
    for one, other in letters:
        text = text.replace(one, other)
    return text


def begins_alike(word: str, start: str) -> bool:
    """Whether a word begins so, however the two are spelt."""
    return any(spelling(word).startswith(spelling(start)) for spelling in (folded, spelt_out))


def has_alike(text: str, part: str) -> bool:
    """Whether a text has a part, also inside of a word, however the two are spelt."""
    return any(spelling(part) in spelling(text) for spelling in (folded, spelt_out))


# ------------------------------------------------------------------ where it stands


def have_all(texts: Iterable[str], phrases: Sequence[Phrase]) -> bool:
    """Whether each phrase is in one of the texts."""
    read = [(folded(text), spelt_out(text)) for text in texts]
    return all(any(_has(text, phrase) for text in read) for phrase in phrases)


def _has(spellings: tuple[str, str], phrase: Phrase) -> bool:
    """Whether a text, folded and spelt out, has a phrase in one of the two ways."""
    pairs = dict.fromkeys(zip(spellings, phrase.spellings, strict=True))
    return any(_pattern(words, phrase.prefix).search(text) for text, words in pairs)


@lru_cache(maxsize=512)
def _pattern(words: Words, prefix: bool) -> re.Pattern[str]:
    """Finds words that follow one another. No sign between them is part of one: no text makes the
    search go back."""
    begin, end = f"{words[0]}(?<![^\\W_]{words[0]})", r"(?![^\W_])"
    between = r"[\W_]++".join((begin, *words[1:]))
    return re.compile(between + ("" if prefix else end))


def marked(text: str, phrases: Sequence[Phrase], around: int = 90) -> Marked:
    """The part of a text where it has the first of the phrases, with all of them marked; () where
    it has none. `around` is how many characters are shown before it, and half of those behind."""
    begin, stop = _stretch(text, phrases)
    read = _read(text, begin, stop, folded), _read(text, begin, stop, spelt_out)
    spans = sorted({span for phrase in phrases for span in _places(read, phrase)})
    if not spans:
        return ()
    start, end = _cut(text, spans[0][0] - around), _cut(text, spans[0][0] + 2 * around)
    shown = _joined([span for span in spans if start <= span[0] and span[1] <= end])
    pieces, at = [], start
    for first, last in shown:
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at:end], False))
    framed = [("… " if start else "", False), *pieces, (" …" if end < len(text) else "", False)]
    return tuple((piece, is_hit) for piece, is_hit in framed if piece)


STRETCH, OVERLAP = 4_000, 1_000
"""Characters. A text is read word by word only in the first stretch that has a phrase; a phrase
that goes on behind a stretch is found if that takes no more than the overlap."""


def _stretch(text: str, phrases: Sequence[Phrase]) -> tuple[int, int]:
    """The part of a text to read word by word: from one word to another."""
    begin = 0
    while begin + STRETCH + OVERLAP < len(text):
        stop = _cut(text, begin + STRETCH + OVERLAP)
        part = folded(text[begin:stop]), spelt_out(text[begin:stop])
        if any(_has(part, phrase) for phrase in phrases):
            return begin, stop
        begin = _cut(text, begin + STRETCH)
    return begin, len(text)


def _cut(text: str, at: int) -> int:
    """The end of the word that a place is in."""
    if at <= 0:
        return 0
    space = re.compile(r"\s").search(text, at, at + 40)
    return min(space.start() if space else at, len(text))


_Read = Sequence[tuple[str, int, int]]
"""Words of a text in one spelling, each with its start and end."""


def _read(text: str, begin: int, stop: int, spelling: Callable[[str], str]) -> _Read:
    found = _WORD.finditer(text, begin, stop)
    return [(spelling(word.group()), word.start(), word.end()) for word in found]


def _places(read: Sequence[_Read], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Start and end of each place where a text, read in both spellings, has a phrase."""
    for words, wanted in zip(read, phrase.spellings, strict=True):
        for i in range(len(words) - len(wanted) + 1):
            if words[i][0].startswith(wanted[0]):
                found = words[i : i + len(wanted)]
                if _begins([word for word, _, _ in found], wanted, phrase.prefix):
                    yield found[0][1], found[-1][2]


def _begins(words: Sequence[str], wanted: Words, prefix: bool) -> bool:
    *first, last = wanted
    if list(words[:-1]) != first:
        return False
    return words[-1].startswith(last) if prefix else words[-1] == last


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
