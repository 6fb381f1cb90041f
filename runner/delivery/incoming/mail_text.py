"""The words of a mail: those of its HTML, and those that are new in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html
from lxml.etree import LxmlError

LONGEST_HTML = 1_000_000
"""Characters that are looked at."""

DEEPEST_QUOTE = 20
"""Levels of quotes that are kept."""


def plain(text: str) -> str:
    """Without control characters and halves of characters, which no database takes, and without
    what turns the direction of writing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    return text.translate(_HIDDEN)


_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
_HIDDEN = dict.fromkeys(_CONTROLS | {*range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""What is left out, as str.translate takes it."""

# ------------------------------------------------------------------ HTML

_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "math", "svg"})
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"}
)
_LINES = frozenset({"div", "li", "tr", "hr", "dt", "dd", "section", "article", "header", "footer"})


@dataclass(slots=True)
class _Line:
    """In pieces: a line of a megabyte is put together once."""

    quotes: int
    pieces: list[str] = field(default_factory=list)
    has_words: bool = False

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.has_words = self.has_words or bool(piece.strip())


@dataclass(slots=True)
class _WordsOfHtml:
    """The lines that were read so far, each with its level of quotes."""

    lines: list[_Line] = field(default_factory=lambda: [_Line(0)])
    quotes: int = 0
    preformatted: int = 0

    def add(self, text: str) -> None:
        first, *more = text.split("\n") if self.preformatted else [re.sub(r"\s+", " ", text)]
        line = self.lines[-1]
        if not line.has_words:
            line.quotes = self.quotes
            first = first if self.preformatted else first.lstrip()
        line.add(first)
        for one in more:
            self.begin_line()
            self.lines[-1].add(one)

    def begin_line(self) -> None:
        self.lines.append(_Line(self.quotes))

    def end_line(self) -> None:
        if self.lines[-1].has_words:
            self.begin_line()

    def end_paragraph(self) -> None:
        self.end_line()
        if len(self.lines) > 1 and self.lines[-2].has_words:
            self.begin_line()

    def text(self) -> str:
        lines = [_behind_marks(line.quotes, "".join(line.pieces)) for line in self.lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _behind_marks(quotes: int, line: str) -> str:
    if not line.strip():
        return ""
    return f"{'>' * min(quotes, DEEPEST_QUOTE)} {line.strip()}" if quotes else line.rstrip()


def text_of_html(source: str) -> str:
    """The words of HTML: no markup, nothing that runs, nothing that is fetched. What is quoted
    stands behind `>`, as in plain mails; a link is followed by its address."""
    if not source.strip():
        return ""
    try:
        parser = html.HTMLParser(huge_tree=True, no_network=True, encoding="utf-8")
        tree = html.fromstring(plain(source[:LONGEST_HTML]).encode(), parser=parser)
    except (LxmlError, ValueError):
        return re.sub(r"<[^<>]*>", " ", source).strip()
    page = _WordsOfHtml()
    for event, element in _walked(tree):
        _read_element(page, event, element)
    return plain(page.text())  # references such as &#x202e; are characters only now


def _walked(tree: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Without recursion: a mail may be nested deeply. What shows no words is passed over."""
    stack: list[tuple[str, html.HtmlElement]] = [("start", tree)]
    while stack:
        event, element = stack.pop()
        silent = not isinstance(element.tag, str) or element.tag in _SILENT
        if event == "start" and not silent:
            stack.append(("end", element))
            stack += [("start", child) for child in reversed(element)]
        yield ("end" if silent else event), element


def _read_element(page: _WordsOfHtml, event: str, element: html.HtmlElement) -> None:
    """The text of an element at its start; at its end its address, and the text behind it."""
    tag, starts = element.tag, event == "start"
    if tag == "pre":
        page.preformatted += 1 if starts else -1
    if tag in _PARAGRAPHS:
        page.end_paragraph()
    elif tag in _LINES:
        page.end_line()
    if tag == "blockquote":
        page.quotes += 1 if starts else -1
    if starts and tag == "br":
        page.begin_line()
    if tag in ("td", "th") and not starts:
        page.add(" ")
    if tag == "a" and not starts:
        page.add(_address_behind(element))
    page.add((element.text if starts else element.tail) or "")


def _address_behind(link: html.HtmlElement) -> str:
    address = str(link.get("href", "")).strip()
    shown = re.match(r"https?://\S{1,500}$", address)
    return f" ({address})" if shown and address not in (link.text or "") else ""


# ------------------------------------------------------------------ what is new in an answer

_ATTRIBUTION = re.compile(
    r"(?i)^(on\b.{5,200}\bwrote:|am\b.{5,200}\bschrieb\b.{0,200}:|le\b.{5,200}\ba écrit ?:)$"
)
_OUTLOOK = re.compile(r"(?i)^(-{2,} ?(original message|ursprüngliche nachricht) ?-{2,}|_{20,})$")
_HEADER = re.compile(r"(?i)^\*?(from|von|de):\*? .*\S")
_NEXT_HEADER = re.compile(r"(?i)^\*?(sent|date|to|gesendet|datum|an|envoyé|à):\*? .*\S")
_SIGNATURE = "--"


def new_words(text: str) -> str:
    """An answer without what it quotes at its end, and without a signature. One that is written
    between the lines of a quote is left as it is, and so is one that has no words of its own."""
    lines = [line.rstrip() for line in text.split("\n")]
    quoted = _quoted_from(lines)
    end = next((n for n in range(len(lines)) if _quote_begins(lines, n, quoted)), len(lines))
    end = next((n for n in range(end) if lines[n] == _SIGNATURE), end)
    own = "\n".join(lines[:end]).strip()
    return own if any(line and not line.startswith(">") for line in own.split("\n")) else text


def _quoted_from(lines: list[str]) -> int:
    """The first line from which on all are quoted, but for a signature."""
    last = len(lines)
    if _SIGNATURE in lines:
        last -= lines[::-1].index(_SIGNATURE) + 1
    for number in range(last - 1, -1, -1):
        if lines[number] and not lines[number].startswith(">"):
            return number + 1
    return 0


def _quote_begins(lines: list[str], number: int, quoted: int) -> bool:
    """Whether all from this line on is the mail that is answered."""
    line, following = lines[number].strip(), lines[number + 1 : number + 4]
    if _OUTLOOK.match(line):
        return any(_HEADER.match(one.strip()) for one in following)
    if _HEADER.match(line):
        return any(_NEXT_HEADER.match(one.strip()) for one in following)
    if number + 1 >= quoted and _ATTRIBUTION.match(line):
        return True
    joined = " ".join([line, *(one.strip() for one in following[:1])])
    if number + 2 >= quoted and _ATTRIBUTION.match(joined):  # it may be broken into two lines
        return True
    return line.startswith(">") and number >= quoted
