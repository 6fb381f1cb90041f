"""Values in a stored state: each comes back as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runner.engine.values import copied, decode, encode, same
from runner.errors import StateError

ATOMS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.decimals(allow_nan=False) | st.binary() | st.dates() | st.timedeltas()
    | st.datetimes(timezones=st.timezones() | st.just(UTC))
)  # fmt: skip


VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
@example({"$": "dt", "v": 1})
@example([2**64, -(2**64), 2**63, Decimal("1.50"), Decimal("0E-9")])
@example(datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1))
@example(datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))))
@example([date(2026, 3, 2), float("inf"), "\ud800", {"": None}])
@settings(max_examples=150, deadline=None)
def test_values_come_back_as_they_were(value):
    kept = orjson.dumps(encode(value))
    back = decode(orjson.loads(kept))
    assert same(back, value)
    assert orjson.dumps(encode(back)) == kept


def test_a_value_that_cannot_be_kept_is_refused():
    with pytest.raises(StateError, match="object"):
        encode({"a": [object()]})


def test_an_unknown_tag_is_refused():
    with pytest.raises(StateError, match="unknown tag 'zz'"):
        decode({"$": "zz", "v": 1})


def test_a_copy_shares_nothing_that_can_be_changed():
    given = {"list": [1, {"deep": {2}}], "text": "x"}
    copy = copied(given)
    assert same(copy, given)
    copy["list"][1]["deep"].add(3)
    assert given["list"][1]["deep"] == {2}


@pytest.mark.parametrize(
    ("left", "right"),
    [(True, 1), (1, 1.0), (0.0, -0.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ([1], (1,))],
)
def test_what_only_looks_equal_is_not_the_same(left, right):
    assert left == right or type(left) is not type(right)
    assert not same(left, right)
    assert same(left, left)
