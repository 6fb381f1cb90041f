"""One form for each text."""

from runner.model import normalised

TYPED, KEPT = "Zoe\u0308", "Zo\u00eb"


def test_what_is_typed_with_two_signs_is_kept_as_one():
    assert normalised(TYPED) == KEPT
    assert normalised({TYPED: [TYPED, {"a": TYPED}, 1, None, True]}) == {
        TYPED: [KEPT, {"a": KEPT}, 1, None, True]
    }


def test_a_letter_with_a_hundred_thousand_marks_is_kept_in_pieces():
    """In one piece it takes many seconds: each mark is compared with each."""
    text = "a" + "\u0301\u0316" * 50_000
    kept = normalised(text)
    assert kept.count("\u0316") == 50_000
    assert normalised(kept) == kept
    runs = [len(run) for run in kept.split("\u034f")]
    assert max(runs) <= 31


def test_marks_of_a_language_stay_as_they_are():
    assert normalised("Vie\u0323\u0302t") == "Việt"
    assert "\u034f" not in normalised("שָׁלוֹם")
