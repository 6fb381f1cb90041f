"""Answering a request with JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from flask import Response

from runner.cases import CaseView
from runner.model import Page
from web.shared import representations


def answer(document: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status=status, content_type="application/json")


def answer_case(view: CaseView, status: int = 200, **more: Any) -> Response:
    response = answer({**representations.whole_case(view), **more}, status)
    response.headers["ETag"] = f'"{view.case.revision}"'
    return response


def answer_created(view: CaseView) -> Response:
    response = answer_case(view, status=201)
    response.headers["Location"] = f"/api/cases/{view.case.number}"
    return response


def answer_page(page: Page[Any], items: Iterable[Any]) -> Response:
    cursor = None if page.next_cursor is None else str(page.next_cursor)
    return answer({"items": list(items), "next_cursor": cursor})
