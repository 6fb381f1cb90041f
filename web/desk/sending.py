"""What is sent and can still be taken back, and what is not sent yet. Decision 0267."""

from __future__ import annotations

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runner.model import UnsentText
from web.desk.composer import NOTE, REPLY
from web.shared.auth import caselane, signed_in
from web.shared.fields import PREFIX, is_text
from web.shared.idempotency import once
from web.shared.numbers import LAST_ID
from web.shared.uploads import CHOSEN, ids_in

pages = Blueprint("sending", __name__, url_prefix="/cases/<number>")

HELD = f"/held/<int(max={LAST_ID}):hold>"


@pages.post(f"{HELD}/undo")
def undo(number: str, hold: int) -> Response:
    """Takes back what was sent. The text stands in the composer again."""
    person = signed_in()

    def take_back() -> str:
        caselane().cases.undo(person, number, hold)
        return url_for("case.show", number=number)

    return redirect(once(person, take_back), 303)


@pages.post(f"{HELD}/send")
def send_now(number: str, hold: int) -> Response:
    person = signed_in()

    def send() -> str:
        caselane().cases.send_now(person, number, hold)
        return url_for("case.show", number=number)

    return redirect(once(person, send), 303)


@pages.post("/unsent")
def keep(number: str) -> Response:
    """Keeps what was written so far. The page's script asks for no answer."""
    text = written(request.form)
    caselane().cases.keep_unsent(signed_in(), number, text.form, text.fields)
    if request.form.get("quietly"):
        return Response(status=204)
    return redirect(url_for("case.show", number=number), 303)


def written(form: MultiDict[str, str]) -> UnsentText:
    """What somebody wrote, of the fields of a form, with what they chose beside it; a choice alone
    is nothing to keep. Any text but a note comes back as a reply."""
    texts = {
        name: text
        for name, text in form.items()
        if (name == "text" or name.startswith(PREFIX)) and text and name != f"{PREFIX}proposal"
    }
    if not any(text.strip() for name, text in texts.items() if name == "text" or is_text(name)):
        return UnsentText(form.get("form", ""), {})
    if "text" in texts and (files := (*g.get(CHOSEN, ()), *ids_in(form))):
        texts[CHOSEN] = " ".join(map(str, dict.fromkeys(files)))
    mode = {"mode": NOTE if form.get("mode") == NOTE else REPLY} if "text" in texts else {}
    return UnsentText(form.get("form", ""), texts | mode)
