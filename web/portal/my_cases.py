"""The list of a customer's own cases."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from runner.cases import CaseQuery
from web.shared.auth import caselane, signed_in

pages = Blueprint("my_cases", __name__)

PAGE = 50


@pages.get("/my")
def show() -> str:
    query = CaseQuery(mine=True, order="updated")
    page = caselane().cases.list(signed_in(), query, request.args.get("cursor", ""), PAGE)
    return render_template("portal/my_cases.html", page=page)
