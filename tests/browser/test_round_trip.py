"""The diagram goes through bpmn-js, the modeler that most people draw with, and means the same."""

import pytest
from lxml import etree
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from runner import bpmn as diagrams

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def saved(browser, bpmn_js, default_diagram):
    """The default diagram, imported by the modeler and saved again, and what it warned about."""
    page = browser.new_page()
    page.set_content('<div id="canvas" style="height: 600px"></div>')
    page.add_script_tag(path=bpmn_js / "bpmn-modeler.production.min.js")
    result = page.evaluate(
        """async (xml) => {
            const modeler = new BpmnJS({ container: '#canvas' });
            const { warnings } = await modeler.importXML(xml);
            const { xml: saved } = await modeler.saveXML({ format: true });
            return { warnings: warnings.map(String), saved };
        }""",
        default_diagram.data.decode(),
    )
    page.close()
    return result


def test_it_is_imported_without_a_warning(saved):
    assert saved["warnings"] == []


def test_it_means_the_same_afterwards(saved, default_diagram, default_files):
    after = diagrams.read(saved["saved"].encode(), default_files)
    strip = {"line": 0}
    for name in ("elements", "flows"):
        before_items, after_items = getattr(default_diagram, name), getattr(after, name)
        assert before_items.keys() == after_items.keys()
        for id, item in before_items.items():
            assert _plain(item, strip) == _plain(after_items[id], strip), id
    assert after.actions == default_diagram.actions
    assert after.statuses == default_diagram.statuses
    assert after.shapes == default_diagram.shapes
    assert after.edges == default_diagram.edges


def test_it_is_valid_against_the_schema_before_and_after(saved, default_diagram):
    for data in (default_diagram.data, saved["saved"].encode()):
        VALIDATOR.validate(etree.ElementTree(etree.fromstring(data)), "case_lifecycle.bpmn")


def _plain(item, replaced):
    return {name: getattr(item, name) for name in item.__slots__} | replaced
