"""Elements that nothing here can do, taken out or made into what can be done."""

from runner.bpmn.importing import import_diagram
from tests.drawings import bpmn, chain, flow, node, user

SKETCH = bpmn(
    node("task", "look", name="Look at it"), node("exclusiveGateway", "which", name="Which one?"),
    node("scriptTask", "count", "<bpmn:script>import os</bpmn:script>", name="Count"),
    node("sendTask", "mail", name="Send a mail"), node("dataStoreReference", "db", name="Archive"),
    node("task", "ask", name="Ask the boss"),
    chain("look", "which", "count", "mail"), flow("which", "ask"), chain("ask", "mail"),
    flow("ask", "nowhere", id="lost"),
).replace(b'isExecutable="true"', b"")  # fmt: skip


def test_nothing_is_left_of_a_script():
    assert b"import os" not in import_diagram(SKETCH).data


def test_a_data_store_without_an_id_takes_nothing_else_with_it():
    note = '<bpmn:dataInputAssociation id="kept"/>'
    imported = import_diagram(bpmn(user("a", note), "<bpmn:dataStoreReference/>"))
    assert b"dataStoreReference" not in imported.data
    assert b'id="kept"' in imported.data


def test_a_reference_to_what_is_no_event_definition_copies_nothing():
    """Else thirty events that refer to the process around them would fill the memory."""
    events = [
        node(
            "intermediateCatchEvent",
            f"e{n}",
            "<bpmn:eventDefinitionRef>p</bpmn:eventDefinitionRef>",
        )
        for n in range(30)
    ]
    imported = import_diagram(bpmn(*events))
    assert imported.data.count(b"<bpmn:process") == 1
