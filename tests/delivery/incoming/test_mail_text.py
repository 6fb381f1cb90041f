"""The words of HTML, and those that are new in an answer (bad inputs 22-24)."""

import pytest

from runner.clock import stopwatch
from runner.delivery.incoming.mail_text import new_words, text_of_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two<br>Three</div>", "One\nTwo\nThree"),
        ("<ul><li>One<li>Two</ul>after", "One\nTwo\n\nafter"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> b\n\n>> c\n\n> d\n\ne"),
        ("<pre>x = 1\n  y</pre>", "x = 1\n  y"),
        ("see <a href='https://a.example/x'>here</a>", "see here (https://a.example/x)"),
        ("<a href='https://a.example/x'>https://a.example/x</a>", "https://a.example/x"),
        ("<?xml version='1.0' encoding='utf-16'?><html><body>Bäcker</body></html>", "Bäcker"),
        ("", ""),
        # what runs, fetches or hides
        ("a<script>alert(1)</script>b", "ab"),
        ("<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt>alert(1)ipt>"),  # words: no tag
        ("<svg onload=alert(1)><text>x</text></svg>b", "b"),
        ("<details ontoggle=alert(1) open>b</details>", "b"),
        ("<a href='javascript:alert(1)'>b</a><a href='data:text/html,x'>c</a>", "bc"),
        ("<base href=//evil><meta http-equiv=refresh content=0>b", "b"),
        ("<form action=//evil><input value=x>b</form>", "b"),
        ("<style>p{background:url(//evil)}</style><p style='position:fixed'>b", "b"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>b</noscript>", ""),
        ("<img src='https://evil.example/pixel.gif' width=1>b", "b"),
        ("<!-- x --><!--[if mso]>y<![endif]-->b", "b"),
        ("a\0\x01b", "ab"),
        ("a&#1;&#x202e;b <a href='https://a.example/&#27;x'>c</a>", "ab c (https://a.example/x)"),
    ],
)
def test_only_words_are_left_of_html(source, text):
    assert text_of_html(source) == text


def test_hostile_html_takes_no_time():
    spent = stopwatch()
    for source in (
        "<div>" * 100_000, "<blockquote>" * 5_000 + "x", "<" * 500_000, "<a href='x" * 50_000,
        "x" * 1_000_000, "<b>x</b>" * 100_000, "<a href=https://a.example/x>y</a>" * 20_000,
    ):  # fmt: skip
        text_of_html(source)
    for text in (">\n" * 50_000 + "x", "On Monday " * 50_000, "From: a\n" * 50_000):
        new_words(text)
    assert spent() < 120


QUOTE = "> It burns.\n> Since Monday."


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"Thanks.\n\nOn Mon, 2 Mar 2026 at 9:00, Alice wrote:\n{QUOTE}", "Thanks."),
        (f"Danke.\n\nAm 2. März 2026 um 9 Uhr\nschrieb Alice <a@example.com>:\n{QUOTE}", "Danke."),
        (
            "Thanks.\n\n-----Original Message-----\nFrom: Alice\nSent: Monday\n\nIt burns.",
            "Thanks.",
        ),
        ("Thanks.\n\nFrom: Alice <a@example.com>\nSent: Monday\nTo: Bob\n\nIt burns.", "Thanks."),
        (
            "Thanks.\n\n________________________________\nVon: Alice\nGesendet: heute\n\nx",
            "Thanks.",
        ),
        ("Thanks.\n-- \nBob, Bakery", "Thanks."),
        (f"Thanks.\n\n{QUOTE}\n-- \nBob", "Thanks."),
        ("> Which one?\nThe red one.\n> Since when?\nMonday.", None),  # between the lines
        (QUOTE, None),  # nothing of their own
        ("On Monday I wrote:\nthe oven is cold.", None),
        ("From: the beginning it was cold.", None),
        ("", None),
    ],
)
def test_the_quote_at_the_end_of_an_answer_is_left_out(text, own):
    assert new_words(text) == (text if own is None else own)
