"""Numbers as people write them."""

import flask
import pytest

from web.shared.locale_numbers import number, percent


@pytest.mark.parametrize(
    ("languages", "written"),
    [("", "1,234.5"), ("en-GB,en;q=0.9", "1,234.5"), ("de-DE,de;q=0.9,en;q=0.8", "1.234,5"),
     ("fr", "1\u202f234,5"), ("tlh", "1,234.5"), ("de-CH", "1’234.5"), ("ja, sv;q=0.5", "1\u202f234,5")],
)  # fmt: skip
def test_a_number_is_written_as_the_browser_asks(languages, written):
    app = flask.Flask("test")
    with app.test_request_context(headers={"Accept-Language": languages}):
        assert number(1234.5, 1) == written
        assert number(12) == "12"


def test_a_small_share_is_not_nothing():
    assert [percent(*pair) for pair in ((0, 9), (1, 1000), (1, 3))] == ["0 %", "< 1 %", "33 %"]
