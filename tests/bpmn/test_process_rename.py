"""A package gets another id for its process, wherever it is named, and stays what it is."""

import pytest

from runner import bpmn as diagrams
from runner.bpmn.package import Package
from runner.bpmn.process_rename import as_new_process
from runner.deployment.template_packages import TEMPLATES, template
from runner.gate.scenarios import scenarios_in


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_that_is_taken_is_one_of_another_lifecycle(name):
    package = template(name)
    old = diagrams.read(package.data, package.files)
    new = as_new_process(package, {old.process, f"{old.process}_2"})
    read = diagrams.read(new.data, new.files)
    assert read.process == f"{old.process}_3" and read.shapes.keys() == old.shapes.keys()
    assert {one.process for one in scenarios_in(new.files)} <= {read.process}
    assert len(scenarios_in(new.files)) == len(scenarios_in(package.files))
    assert not any(f'"{old.process}"' in text for text in new.files.values())
    assert f"\n{old.process} = " not in new.files.get("texts.de.toml", "")


def test_what_is_free_or_cannot_be_read_stays_as_it_is():
    package = template("rma")
    assert as_new_process(package, {"blank"}) is package
    broken = Package(b"<a>")
    assert as_new_process(broken, {"a"}) is broken
