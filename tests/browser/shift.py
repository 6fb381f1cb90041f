"""A shift of a support desk in real browsers: people who work in ways of their own, and beside each case
a model that says where the rules put it. Decision 0241.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import deque
from datetime import timedelta
from pathlib import Path

import waitress
from playwright.sync_api import Page

from runner.model import Person
from tests.browser.hands import AGENTS, CUSTOMERS, Agent
from tests.browser.site import session_of
from tests.conftest import WORKFLOWS
from tests.desk import Desk
from tests.flasks import create_app
from tests.lifecycle_model import CLOSED, MIDNIGHT, MOVES, NEW, STATUS, WEEKS, Model
from tests.lives import CHAINS, LIVES, OF_CUSTOMERS, PAUSES, Life, foreign
from tests.patience import PATIENCE


class Shift:
    """Opened with `agents` and one case for each of `customers`."""

    def __init__(self, folder: Path, browser, agents: int, customers: int, longest: int):
        """A life has no more than the `longest` first wishes."""
        self.browser, self.random, self.turn, self.longest = browser, random.Random(1), 0, longest
        workflows = folder / "workflows"
        shutil.copytree(WORKFLOWS, workflows)
        (workflows / "calendars.toml").write_text(WEEKS)
        start = MIDNIGHT + timedelta(hours=9)
        self.desk = Desk(folder / "data", start=start, workflows=workflows)
        self.app, self.clock = self.desk.app, self.desk.clock
        self.flask = create_app(self.app)
        self._server = waitress.create_server(self.flask, host="127.0.0.1", port=0, threads=8)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self.contexts = []
        self.agents = [self._agent(i) for i in range(agents)]
        self.lives = [self._life(i) for i in range(customers)]
        self.steps = 0

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self._server.close()
        self._thread.join(timeout=5)
        self.app.close()

    # ------------------------------------------------------------------ the people

    def _agent(self, index: int) -> Agent:
        kind = AGENTS[index] if index < len(AGENTS) else AGENTS[0]
        person = self.app.accounts.add(f"agent{index}@example.com", f"Agent {index}", ["agent"])
        context = self.window(kind, person)
        self.contexts.append(context)
        return kind(context.new_page(), person)

    def _life(self, index: int) -> Life:
        kind = CUSTOMERS[index % len(CUSTOMERS)]
        email = f"customer{index}@example.com"
        person = self.app.accounts.add(email, f"Customer {index}", ["customer"])
        return Life(index, kind(person, self), deque(LIVES[index % len(LIVES)][: self.longest]))

    def window(self, kind, person: Person | None):
        """A window of a browser in which somebody has signed in, or nobody."""
        context = self.browser.new_context(
            base_url=self.url, reduced_motion="reduce", **kind.browser
        )
        context.set_default_timeout(PATIENCE * 1000)
        if person:
            context.add_cookies([session_of(person, self)])
        return context

    def next_agent(self, wish: str) -> Agent:
        """Each in turn, but for what somebody's way to work does not reach."""
        able = [agent for agent in self.agents if wish not in agent.leaves]
        self.turn += 1
        return able[self.turn % len(able)]

    # ------------------------------------------------------------------ the work

    def work(self, keep_open: int = 0) -> None:
        """Until nobody wants anything more; every `keep_open`-th case stays where it is on the way."""
        for life in self.lives:
            if keep_open and life.index % keep_open == 0:
                wanted = self.random.randrange(len(life.wishes))
                life.wishes = deque(list(life.wishes)[:wanted])
        for number, pause in self._rounds():
            waiting = [life for life in self.lives if life.wishes or not life.number]
            if not waiting:
                break
            self.random.shuffle(waiting)
            for life in waiting:
                self.step(life)
            if number:
                self.clock.advance(pause)
                self.app.worker.run_due()
        self.app.worker.run_due()
        for life in self.lives:
            life.model.pass_time(self.clock.now())

    def _rounds(self):
        for number in range(1000):
            yield number, PAUSES[number % len(PAUSES)]

    def step(self, life: Life) -> None:
        self.clock.advance(timedelta(minutes=1))
        self.steps += 1
        if life.number:
            self._go_on(life)
        else:
            self._submit(life)
        life.statuses.add(STATUS[life.model.place])

    def _go_on(self, life: Life) -> None:
        life.model.pass_time(self.clock.now())
        wish, _, other = life.wishes.popleft().partition(":")
        if wish == "repeat":
            self._repeat(life)
        elif wish in OF_CUSTOMERS:
            self._of_customer(life, wish)
        elif self._offered(life, other or wish):
            agent = self.next_agent(wish)
            agent.open(life.number)
            assert agent.offered() == life.model.offers("support"), (life.number, life.model.place)
            self._of_agent(life, agent, wish, other)

    def _submit(self, life: Life) -> None:
        word = life.word("pub")
        if life.customer.by_link:  # on the telephone
            life.number = self.next_agent("new").submit(life.customer.person, word)
        else:
            with life.customer.page() as page:
                life.number = life.customer.submit(page, word)
                self.look(life, page)
        life.model = Model(self.clock.now(), "P3")

    def _offered(self, life: Life, wish: str) -> bool:
        first = CHAINS.get(wish, (wish,))[0]
        if first in MOVES or first == "customer_closes":
            return first in life.model.offers("support")
        return life.model.place != CLOSED or wish == "note"

    def _of_agent(self, life: Life, agent: Agent, wish: str, other: str) -> None:
        model, now = life.model, self.clock.now()
        if wish == "crossing":
            self._cross(life, agent, other)
        elif wish == "priority":
            agent.prioritise("P1")
            model.set_targets("P1")
            model.pass_time(now)
        elif wish in ("note", "hand-over"):
            (agent.note if wish == "note" else agent.hand_over)(life.word("note"))
        elif wish in ("reply", "heard"):
            agent.write(wish, life.word("pub"))
            if wish == "heard":
                model.reply(now)
            elif model.place == NEW:
                model.act("send_first_response", now)
        else:
            agent.take(wish, life.word)
            for action in CHAINS.get(wish, (wish,)):
                model.act(action, now)
        if wish != "crossing":
            agent.sees(STATUS[model.place])

    def _cross(self, life: Life, agent: Agent, action: str) -> None:
        """The customer writes while the agent does: nothing is sent over it, and the text is kept."""
        word = life.word("pub")
        self.app.cases.comment(life.customer.person, life.number, word)
        life.model.reply(self.clock.now())
        agent.crosses(action, f"unsent{life.index:03}")
        agent.open(life.number)
        agent.sees(STATUS[life.model.place])
        agent.drops()

    def _of_customer(self, life: Life, wish: str) -> None:
        model, now, customer = life.model, self.clock.now(), life.customer
        action = "customer_closes" if wish == "resolved" else wish
        if wish != "write" and action not in model.offers("customer"):
            return
        with customer.page() as page:
            customer.open(page, life.number)
            self.look(life, page)
            customer.sees(page, STATUS[model.place])
            if wish == "write":
                customer.write(page, life.word("pub"))
                model.reply(now)
            else:
                assert customer.offered(page) in (None, model.offers("customer"))
                customer.take(page, life.number, action, life.word)
                model.act(action, now)
            customer.open(page, life.number)
            self.look(life, page)
            customer.sees(page, STATUS[model.place])

    def _repeat(self, life: Life) -> None:
        """A closed case is repeated: a new one, New, with what its customer says now."""
        if life.model.place != CLOSED or life.customer.by_link:
            return
        other = Life(life.index, life.customer, deque())
        with life.customer.page() as page:
            life.customer.open(page, life.number)
            other.number = life.customer.repeat(page, "once more")
            self.look(life, page)
        other.model = Model(self.clock.now(), life.model.priority)
        self.lives.append(other)

    # ------------------------------------------------------------------ what is seen, and by whom

    def look(self, life: Life, page: Page) -> None:
        """A customer's page shows no note and nothing of anybody else."""
        seen = foreign(life.index, page.content())
        assert seen == [], life.number

    def audit(self, life: Life) -> None:
        """Whatever a customer asks for, in the same window: of another's case, of support, of a note."""
        other = self.lives[(life.index + 1) % len(self.lives)]
        person = life.customer.person
        for note in self.app.notifications.of(person, limit=200).items:
            assert foreign(life.index, f"{note.subject} {note.body}") == []
        window = self.window(type(life.customer), None if life.customer.by_link else person)
        asked = {
            f"/my/{other.number}": (404,),
            f"/cases/{other.number}": (403, 404),
            f"/cases/{life.number}": (200,),  # leads to the customer's own page
            f"/search?q={other.said[0]}" if other.said else "/my": (200,),
            f"/search?q={life.noted[0]}" if life.noted else "/my": (200,),
        }
        for path, allowed in asked.items():
            answer = window.request.get(path)
            words = set(foreign(life.index, answer.text())) - {path.partition("=")[2]}
            assert words == set(), path
            if "/search" in path:
                assert f"/my/{other.number}" not in answer.text()
            if not life.customer.by_link:
                assert answer.status in allowed, (path, answer.status)
            elif "/search" not in path:
                assert "/sign-in" in answer.url, path
        window.close()
