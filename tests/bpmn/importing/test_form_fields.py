"""Fields that are added to forms."""

import pytest

from runner.bpmn.importing.form_fields import title
from tests.bpmn.importing.imported import drawing, imported, sentences
from tests.drawings import chain, end, start, user

FORM = {"type": "object", "properties": {"note": {"type": "string"}}, "required": ["note"]}


def test_a_field_joins_the_form_that_is_there():
    several = "<bpmn:multiInstanceLoopCharacteristics/>"
    diagram = drawing(
        start(), user("a", form=FORM), user("b", several), end(), chain("start", "a", "b", "end")
    )
    form = diagram.elements["a"].forms[""]
    assert list(form["properties"]) == ["note", "number_of_b"]
    assert form["required"] == ["note", "number_of_b"]


@pytest.mark.parametrize("text", ['{"properties": {"a": {}, "a": {"title": "A"}}}', "{", "[]"])
def test_a_form_that_cannot_be_read_stays_as_it_is(text):
    written = (
        "<bpmn:extensionElements><spiffworkflow:formJsonSchema>"
        f"{text}</spiffworkflow:formJsonSchema></bpmn:extensionElements>"
    )
    several = user("b", "<bpmn:multiInstanceLoopCharacteristics/>")
    ways = chain("start", "a", "b", "end")
    result = imported(start(), user("a", written), several, end(), ways)
    assert text.encode() in result.data
    asked = "The task 'a' has a form that cannot be read: give it the field 'number_of_b'."
    assert asked in sentences(result, asks=True)


def test_a_label_is_made_of_a_name():
    assert title("loan_amount") == "Loan amount"
