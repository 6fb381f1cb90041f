"""Texts that people write, as HTML: a careful part of Markdown. Decision 0266."""

from __future__ import annotations

import functools
import re

import nh3
from jinja2.utils import urlize
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

LONGEST, DEEPEST = 6_000, 20
"""Characters, and quotes or lists inside one another. Beyond that a text is shown as it was typed:
it is a log, or hostile. The worst one known takes 0.1 s."""

_MAY_BE_LINK = re.compile(r"\w[.:@]\S")
_MAY_BE_MARKED = re.compile(r"[*_`\[]|^ {0,3}(?:[>+-]|\d+[.)]|~~~)|^(?: {4}|\t)", re.MULTILINE)

_NOT_READ = (
    "heading", "lheading",  # `# comment` of a pasted file, `---` above a signature
    "reference", "entity", "escape",  # would take away what was typed: `\\server`, `&lt;`
    "image", "html_block", "html_inline",
)  # fmt: skip

_TAGS = {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}


def rich(text: str) -> Markup:
    """A text with its marks and links. One without marks is shown as it was typed."""
    if len(text) > LONGEST or not _MAY_BE_MARKED.search(text):
        return linked(text)
    return _rendered(text)


def linked(text: str) -> Markup:
    """A text with its addresses as links. Most texts have none, and looking for them costs more
    than all else of a message."""
    if not _MAY_BE_LINK.search(text):
        return escape(text)
    return Markup(urlize(text, rel="nofollow noopener", target="_blank"))


@functools.lru_cache(maxsize=1024)
def _rendered(text: str) -> Markup:
    """Kept, since the texts of a conversation are shown again and again. What the parser lets
    through is cleaned once more: neither has to be without a fault."""
    parser = _parser()
    tokens = parser.parse(text)
    if max(token.level for token in tokens) >= DEEPEST - 1:
        return linked(text)  # the parser leaves out what is deeper
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return Markup(f'<div class="rich">{html}</div>')


@functools.cache
def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": True, "maxNesting": DEEPEST}
    parser = MarkdownIt("commonmark", options).enable("linkify").disable(_NOT_READ)
    # `setup.py` is no address, though there is a domain of this name.
    parser.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_ip": False})
    for line_break in ("softbreak", "hardbreak"):
        parser.add_render_rule(line_break, lambda *_: "<br>")
    return parser
