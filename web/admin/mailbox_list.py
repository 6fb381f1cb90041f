"""The mailboxes of which mails are taken in: whether each can be read, and what came last."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.shared.auth import caselane, signed_in

pages = Blueprint("mailbox_list", __name__, url_prefix="/admin/mailboxes")


@pages.get("")
def show() -> str:
    mailboxes = caselane().mail_fetching.mailboxes(signed_in())
    return render_template("admin/mailboxes.html", mailboxes=mailboxes)


@pages.post("/test")
def test() -> Response:
    """Connects to one of them. What came of it is in the list."""
    caselane().mail_fetching.test(request.form.get("mailbox", ""), signed_in())
    return redirect(url_for("mailbox_list.show"), 303)
