"""Random drawings out of blocks, each with a token game of its own to compare the engine with.

A block knows how it is drawn and what its tokens do. It knows nothing of the engine: what it says is
what the standard says about sequence, choice, parallel, inclusive and event-based gateways, loops,
sub-processes, called processes, repeated activities and events on borders.

What runs is told of tasks that are completed (`act`, which says whether the block is done) and of
messages (`hear`). A task that is open several times is completed where it has been open longest, and
who has waited longest for a message hears it first. `hearers` are those who wait for one: since when,
and what they do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise

from tests.drawings import (
    border,
    both,
    catch,
    chain,
    either,
    end,
    first_event,
    flow,
    message,
    node,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.parts import NUMBER, called, many, times

ages = count()


def hear(running, message):
    for _, heard in sorted(running.hearers(message), key=lambda hearer: hearer[0]):
        heard()


@dataclass
class Sheet:
    """What is written beside the process: names of messages, and processes that are called."""

    messages: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)


class Work:
    """A user task."""

    def __init__(self, id):
        self.first = self.last = id

    def draw(self, sheet):
        return user(self.first)

    def begin(self):
        return Waiting(self.first)


class Waiting:
    """A token at one task."""

    def __init__(self, task):
        self.task, self.age = task, next(ages)

    def waits(self):
        return [(self.task, self.age)]

    def act(self, task, outcome, n):
        return task == self.task

    def hearers(self, message):
        return []


class Sequence:
    def __init__(self, *blocks):
        self.blocks = blocks
        self.first, self.last = blocks[0].first, blocks[-1].last

    def draw(self, sheet):
        between = (chain(a.last, b.first) for a, b in pairwise(self.blocks))
        return "".join((*(block.draw(sheet) for block in self.blocks), *between))

    def begin(self):
        return RunningSequence(self.blocks)


class RunningSequence:
    def __init__(self, blocks):
        self.rest = list(blocks[1:])
        self.now = blocks[0].begin()

    def waits(self):
        return self.now.waits()

    def act(self, task, outcome, n):
        if not self.now.act(task, outcome, n):
            return False
        if not self.rest:
            return True
        self.now = self.rest.pop(0).begin()
        return False

    def hearers(self, message):
        return self.now.hearers(message)


class Several:
    """Tokens in several blocks at once. Done when all are."""

    def __init__(self, running):
        self.open = list(running)

    def waits(self):
        return [wait for running in self.open for wait in running.waits()]

    def act(self, task, outcome, n):
        running = self.oldest(task)
        if running is not None and running.act(task, outcome, n):
            self.open.remove(running)
        return not self.open

    def oldest(self, task):
        """The block in which the task has been open longest."""
        waiting = [(age, i) for i, r in enumerate(self.open) for t, age in r.waits() if t == task]
        return self.open[min(waiting)[1]] if waiting else None

    def hearers(self, message):
        return [hearer for running in self.open for hearer in running.hearers(message)]


class Branches:
    """A task, a gateway behind it, branches, and the gateway where they meet: `kind` is choice,
    parallel or inclusive."""

    def __init__(self, kind, id, blocks):
        self.kind, self.id, self.blocks = kind, id, blocks
        self.first, self.last = f"{id}_task", f"{id}_join"

    def draw(self, sheet):
        id, gate = self.id, f"{self.id}_split"
        last = f"{id}_{len(self.blocks) - 1}"
        drawn = {
            "choice": xor,
            "parallel": both,
            "inclusive": lambda i: either(i, **({"default": last} if i == gate else {})),
        }[self.kind]
        parts = [user(self.first, form=NUMBER), drawn(gate), drawn(self.last)]
        parts.append(chain(self.first, gate))
        for number, block in enumerate(self.blocks):
            name = f"Way {number}" if self.kind == "choice" else ""
            when = f"n > {number}" if self.kind == "inclusive" and f"{id}_{number}" != last else ""
            parts.append(flow(gate, block.first, name, when, id=f"{id}_{number}"))
            parts += [block.draw(sheet), chain(block.last, self.last)]
        return "".join(parts)

    def chosen(self, outcome, n):
        if self.kind == "parallel":
            return self.blocks
        if self.kind == "choice":
            return [self.blocks[int(outcome.rsplit("_", 1)[1])]]
        holding = [b for number, b in enumerate(self.blocks[:-1]) if n > number]
        return holding or [self.blocks[-1]]

    def begin(self):
        return RunningBranches(self)


class RunningBranches:
    def __init__(self, block):
        self.block, self.now, self.asked = block, Waiting(block.first), False

    def waits(self):
        return self.now.waits()

    def act(self, task, outcome, n):
        done = self.now.act(task, outcome, n)
        if self.asked or not done:
            return done
        self.asked, chosen = True, self.block.chosen(outcome, n)
        self.now = Several(block.begin() for block in chosen)
        return False

    def hearers(self, message):
        return self.now.hearers(message)


class Loop:
    """A body, and a task behind it that says whether to do it again."""

    def __init__(self, id, body):
        self.id, self.body = id, body
        self.first, self.last = f"{id}_again", f"{id}_on"

    def draw(self, sheet):
        id, choice = self.id, f"{self.id}_choice"
        parts = (
            xor(self.first), self.body.draw(sheet), user(f"{id}_task"), xor(choice), xor(self.last),
            chain(self.first, self.body.first), chain(self.body.last, f"{id}_task", choice),
            flow(choice, self.first, "Again", id=f"{id}_more"),
            flow(choice, self.last, "On", id=f"{id}_leave"),
        )  # fmt: skip
        return "".join(parts)

    def begin(self):
        return RunningLoop(self)


class RunningLoop:
    def __init__(self, block):
        self.block, self.now, self.asked = block, block.body.begin(), False

    def waits(self):
        return self.now.waits()

    def act(self, task, outcome, n):
        if not self.now.act(task, outcome, n):
            return False
        if self.asked and outcome == f"{self.block.id}_leave":
            return True
        self.asked = not self.asked
        self.now = Waiting(f"{self.block.id}_task") if self.asked else self.block.body.begin()
        return False

    def hearers(self, message):
        return self.now.hearers(message)


class First:
    """An event-based gateway: the message that comes first decides. Time never does, in a game."""

    def __init__(self, id, blocks):
        self.id, self.blocks = id, blocks
        self.first, self.last = id, f"{id}_met"
        self.ways = {f"{id}_m{number}": block for number, block in enumerate(blocks)}

    def draw(self, sheet):
        late = f"{self.id}_late"
        parts = [first_event(self.id), xor(self.last), catch(late, timer("P1D")),
                 chain(self.id, late, self.last)]  # fmt: skip
        for name, block in self.ways.items():
            sheet.messages.append(name)
            parts += [catch(f"{name}_in", message(name)), block.draw(sheet)]
            parts.append(chain(self.id, f"{name}_in", block.first) + chain(block.last, self.last))
        return "".join(parts)

    def begin(self):
        return RunningFirst(self)


class RunningFirst:
    def __init__(self, block):
        self.block, self.now, self.decided = block, Waiting(block.id), False

    def waits(self):
        return self.now.waits()

    def act(self, task, outcome, n):
        return self.decided and self.now.act(task, outcome, n)

    def hearers(self, message):
        if self.decided:
            return self.now.hearers(message)
        way = self.block.ways.get(message)
        return [(self.now.age, lambda: self.take(way))] if way else []

    def take(self, way):
        self.now, self.decided = way.begin(), True


class Inside:
    """A sub-process, or a process that is called, done so many times: `how` is once, at once, one
    after the other or as a loop."""

    def __init__(self, id, body, how="once", times=1, calls=False):
        self.id, self.body, self.how, self.times, self.calls = id, body, how, times, calls
        self.first = self.last = id

    def draw(self, sheet):
        begin, over = f"{self.id}_s", f"{self.id}_e"
        way = chain(begin, self.body.first) + chain(self.body.last, over)
        inner = start(begin) + self.body.draw(sheet) + end(over) + way
        loop = {
            "once": "",
            "at once": many(False, times(self.times)),
            "in turn": many(True, times(self.times)),
            "loop": f'<bpmn:standardLoopCharacteristics loopMaximum="{self.times}"/>',
        }[self.how]
        if not self.calls:
            return sub(self.id, loop, inner)
        sheet.processes.append(called(f"{self.id}_called", inner))
        return node("callActivity", self.id, loop, calledElement=f"{self.id}_called")

    def begin(self):
        if self.how == "at once":
            return Several(self.body.begin() for _ in range(self.times))
        return RunningSequence([self.body] * self.times)


class Interrupted:
    """A sub-process that a message, or time, ends; then something else is done."""

    def __init__(self, id, inside, instead):
        self.id, self.inside, self.instead = id, inside, instead
        self.first, self.last = inside.first, f"{id}_met"

    def draw(self, sheet):
        stop, late, first = f"{self.id}_stop", f"{self.id}_late", f"{self.id}_instead"
        sheet.messages.append(stop)
        return "".join((
            self.inside.draw(sheet), self.instead.draw(sheet), xor(self.last), xor(first),
            border(f"{stop}_in", self.inside.id, message(stop)), chain(f"{stop}_in", first),
            border(late, self.inside.id, timer("PT5H")), chain(late, first, self.instead.first),
            chain(self.inside.last, self.last), chain(self.instead.last, self.last),
        ))  # fmt: skip

    def begin(self):
        return RunningInterrupted(self)


class RunningInterrupted:
    def __init__(self, block):
        self.age = next(ages)
        self.block, self.now, self.over = block, block.inside.begin(), False

    def waits(self):
        return self.now.waits()

    def act(self, task, outcome, n):
        return self.now.act(task, outcome, n)

    def hearers(self, message):
        if not self.over and message == f"{self.block.id}_stop":
            return [(self.age, self.stop)]
        return self.now.hearers(message)

    def stop(self):
        self.now, self.over = self.block.instead.begin(), True


class Accompanied:
    """A sub-process within another. Each message starts something beside it, as does a cycle; the
    outer one is done when all is."""

    def __init__(self, id, inside, beside):
        self.id, self.inside, self.beside = id, inside, beside
        self.first = self.last = id

    def draw(self, sheet):
        id, note, hourly, on = (f"{self.id}{end}" for end in ("", "_note", "_hourly", "_beside"))
        sheet.messages.append(note)
        return sub(
            id, start(f"{id}_s"), end(f"{id}_e"), end(f"{id}_f"), xor(on),
            self.inside.draw(sheet), self.beside.draw(sheet),
            border(f"{note}_in", self.inside.id, message(note), False),
            border(hourly, self.inside.id, timer("R3/PT1H", "timeCycle"), False),
            chain(f"{id}_s", self.inside.first), chain(self.inside.last, f"{id}_e"),
            chain(f"{note}_in", on, self.beside.first), chain(hourly, on),
            chain(self.beside.last, f"{id}_f"),
        )  # fmt: skip

    def begin(self):
        return RunningAccompanied(self)


class RunningAccompanied(Several):
    def __init__(self, block):
        self.age = next(ages)
        self.block, self.main = block, block.inside.begin()
        super().__init__([self.main])

    def hearers(self, message):
        if self.main in self.open and message == f"{self.block.id}_note":
            return [(self.age, lambda: self.open.append(self.block.beside.begin()))]
        return super().hearers(message)
