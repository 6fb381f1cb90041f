"""Names and first bytes of files, as attackers write them (bad inputs 25, 29, 30, 31, 32)."""

import unicodedata

import pytest

from runner.cases.file_checks import LONGEST_NAME, UNKNOWN, checked_kind, clean_name
from runner.errors import InvalidInput

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
PROGRAM = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0"
REFUSED = {"exe", "js"}

NAMES = {
    "oven.png": "oven.png",
    "..\\..\\x.txt": "x.txt",
    "../../etc/passwd": "passwd",
    "C:\\temp\\log.txt": "log.txt",
    "/etc/shadow/": "file",
    "": "file",
    "...": "file",
    ".htaccess": "htaccess",
    "trailing. . ": "trailing",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "Lpt1.log": "_Lpt1.log",
    "invoice\u202egnp.exe": "invoicegnp.exe",
    "in\u200bvoice.p\u200bdf": "invoice.pdf",
    "a\r\nSet-Cookie: x\0.txt": "a Set-Cookie: x.txt",
    "Cafe\u0301.pdf": "Caf\u00e9.pdf",
    '"><svg onload=alert(1)>.jpg': '"><svg onload=alert(1)>.jpg',
    "\U0001f525.txt": "\U0001f525.txt",
    f"{'a' * 145}.hta.{'z' * 30}": f"{'a' * 145}.hta",  # the cut leaves no dot that hides it
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_is_kept_as_it_can_be_shown_and_saved_anywhere(given):
    assert clean_name(given) == NAMES[given]


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = clean_name("a" * 5000 + ".pdf")
    assert len(name) == LONGEST_NAME and name.endswith("a.pdf")
    assert len(clean_name("." + "b" * 5000)) <= LONGEST_NAME


def test_no_name_keeps_a_sign_that_cannot_be_seen():
    every = "".join(map(chr, range(0x20000)))
    shown = [unicodedata.category(c) for c in clean_name(every[-400:] + every[:0x3000])]
    assert not {kind for kind in shown if kind[0] == "C"}


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("oven.png", PNG, "image/png"),
        ("oven", PNG, "image/png"),
        ("OVEN.PNG", PNG, "image/png"),
        ("letter.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("page.html", b"<html><script>alert(1)</script>", "text/html"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()">', "image/svg+xml"),
        ("notes.txt", b"Hello", UNKNOWN),
        ("MZ.txt", b"MZ is how programs begin.", UNKNOWN),
    ],
)
def test_the_kind_of_a_file_is_what_its_content_shows(name, head, kind):
    assert checked_kind(name, head, REFUSED) == kind


@pytest.mark.parametrize(
    ("name", "head", "why"),
    [
        ("setup.exe", b"text", "of a kind that is not taken here"),
        ("setup.EXE", b"text", "of a kind that is not taken here"),
        ("oven.png", PROGRAM, "is a program"),
        ("oven", b"\x7fELF\2\1\1\0", "is a program"),
        ("oven.png", b"<svg onload=x()>", "its content is no PNG"),
        ("oven.jpg", PNG, "its content is no JPG"),
        ("letter.pdf", b"<html>", "its content is no PDF"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(name, head, why):
    with pytest.raises(InvalidInput, match=why) as refused:
        checked_kind(name, head, REFUSED)
    assert name in str(refused.value)
