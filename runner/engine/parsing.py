"""From a diagram to SpiffWorkflow's specifications, without anything that could run code."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import (
    SIGNAL_EVENT_XPATH,
    EventBasedGatewayParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway, IntermediateCatchEvent
from SpiffWorkflow.bpmn.specs.mixins.exclusive_gateway import ExclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.inclusive_gateway import InclusiveGateway
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser.event_parsers import (
    SpiffBoundaryEventParser,
    SpiffEndEventParser,
    SpiffIntermediateCatchEventParser,
    SpiffIntermediateThrowEventParser,
    SpiffSendTaskParser,
    SpiffStartEventParser,
)
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser, SpiffProcessParser
from SpiffWorkflow.spiff.parser.task_spec import (
    BusinessRuleTaskParser,
    ServiceTaskParser,
    SubWorkflowParser,
)

from runner.bpmn import Diagram, Element, Executable, executable, expressions
from runner.bpmn.xml import (
    Limits,
    drop_comments,
    parse,
    tag,
    text,
)
from runner.engine.conditions import CaseCondition, FirstOfSeveral
from runner.engine.data import CaseDataObject
from runner.engine.due_dates import CaseTimer, DecisionTask
from runner.engine.gateways import (
    CaseBoundaryEventJoin,
    CaseInclusiveGateway,
    CaseParallelGateway,
    CaseProcessSpec,
)
from runner.engine.multi_instance import CaseLoop, CaseParallelInstances, CaseSequentialInstances
from runner.engine.specs import (
    CaseBoundaryEvent,
    CaseEndEvent,
    CaseExclusiveGateway,
    CaseHandlerStart,
    CaseSendTask,
    CaseStartEvent,
    CaseSubProcess,
    CaseThrowEvent,
    NotificationTask,
)
from runner.errors import DiagramError, ExpressionError

Specs = tuple[BpmnProcessSpec, dict[str, BpmnProcessSpec]]


def parse_specs(diagram: Diagram) -> tuple[Executable, Specs]:
    """The specifications of a lowered diagram and of its sub-processes. Raises DiagramError."""
    _refuse_not_lowered(diagram)
    copy = executable(diagram)
    parser = CaseParser(diagram)
    for name, content in diagram.files.items():
        if name.endswith(".dmn"):
            parser.add_dmn_xml(_decision_table(name, content), name)
    try:
        parser.add_bpmn_xml(copy.root)
        spec = parser.get_spec(diagram.process)
        return copy, (spec, parser.get_subprocess_specs(diagram.process))
    except RecursionError as error:
        raise DiagramError(
            "The diagram calls itself, or is too long a chain, for the engine."
        ) from error
    except (SpiffWorkflowException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DiagramError(f"The engine cannot read the diagram: {_explain(error)}") from error


def _refuse_not_lowered(diagram: Diagram) -> None:
    for element in diagram.elements.values():
        if element.by_event or "link" in element.events:
            what = "event sub-process" if element.by_event else "link"
            raise DiagramError(f"The {what} '{element.label}' is not drawn as BPMN has it.")


def _explain(error: Exception) -> str:
    where = f" (at '{error.id}')" if isinstance(error, ValidationException) and error.id else ""
    if "Unsupported Catch Event" in str(error):  # goes on with its XML
        return f"it does not run events of this kind{where}"
    return f"{error}{where}"


# ------------------------------------------------------------------ events


class _EventParser:
    """Mixed into the event parsers: timers on our clock, errors and escalations that are known by
    their id where they have no code. Without a code the stock ones are all the same."""

    def parse_timer_event(self, event: Any) -> CaseTimer:
        return CaseTimer(self.node.get("id"), self._element().timer())  # type: ignore[attr-defined]

    def _element(self) -> Element:
        node, parser = self.node, self.process_parser.parser  # type: ignore[attr-defined]
        return parser.diagram_element(node.get("id"))

    def parse_signal_event(self, event: Any) -> Any:
        """`external` says that the signal may come from outside the case."""
        definition = super().parse_signal_event(event)  # type: ignore[misc]
        properties = self._element().properties
        definition.external = properties.get("external") == "true"
        return definition

    def parse_conditional_event(self, event: Any) -> CaseCondition:
        return CaseCondition(super().parse_conditional_event(event).expression or "")  # type: ignore[misc]

    def parse_error_event(self, event: Any) -> Any:
        definition = super().parse_error_event(event)  # type: ignore[misc]
        definition.code = definition.code or event.get("errorRef")
        return definition

    def parse_escalation_event(self, event: Any) -> Any:
        definition = super().parse_escalation_event(event)  # type: ignore[misc]
        definition.code = definition.code or event.get("escalationRef")
        return definition


class _StartEventParser(_EventParser, SpiffStartEventParser):
    pass


class _EndEventParser(_EventParser, SpiffEndEventParser):
    def get_event_definition(self, xpaths: list[str]) -> Any:
        """The stock parser passes over signals of end events."""
        return super().get_event_definition([*xpaths, SIGNAL_EVENT_XPATH])


class _BoundaryEventParser(_EventParser, SpiffBoundaryEventParser):
    def create_task(self) -> CaseBoundaryEvent:
        if self._element().starts_handler:
            self.spec_class = CaseHandlerStart
        return super().create_task()


class _EventGatewayParser(EventBasedGatewayParser):
    def create_task(self) -> Any:
        return self._create_task(FirstOfSeveral())


class _CatchEventParser(_EventParser, SpiffIntermediateCatchEventParser):
    pass


class _ThrowEventParser(_EventParser, SpiffIntermediateThrowEventParser):
    pass


class _DecisionTaskParser(BusinessRuleTaskParser):
    def create_task(self) -> DecisionTask:
        decision = self.get_decision_ref(self.node)
        engine = self.process_parser.parser.get_engine(decision, self.node)
        return DecisionTask(self.spec, self.bpmn_id, dmnEngine=engine, **self.bpmn_attributes)


class _ProcessParser(SpiffProcessParser):
    def parse_data_object(self, obj: Any) -> CaseDataObject:
        return CaseDataObject(None, obj.get("id"), obj.get("name"))

    def create_spec(self) -> CaseProcessSpec:
        super().create_spec()  # refuses a process that is not executable
        return CaseProcessSpec(self.bpmn_id, self.get_name(), self.filename)

    def add_tasks(self) -> None:
        """First all tasks, then the flows between them. The stock parser follows the flows by
        recursion, and meets Python's limit in a chain or a loop of some 500 elements."""
        self.added: list[_ElementParser] = []
        for node in self._in_flow_order():
            self.parse_node(node)
        super().add_tasks()
        for added in self.added:
            added.connect_flows()

    def get_outgoing_sequence_flows(self, source_ref: str) -> list[Any]:
        return []  # they are connected later

    def _in_flow_order(self) -> list[Any]:
        """The nodes that can be reached, those on borders left out: these come with their hosts."""
        todo = deque(node.get("id") for node in self.xpath("./bpmn:startEvent"))
        seen, found = set(todo), []
        while todo:
            node_id = todo.popleft()
            node = self.get_node_by_id(node_id)
            if node is not None and tag(node) != "boundaryEvent":
                found.append(node)
            borders = [event.get("id") for event in self.get_boundary_events(node_id)]
            flows = [flow.get("targetRef") for flow in self.flows_from(node_id)]
            new = [key for key in (*borders, *flows) if key not in seen]
            seen.update(new)
            todo.extend(new)
        return found

    def flows_from(self, source_ref: str) -> list[Any]:
        return self.outgoing_sequence_flows.get(source_ref, [])

    def get_data_object_reference(self, reference_id: str) -> Any:
        """A reference that is drawn in this process or sub-process, or around it."""
        found = super().get_data_object_reference(reference_id)
        if found is None and self.parent is not None:
            return self.parent.get_data_object_reference(reference_id)
        return found


