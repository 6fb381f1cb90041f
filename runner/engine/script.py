"""What SpiffWorkflow calls to run the texts of a diagram: the closed language instead of Python.

Decision 0070.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.task import Task

from runner.bpmn import expressions
from runner.engine.data import variables_of
from runner.errors import EngineError, ExpressionError


def _evaluate(expression: str, data: Mapping[str, Any], more: Mapping[str, Any] | None) -> Any:
    return expressions.compiled(expression)({**more, **data} if more else data)


class _ClosedEnvironment(BasePythonScriptEngineEnvironment):
    """Message correlations and ad-hoc conditions go past the script engine, straight to this."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        return _evaluate(expression, context, external_context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> NoReturn:
        _refuse()

    def call_service(self, context: Any, **kwargs: Any) -> NoReturn:
        _refuse()


class ClosedScriptEngine(PythonScriptEngine):
    """Evaluates expressions and sets variables to their values. There is no way to do more."""

    def __init__(self, has_data_objects: bool = False) -> None:
        """`has_data_objects` says whether there are any to look for when an expression is read."""
        super().__init__(_ClosedEnvironment())
        self._has_data_objects = has_data_objects

    def variables(self, task: Any) -> Mapping[str, Any]:
        """What an expression of a task can read."""
        return variables_of(task) if self._has_data_objects else task.data

    def validate(self, expression: str) -> None:
        """Decision tables tell a value from half a comparison by whether this is a SyntaxError."""
        try:
            expressions.compiled(expression)
        except ExpressionError as error:
            raise SyntaxError(str(error)) from error

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> Any:
        return _evaluate(expression, self.variables(task), external_context)

    def execute(self, task: Task, script: str, external_context: Any = None) -> bool:
        for name, value in expressions.assignments(script):
            task.data[name] = _evaluate(value, self.variables(task), external_context)
        return True

    def call_service(self, task: Task, **kwargs: Any) -> NoReturn:
        _refuse()


def _refuse() -> NoReturn:
    raise EngineError("The diagram holds a script. Diagrams carry no code: remove it.")
