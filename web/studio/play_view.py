"""What the page of a play shows: what happened, where the case is, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from runner.bpmn import Diagram, consequence, render
from runner.bpmn.render import Overlays, TokenOverlay, VisitOverlay
from runner.cases import CUSTOMER_REPLY, ActionView, offered_actions
from runner.delivery.notifications import fill
from runner.deployment.letters import Letter, action_of, letters_of
from runner.gate.scenarios import Play, Scenario, Turn
from runner.language import N_, _, told_time
from runner.model import DEFAULT_PRIORITY
from web.shared import diagrams, fields, humanize
from web.shared.fields import Field
from web.shared.status_words import word_called
from web.studio.play_address import packed


@dataclass(frozen=True, slots=True)
class PlayLine:
    """A step in the list of what happened. `further` are the timers that fired in it, `address` is
    the play as it was after it."""

    number: int
    at: datetime
    said: str
    filled_in: tuple[tuple[str, str], ...]
    further: tuple[str, ...]
    letters: tuple[Letter, ...]
    status: str
    address: str


@dataclass(frozen=True, slots=True)
class TimerAhead:
    """A timer that waits: what it is called, what follows, and the instant to go to."""

    label: str
    then: str
    at: datetime
    fires_at: str


def when(play: Play, instant: datetime) -> str:
    """An instant as somebody says it who lives in the play."""
    return humanize.when(instant, play.now, play.process.calendars.default.zone)


def priority(play: Play) -> str:
    """The one that was given last."""
    given = [step.values["priority"] for step in play.steps if "priority" in step.values]
    return str((given or [DEFAULT_PRIORITY])[-1])


def lines(play: Play, address: Callable[[str], str]) -> Iterator[PlayLine]:
    before = None
    for number, turn in enumerate(play.turns):
        further = [one for one in turn.happened if one.cause == "timer"]
        status = turn.then.status or ""
        steps = play.steps[: number + 1]
        yield PlayLine(
            number,
            turn.at,
            _said(play, turn),
            tuple((humanize.title(name), str(value)) for name, value in turn.step.values.items()),
            tuple(diagrams.label(play.process.diagram, one.element) for one in further),
            tuple(
                replace(one, to=_told(one.to))
                for one in letters_of(play.process, turn, _facts(play, number))
            ),
            status if status != before else "",
            address(packed(Scenario("", "", steps, play.turns[0].at))),
        )
        before = status


def _said(play: Play, turn: Turn) -> str:
    """What was done, as a sentence."""
    step = turn.step
    match step.kind:
        case "submit":
            return _("The customer submitted the case.")
        case "action":
            action = action_of(play.process, turn)
            label = action.label if action else step.what
            return _(
                "%(what)s chose “%(label)s”.",
                what=_who(action.audience) if action else _("Somebody"),
                label=label,
            )
        case "event":
            return _message_said(step.what)
        case "change":
            return _("The priority changed.")
        case _:
            return _("The clock went on to %(play)s.", play=when(play, turn.at))


def _who(audience: str) -> str:
    """What the drawing gives to nobody is for support."""
    return word_called(humanize.title(audience)) if audience else _("Support")


_TOLD = {"customer": N_("customer"), "owner": N_("owner"), "lead": N_("lead")}


def _told(to: str) -> str:
    """Roles as the drawing names them, with commas between, in the language of the page."""
    roles = (one.strip() for one in to.split(","))
    return ", ".join(str(_TOLD.get(role.lower(), role)) for role in roles)


def _message_said(name: str) -> str:
    return (
        _("The customer wrote.")
        if name == CUSTOMER_REPLY
        else _("“%(name)s” arrived.", name=humanize.title(name))
    )


def _facts(play: Play, number: int) -> dict[str, str]:
    """What the texts of the drawing may name after a step, of a case that nobody has."""
    turns, elements = play.turns[: number + 1], play.process.diagram.elements
    zone = play.process.calendars.default.zone
    due = {
        f"{name}_due": told_time(at, zone)
        for turn in turns
        for element, at in turn.then.due.items()
        if (name := elements[element].properties.get("milestone"))
    }
    return {
        "number": "C-1",
        "subject": _("A case of the play"),
        "customer": _("Customer"),
        "owner": _("Owner"),
        "priority": priority(play),
        **due,
    }


def picture(play: Play) -> Markup:
    """The tokens, the way that they came, and the ways on."""
    state = play.state
    assert state is not None
    path = (
        VisitOverlay(element, when(play, one.at)) for one in play.happened for element in one.path
    )
    ways_on = {offer.action for offer in state.offers} | {timer.element for timer in state.timers}
    overlays = Overlays(
        tuple(TokenOverlay(task.element) for task in state.tasks), tuple(path), tuple(ways_on)
    )
    return Markup(render.draw(play.process.diagram, overlays))


def reads(play: Play) -> list[str]:
    """What the drawing says to the customer of where the case waits."""
    assert play.state is not None
    elements = play.process.diagram.elements
    texts = (elements[task.element].documentation for task in play.state.tasks)
    facts = _facts(play, len(play.turns))
    return [fill(text, facts) for text in texts if text]


def ahead(play: Play) -> list[TimerAhead]:
    assert play.state is not None
    diagram = play.process.diagram
    return [
        TimerAhead(
            diagrams.label(diagram, timer.element),
            then.name if then else "",
            timer.at,
            timer.fires_at.isoformat(),
        )
        for timer in sorted(play.state.timers, key=lambda timer: timer.fires_at)
        for then in (consequence(diagram, timer.element),)
    ]


def by_audience(play: Play) -> list[tuple[str, list[tuple[ActionView, tuple[Field, ...]]]]]:
    """What may be done, by whom."""
    assert play.state is not None
    views = offered_actions(play.process, play.state.offers)
    by_name = groupby(sorted(views, key=_name_of), key=_name_of)
    return [(name, [(view, _easy(view)) for view in several]) for name, several in by_name]


def _name_of(view: ActionView) -> str:
    return _who(view.audience)


def _easy(view: ActionView) -> tuple[Field, ...]:
    """The fields of an action. Texts may be left out: something stands in for them."""
    asked = (field for field in fields.fields(view.form) if field.name != "proposal")
    return tuple(
        replace(field, required=field.required and field.kind == "choice") for field in asked
    )


def messages(play: Play) -> list[tuple[str, str, tuple[Field, ...]]]:
    """The messages that something waits for, which no action stands for: name, label, fields."""
    assert play.state is not None
    acted = {one.message for one in play.process.compiled.actions if one.message}
    heard = dict.fromkeys(name for name in play.state.messages if name not in acted)
    return [(name, _label_of(name), _asked(play.process.diagram, name)) for name in heard]


def _label_of(name: str) -> str:
    return (
        _("The customer writes")
        if name == CUSTOMER_REPLY
        else _("“%(name)s” arrives", name=humanize.title(name))
    )


def _asked(diagram: Diagram, message: str) -> tuple[Field, ...]:
    catching = (one for one in diagram.lowered.elements.values() if one.message == message)
    form = next((one.forms[""] for one in catching if "" in one.forms), None)
    return fields.fields(form)