class _ElementParser:
    """Mixed into the parsers of all elements, which have what is declared here."""

    process_parser: Any
    spec: Any
    task: Any
    node: Any
    bpmn_id: str
    get_position: Callable[[Any], dict[str, float]]
    parse_condition: Callable[[Any], str | None]
    handles_multiple_outgoing: Callable[[], bool]
    connect_outgoing: Callable[[Any, Any, bool], None]

    STANDARD_LOOP_CLASS = CaseLoop
    PARALLEL_MI_CLASS = CaseParallelInstances
    SEQUENTIAL_MI_CLASS = CaseSequentialInstances

    def parse_node(self) -> Any:
        self.process_parser.added.append(self)
        return super().parse_node()  # type: ignore[misc]

    def connect_flows(self) -> None:
        """To what each flow leads to: the uppermost first, as the stock parser does."""
        parser, flows = self.process_parser, self.process_parser.flows_from(self.bpmn_id)
        if len(flows) > 1 and not self.handles_multiple_outgoing():
            raise ValidationException("it has several flows out", node=self.node)
        targets = {flow: parser.get_node_by_id(flow.get("targetRef")) for flow in flows}
        for flow in sorted(flows, key=lambda flow: float(self.get_position(targets[flow])["y"])):
            target = flow.get("targetRef")
            split = self.spec.task_specs.get(f"{target}.BoundaryEventSplit")
            task = split or self.spec.task_specs[target]
            self.connect_outgoing(task, flow, self._is_default(flow, flows))

    def _is_default(self, flow: Any, flows: list[Any]) -> bool:
        """The only flow out of a gateway needs no condition."""
        chosen = isinstance(self.task, ExclusiveGateway | InclusiveGateway)
        alone = chosen and len(flows) == 1 and self.parse_condition(flow) is None
        return alone or flow.get("id") == self.node.get("default")

    def _resolve_data_object_ref(self, ref: Any) -> CaseDataObject | None:
        """The data object that a reference means, declared around the activity. The stock parser
        never ends where that is more than one level out."""
        parser = self.process_parser if ref is not None else None
        while parser is not None:
            found = parser.spec.data_objects.get(ref.get("dataObjectRef"))
            if found is not None:
                return found
            parser = parser.parent
        return None

    def _add_boundary_event(self, children: Any) -> Any:
        split = super()._add_boundary_event(children)  # type: ignore[misc]
        CaseBoundaryEventJoin.replace(f"{self.bpmn_id}.BoundaryEventJoin", self.spec)
        return split


