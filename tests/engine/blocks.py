"""Random drawings out of blocks, each with a token game of its own to compare the engine with.

A block knows how it is drawn and what its tokens do. It knows nothing of the engine: what it says is
what the standard says about sequence, choice, parallel and inclusive gateways, loops and
sub-processes.
"""

from __future__ import annotations

import random
from itertools import count, pairwise

from tests.drawings import both, bpmn, chain, either, end, flow, start, sub, user, xor
from tests.engine.corpus import NUMBER


class Work:
    """A user task."""

    def __init__(self, id):
        self.first = self.last = id

    def draw(self):
        return user(self.first)

    def begin(self):
        return Running(self.first)


class Running:
    """Tokens in a block. `act` completes a task and returns whether the block is done."""

    def __init__(self, task):
        self.task = task

    def waits_at(self):
        return [self.task]

    def act(self, task, outcome, n):
        return task == self.task


class Sequence:
    def __init__(self, *blocks):
        self.blocks = blocks
        self.first, self.last = blocks[0].first, blocks[-1].last

    def draw(self):
        between = (chain(a.last, b.first) for a, b in pairwise(self.blocks))
        return "".join((*(block.draw() for block in self.blocks), *between))

    def begin(self):
        return RunningSequence(self.blocks)


class RunningSequence:
    def __init__(self, blocks):
        self.rest = list(blocks[1:])
        self.now = blocks[0].begin()

    def waits_at(self):
        return self.now.waits_at()

    def act(self, task, outcome, n):
        if not self.now.act(task, outcome, n):
            return False
        if not self.rest:
            return True
        self.now = self.rest.pop(0).begin()
        return False


class Branches:
    """A task, a gateway behind it, branches, and the gateway where they meet: `kind` is choice,
    parallel or inclusive."""

    def __init__(self, kind, id, blocks):
        self.kind, self.id, self.blocks = kind, id, blocks
        self.first, self.last = f"{id}_task", f"{id}_join"

    def draw(self):
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
            parts += [block.draw(), chain(block.last, self.last)]
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
        self.block, self.open = block, None

    def waits_at(self):
        if self.open is None:
            return [self.block.first]
        return [task for branch in self.open for task in branch.waits_at()]

    def act(self, task, outcome, n):
        if self.open is None:
            if task == self.block.first:
                self.open = [b.begin() for b in self.block.chosen(outcome, n)]
            return False
        self.open = [branch for branch in self.open if not branch.act(task, outcome, n)]
        return not self.open


class Loop:
    """A body, and a task behind it that says whether to do it again."""

    def __init__(self, id, body):
        self.id, self.body = id, body
        self.first, self.last = f"{id}_again", f"{id}_on"

    def draw(self):
        id, choice = self.id, f"{self.id}_choice"
        parts = (
            xor(self.first), self.body.draw(), user(f"{id}_task"), xor(choice), xor(self.last),
            chain(self.first, self.body.first), chain(self.body.last, f"{id}_task", choice),
            flow(choice, self.first, "Again", id=f"{id}_more"),
            flow(choice, self.last, "On", id=f"{id}_leave"),
        )  # fmt: skip
        return "".join(parts)

    def begin(self):
        return RunningLoop(self)


class RunningLoop:
    def __init__(self, block):
        self.block, self.now = block, block.body.begin()

    def waits_at(self):
        return [f"{self.block.id}_task"] if self.now is None else self.now.waits_at()

    def act(self, task, outcome, n):
        if self.now is None:
            if outcome == f"{self.block.id}_more":
                self.now = self.block.body.begin()
                return False
            return task == f"{self.block.id}_task"
        if self.now.act(task, outcome, n):
            self.now = None
        return False


class Inside:
    """A sub-process."""

    def __init__(self, id, body):
        self.id, self.body = id, body
        self.first = self.last = id

    def draw(self):
        begin, over = f"{self.id}_s", f"{self.id}_e"
        way = chain(begin, self.body.first) + chain(self.body.last, over)
        return sub(self.id, start(begin), self.body.draw(), end(over), way)

    def begin(self):
        return self.body.begin()


def random_block(rng, depth, ids):
    """A block of random make, `depth` deep at most, whose elements have the next of the `ids`."""
    kind = rng.choice(("work", "sequence", "choice", "parallel", "inclusive", "loop", "inside"))
    id = next(ids)

    def inner():
        return random_block(rng, depth - 1, ids)

    if depth == 0 or kind == "work":
        return Work(id)
    if kind == "sequence":
        return Sequence(*(inner() for _ in range(rng.randint(2, 3))))
    if kind in ("loop", "inside"):
        return {"loop": Loop, "inside": Inside}[kind](id, inner())
    return Branches(kind, id, [inner() for _ in range(rng.randint(2, 3))])


def random_drawing(seed, depth=3):
    """The block, and the file that draws it."""
    rng, ids = random.Random(seed), (f"b{number}" for number in count())
    block = Sequence(random_block(rng, depth, ids), random_block(rng, depth, ids), Work("last"))
    way = chain("start", block.first) + chain(block.last, "end")
    return block, bpmn(start(), block.draw(), end(), way)
