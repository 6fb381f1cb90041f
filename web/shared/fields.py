"""Forms of the diagram as HTML fields, and what comes back from them.

A field travels under the name `f.NAME` where people write it in their own words, else
`f.NAME:TYPE`: HTML knows only texts. What is wrong with a value is for the form's own schema to
say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from runner.bpmn import forms
from runner.bpmn.forms import Schema
from web.shared.humanize import title

PREFIX = "f."
_LONG = 300
"""A text that may have more characters than this gets a box of several lines."""


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` is `area`, `choice`, `check`, or a type of HTML's input element."""

    name: str
    input: str
    label: str
    kind: str
    required: bool
    help: str = ""
    example: str = ""
    options: tuple[str, ...] = ()
    longest: int | None = None
    lowest: float | None = None
    highest: float | None = None
    visibility: str = ""
    default: Any = None


def fields(schema: Schema | None) -> tuple[Field, ...]:
    """The fields of a form as people fill them in, in their order."""
    if schema is None:
        return ()
    said, required = forms.conversation(schema), schema.get("required", ())
    return tuple(
        _field(name, spec, name in required, said.get(name, ""))
        for name, spec in forms.fields(schema).items()
    )


def _field(name: str, spec: Mapping[str, Any], required: bool, visibility: str) -> Field:
    kind = _type(spec)
    return Field(
        name=name,
        input=f"{PREFIX}{name}" + ("" if kind == "string" else f":{kind}"),
        label=spec.get("title") or title(name),
        kind=_kind(spec, kind),
        required=required,
        help=spec.get("description", ""),
        example=str(next(iter(spec.get("examples", ())), "")),
        options=tuple(map(str, spec.get("enum", ()))),
        longest=spec.get("maxLength"),
        lowest=spec.get("minimum"),
        highest=spec.get("maximum"),
        visibility=visibility,
        default=spec.get("default"),
    )


_INPUTS = {
    "date": "date", "time": "time", "date-time": "datetime-local", "email": "email", "uri": "url",
}  # fmt: skip
"""The input of HTML for a format."""


def _type(spec: Mapping[str, Any]) -> str:
    types = spec.get("type", "string")
    first = types if isinstance(types, str) else next(t for t in types if t != "null")
    if first != "string":
        return first
    return "choice" if spec.get("enum") else spec.get("format", first)


def _kind(spec: Mapping[str, Any], json_type: str) -> str:
    if spec.get("enum"):
        return "choice"
    if json_type == "boolean":
        return "check"
    if json_type in ("integer", "number"):
        return "number"
    if spec.get("format") in _INPUTS:
        return _INPUTS[spec["format"]]
    long = spec.get("maxLength", forms.LONGEST_TEXT) > _LONG or json_type == "array"
    return "area" if long else "text"


_NO_TEXTS = {"choice", "boolean", "integer", "number", *forms.DATED}


def is_text(name: str) -> bool:
    """Whether the field of this name in a request is written, and not chosen, dated or counted:
    those of `forms.texts`."""
    return name.startswith(PREFIX) and name.partition(":")[2] not in _NO_TEXTS


def text_field(schema: Schema | None) -> str | None:
    """The field of a form that is nothing but a message to the other side: its only required one,
    shown to both sides. None for any other form."""
    required = list((schema or {}).get("required", ()))
    said = forms.conversation(schema or {})
    alone = len(forms.fields(schema or {})) == 1 and len(required) == 1
    return required[0] if alone and said.get(required[0]) == forms.PUBLIC else None


def read(form: MultiDict[str, str]) -> dict[str, Any]:
    """The values of the fields in a request. A text that is no number stays a text, so that the
    schema can say so."""
    found = {}
    for key in form:
        if key.startswith(PREFIX):
            name, _, kind = key.removeprefix(PREFIX).partition(":")
            found[name] = _value(form.getlist(key), kind)
    return found


def _value(texts: Sequence[str], kind: str) -> Any:
    text = texts[-1].replace("\r\n", "\n")
    if kind == "boolean":
        # A browser sends nothing for a box without a tick: `false` comes along.
        return "true" in texts
    if kind == "array":
        return [line.strip() for line in "\n".join(texts).splitlines() if line.strip()]
    if kind in ("integer", "number") and text.strip():
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            return text
    return text