def _as_element(parser: type) -> type:
    return type(parser.__name__, (_ElementParser, parser), {})


_PARSERS = {
    **SpiffBpmnParser.PARSER_CLASSES,
    **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
    full_tag("startEvent"): (_StartEventParser, CaseStartEvent),
    full_tag("endEvent"): (_EndEventParser, CaseEndEvent),
    full_tag("boundaryEvent"): (_BoundaryEventParser, CaseBoundaryEvent),
    full_tag("intermediateCatchEvent"): (_CatchEventParser, IntermediateCatchEvent),
    full_tag("intermediateThrowEvent"): (_ThrowEventParser, CaseThrowEvent),
    full_tag("sendTask"): (SpiffSendTaskParser, CaseSendTask),
    full_tag("exclusiveGateway"): (ConditionalGatewayParser, CaseExclusiveGateway),
    full_tag("parallelGateway"): (GatewayParser, CaseParallelGateway),
    full_tag("inclusiveGateway"): (ConditionalGatewayParser, CaseInclusiveGateway),
    full_tag("eventBasedGateway"): (_EventGatewayParser, EventBasedGateway),
    full_tag("businessRuleTask"): (_DecisionTaskParser, DecisionTask),
    full_tag("serviceTask"): (ServiceTaskParser, NotificationTask),
    full_tag("subProcess"): (SubWorkflowParser, CaseSubProcess),
    full_tag("adHocSubProcess"): (None, None),
}
"""For each kind of element how it is read, and what it becomes."""


class CaseParser(SpiffBpmnParser):
    """SpiffWorkflow's parser without ad-hoc sub-processes, with our gateways, repeated
    activities, events, data objects, timers, tables and notifications."""

    PROCESS_PARSER_CLASS = _ProcessParser

    OVERRIDE_PARSER_CLASSES: ClassVar = {
        tag: (_as_element(parser) if parser else None, spec)
        for tag, (parser, spec) in _PARSERS.items()
    }

    def __init__(self, diagram: Diagram):
        super().__init__()
        self._diagram = diagram

    def diagram_element(self, element_id: str) -> Any:
        return self._diagram.elements[element_id]


# ------------------------------------------------------------------ decision tables


def _decision_table(name: str, content: str) -> etree._Element:
    """A DMN file as the engine wants it: no comments, no notes, lists of values as comparisons."""
    root = parse(content.encode(), Limits())
    drop_comments(root)
    for node in list(root.iter("{*}annotation", "{*}annotationEntry")):
        _remove(node)
    for cell in (node for node in root.iter() if tag(node) in ("inputEntry", "outputEntry")):
        for child in (node for node in cell if tag(node) == "text"):
            child.text = _cell(name, text(child), is_input=tag(cell) == "inputEntry")
    return root


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _cell(file: str, written: str, is_input: bool) -> str:
    """The text of a cell, in the closed language. `"a", "b"` in a condition means either; an empty
    condition means any value, none included, and is written as `-` (rule 14b)."""
    if is_input and written in ("", "-"):
        return "-"
    if not written:
        return written
    half = is_input and written[0] in "<>=!"
    try:
        tree = expressions.parse(f"x {written}" if half else written.replace("?", "x"))
    except ExpressionError as error:
        raise DiagramError(f"Decision table {file}: {error}") from error
    return f"? in [{written}]" if is_input and isinstance(tree, ast.Tuple) else written
