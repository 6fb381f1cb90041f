"""Names that fit their shapes."""

from runner.bpmn.render.text import INSIDE, width, wrap


def test_lines_break_between_words_and_words_only_when_they_are_too_wide():
    assert wrap("Find the first response target", 86, INSIDE) == [
        "Find the first",
        "response target",
    ]
    pieces = wrap("Donaudampfschifffahrt", 60, INSIDE)
    assert "".join(pieces) == "Donaudampfschifffahrt"
    assert all(width(piece, INSIDE) <= 64 for piece in pieces)


def test_a_name_that_does_not_fit_ends_with_dots():
    assert wrap("one two three four", 20, INSIDE, most=2) == ["one", "two…"]
