"""Drawings as PNG and PDF: limits, and what is not installed."""

import select
import socket
import threading

import pytest

from runner.errors import InvalidInput, NotFound, TooManyRequests
from tests import pictures_read
from web.shared import printing


def drawing(width, height, inside=""):
    words = '<text x="5" y="30" font-size="20">Read me</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}">{words}{inside}</svg>'
    )


@pytest.mark.parametrize(
    ("size", "drawn"),
    [((300, 100), (600, 200)), ((4000, 4000), (4000, 4000)), ((20_000, 100), (14_400, 72))],
)
def test_a_picture_is_as_large_as_can_be_shown(size, drawn):
    pictures_read.need_library()
    assert pictures_read.size_of(printing.as_kind(drawing(*size), "png")) == drawn


def test_what_nobody_could_read_or_wait_for_is_refused():
    pictures_read.need_library()
    with pytest.raises(InvalidInput, match=r"60000 × 60000 pixels.*Take the SVG"):
        printing.as_kind(drawing(60_000, 60_000), "png")
    assert "Read me" in pictures_read.words_of(printing.as_kind(drawing(60_000, 60_000), "pdf"))
    with pytest.raises(InvalidInput, match="more in it than is drawn"):
        printing.as_kind(drawing(9, 9, " " * printing.LONGEST), "pdf")


def test_nothing_is_fetched():
    """A server that listens is never called."""
    pictures_read.need_library()
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.svg"
        image = f'<image href="{address}" xlink:href="{address}" width="9" height="9"/>'
        sheet = f"<style>@import url({address});</style>"
        for kind in ("png", "pdf"):
            assert printing.as_kind(drawing(99, 40, image + sheet), kind)
        assert not select.select([server], [], [], 0)[0]


def test_where_something_is_not_installed_it_says_what(monkeypatch):
    def not_there(name):
        raise OSError(f"no library called {name}\nand more")

    monkeypatch.setattr(printing, "import_module", not_there)
    with pytest.raises(
        NotFound, match=r"no library called cairosvg\).*pip install 'caselane\[pdf\]'"
    ):
        printing.as_kind(drawing(9, 9), "png")
    assert printing.as_kind(drawing(9, 9), "svg") == drawing(9, 9).encode()


def test_one_is_drawn_at_a_time(monkeypatch):
    pictures_read.need_library()
    monkeypatch.setattr(printing, "PATIENCE", 0.01)
    monkeypatch.setattr(printing, "_one_at_a_time", threading.Lock())
    with printing._one_at_a_time, pytest.raises(TooManyRequests, match="Try again in a minute"):
        printing.as_kind(drawing(9, 9), "png")
    assert printing.as_kind(drawing(9, 9), "png")
