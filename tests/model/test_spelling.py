"""One form for each text."""

from runner.model import normalised

TYPED, KEPT = "Zoe\u0308", "Zo\u00eb"


def test_what_is_typed_with_two_signs_is_kept_as_one():
    assert normalised(TYPED) == KEPT
    assert normalised({TYPED: [TYPED, {"a": TYPED}, 1, None, True]}) == {
        TYPED: [KEPT, {"a": KEPT}, 1, None, True]
    }
