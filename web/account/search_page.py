"""Searching by words: cases of all customers for those who work here, their own for others."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from runner.errors import InvalidInput
from runner.language import _
from runner.model import Hit, Page
from web.shared.auth import caselane, signed_in

pages = Blueprint("search", __name__)

PAGE = 25


@pages.get("/search")
def show() -> str:
    person, text = signed_in(), request.args.get("q", "").strip()
    found: Page[Hit] = Page(())
    wrong = ""
    try:
        found = caselane().cases.search(person, text, request.args.get("cursor", ""), PAGE)
    except InvalidInput as error:
        said = error.errors.get("q")
        wrong = (
            _("What you search for %(said)s.", said=said[0])
            if said
            else _("That page of results is gone.")
        )
    return render_template("account/search.html", text=text, page=found, wrong=wrong)
