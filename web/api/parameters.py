"""Query parameters: those that the OpenAPI document names, as it describes them, and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import request

from runner.bpmn import forms
from runner.errors import InvalidInput
from web.api import openapi
from web.api.schemas import Json

_CONVERTER = re.compile(r"<(?:[^<>]*:)?(\w+)>")
"""A variable part of a rule of Flask: `<number>`, `<int(max=9):version>`."""


def check_parameters() -> None:
    """Raises InvalidInput for a parameter that the operation does not have: a filter that was
    misspelt would not narrow anything, and a list would look complete."""
    if request.url_rule is None or not request.args:
        return
    known = _parameters(request.method, request.url_rule.rule)
    said = (
        f"is no parameter here; there are {', '.join(known)}" if known else "is no parameter here"
    )
    if unknown := [name[:60] for name in request.args if name not in known]:
        raise InvalidInput({name: [said] for name in unknown})
    texts = {name: schema for name, schema in known.items() if schema["type"] == "string"}
    given = {name: text for name, text in request.args.items() if name in texts}
    forms.check({"type": "object", "properties": texts}, given)


def _parameters(method: str, rule: str) -> Mapping[str, Json]:
    operations = openapi.PATHS.get(_CONVERTER.sub(r"{\1}", rule), {})
    operation = operations.get("get" if method == "HEAD" else method.lower(), {})
    parameters = operation.get("parameters", ())
    return {one["name"]: one["schema"] for one in parameters if one["in"] == "query"}
