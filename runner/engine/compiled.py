"""A diagram as the engine sees it: its specifications, and what its elements mean at run time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.spiff.specs.defaults import ServiceTask

from runner.bpmn import Action, Diagram, Element, expressions, forms, leads_to
from runner.bpmn.dmn import CASE_TEAM, Table, read_decisions
from runner.bpmn.elements import OPERATIONS
from runner.bpmn.forms import Schema
from runner.bpmn.moves import Moves, moves_of
from runner.bpmn.reading import SCRIPTS
from runner.bpmn.status_map import StatusMap, status_map
from runner.bpmn.xml import Node, tag, text
from runner.engine.due_dates import DecisionTask
from runner.engine.parsing import parse_specs
from runner.engine.script import ClosedScriptEngine
from runner.engine.spec_index import SpecIndex
from runner.engine.values import copied
from runner.errors import DiagramError, ExpressionError
from runner.model import Effect, Offer


class CompiledDiagram:
    """Never changes once it is made, and is shared by all cases of a version. `diagram` is what is
    drawn, `lowered` what runs."""

    def __init__(self, diagram: Diagram):
        """Raises DiagramError for a diagram that the engine cannot run."""
        self.diagram = diagram
        self.lowered = diagram.lowered
        self._copy, (spec, subprocesses) = parse_specs(self.lowered)
        self.indexes = {
            name: SpecIndex(item) for name, item in {spec.name: spec, **subprocesses}.items()
        }
        has_data_objects = any(index.spec.data_objects for index in self.indexes.values())
        self.script = ClosedScriptEngine(has_data_objects)
        self._wire_loops()
        self._check_operations()
        self._check_texts()

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.diagram.actions

    @cached_property
    def asked(self) -> tuple[Schema | None, ...]:
        """What each of the `actions` asks, as people see it; None for nothing."""
        shown = (forms.shown(action.form) if action.form else {} for action in self.actions)
        return tuple(form if form.get("properties") else None for form in shown)

    @cached_property
    def final_statuses(self) -> frozenset[str]:
        return frozenset(status.name for status in self.diagram.statuses if status.final)

    @cached_property
    def status_map(self) -> StatusMap:
        return status_map(self.diagram)

    @cached_property
    def moves(self) -> Moves:
        return moves_of(self.diagram, self.status_map)

    @cached_property
    def leads_to(self) -> dict[str, tuple[str, ...]]:
        """For each action the statuses that a case may have right after it."""
        return {action.id: leads_to(self.diagram, action) for action in self.actions}

    @cached_property
    def actions_at(self) -> dict[Any, tuple[Action, ...]]:
        """The outcomes of each waiting task, and for each message event the action it is."""
        found: dict[str, tuple[Action, ...]] = {}
        for action in self.actions:
            place = action.element if action.message is None else action.id
            found[place] = (*found.get(place, ()), action)
        return {spec: found[name] for spec, name in self.names.items() if name in found}

    @cached_property
    def variables(self) -> frozenset[str]:
        """Every variable that the diagram or its tables read, and every data object."""
        read = {name for written in self._expressions() for name in expressions.names(written)}
        return frozenset(read | set(self._names()))

    def offered(self, offers: Iterable[Offer]) -> list[Action]:
        """The actions behind offers, in the drawn order."""
        found = {(offer.action, offer.audience, offer.element) for offer in offers}
        return [one for one in self.actions if (one.id, one.audience, one.element) in found]

    @cached_property
    def team_table(self) -> Table | None:
        """The table that says to which team a new case comes, where the package has one."""
        return read_decisions(self.diagram.files).get(CASE_TEAM)

    def routing(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Copies of those of a form's values that the diagram reads. Everything else is for people,
        and is kept with the case, not in its state."""
        return {name: copied(value) for name, value in values.items() if name in self.variables}

    @cached_property
    def effects_of(self) -> dict[str, tuple[Effect, ...]]:
        """For each element and flow what is to be done when a token goes through it."""
        found = {}
        for item in (*self.diagram.elements.values(), *self.diagram.flows.values()):
            effects = []
            for kind in ("flag", "unflag"):
                for name in _listed(item.properties.get(kind, "")):
                    effects.append(Effect(kind, name, item.id))
            if item.properties.get("milestone"):
                effects.append(Effect("missed", item.properties["milestone"], item.id))
            if effects:
                found[item.id] = tuple(effects)
        return found

    @cached_property
    def milestones_at(self) -> dict[str, tuple[str, ...]]:
        """For each activity the milestones that completing it reaches."""
        found: dict[str, tuple[str, ...]] = {}
        for event in self.lowered.elements.values():
            name, host = event.properties.get("milestone"), event.attached_to
            if name and host:
                found[host] = (*found.get(host, ()), name)
        return found

    @cached_property
    def flows_between(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for flow in self.diagram.flows.values():
            pair = (flow.source, flow.target)
            found[pair] = (*found.get(pair, ()), flow.id)
        return found

    @cached_property
    def has_conditions(self) -> bool:
        """Whether an event waits for a condition."""
        return any(any(index.conditions.values()) for index in self.indexes.values())

    @cached_property
    def computes(self) -> dict[Any, tuple[str, ...]]:
        """The variables that each script and each decision table sets."""
        found: dict[Any, tuple[str, ...]] = {
            task_spec: tuple(name for name, _ in expressions.assignments(element.script))
            for task_spec, element in self.elements.items()
            if element.script
        }
        for decision in self.decisions():
            outputs = decision.dmnEngine.decision_table.outputs
            found[decision] = tuple(output.name for output in outputs)
        return found

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The body of each process or sub-process that has event sub-processes."""
        events = (event for event in self.lowered.elements.values() if event.starts_handler)
        bodies = (self.lowered.elements[event.attached_to or ""] for event in events)
        return {body.container: body.id for body in bodies}

    @cached_property
    def begun_by(self) -> dict[str, str]:
        """For the start of a lowered event sub-process the event that is drawn there."""
        drawn, lower = self.diagram.flows, self.lowered.flows
        return {
            self.inside(lower[key].source): flow.source
            for key, flow in drawn.items()
            if lower[key].source != flow.source
        }

    @cached_property
    def elements(self) -> dict[Any, Element]:
        """The element that each task of the engine is drawn as; its own have none."""
        found = {}
        for index in self.indexes.values():
            for task_spec in index.spec.task_specs.values():
                name = getattr(task_spec, "bpmn_id", None)
                element = self.diagram.elements.get(self.outside(name)) if name else None
                if element is not None:
                    found[task_spec] = element
        return found

    @cached_property
    def names(self) -> dict[Any, str]:
        """The id of what each task of the engine is drawn as; for its own their names."""
        specs = (spec for index in self.indexes.values() for spec in index.spec.task_specs.values())
        drawn = self.elements
        return {spec: drawn[spec].id if spec in drawn else spec.name for spec in specs}

    @cached_property
    def status_at(self) -> dict[Any, str]:
        """The status of a case whose newest token is in a task of the engine; '' for none."""
        return {task_spec: self.diagram.status_of(e) for task_spec, e in self.elements.items()}

    def outside(self, name: str) -> str:
        """The id in the drawing of what the engine knows by a name."""
        return self._copy.outside(name)

    def inside(self, element_id: str) -> str:
        """What the engine calls an element."""
        return self._aliases.get(element_id, element_id)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return {key: alias for alias, key in self._copy.original.items()}

    def decisions(self) -> Iterator[DecisionTask]:
        for index in self.indexes.values():
            for task_spec in index.spec.task_specs.values():
                if isinstance(task_spec, DecisionTask):
                    yield task_spec

    @cached_property
    def start_values(self) -> dict[str, Any]:
        """What the form of the start event sets, whatever is filled in."""
        form = self.diagram.start_form
        return self.routing(forms.submit(form, {})) if form else {}

    def constants(self, form: Schema | None) -> dict[str, Any]:
        """The variables that a form sets whatever is filled in."""
        return self.routing(forms.constants(form)) if form else {}

    def _wire_loops(self) -> None:
        """A loop listens to its rounds from the first one on; a fresh process has not seen it."""
        for index in self.indexes.values():
            for loop in list(index.spec.task_specs.values()):
                if isinstance(loop, LoopTask):
                    event = index.spec.task_specs[loop.task_spec].completed_event
                    if not event.is_connected(loop.merge_child):
                        event.connect(loop.merge_child)

    def _check_operations(self) -> None:
        for index in self.indexes.values():
            for task in index.spec.task_specs.values():
                if isinstance(task, ServiceTask) and task.operation_name not in OPERATIONS:
                    raise DiagramError(
                        f"Service task '{task.bpmn_name or task.bpmn_id}' asks for "
                        f"'{task.operation_name}'. It can ask for: {', '.join(sorted(OPERATIONS))}."
                    )

    def _check_texts(self) -> None:
        """Nothing is left for a live case to find out: every text is in the closed language."""
        for node in self._copy.root.iter():
            if tag(node) in SCRIPTS:
                raise DiagramError(
                    f"{self._place(node)}The diagram holds a script. Diagrams carry no code: "
                    "remove it."
                )
            try:
                for written in _texts(node):
                    expressions.parse(written)
            except ExpressionError as error:
                raise DiagramError(f"{self._place(node)}{error}") from error
        try:
            for written in self._expressions():
                expressions.parse(written)
        except ExpressionError as error:
            raise DiagramError(str(error)) from error

    def _place(self, node: Node) -> str:
        """The beginning of a sentence that says where a text stands."""
        known = {**self.diagram.flows, **self.diagram.elements}
        around = (node, *node.iterancestors())
        drawn = next((known[key] for n in around if (key := n.get("id", "")) in known), None)
        if drawn is not None:
            return f"'{drawn.name or drawn.id}': "
        message = next((n for n in around if tag(n) == "message"), None)
        if message is None:
            return ""
        return f"The message '{message.get('name') or message.get('id')}': "

    def _expressions(self) -> Iterator[str]:
        """Every text of the diagram and its tables that is evaluated."""
        yield from (action.guard for action in self.actions if action.guard)
        for node in self._copy.root.iter():
            yield from _texts(node)
        for decision in self.decisions():
            for column in decision.dmnEngine.decision_table.inputs:
                if column.expression:
                    yield column.expression

    def _names(self) -> Iterator[str]:
        """Items of lists and data objects: their ids are names of variables."""
        for node in self._copy.root.iter():
            if tag(node) in _NAMING_TAGS:
                yield node.get("id", "")


def _texts(node: Node) -> Iterator[str]:
    """What is evaluated of the text or an attribute of a node."""
    name = tag(node)
    if name in _EXPRESSION_TAGS:
        yield text(node)
    elif name == "parameter":
        yield node.get("value", "")
    elif name == "script":
        yield from (value for _, value in expressions.assignments(text(node)))


_EXPRESSION_TAGS = frozenset(
    {"conditionExpression", "condition", "loopCondition", "completionCondition", "loopCardinality"}
    | {"timeDate", "timeDuration", "timeCycle", "loopDataInputRef", "loopDataOutputRef"}
    | {"messagePayload", "messagePath", "payloadExpression", "messageVariable", "variableName"}
)
_NAMING_TAGS = frozenset({"inputDataItem", "outputDataItem", "dataObject"})


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
