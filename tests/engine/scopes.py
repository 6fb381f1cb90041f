"""Blocks whose tokens share data, or throw errors and escalations that several borders could catch."""

from __future__ import annotations

from dataclasses import dataclass

from tests.drawings import border, both, chain, end, flow, node, start, sub, user, xor
from tests.engine.blocks import Several, Waiting, Work, ages


class Shared:
    """A sub-process with a data object. One branch gives it a value, another one decides on it."""

    def __init__(self, id):
        self.id = self.first = self.last = id

    def draw(self, sheet):
        id, (n, ref, s, split, give, then, look, x, yes, no, m, join, e) = self.id, self.names()
        form = {"type": "object", "properties": {n: {"type": "integer"}}}
        out = f'<bpmn:dataOutputAssociation id="{id}_out"><bpmn:targetRef>{ref}</bpmn:targetRef></bpmn:dataOutputAssociation>'
        return sub(
            id, f'<bpmn:dataObject id="{n}"/><bpmn:dataObjectReference id="{ref}" dataObjectRef="{n}"/>',
            start(s), both(split), user(give, out, form=form), user(then), user(look), xor(x, default=f"{x}_{no}"),
            user(yes), user(no), xor(m), both(join), end(e), chain(s, split, give, then, join, e), chain(split, look, x),
            flow(x, yes, when=f"{n} > 1"), flow(x, no), chain(yes, m, join), chain(no, m),
        )  # fmt: skip

    def names(self):
        ends = ("n", "r", "s", "split", "give", "then", "look", "x", "yes", "no", "m", "join", "e")
        return [f"{self.id}_{end}" for end in ends]

    def begin(self):
        return RunningShared(self.id)


class RunningShared(Several):
    def __init__(self, id):
        self.id, self.value = id, 0
        super().__init__([Waiting(f"{id}_give"), Waiting(f"{id}_look")])

    def act(self, task, outcome, n):
        next_tasks = {"give": "then", "look": "yes" if self.value > 1 else "no"}
        step = task.removeprefix(f"{self.id}_")
        self.value = n if step == "give" else self.value
        if step in next_tasks:
            self.open.append(Waiting(f"{self.id}_{next_tasks[step]}"))
        return super().act(task, outcome, n)


@dataclass
class Thrown(Exception):
    """An error or an escalation on its way up to what catches it. The token that threw an
    escalation stands at its next task already: it goes on if it may."""

    kind: str
    code: str


class Raising:
    """A task, and a choice behind it: to go on, or to throw an error, which ends the token, or an
    escalation, after which there is another task."""

    def __init__(self, id, kind, code):
        self.id, self.kind, self.code = id, kind, code
        self.first, self.last = f"{id}_task", f"{id}_met"

    def draw(self, sheet):
        id, gate, up = self.id, f"{self.id}_choice", f"{self.id}_up"
        parts = [user(self.first), xor(gate), xor(self.last), chain(self.first, gate),
                 flow(gate, self.last, "On", id=f"{id}_on"), flow(gate, up, "Up", id=f"{id}_raise")]  # fmt: skip
        if self.kind == "error":
            return "".join((*parts, end(up, thrown("error", self.code))))
        event = node("intermediateThrowEvent", up, thrown("escalation", self.code))
        return "".join((*parts, event, user(f"{id}_then"), chain(up, f"{id}_then", self.last)))

    def begin(self):
        return RunningRaising(self)


class RunningRaising(Waiting):
    def __init__(self, block):
        super().__init__(block.first)
        self.block = block

    def act(self, task, outcome, n):
        if outcome != f"{self.block.id}_raise":
            return super().act(task, outcome, n)
        self.task, self.age = f"{self.block.id}_then", next(ages)
        raise Thrown(self.block.kind, self.block.code)


@dataclass
class Catcher:
    """An event on a border: for a code, or for any, where `code` is None."""

    kind: str
    code: str | None
    interrupting: bool
    handler: Work

    def catches(self, thrown):
        return self.kind == thrown.kind and self.code in (None, thrown.code)


class Guarded:
    """A sub-process in another one, with events on its border that catch what is thrown in it. The
    outer one is done when the inner one, and all that has been caught, is."""

    def __init__(self, id, inside, catchers):
        self.id, self.inside, self.catchers = id, inside, catchers
        self.first = self.last = id

    def draw(self, sheet):
        parts = [start(f"{self.id}_s"), end(f"{self.id}_e"), self.inside.draw(sheet)]
        parts += [chain(f"{self.id}_s", self.inside.first), chain(self.inside.last, f"{self.id}_e")]
        for number, catcher in enumerate(self.catchers):
            event, over = f"{self.id}_c{number}", f"{self.id}_e{number}"
            caught = thrown(catcher.kind, catcher.code)
            parts += [border(event, self.inside.id, caught, catcher.interrupting), end(over)]
            parts += [catcher.handler.draw(sheet), chain(event, catcher.handler.first)]
            parts.append(chain(catcher.handler.last, over))
        return sub(self.id, *parts)

    def begin(self):
        return RunningGuarded(self)

    def catcher_of(self, thrown, but=None):
        """One that names the code is before one that takes any."""
        found = [c for c in self.catchers if c is not but and c.catches(thrown)]
        return min(found, key=lambda catcher: catcher.code is None, default=None)


class RunningGuarded(Several):
    def __init__(self, block):
        self.block, self.main = block, block.inside.begin()
        super().__init__([self.main])

    def act(self, task, outcome, n):
        running = self.oldest(task)
        try:
            return super().act(task, outcome, n)
        except Thrown as thrown:
            catcher = self.block.catcher_of(thrown) if running is self.main else None
            if catcher is None:
                raise
            if catcher.interrupting:
                self.open.remove(self.main)
            self.open.append(catcher.handler.begin())
            return False


def thrown(kind, code):
    reference = f' {kind}Ref="{kind}_{code}"' if code else ""
    return f"<bpmn:{kind}EventDefinition{reference}/>"


CODES = ("A", "B")
THROWN = "".join(
    f'<bpmn:{kind} id="{kind}_{code}" name="{kind} {code}" {kind}Code="{code}"/>'
    for kind in ("error", "escalation")
    for code in CODES
)
