"""The filters and functions of all templates."""

from __future__ import annotations

import functools
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from pathlib import Path
from types import FunctionType
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from werkzeug.wrappers import Response

from runner.bpmn.timer_words import timer_words
from runner.insight.countdown import Countdown, countdown
from runner.language import _, ngettext, pgettext, retold, spoken
from runner.model import CASE_FIELDS, Case, Milestone, Person, size_in_words, to_number
from runner.people.permissions import may
from web.shared import (
    colours,
    diagrams,
    fields,
    humanize,
    printing,
)
from web.shared.auth import caselane, is_database_away, visitor
from web.shared.devices import device_name
from web.shared.locale_numbers import number, percent
from web.shared.markdown import linked, rich
from web.shared.numbers import LARGEST_REQUEST
from web.shared.reader import language_of_page, zone_of_page
from web.shared.script_texts import script_texts
from web.shared.status_words import called, word_called
from web.shared.template_texts import ConstantTexts

BESIDE = "beside."
"""What is changed beside a text travels with it, under names that begin so."""


EXPECTED = "expected."
"""What the person was shown of an action travels with it, under names that begin so."""


class _Context(Context):
    """Calls macros and plain functions at once. Jinja first looks at each for what it wants to be
    given, which is a tenth of a page that calls a thousand."""

    def call(self, called: Any, *args: Any, **kwargs: Any) -> Any:
        if type(called) is Macro:
            args = (self.eval_ctx, *args)
        elif type(called) is not FunctionType or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


def register(app: Flask) -> None:
    app.jinja_env.context_class = _Context
    _translate(app.jinja_env)
    app.jinja_env.filters.update(
        span=humanize.span,
        title_words=humanize.title,
        exact=_exact,
        to_the_second=_to_the_second,
        when=_when,
        ago=_ago,
        day=_day,
        iso_day=_iso_day,
        on_day=humanize.on_day,
        linked=linked,
        rich=rich,
        retold=retold,
        words_of=humanize.words_of,
        field_words=humanize.field_words,
        called=called,
        drawn_word=lambda name: humanize.title(word_called(name)),
        size=size_in_words,
        both=humanize.both,
        either=humanize.either,
    )
    app.jinja_env.globals.update(
        sentence=humanize.sentence, told_customer=humanize.told_customer,
        standing=humanize.standing, delivered=humanize.delivered,
        tone=humanize.tone, fields_of=fields.fields,
        zone_of_page=zone_of_page,
        countdown=_countdown, class_of=colours.class_of, visitor=visitor, unread=_unread,
        mails_waiting=_mails_waiting,
        once=functools.partial(secrets.token_urlsafe, 12), asset=functools.partial(_asset, app),
        csrf=_csrf, may=may, case_fields=CASE_FIELDS, has_own_cases=_has_own_cases,
        number_of=to_number, here=_here, label_of=diagrams.label,
        kind_of=diagrams.kind, timer_words=timer_words, number=number, share_of=percent,
        partial=partial, now=_now, texts=texts, device_name=device_name,
        draws_pictures=printing.available, script_texts=script_texts,
        largest_request=LARGEST_REQUEST,
    )  # fmt: skip
    app.add_url_rule("/statuses.css", "statuses", _status_colours)
    app.jinja_env.globals["statuses_css"] = _address_of_status_colours
    app.jinja_env.globals["url_for"] = _addresses(app)


def _translate(templates: Environment) -> None:
    """`_("Text")`, and `{% trans %}` where a sentence has elements inside. Decision 0319."""
    templates.add_extension("jinja2.ext.i18n")
    templates.add_extension(ConstantTexts)
    templates.policies["ext.i18n.trimmed"] = True  # a block of several lines is one line
    templates.globals.update(
        _=_, gettext=_, ngettext=ngettext, pgettext=pgettext, language=language_of_page
    )


def _addresses(app: Flask) -> Callable[..., str]:
    """`url_for`, which asks Flask once for each address: making one costs as much as the rest of
    its line in a list. Only short values are kept, lest a request fills the memory."""

    @functools.lru_cache(maxsize=4096, typed=True)
    def kept(prefix: str, endpoint: str, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    def address(endpoint: str, **values: Any) -> str:
        if all(isinstance(value, int) or _is_short(value) for value in values.values()):
            return kept(request.script_root, endpoint, **values)
        return app.url_for(endpoint, **values)

    return address


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) < 100


def _asset(app: Flask, name: str) -> str:
    """The address of a static file, which changes with the file, so that browsers may cache it.
    '' for a file that is not there: pages work without the bundle."""
    try:
        changed = os.stat(f"{app.static_folder}/{name}").st_mtime_ns
    except FileNotFoundError:
        return ""
    return app.jinja_env.globals["url_for"]("static", filename=name, v=format(changed, "x"))


