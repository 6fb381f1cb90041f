"""A mail as HTML: the same words as its plain text, and nothing that is fetched or runs.

It names no colour but says that it suits light and dark ones: mail programs show it in those of
their reader. What people wrote is escaped, and makes no link.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from runner.delivery.channels.channel import Links
from runner.model import NoticePart

_PAGE = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em">
{parts}
</body></html>
"""


def html_of(
    title: str, body: str, links: Links, notices: Sequence[str], gathered: Sequence[NoticePart] = ()
) -> str:
    """`links` are labels with their URLs, which are shown, too: who reads sees where one leads."""
    parts = [
        *_paragraphs(body),
        *(line for part in gathered for line in _part(part)),
        *(_link(label, url) for label, url in links),
        *(f"<p><small>{escape(notice)}</small></p>" for notice in notices),
    ]
    return _PAGE.format(title=escape(title), parts="\n".join(parts))


def _part(part: NoticePart) -> list[str]:
    links = [_link(label, url) for label, url in part.links]
    subject = f'<h2 dir="auto" style="font-size:1em">{escape(part.subject)}</h2>'
    return ["<hr>", subject, *_paragraphs(part.body), *links]


def _paragraphs(text: str) -> list[str]:
    """Lines stay lines, and an empty one begins a paragraph."""
    found = [part.strip("\n") for part in text.split("\n\n")]
    lines = [escape(part).replace("\n", "<br>\n") for part in found if part.strip()]
    return [f'<p dir="auto">{part}</p>' for part in lines]


def _link(label: str, url: str) -> str:
    shown = escape(url)
    return f'<p><a href="{shown}"><b>{escape(label)}</b></a><br>\n<small>{shown}</small></p>'
