"""Random walks of cases that move, to an equal drawing and to one that somebody has redrawn."""

import random
from itertools import count

import pytest

from runner import bpmn as diagrams
from runner.engine import Process, codec
from runner.engine.mapping import ElementMapping
from runner.engine.token_migration import TokenMigration
from runner.errors import CannotMove, Stuck
from runner.gate.soundness import Undecided, find_wait_states
from tests.engine.blocks import (
    Accompanied,
    Branches,
    First,
    Inside,
    Interrupted,
    Loop,
    Sequence,
    Work,
)
from tests.engine.corpus import BEYOND_STOCK, DRAWINGS
from tests.engine.games import draw, random_drawing
from tests.engine.lockstep import Walker, walk
from tests.engine.stock import view


class Migrating(Walker):
    """A case that moves to and fro between two equal versions at every step, and its twin that does
    not."""

    def __init__(self, drawn, calendars, data, files=None, possible=lambda state: False):
        here, there = (
            Process(diagrams.read(text, files or {}), calendars, cache=0)
            for text in (drawn, drawn + b"<!-- another version -->")
        )
        super().__init__(here, calendars, data)
        self.twin = Walker(here, calendars, data)
        self.other = there
        self.mappings = [to.mapping_from(of, {}, possible)
                          for of, to in ((there, here), (here, there))]  # fmt: skip

    def take(self, kind, name, values):
        super().take(kind, name, values)
        self.twin.take(kind, name, values)

    def compare(self):
        if not self.step.completed:
            old, self.process, self.other = self.process, self.other, self.process
            self.mappings.reverse()
            self.step = self.process.migrate(
                self.step.state, old, self.mappings[0], self.now, self.calendar
            )
            [moved] = self.step.happened
            assert (moved.cause, moved.path, moved.effects) == ("migrated", (), ())
            assert moved.from_status == moved.to_status
        assert facts(self) == facts(self.twin)


def facts(case):
    """What people and the engine see of a case. Numbers that the engine gives out may differ."""
    step, tree = case.step, codec.load(case.step.state, case.process._empty)
    offers = [(offer.action, offer.audience, offer.element) for offer in step.offers]
    tasks = [task.element for task in step.tasks]
    inside = view(tree.all_tasks(), bool(tree.completed), tree.data)
    return step.status, tasks, offers, step.messages, step.timers, inside


@pytest.mark.parametrize("name", DRAWINGS | BEYOND_STOCK)
def test_moving_to_an_equal_drawing_makes_no_difference(name, calendars):
    drawn = (DRAWINGS | BEYOND_STOCK)[name]
    cases = [(Migrating(drawn, calendars, {}), random.Random(seed)) for seed in range(3)]
    assert sum(walk(case, rng, 12) for case, rng in cases) >= 3


def test_how_tokens_stand_is_known_to_the_token_game(calendars, monkeypatch):
    """As if all flows had changed: each wait state of a case is looked up among those of the game."""
    monkeypatch.setattr(ElementMapping, "is_unchanged", lambda self, container: False)
    monkeypatch.setattr(TokenMigration, "_check_single", lambda self, live: None)
    steps = 0
    for seed in range(20):
        _, drawn = random_drawing(seed)
        known = find_wait_states(diagrams.read(drawn))
        case = Migrating(drawn, calendars, {}, possible=known.__contains__)
        steps += walk(case, random.Random(seed), 20)
    assert steps > 200


def test_the_lifecycle_moved_at_every_step(default_diagram, default_files, calendars):
    data = {"priority": "P1", "blocker_stands": False}
    cases = [
        (Migrating(default_diagram.data, calendars, data, default_files), random.Random(seed))
        for seed in range(6)
    ]
    assert sum(walk(case, rng, 25) for case, rng in cases) > 60


def redrawn(block, rng, ids):
    """A block as somebody may change it: tasks more, in a row or in branches, another order, other
    gateways, a loop or a gateway less. What is still there keeps its id."""

    def again(inner):
        return redrawn(inner, rng, ids)

    def within(inner):
        return Inside(inner.id, again(inner.body), inner.how, inner.times, inner.calls)

    match block:
        case Work():
            new, around = Work(next(ids)), Inside(next(ids), Sequence(block))
            beside = Branches(rng.choice(MEETING), next(ids), [block, new])
            return rng.choice([Sequence(new, block), beside, around, *[block] * 5])
        case Sequence():
            blocks = [again(inner) for inner in block.blocks]
            return Sequence(*(rng.sample(blocks, len(blocks)) if rng.random() < 0.2 else blocks))
        case Branches():
            blocks = [again(inner) for inner in block.blocks]
            kind = rng.choice([*[block.kind] * 4, *MEETING])
            return Branches(kind, block.id, blocks) if rng.random() < 0.9 else Sequence(*blocks)
        case Loop():
            body = again(block.body)
            return Loop(block.id, body) if rng.random() < 0.9 else body
        case Inside() if rng.random() < 0.2:
            return again(block.body)
        case Inside():
            return within(block)
        case First():
            return First(block.id, [again(inner) for inner in block.blocks])
        case Interrupted():
            return Interrupted(block.id, within(block.inside), block.instead)
    return Accompanied(block.id, within(block.inside), block.beside)


MEETING = ("choice", "parallel", "inclusive")


def follow_redrawn(seeds, calendars, looked_up=True):
    """Moves cases in the middle of their lives to drawings that were redrawn, and follows them to
    their end. Returns how many ended, were refused, and got stuck on the way."""
    ended = refused = stuck = 0
    for seed in seeds:
        rng = random.Random(seed)
        block, drawn = random_drawing(seed)
        *parts, last = block.blocks
        ids = (f"n{number}" for number in count())
        new = diagrams.read(draw(Sequence(*(redrawn(p, rng, ids) for p in parts), last)))
        here = Process(diagrams.read(drawn), calendars, cache=0)
        there = Process(new, calendars, cache=0)
        known = _standings(new)
        mapping = there.mapping_from(here, {}, lambda s, k=known: s in k or not looked_up)
        for _ in range(3):
            case = Walker(here, calendars, {})
            go_on(case, rng, rng.randrange(14))
            if case.step.completed:
                continue
            try:
                case.step = there.migrate(case.step.state, here, mapping, case.now, case.calendar)
            except CannotMove:
                refused += 1
                continue
            case.process = there
            try:
                go_on(case, rng, 400)
                ended += case.step.completed
            except Stuck:
                stuck += 1
    return ended, refused, stuck


def _standings(diagram):
    try:
        return find_wait_states(diagram)
    except Undecided:
        return frozenset()


def go_on(case, rng, steps):
    for _ in range(steps):
        moves = case.moves(rng)
        if not moves:
            return
        kind, name = rng.choice(moves)
        case.take(kind, name, case.values(kind, name, rng))


def test_a_case_that_moves_to_a_redrawn_diagram_comes_to_its_end_there(calendars):
    ended, refused, stuck = follow_redrawn(range(30), calendars)
    assert stuck == 0
    assert ended > 35
    assert refused > 5


def test_walks_notice_when_standings_are_not_looked_up(calendars):
    assert follow_redrawn(range(30), calendars, looked_up=False)[2] > 0


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
def test_many_cases_move_to_redrawn_diagrams(part, calendars):
    ended, _, stuck = follow_redrawn(range(1000 + part * 100, 1100 + part * 100), calendars)
    assert stuck == 0
    assert ended > 150
