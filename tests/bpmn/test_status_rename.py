"""A status gets another name in a whole package, and nothing else changes."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn.package import Package
from runner.bpmn.status_rename import rename_status
from runner.errors import InvalidInput
from tests.lifecycle import DEFAULT, FILES


@pytest.mark.parametrize("old", ["New", "Work in Progress", "Customer Replied", "Closed"])
def test_the_drawing_policies_and_scenarios_call_it_otherwise(old):
    renamed = rename_status(DEFAULT, old, "Fresh Name")
    statuses = [one.name for one in diagrams.read(renamed.data, renamed.files).statuses]
    assert "Fresh Name" in statuses and old not in statuses
    for name, text in renamed.files.items():
        assert f'"status {old}"' not in text
        assert f'status = "{old}"' not in text, name
    assert rename_status(renamed, "Fresh Name", old).files == dict(FILES)


def test_what_it_promises_in_words_stays():
    text = 'promise = "While New nothing happens."\nnever = "message x in New"\n'
    renamed = rename_status(Package(DEFAULT.data, {"policies.toml": text}), "New", "Fresh")
    assert renamed.files["policies.toml"] == text.replace("in New", "in Fresh")


@pytest.mark.parametrize("name", ["", " ", 'a"', "a\nb", "x" * 61, "<b>"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(InvalidInput):
        rename_status(DEFAULT, "New", name)
