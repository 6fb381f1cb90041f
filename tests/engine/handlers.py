"""Drawings with event sub-processes and links to walk, and the block of the token game for them."""

from __future__ import annotations

from tests.drawings import (
    border,
    both,
    bpmn,
    chain,
    end,
    flow,
    link,
    message,
    node,
    on_event,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.blocks import ages
from tests.engine.parts import (
    DECLARED,
    NUMBER,
    again_and_again,
    called,
    error,
    escalation,
    inside,
    many,
    signal,
    throw,
    times,
)
from tests.engine.scopes import Guarded, RunningGuarded, Thrown, thrown

TERMINATE = "<bpmn:terminateEventDefinition/>"

SCOPED = {
    "event sub-processes of a process": bpmn(
        start(), user("work", form=NUMBER), user("after"), end(), chain("start", "work", "after", "end"),
        on_event("stop", message("stop")), on_event("note", message("note"), interrupting=False),
        on_event("late", timer("PT9H")), on_event("nag", timer("R3/PT2H", "timeCycle"), interrupting=False),
        messages="stop note",
    ),
    "event sub-processes of a sub-process in a loop": again_and_again(
        sub("inner", start("s"), both("split"), user("a"), user("b"), end("e"), end("f"), chain("s", "split", "a", "e"),
            chain("split", "b", "f"), on_event("stop", message("stop")),
            on_event("note", message("note"), interrupting=False)),
        border("over", "inner", timer("PT9H")), user("mend"), xor("y"), chain("inner", "y"), chain("over", "mend", "y"),
        first="inner", last="y", messages="stop note",
    ),
    "event sub-processes for what is thrown": again_and_again(
        sub("inner", start("s"), user("a", form=NUMBER), xor("x", default="x_z"), throw("up", escalation()), xor("z"),
            user("b", form=NUMBER), xor("w", default="w_e"), end("e"), end("bad", error()), chain("s", "a", "x"),
            flow("x", "up", when="n > 1"), chain("up", "z"), flow("x", "z"), chain("z", "b", "w"), flow("w", "bad", when="n > 1"),
            flow("w", "e"), on_event("mend", error()), on_event("seen", escalation(), interrupting=False)),
        border("outer", "inner", error()), user("no"), xor("y"), chain("inner", "y"), chain("outer", "no", "y"),
        first="inner", last="y", extra=DECLARED,
    ),
    "event sub-process of several instances": again_and_again(
        node("subProcess", "each", "".join(inside("in", on_event("stop", message("stop")))) + many(False, times(2))),
        first="each", messages="stop",
    ),
    "event sub-process of a called process": again_and_again(
        node("callActivity", "call", calledElement="q"), first="call", messages="stop",
        extra=called("q", *inside("q", on_event("stop", message("stop")), on_event("late", timer("PT2H"), interrupting=False))),
    ),
    "event sub-process in an event sub-process": bpmn(
        start(), user("work"), end(), chain("start", "work", "end"),
        on_event("outer", message("stop"), *(user("mend"), end("o"), chain("outer_s", "mend", "o"),
                 on_event("inner", message("note"), interrupting=False))),
        messages="stop note",
    ),
    "event sub-process and a signal": bpmn(
        start(), both("split"), user("a"), throw("call", signal()), user("b"), both("join"), end(),
        chain("start", "split", "a", "call", "join", "end"), chain("split", "b", "join"),
        on_event("heard", signal(), interrupting=False), extra=DECLARED,
    ),
    "terminate beside an event sub-process": again_and_again(
        sub("inner", start("s"), both("split"), user("a"), user("b"), end("all", TERMINATE), end("e"),
            chain("s", "split", "a", "all"), chain("split", "b", "e"),
            on_event("note", message("note"), interrupting=False)),
        first="inner", messages="note",
    ),
    "links": again_and_again(
        user("a"), xor("x"), throw("to_b", link("On")), throw("to_b_too", link("On")), user("c"),
        node("intermediateCatchEvent", "b", link("On")), user("d"), chain("a", "x"), flow("x", "to_b", "B", id="go_b"),
        flow("x", "c", "C", id="go_c"), chain("c", "to_b_too"), chain("b", "d"), first="a", last="d",
    ),
}  # fmt: skip


class Handled(Guarded):
    """A sub-process with event sub-processes: for what is thrown in it, for a message that ends all
    else (`<id>_stop`), and for one that does not (`<id>_note`). It is done when all in it is."""

    def __init__(self, id, inside, catchers, instead, beside):
        super().__init__(id, inside, catchers)
        self.instead, self.beside = instead, beside

    def draw(self, sheet):
        parts = [start(f"{self.id}_s"), end(f"{self.id}_e"), self.inside.draw(sheet)]
        parts.append(
            chain(f"{self.id}_s", self.inside.first) + chain(self.inside.last, f"{self.id}_e")
        )
        for number, catcher in enumerate(self.catchers):
            event = thrown(catcher.kind, catcher.code)
            parts.append(
                self._handler(f"c{number}", event, catcher.handler, catcher.interrupting, sheet)
            )
        for name, block, interrupting in (
            ("stop", self.instead, True),
            ("note", self.beside, False),
        ):
            sheet.messages.append(f"{self.id}_{name}")
            parts.append(
                self._handler(name, message(f"{self.id}_{name}"), block, interrupting, sheet)
            )
        return sub(self.id, *parts)

    def _handler(self, name, event, block, interrupting, sheet):
        id = f"{self.id}_on_{name}"
        way = chain(f"{id}_s", block.first) + chain(block.last, f"{id}_e")
        return on_event(
            id, event, block.draw(sheet), end(f"{id}_e"), way, interrupting=interrupting
        )

    def begin(self):
        return RunningHandled(self)


class RunningHandled(RunningGuarded):
    """Its event sub-processes can start until all is done, or one of them has interrupted."""

    interrupted = False

    def __init__(self, block):
        self.age = next(ages)
        super().__init__(block)
        self.caught = {}

    def act(self, task, outcome, n):
        running = self.oldest(task)
        try:
            return super(RunningGuarded, self).act(task, outcome, n)
        except Thrown as thrown:
            catcher = self.block.catcher_of(thrown, self.caught.get(running))
            if running is None or self.interrupted or catcher is None:
                raise
            self.start(catcher.handler, catcher.interrupting)
            self.caught[self.open[-1]] = catcher
            return False

    def hearers(self, message):
        started = {
            f"{self.block.id}_stop": (self.block.instead, True),
            f"{self.block.id}_note": (self.block.beside, False),
        }.get(message)
        if started and self.open and not self.interrupted:
            return [(self.age, lambda: self.start(*started))]
        return super().hearers(message)

    def start(self, block, interrupting):
        self.interrupted = interrupting
        self.open = [block.begin()] if interrupting else [*self.open, block.begin()]
