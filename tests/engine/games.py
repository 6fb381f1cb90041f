"""Random drawings out of blocks, with the game to compare the engine with."""

from __future__ import annotations

import random
from itertools import count

from tests.drawings import bpmn, chain, end, start
from tests.engine.blocks import (
    Accompanied,
    Branches,
    First,
    Inside,
    Interrupted,
    Loop,
    Sequence,
    Sheet,
    Work,
)
from tests.engine.handlers import Handled
from tests.engine.scopes import CODES, THROWN, Catcher, Guarded, Raising, Shared

KINDS = ("work", "sequence", "choice", "parallel", "inclusive", "loop", "inside", "called", "at once",
         "in turn", "rounds", "first", "interrupted", "accompanied")  # fmt: skip


SHARING = ("shared", "shared", "shared")
HANDLING = ("raising", "guarded", "handled", "handled", "handled", "handled")
THROWING = ("raising", "guarded", "guarded", "guarded")


def random_block(rng, depth, ids, more=()):
    """A block of random make, `depth` deep at most, whose elements have the next of the `ids`. It
    is of one of the KINDS or `more`."""
    kind = rng.choice((*KINDS, *more))
    id = next(ids)

    def inner():
        return random_block(rng, depth - 1, ids, more)

    def some():
        return [inner() for _ in range(rng.randint(2, 3))]

    def inside():
        if "raising" in more and rng.random() < 0.5:
            return Inside(next(ids), Raising(next(ids), *threat()))
        how = rng.choice(("once", "once", "at once", "in turn"))
        return Inside(next(ids), inner(), how, 2 if how != "once" else 1, rng.random() < 0.3)

    def threat():
        return rng.choice(("error", "escalation")), rng.choice(CODES)

    def handler(id, kind, code):
        """What has caught something may throw it again."""
        again = "raising" in more and rng.random() < 0.5
        return Raising(id, kind, code or rng.choice(CODES)) if again else Work(id)

    def catchers():
        kinds = rng.sample([(k, c) for k in ("error", "escalation") for c in (None, *CODES)], 3)
        return [
            Catcher(
                kind,
                code,
                kind == "error" or rng.random() < 0.5,
                handler(f"{id}_h{number}", kind, code),
            )
            for number, (kind, code) in enumerate(kinds)
        ]

    if kind == "raising" or (depth == 0 and "raising" in more and rng.random() < 0.7):
        return Raising(id, *threat())
    if depth == 0 or kind == "work":
        return Work(id)
    return {
        "handled": lambda: Handled(id, inner(), catchers(), inner(), inner()),
        "shared": lambda: Shared(id),
        "guarded": lambda: Guarded(id, inside(), catchers()),
        "sequence": lambda: Sequence(*some()),
        "choice": lambda: Branches(kind, id, some()),
        "parallel": lambda: Branches(kind, id, some()),
        "inclusive": lambda: Branches(kind, id, some()),
        "loop": lambda: Loop(id, inner()),
        "inside": lambda: Inside(id, inner()),
        "called": lambda: Inside(id, inner(), calls=True),
        "at once": lambda: Inside(id, inner(), "at once", rng.randint(1, 3), rng.random() < 0.3),
        "in turn": lambda: Inside(id, inner(), "in turn", rng.randint(1, 3), rng.random() < 0.3),
        "rounds": lambda: Inside(id, inner(), "loop", rng.randint(1, 3), rng.random() < 0.3),
        "first": lambda: First(id, some()),
        "interrupted": lambda: Interrupted(id, inside(), Work(f"{id}_other")),
        "accompanied": lambda: Accompanied(id, inside(), Work(f"{id}_side")),
    }[kind]()


def random_drawing(seed, depth=3, more=()):
    """The block, and the file that draws it."""
    rng, ids = random.Random(seed), (f"b{number}" for number in count())
    block = Sequence(*(random_block(rng, depth, ids, more) for _ in range(2)), Work("last"))
    return block, draw(block)


def random_sharing_drawing(seed):
    """One in which tokens share data objects."""
    return random_drawing(seed, more=SHARING)


def random_handling_drawing(seed, depth=2):
    """One with event sub-processes, in which errors and escalations are thrown."""
    return random_throwing_drawing(seed, depth, HANDLING)


def random_throwing_drawing(seed, depth=3, more=THROWING):
    """One in which errors and escalations are thrown, with several events that could catch them."""
    rng, ids = random.Random(seed), (f"b{number}" for number in count())
    body = Sequence(*(random_block(rng, depth, ids, more) for _ in range(2)))
    any_error = Catcher("error", None, True, Work("mend"))
    block = Sequence(
        Loop("round", Guarded("top", Inside("whole", body), [any_error])), Work("last")
    )
    return block, draw(block)


def draw(block):
    """The file that draws a block, from start to end."""
    sheet = Sheet()
    way = chain("start", block.first) + chain(block.last, "end")
    parts = start(), block.draw(sheet), end(), way
    messages, extra = " ".join(sheet.messages), "".join((*sheet.processes, THROWN))
    return bpmn(*parts, messages=messages, extra=extra)