def _status_colours() -> Response:
    return Response(status_colours(), mimetype="text/css")


def _address_of_status_colours() -> str:
    if is_database_away():
        return url_for("statuses")
    return url_for("statuses", v=colours.digest(caselane().cases.statuses()))


def partial() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def status_colours() -> str:
    """The style sheet of the colours of all statuses."""
    return colours.style_sheet(caselane().cases.statuses())


def styles_inline(names: Iterable[str]) -> str:
    """Style sheets as one text, for a page that is read far from here."""
    folder = Path(current_app.static_folder or "") / "css"
    return "\n".join((folder / f"{name}.css").read_text() for name in names)


def _csrf() -> Markup:
    """The hidden field of each form; one page has as many as cases that can be claimed."""
    if "csrf_field" not in g:
        field = Markup('<input type="hidden" name="csrf_token" value="{}">')
        g.csrf_field = field.format(generate_csrf())
    return g.csrf_field


def _here(**changes: str | None) -> str:
    """The address of this page with other arguments; None removes one."""
    found = request.args.to_dict(flat=False) | {k: [v] for k, v in changes.items() if v}
    for name in [name for name, value in changes.items() if value is None]:
        found.pop(name, None)
    return f"{request.path}?{urlencode(found, doseq=True)}"


def texts(kept: Iterable[tuple[str, str]], case: Case | None = None) -> list[tuple[str, str]]:
    """What somebody wrote, of the fields of a form that was not carried out: labels and texts. Of
    what was to be changed beside a text, what differs from the case."""
    found = []
    for name, value in kept:
        beside = name.removeprefix(BESIDE)
        if name in _NO_TEXTS or name.startswith(EXPECTED) or not value:
            continue
        if beside != name and _is_so(case, beside, value):
            continue
        title = humanize.title(beside.removeprefix("f.").partition(":")[0])
        found.append((_("Your text") if name == "text" else title, value))
    return found


def _is_so(case: Case | None, field: str, value: str) -> bool:
    return case is None or field not in _FIELDS or value == (getattr(case, field) or "")


_FIELDS = {"priority", *(item.name for item in CASE_FIELDS)}


_NO_TEXTS = frozenset({
    "revision", "seen", "as", "mode", "read", "form", "visibility", "heard", "back", "over", "next",
    "email", "password", "f.proposal", "response", "insert", "files",
    "when", "intake", "accept",
})  # fmt: skip


def _has_own_cases(person: Person) -> bool:
    return "customer" in person.roles


def _mails_waiting() -> int | None:
    """For who may decide about mails; None where none are taken in."""
    person = None if is_database_away() else visitor()
    return caselane().cases.mails.waiting(person) if person else None


# ------------------------------------------------------------------ words


def _now() -> datetime:
    return caselane().clock.now()


def _when(instant: datetime, zone: tzinfo | None = None) -> Markup:
    """A time in words, with the exact time on hover and for screen readers; in the zone of the
    calendar that it was counted in, which is named where it is not that of the page."""
    counted = zone or zone_of_page()
    text = humanize.when(instant, _now(), counted)
    there = instant.astimezone(counted)
    if there.utcoffset() != instant.astimezone(zone_of_page()).utcoffset():
        text = f"{text} {there:%Z}"
    return _time(instant, text)


def _ago(instant: datetime) -> Markup:
    return _time(instant, humanize.ago(instant, _now(), zone_of_page()))


def _day(instant: datetime) -> str:
    return humanize.day(instant, _now(), zone_of_page())


def _iso_day(instant: datetime) -> str:
    """As a field of HTML for a day takes it."""
    return f"{instant.astimezone(zone_of_page()):%Y-%m-%d}"


def _to_the_second(instant: datetime) -> str:
    """Of today: what goes out in a moment has no date."""
    return f"{instant.astimezone(zone_of_page()):%H:%M:%S}"


def _exact(instant: datetime) -> str:
    return humanize.exact(instant, zone_of_page())


def _time(instant: datetime, text: str) -> Markup:
    """A time in words; on paper the date (`data-paper`), which stays true."""
    return Markup(f"{_time_tag(instant, zone_of_page(), spoken().code)}{text}</time>")


@functools.lru_cache(maxsize=4096)
def _time_tag(instant: datetime, zone: tzinfo, language: str) -> str:
    return (
        f'<time datetime="{instant.isoformat(timespec="seconds")}"'
        f' title="{humanize.exact(instant, zone)}" data-paper="{humanize.date(instant, zone)}">'
    )


def _countdown(milestone: Milestone, version: int) -> Countdown:
    """In the calendars of the version that its case is on."""
    return countdown(milestone, caselane().versions.calendars(version), _now())


def _unread() -> int:
    person = None if is_database_away() else visitor()
    return caselane().notifications.unread(person) if person else 0
