"""A yes or no that is compared with a text."""

import pytest

from runner.bpmn import read
from tests.bpmn.importing.imported import errors, imported, process, sentences
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


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("ok == 'later'", ["later", "never"]), ("ok in ['later']", None), ("ok == 'true'", None),
        ("ok == 'later' and not ok", None),
    ],
)  # fmt: skip
def test_a_yes_or_no_that_is_compared_with_other_texts_is_a_choice_of_these(written, chosen):
    ways = flow("x", "end", "", written) + flow("x", "e2", "", "ok == 'never'")
    result = imported(
        start(), user("a", form=TRUTH), xor("x"), end(), end("e2"), ways, chain("start", "a", "x")
    )
    form = next(action.form for action in read(result.data).actions if action.element == "a")
    assert form is not None
    assert form["properties"]["ok"].get("enum") == chosen
    assert (form["properties"]["ok"]["type"] == "string") == bool(chosen)


def test_a_choice_of_one_text_can_be_left_out(calendars):
    """Else nobody could come to the other way."""
    form = {**TRUTH, "required": ["ok"]}
    ways = flow("x", "end", "", "ok == 'later'") + flow("x", "e2")
    parts = start(), user("a", form=form), xor("x", default="x_e2"), end(), end("e2"), ways
    ran = process(imported(*parts, chain("start", "a", "x")), calendars)
    found = next(action.form for action in ran.diagram.actions if action.element == "a")
    assert found is not None
    assert found["properties"]["ok"]["enum"] == ["later"]
    assert "ok" not in found["required"]
