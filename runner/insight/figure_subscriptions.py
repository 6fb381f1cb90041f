"""Reports by mail on a schedule, and alerts of figures that leave their band.

Decisions 0308 and 0309.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from runner.clock import Clock
from runner.delivery.channels import Links
from runner.delivery.jobs import FIGURES as FIGURE_JOBS
from runner.delivery.jobs import NOTIFY, Jobs
from runner.delivery.notifications import Notifications
from runner.errors import EngineError, Forbidden, InvalidInput, NotFound, Undeliverable
from runner.insight.alert_figures import (
    FIGURES,
    AlertFigures,
    FigureSample,
    alert_figure,
    is_figure,
)
from runner.insight.figure_views import may_delete, seen_view
from runner.insight.scope import FlowQuery
from runner.language import Languages, _, ngettext, speaking, zone_of
from runner.model import (
    MAIL,
    AlertState,
    AlertTerms,
    FigureSubscription,
    FigureView,
    NewJob,
    Notice,
    NoticeFile,
    Notification,
    Person,
    ReportTerms,
    Terms,
)
from runner.people.permissions import may, require
from runner.store import Database, Transaction, figure_subscription_rows, figure_view_rows, people

LOOK = timedelta(minutes=15)
"""Between two looks at the figure of an alert: each reads the facts of all cases of its view."""

MOST_SUBSCRIPTIONS = 10
"""Of a view."""

MOST_PEOPLE = 50
"""Who get one report or alert."""


class FigurePages(Protocol):
    """What the pages know: how a report looks, and what the arguments of a view mean. The floor
    above hands it in, since this one knows no pages."""

    def report(self, person: Person, view: FigureView) -> bytes:
        """A file of HTML, as that person would see it. Raises InvalidInput and NotFound for a view
        that cannot be shown any more."""
        ...

    def query(self, person: Person, view: FigureView) -> FlowQuery:
        """Raises InvalidInput."""
        ...


class FigureSubscriptions:
    """For those who may see the process. Whether they see the view is asked when one is set up,
    when it is due, and once more when its mail is made."""

    def __init__(
        self, db: Database, work: tuple[Jobs, Notifications], figures: AlertFigures,
        languages: Languages, clock: Clock,
    ):  # fmt: skip
        self._db = db
        self._jobs, self._notifications = work
        self._figures = figures
        self._languages = languages
        self._clock = clock
        self._pages: FigurePages | None = None

    def show_with(self, pages: FigurePages) -> None:
        """Has to be called before the worker of this node begins."""
        self._pages = pages

    # ------------------------------------------------------------------ setting up

    def of_view(
        self, person: Person, view_id: int
    ) -> tuple[FigureView, Sequence[FigureSubscription]]:
        """A view with its reports and alerts. Raises Forbidden, NotFound."""
        require(person, "see_process")
        with self._db.read() as tx:
            view = seen_view(tx, view_id, person)
            return view, figure_subscription_rows.of_view(tx, view.id)

    def add(self, person: Person, view_id: int, terms: Terms, emails: Iterable[str]) -> None:
        """Sets up a report or an alert for people, by their addresses. Raises Forbidden, NotFound;
        InvalidInput, naming everybody who cannot see the view."""
        require(person, "see_process")
        _check(terms)
        self._check_policy(person, view_id, terms)
        now = self._clock.now()
        due = terms.next_after(now) if isinstance(terms, ReportTerms) else now
        with self._db.write() as tx:
            view = seen_view(tx, view_id, person)
            if len(figure_subscription_rows.of_view(tx, view.id)) >= MOST_SUBSCRIPTIONS:
                raise InvalidInput({"view": [_too_many()]})
            told = tuple(_readers(tx, view, emails))
            one = FigureSubscription(0, view.id, person.id, terms, due, told)
            new = figure_subscription_rows.add(tx, one, now)
            self._enqueue(tx, new, due)

    def policies(self, person: Person, view: FigureView) -> Mapping[str, str]:
        """The sentences of the policies that an alert of a view can watch, by their names; none for
        a view that cannot be shown any more. Raises Forbidden."""
        try:
            return self._figures.policies(person, self._shown().query(person, view))
        except (InvalidInput, NotFound):
            return {}

    def _check_policy(self, person: Person, view_id: int, terms: Terms) -> None:
        """Raises InvalidInput for a policy that is not among those of the view."""
        if isinstance(terms, AlertTerms) and terms.figure not in FIGURES:
            view, _subscriptions = self.of_view(person, view_id)
            known = self.policies(person, view)
            if terms.figure.partition("/")[2] not in known:
                raise InvalidInput({"figure": [_no_policy(known)]})

    def delete(self, person: Person, view_id: int, subscription_id: int) -> None:
        """Raises NotFound; Forbidden, but for who set it up, owns the view, or may share figures
        with all."""
        require(person, "see_process")
        with self._db.write() as tx:
            view = seen_view(tx, view_id, person)
            one = figure_subscription_rows.by_id(tx, subscription_id)
            if one is None or one.view_id != view.id:
                raise NotFound(_("There is no such report or alert: it was deleted."))
            if not may_end(person, view, one):
                raise Forbidden(_("Only who set it up or owns the view may delete this."))
            self._jobs.cancel(tx, _key(one.id))
            figure_subscription_rows.remove(tx, one.id)

    # ------------------------------------------------------------------ what is due

    def go_on(self, subscription_id: int) -> None:
        """Does what is due now, tells of it and enqueues the next time, in one transaction: however
        late and however often it is called, one due instant is told of once."""
        with self._db.read() as tx:
            one = figure_subscription_rows.by_id(tx, subscription_id)
            view = one and figure_view_rows.by_id(tx, one.view_id)
        if one is None or view is None:
            return
        if isinstance(one.terms, ReportTerms):
            self._report(one, view, one.terms)
        else:
            self._look(one, view, one.terms)

    def _report(self, one: FigureSubscription, view: FigureView, terms: ReportTerms) -> None:
        with self._db.write() as tx:
            if not self._still_due(tx, one):
                return
            self._tell(tx, view, one.people, "report", lambda: _report_words(view))
            self._put_off(tx, one, terms.next_after(self._clock.now()))

    def _look(self, one: FigureSubscription, view: FigureView, terms: AlertTerms) -> None:
        sample = self._sample(one, view, terms)  # before the transaction: nobody waits for that
        state = judged(one.state, terms, sample)
        with self._db.write() as tx:
            if not self._still_due(tx, one):
                return
            if state.outside != one.state.outside:
                self._tell(tx, view, one.people, "figure", lambda: _alert_words(view, terms, state))
            figure_subscription_rows.set_state(tx, one.id, state)
            self._put_off(tx, one, self._clock.now() + LOOK)

    def _sample(self, one: FigureSubscription, view: FigureView, terms: AlertTerms) -> FigureSample:
        """As who set it up sees it."""
        with self._db.read() as tx:
            person = people.by_id(tx, one.owner_id)
        if person is None or not _may_read(person):
            return FigureSample(None, 0, refused=True)
        return self._figures.sample(person, self._shown().query(person, view), terms.figure)

    def _still_due(self, tx: Transaction, one: FigureSubscription) -> bool:
        """Another worker may have done it meanwhile."""
        tx.lock(_key(one.id))
        now = figure_subscription_rows.by_id(tx, one.id)
        return now is not None and now.next_at == one.next_at <= self._clock.now()

    def _put_off(self, tx: Transaction, one: FigureSubscription, until: datetime) -> None:
        figure_subscription_rows.put_off(tx, one.id, until)
        self._enqueue(tx, one.id, until)

    def _enqueue(self, tx: Transaction, subscription_id: int, due: datetime) -> None:
        payload = {"run": subscription_id, "about": "Reports and alerts of figures"}
        job = NewJob(FIGURE_JOBS, _key(subscription_id), due, None, payload, NOTIFY)
        self._jobs.enqueue(tx, job)

    def _tell(
        self, tx: Transaction, view: FigureView, told: Iterable[Person], topic: str,
        words: Callable[[], tuple[str, str]],
    ) -> None:  # fmt: skip
        """Those who may still see the view, in their languages."""
        by_language: dict[str, list[Person]] = {}
        for person in told:
            if _may_read(person) and figure_view_rows.seen(tx, view.id, person.id):
                by_language.setdefault(person.language, []).append(person)
        for code, readers in by_language.items():
            with speaking(self._languages.get(code)):
                what, body = words()
            notice = Notice(topic, what, body, self._clock.now(), figure_view_id=view.id)
            self._notifications.tell(tx, readers, notice)

    # ------------------------------------------------------------------ what goes out

    def prepare(self, note: Notification, way: str) -> Notification | None:
        """Puts the report into the mail that tells of it. None for who may not see the view any
        more. Raises Undeliverable for a view that cannot be shown any more."""
        if note.figure_view_id is None:
            return note
        with self._db.read() as tx:
            person = people.by_id(tx, note.person.id)
            view = person and figure_view_rows.seen(tx, note.figure_view_id, person.id)
        if person is None or view is None or not _may_read(person):
            return None
        if way != MAIL or note.topic != "report":
            return note
        try:
            data = self._shown().report(person, view)
        except (InvalidInput, NotFound) as error:
            raise Undeliverable(
                f"The report on the view '{view.name}' cannot be made: {error} Keep the view anew."
            ) from error
        return replace(note, files=(NoticeFile("process-report.html", "text/html", data),))

    def _shown(self) -> FigurePages:
        if self._pages is None:
            raise EngineError("This worker was started without pages: start it by caselane work.")
        return self._pages


def links_of(note: Notification, page: Callable[[str], str]) -> Links:
    """Of a notification about a view."""
    if note.figure_view_id is None:
        return []
    return [(_("Open the view"), page(f"/process/views/{note.figure_view_id}"))]


def may_end(person: Person, view: FigureView, one: FigureSubscription) -> bool:
    return person.id == one.owner_id or may_delete(person, view)


def judged(before: AlertState, terms: AlertTerms, sample: FigureSample) -> AlertState:
    """What a look makes of an alert. What says nothing changes nothing."""
    why = "refused" if sample.refused else "behind" if sample.behind else ""
    if why or sample.value is None:
        return replace(before, value=None, why=why or "few")
    return AlertState(not terms.holds(sample.value), sample.value)


def amount(value: float, unit: str) -> str:
    """In words: `62.5 %`, `3 cases`."""
    if unit in ("cases", "milestones"):
        count = round(value)
        if unit == "cases":
            return ngettext("%(n)s case", "%(n)s cases", count, n=count)
        return ngettext("%(n)s milestone", "%(n)s milestones", count, n=count)
    shown = f"{value:.1f}".removesuffix(".0")
    if unit == "percent":
        return _("%(n)s %%", n=shown)
    return _("%(n)s hours", n=shown)


def band(terms: AlertTerms) -> str:
    unit = alert_figure(terms.figure).unit
    low = None if terms.low is None else amount(terms.low, unit)
    high = None if terms.high is None else amount(terms.high, unit)
    if low and high:
        return _("from %(low)s to %(high)s", low=low, high=high)
    return _("at least %(low)s", low=low) if low else _("at most %(high)s", high=high)


def _report_words(view: FigureView) -> tuple[str, str]:
    what = _("Report: %(name)s", name=view.name)
    return what, _(
        "The figures of the view “%(name)s” of now. By mail they come along as a file, which any "
        "browser shows and prints without a network.",
        name=view.name,
    )


def _alert_words(view: FigureView, terms: AlertTerms, state: AlertState) -> tuple[str, str]:
    figure = alert_figure(terms.figure)
    names = {"name": view.name, "figure": str(_(figure.label))}
    said = {
        **names, "value": amount(state.value or 0, figure.unit), "band": band(terms),
    }  # fmt: skip
    body = _("%(figure)s, in the view “%(name)s”: %(value)s. Asked for: %(band)s.", **said)
    if state.outside:
        return _("Left its band: %(figure)s (%(name)s)", **names), body
    return _("Back in its band: %(figure)s (%(name)s)", **names), body


def _may_read(person: Person) -> bool:
    return person.active and may(person, "see_process")


def _readers(tx: Transaction, view: FigureView, emails: Iterable[str]) -> Sequence[Person]:
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    if not wanted or len(wanted) > MOST_PEOPLE:
        raise InvalidInput({"to": [_("has to be 1 to %(most)s addresses", most=MOST_PEOPLE)]})
    found: Mapping[str, Person] = {one.email: one for one in people.by_emails(tx, wanted)}
    blind = [email for email in wanted if not _sees(tx, view, found.get(email))]
    if blind:
        raise InvalidInput({"to": [_blind(blind)]})
    return [found[email] for email in wanted]


def _sees(tx: Transaction, view: FigureView, person: Person | None) -> bool:
    if person is None or not _may_read(person):
        return False
    return figure_view_rows.seen(tx, view.id, person.id) is not None


def _check(terms: Terms) -> None:
    errors: dict[str, list[str]] = {}
    if isinstance(terms, AlertTerms):
        if not is_figure(terms.figure):
            errors["figure"] = [_("has to be one of %(known)s", known=", ".join(FIGURES))]
        if terms.low is None and terms.high is None:
            errors["low"] = [_("or the highest value has to be given")]
        elif terms.low is not None and terms.high is not None and terms.low > terms.high:
            errors["low"] = [_("has to be no more than the highest value")]
    else:
        if zone_of(terms.zone) is None:
            errors["zone"] = [_("has to be a time zone such as Europe/Berlin")]
        days = {"daily": range(1), "weekly": range(7), "monthly": range(1, 32)}.get(terms.rhythm)
        if days is None or terms.day not in days:
            errors["day"] = [_("has to be a day from 1 to 31")]
    if errors:
        raise InvalidInput(errors)


def _no_policy(known: Iterable[str]) -> str:
    return _("has to name one of these policies: %(known)s", known=", ".join(known) or "–")


def _blind(emails: Sequence[str]) -> str:
    return _(
        "names %(who)s, who cannot see this view: keep it for your team or for all, or leave them "
        "out",
        who=", ".join(emails),
    )


def _too_many() -> str:
    return _(
        "would have one report or alert too many: delete one of its %(most)s first",
        most=MOST_SUBSCRIPTIONS,
    )


def _key(subscription_id: int) -> str:
    return f"figures:{subscription_id}"
