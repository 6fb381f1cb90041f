"""Texts that are kept in English, such as findings, and shown in the language of who reads them.

`runner.language.retold` tells them by their pattern; here the patterns are read from the code for
the catalogs: a text of a module of `MODULES`, with `%(name)s` where it puts something in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests import library_texts
from tests.conftest import ROOT

MODULES = (
    "runner/cases/attachments.py", "runner/cases/hook_intake.py", "runner/cases/intake.py",
    "runner/cases/mail_intake.py", "runner/cases/mail_routing.py",
    "runner/delivery/incoming/machine_signs.py", "runner/delivery/incoming/mail_fetching.py",
    "runner/delivery/incoming/mail_reading.py", "runner/delivery/worker.py",
    "runner/deployment/migration_runs.py", "runner/deployment/publication_dates.py",
    "runner/deployment/completion.py", "runner/deployment/deployment.py",
    "runner/deployment/diagram_drafts.py", "runner/deployment/reviewing.py",
    "runner/deployment/staffing.py", "runner/deployment/team_check.py",
    "runner/deployment/logs/event_log.py",
    "runner/deployment/simulation_runs.py", "runner/deployment/trial_runs.py",
    "runner/deployment/background_runs.py", "runner/people/audit.py", "runner/people/accounts.py",
    "runner/people/second_factor.py", "runner/people/sessions.py", "runner/people/teams.py",
    "runner/engine/case_state.py", "runner/engine/token_migration.py", "runner/gate/trial/trial_report.py",
    "runner/operations/doctor.py", "runner/operations/files_check.py", "runner/operations/names_check.py",
    "runner/operations/retention_check.py", "runner/operations/scanner_check.py",
    "runner/store/file_folder.py",
    "runner/gate/check.py", "runner/gate/texts_check.py", "runner/gate/lint/*_rules.py",
    "runner/gate/soundness/*.py", "runner/gate/policies/checking.py", "runner/gate/policies/live_verdicts.py",
    "runner/gate/policies/policy.py", "runner/gate/policies/watching.py", "runner/gate/scenarios/playing.py",
    "runner/gate/scenarios/rehearsing.py", "runner/gate/scenarios/scenario.py", "runner/gate/scenarios/stage.py",
    "runner/bpmn/calendar.py", "runner/bpmn/drawn_texts.py", "runner/bpmn/elements.py", "runner/bpmn/expressions.py",
    "runner/bpmn/files.py", "runner/bpmn/forms.py", "runner/bpmn/process_choice.py", "runner/bpmn/reading.py",
    "runner/bpmn/timers.py", "runner/bpmn/xml.py", "runner/bpmn/xsd.py",
    "runner/engine/due_dates.py", "runner/model/strict_json.py",
    "runner/operations/settings_check.py", "runner/people/identities.py", "runner/people/password_resets.py",
    "runner/insight/simulation/desk_model.py", "runner/insight/simulation/simulation_report.py",
)  # fmt: skip
"""Files, or what their names look like."""

WORDS = {
    "runner/bpmn/known.py": ("text", "number", "list", "truth"),
    "runner/gate/lint/event_rules.py": ("message", "signal", "error", "escalation"),
    "runner/gate/lint/structure_rules.py": ("process",),
}
"""Single words that stand in texts: kinds of values and of events."""

_MARKED = {"_", "N_", "later", "ngettext", "pgettext", "setting", "lock", "run", "compile", "rule"}
_WORD = re.compile(r"(?<![\w%(.])[A-Za-z’]{2,}(?![\w)])")
_SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")


def patterns() -> Iterator[tuple[str, str]]:
    """Each file with a text of it."""
    for name in MODULES:
        assert list(ROOT.glob(name)), f"{name} is gone: name what its texts went to."
        for path in sorted(ROOT.glob(name)):
            for text in _texts(ast.parse(path.read_text())):
                if " " in text and len(_WORD.findall(text)) > 1 and not _SQL.match(text):
                    yield str(path.relative_to(ROOT)), text
    yield from ((name, word) for name, words in WORDS.items() for word in words)
    yield from (("tests/library_texts.py", text) for text in library_texts.ALL)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _is_other(ast.unparse(node.func)):
        return
    if isinstance(node, ast.JoinedStr):
        yield _pattern(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
                yield from _texts(child)


def _is_other(function: str) -> bool:
    """Marked texts are found otherwise; names of locks and lines of the log are for nobody."""
    return function.startswith("log.") or function.rsplit(".", maxsplit=1)[-1] in _MARKED


def _pattern(node: ast.JoinedStr) -> str:
    taken: dict[str, str] = {}
    text = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("%", "%%")
        elif isinstance(part, ast.FormattedValue):
            text += f"%({_free(_name(part.value), ast.dump(part.value), taken)})s"
    return text


def _free(name: str, what: str, taken: dict[str, str]) -> str:
    """A name that stands for nothing else in this text."""
    free, n = name, 2
    while taken.setdefault(free, what) != what:
        free, n = f"{name}{n}", n + 1
    return free


def _name(node: ast.AST) -> str:
    """What a translator reads in the place of a value."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.GeneratorExp() as inside]):
            return _name(inside.generators[0].iter)
        case ast.Call(args=[first, *_rest]) if not isinstance(first, ast.Constant):
            return _name(first)
        case ast.Call(func=func):
            return _name(func)
        case ast.Subscript(value=value) | ast.IfExp(body=value) | ast.BoolOp(values=[value, *_]):
            return _name(value)
    return "value"
