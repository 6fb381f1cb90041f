"""A yes or no that is compared with a text."""

import pytest

from runner.bpmn import read
from tests.bpmn.importing.imported import errors, imported, sentences
from tests.drawings import chain, end, flow, start, user, xor

TRUTH = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
TEXT = {"type": "object", "properties": {"ok": {"enum": ["true", "false"]}}, "required": ["ok"]}


@pytest.mark.parametrize(("form", "changed"), [(TRUTH, True), (TEXT, False)])
def test_a_yes_or_no_is_compared_with_what_it_can_be(calendars, form, changed):
    ways = flow("x", "end", "", "ok == 'true'") + flow("x", "e2", "", '${ok=="false"}')
    result = imported(
        start(), user("a", form=form), xor("x"), end(), end("e2"), ways, chain("start", "a", "x")
    )
    assert errors(result.data, calendars) == []
    assert any("it is a yes or no" in said for said in sentences(result)) == changed


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("'true' == ok", "True == ok"), ("not (ok != 'False')", "not ok != False"),
        ("note == \"ok == 'true'\"", ""), ("note == 'true'", ""), ("ok in ['true']", ""),
    ],
)  # fmt: skip
def test_only_what_compares_a_yes_or_no_is_written_anew(written, becomes):
    fields = {**TRUTH["properties"], "note": {"type": "string"}}
    ways = flow("x", "end", "", written) + flow("x", "e2", "", "ok")
    result = imported(
        start(), user("a", form={**TRUTH, "properties": fields}), xor("x"), end(), end("e2"),
        ways, chain("start", "a", "x"),
    )  # fmt: skip
    conditions = [one.condition for one in read(result.data).flows.values() if one.condition]
    assert (becomes or written) in conditions
