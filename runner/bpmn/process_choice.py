"""Which of the processes of a file is meant. Decision 0072."""

from __future__ import annotations

from functools import lru_cache

from runner.bpmn import xml
from runner.bpmn.elements import FLOW_NODES
from runner.bpmn.xml import BPMN, Limits, Node
from runner.errors import DiagramError
from runner.model import Finding

Choice = tuple[Node, tuple[Finding, ...]]


def choose_process(root: Node, wanted: str | None) -> Choice:
    """The process with the id that is asked for, else the executable one, else the largest: with a
    note where that was a guess. Raises DiagramError when there is none, or several are executable.

    A process that another one of the file calls is part of that one, and a pool without anything
    in it is no process.
    """
    processes = xml.children(root, "process")
    _refuse_doubles(processes)
    if wanted is not None:
        return _wanted(processes, wanted), ()
    if not processes:
        raise xml.refusal("no-process", "The file holds no process.", "Draw one.")
    drawn = [node for node in processes if _size(node)] or processes
    called = {node.get("calledElement") for node in root.iter(f"{{{BPMN}}}callActivity")}
    own = [node for node in drawn if node.get("id") not in called] or drawn[:1]
    executable = [node for node in own if node.get("isExecutable") == "true"]
    if len(executable) > 1:
        raise _which(executable)
    candidates = executable or sorted(own, key=_size, reverse=True)
    chosen = candidates[0]
    if not chosen.get("id"):
        raise xml.refusal(
            "process-id",
            "The process has no id.",
            "Give it one: it is what versions go by.",
            line=xml.line(chosen),
        )
    return chosen, _notes(candidates)


@lru_cache(maxsize=4)  # a check asks twice
def process_id(data: bytes, wanted: str | None = None) -> str:
    """The id of the process that is meant; '' for a file that `read` refuses."""
    try:
        return choose_process(xml.parse(data, Limits()), wanted)[0].get("id", "")
    except DiagramError:
        return ""


def processes_from(root: Node, process: Node) -> list[Node]:
    """A process, and those of the file that it calls, directly or through others."""
    others = [node for node in xml.children(root, "process") if node is not process]
    left = {node.get("id"): node for node in others}
    found = [process]
    for caller in found:  # grows as it goes
        for call in caller.iter(f"{{{BPMN}}}callActivity"):
            if call.get("calledElement") in left:
                found.append(left.pop(call.get("calledElement")))
    return found


def _wanted(processes: list[Node], wanted: str) -> Node:
    for node in processes:
        if node.get("id") == wanted:
            return node
    raise DiagramError(f"The file has no process with the id '{wanted}'.")


def _size(process: Node) -> int:
    return sum(xml.tag(node) in FLOW_NODES or not xml.is_bpmn(node) for node in process)


def _ids(processes: list[Node]) -> str:
    return ", ".join(str(node.get("id")) for node in processes)


def _which(processes: list[Node]) -> DiagramError:
    return xml.refusal(
        "which-process",
        f"The file holds several processes that are executable ({_ids(processes)}).",
        "Say which one is meant, or mark only that one as executable.",
        element=processes[1].get("id", ""),
        line=xml.line(processes[1]),
    )


def _notes(candidates: list[Node]) -> tuple[Finding, ...]:
    if len(candidates) < 2:
        return ()
    chosen = candidates[0].get("id", "")
    return (
        Finding(
            "which-process",
            f"None of the processes ({_ids(candidates)}) is marked as executable: '{chosen}' is "
            "taken, the largest.",
            "Mark the one that is meant as executable, or say which.",
            "warning",
            element=chosen,
            line=xml.line(candidates[0]),
        ),
    )


def _refuse_doubles(processes: list[Node]) -> None:
    seen: set[str] = set()
    for node in processes:
        element_id = node.get("id", "")
        if element_id and element_id in seen:
            raise xml.refusal(
                "duplicate-id",
                f"Two processes have the id '{element_id}'.",
                "Give one of them another id.",
                element=element_id,
                line=xml.line(node),
            )
        seen.add(element_id)
