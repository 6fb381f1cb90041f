"""Changes of a diagram, as mutants.toml and the tests of policies write them."""

from lxml import etree

from runner.bpmn import mutants as edits
from runner.bpmn.xml import BPMN, SPIFF


def mutated(data, files, edit):
    ((kind, wanted),) = edit.items()
    if kind == "table":
        old, new = wanted
        changed = {name: text.replace(old, new) for name, text in files.items()}
        assert changed != files
        return data, changed
    if kind == "text":
        old, new = (text.encode() for text in wanted)
        assert data.count(old) == 1
        return data.replace(old, new), files
    root = etree.fromstring(data)
    EDITS[kind](root, wanted)
    return etree.tostring(root), files


def swap(root, wanted):
    a, b = wanted
    for node in root.iter(f"{{{SPIFF}}}property"):
        if node.get("name") == "status" and node.get("value") in wanted:
            node.set("value", b if node.get("value") == a else a)


def set_(root, wanted):
    id, name, value = wanted
    node = edits.by_id(root, id)
    if name == "condition":
        for condition in node.findall(f"{{{BPMN}}}conditionExpression"):
            node.remove(condition)
    elif name in ("attachedToRef", "cancelActivity"):
        node.set(name, value)
    elif name == "message" and value == "customer_reply":
        next(node.iter(f"{{{BPMN}}}messageEventDefinition")).set("messageRef", f"message_{value}")
    else:
        extensions = node.find(f"{{{BPMN}}}extensionElements")
        if extensions is None:
            extensions = etree.SubElement(node, f"{{{BPMN}}}extensionElements")
            node.insert(0, extensions)
        properties = extensions.find(f"{{{SPIFF}}}properties")
        if properties is None:
            properties = etree.SubElement(extensions, f"{{{SPIFF}}}properties")
        for item in properties:
            if item.get("name") == name:
                properties.remove(item)
        if value:
            etree.SubElement(properties, f"{{{SPIFF}}}property", name=name, value=value)


EDITS = {
    "drop": lambda root, flow: edits.drop(flow)(root),
    "retarget": lambda root, wanted: edits.retarget(*wanted)(root),
    "stretch": lambda root, wanted: edits.stretch(*wanted)(root),
    "silence": lambda root, task: edits.silence(task)(root),
    "swap": swap,
    "set": set_,
}
