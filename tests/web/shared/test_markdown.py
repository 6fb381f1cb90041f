"""Texts as HTML: what is marked, what stays as it was typed, and what nobody gets in. Decision 0266."""

from time import process_time

import pytest
from lxml import html

from web.shared.markdown import DEEPEST, LONGEST, linked, rich


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("run **all** of it", "<strong>all</strong>"),
        ("`dmesg`", "<code>dmesg</code>"),
        ("```\nif a < b:\n  stop\n```", "<pre><code>if a &lt; b:\n  stop\n</code></pre>"),
        ("- one\n- two", "<li>one</li>"),
        ("*one*\ntwo", "<em>one</em><br>two"),
        (
            "`x` [docs](https://a.example/)",
            '<a href="https://a.example/" target="_blank" rel="nofollow noopener">',
        ),
    ],
)
def test_marks_are_read(typed, shown):
    assert shown in rich(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Hello Bob,\n\n  thanks.",
        "1 < 2 & 3",
        "# a comment",
        "Regards\n---",
        r"\\server\share",
        "2 * 3 * 4",
    ],
)
def test_a_text_without_marks_is_what_it_was(typed):
    assert html.fromstring(f"<div>{linked(typed)}</div>").text_content() == typed


@pytest.mark.parametrize(
    "typed",
    [
        r"`x` C:\*.txt and \\server\share",
        "`x` &lt; &amp;",
        "# `x`\n[1]: https://a.example",
        "*.txt and *.log",
        "snake_case_name",
    ],
)
def test_what_only_looks_like_a_mark_stays(typed):
    said = html.fromstring(f"<div>{rich(typed)}</div>").text_content()
    assert "".join(said.split()) == "".join(typed.replace("`", "").split())


@pytest.mark.parametrize(
    "typed",
    [
        "**x** <script>alert(1)</script>", "`x` <img src=x onerror=alert(1)>", "`x` <scr<script>ipt>",
        "[a](javascript:alert(1)) **x**", "[a](data:text/html,x) **x**", "[a](JaVaScRiPt&colon;alert(1)) *x*",
        "![x](https://evil.example/pixel.png) **x**", "<math><mtext></p><style><img> **x**", "`x` <base href=//evil>",
        '[a](https://a.example/"onmouseover="alert(1)) **x**', "<https://a.example/'onclick='x> **x**",
    ],
)  # fmt: skip
def test_nothing_hostile_gets_in(typed):
    page = html.fromstring(f"<div>{rich(typed)}</div>")
    assert not page.xpath("//script | //img | //style | //base | //math | //form | //iframe")
    assert {name for node in page.iter() for name in node.attrib} <= {
        "class",
        "href",
        "target",
        "rel",
        "start",
    }
    assert all(
        link.startswith(("https://", "http://", "mailto:")) for link in page.xpath("//a/@href")
    )


@pytest.mark.parametrize("piece", ["> ", "- ", "> - "])
def test_what_is_nested_too_deep_is_all_there(piece):
    assert "the end" in rich(piece * (DEEPEST + 5) + "the end")


HOSTILE = [
    "*a**a",
    "_a__",
    "[",
    "[a](",
    "[]()",
    "[[]",
    "a*_",
    "**x*",
    "https://a.b/(",
    "<a@",
    "> ",
    "`",
    "//a",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_a_bounded_time(piece):
    began = process_time()
    rich((piece * LONGEST)[: LONGEST - 1] + "*")
    rich("`x`" + piece * 20_000)
    assert process_time() - began < 2
