"""A day of a support desk through all its doors at once, whose serving process is killed meanwhile, and
beside each case a model that says where the rules put it.

People use the pages, the API, the links of their mails and their mail programs; a tracker opens cases and
clears blockers; machines and forgers write, too. What is not theirs to move, moves nothing. Decision 0329.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from runner.delivery.channels.smtp import PUBLIC
from runner.model import to_number
from tests.browser import hands
from tests.browser.day_site import MAILBOX, SECRET, DaySite
from tests.browser.day_strangers import Strangers
from tests.browser.doors import Api, Files, Pages, Visitor, answer_to, links_of, new_mail, words_of
from tests.browser.site import session_of
from tests.lifecycle_model import CLOSED, MOVES, NEW, STATUS, Model
from tests.lives import CHAINS, LIVES, OF_CUSTOMERS, PAUSES, Life, foreign, values_of
from tests.patience import PATIENCE, until

PASSWORD = "correct horse battery"

DAYS = (
    *LIVES,
    tuple(
        "write reply write reply acknowledge ask_customer write acknowledge propose_solution write reply "
        "acknowledge propose_solution accept_solution write".split()
    ),
)
"""Of a case by mail, too: what is written after a customer's words, agents write by mail."""

SUBMITTED = ("page", "mail", "api", "agent", "tracker")
WRITING = ("mail", "page", "api", "link")
ACTING = ("link", "page", "api")
"""The doors of customers, in turn."""

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"


@dataclass
class DayLife(Life):
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name: the digest of the content, and who may see it."""
    told: list[str] = field(default_factory=list)
    """The words that support wrote to the customer."""
    steps: int = 0
    crossed: bool = False

    def sent(self, word: str, kind: str = "public") -> Files:
        """Every second text comes with a file."""
        if len(self.files) * 2 > len(self.said) + len(self.noted):
            return []
        content = (PNG if word.endswith("3") else b"") + f"What {word} shows.\n".encode() * 40
        self.files[f"{word}.txt"] = hashlib.sha256(content).hexdigest(), kind
        return [(f"{word}.txt", content)]


@dataclass
class Person:
    """Somebody with their doors."""

    person: object
    api: Api
    pages: Pages


class Day:
    """Opened with `agents` and one case for each of `customers`; the first of them has a browser."""

    browsers = 1

    def __init__(
        self, folder: Path, browser, agents: int, customers: int, longest: int, url: str = ""
    ):
        """A life has no more than the `longest` first wishes."""
        self.browser, self.random, self.longest = browser, random.Random(1), longest
        self.site = DaySite(folder, url, calendars=customers > len(DAYS))
        self.app, self.flask, self.url = self.site.app, self.site.flask, self.site.url
        self.lead = self._hire("lead@example.com", "Lena", "lead")
        self.app.accounts.add("tracker@example.com", "Tracker", ["agent"])
        self.tracker = Visitor(self.url)
        self.site.start()
        self.agents = [
            self._doors(self._hire(f"agent{i}@example.com", f"Agent {i}", "agent"))
            for i in range(agents)
        ]
        self._choose_ways()
        self.customers = [
            self._doors(self._hire(f"customer{i}@example.com", f"Customer {i}", "customer"))
            for i in range(customers)
        ]
        self.lives = [
            DayLife(i, one, deque(DAYS[i % len(DAYS)][:longest]))
            for i, one in enumerate(self.customers)
        ]
        self.strangers = Strangers(self)
        self.counts: Counter[str] = Counter()
        self.expected: dict[str, tuple[str, int | None]] = {}
        """Of mails that came, by their ids: the state, and the index of the life that they are of."""
        self._taken: dict[str, tuple[DayLife, str]] = {}
        self._sent, self._turn, self._lock = 0, 0, threading.Lock()

    def _hire(self, email: str, name: str, role: str):
        person = self.app.accounts.add(email, name, [role])
        self.app.accounts.set_password(email, PASSWORD)
        return person

    def _doors(self, person) -> Person:
        token = self.app.accounts.new_token(person.email)
        return Person(person, Api(self.url, token), Pages(self.url).sign_in(person.email, PASSWORD))

    def _choose_ways(self) -> None:
        """The lead reads the room; the last agent gets all mails of a day at once."""
        room = dict.fromkeys(("message", "decision", "reminder", "assignment"), "chat:support")
        self.app.notifications.preferences.change(self.lead, room)
        self.agents[-1].api.send("PUT", "/me/mail-times", {"digest_at": "07:00"})

    def close(self) -> None:
        for one in (*self.agents, *self.customers):
            one.api.close()
            one.pages.close()
        self.tracker.close()
        self.site.close()

    def window(self, kind, person):
        """As the people of a shift have one."""
        context = self.browser.new_context(
            base_url=self.url, reduced_motion="reduce", **kind.browser
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([session_of(person, self)])
        return context

    # ------------------------------------------------------------------ the work

    def work(self, kills: tuple[int, ...], keep_open: int = 0) -> None:
        """Until nobody wants anything more; in the rounds of `kills` the process dies. Every
        `keep_open`-th case stays where it is on the way."""
        for life in self.lives:
            if keep_open and life.index % keep_open == 0:
                wanted = self.random.randrange(1, len(life.wishes))
                life.wishes = deque(list(life.wishes)[:wanted])
        number = 0
        while waiting := [life for life in self.lives if life.wishes or not life.number]:
            self.random.shuffle(waiting)
            self.round(waiting, number in kills)
            self.site.go_to(self.site.clock.now() + PAUSES[number % len(PAUSES)])
            number += 1
        self.site.go_to(self.site.clock.now() + PAUSES[-1])  # what waits for a digest, too
        for life in self.lives:
            life.model.pass_time(self.site.clock.now())

    def round(self, waiting: list[DayLife], kill: bool) -> None:
        """A step in each of these cases, several at a time, and what machines write meanwhile."""
        for life in (x for x in waiting if x.index < self.browsers and x.steps % 3 == 1):
            self._by_browser(life)
        with ThreadPoolExecutor(4) as pool:
            steps = [pool.submit(self.step, life) for life in waiting]
            if kill:
                until(lambda: sum(step.done() for step in steps) * 3 > len(steps))
                self.site.kill()
            for step in steps:
                step.result()
        self._take_in()
        self.site.go_to(self.site.clock.now())

    def _take_in(self) -> None:
        """Waits until every mail is taken in, and has the models move by them."""
        until(lambda: self.expected.keys() <= self.site.mails_in().keys())
        found = self.site.mails_in()
        for name, (life, wish) in self._taken.items():
            state, case_id, at = found[name]
            assert at in self.site.instants
            assert (state, name) == ("taken", name)
            if wish == "submit":
                life.number = to_number(case_id)
                life.model = Model(at, "P3")
            elif wish == "write":
                life.model.pass_time(at)
                life.model.reply(at)
            elif life.model.place == NEW:
                life.model.pass_time(at)
                life.model.act("send_first_response", at)
            life.statuses.add(STATUS[life.model.place])
        self._taken.clear()

    def step(self, life: DayLife) -> None:
        life.steps += 1
        if not life.number:
            self._submit(life)
        else:
            life.model.pass_time(self.site.clock.now())
            life.statuses.add(STATUS[life.model.place])
            if life.wishes:
                wish, _, other = life.wishes.popleft().partition(":")
                self._go_on(life, "ask_customer" if other else wish)
            self.strangers.write(life)

    def _go_on(self, life: DayLife, wish: str) -> None:
        if wish == "repeat":
            self._repeat(life)
        elif wish in OF_CUSTOMERS:
            self._of_customer(life, wish)
        elif self._offered(life, wish):
            self._of_agent(life, wish)

    def _offered(self, life: DayLife, wish: str) -> bool:
        first = CHAINS.get(wish, (wish,))[0]
        if first in MOVES or first == "customer_closes":
            return first in life.model.offers("support")
        return life.model.place != CLOSED or wish == "note"

    def _moved(self, life: DayLife, *actions: str) -> None:
        at = self.site.instant_of(life.number)
        assert at in self.site.instants
        life.model.pass_time(at)
        for action in actions:
            life.model.reply(at) if action == "write" else life.model.act(action, at)
        life.statuses.add(STATUS[life.model.place])

    # ------------------------------------------------------------------ customers

    def _submit(self, life: DayLife) -> None:
        door, word, one = SUBMITTED[life.index % len(SUBMITTED)], life.word("pub"), life.customer
        self.counts[f"submitted by {door}"] += 1
        if door == "mail":
            mail = new_mail(one.person.email, MAILBOX, word, "All night long.", life.sent(word))
            self.post(mail, life, "submit")
            return
        if door == "page":
            given = {"subject": word, "description": "All night long."}
            answer = one.pages.send("/submit", "/submit", life.sent(word), **given)
            life.number = answer.headers["Location"].rpartition("/")[2]
        elif door == "tracker":
            found = self._deliver("opened", life, title=word, reporter=one.person.email)
            (life.number,) = found
        else:
            by = one.api if door == "api" else self.next_agent().api
            body = {"subject": word, "description": "All night long."}
            if door == "agent":
                body["customer"] = {"email": one.person.email}
            life.number = by.send("POST", "/cases", body, life.sent(word))["number"]
        life.model = Model(self.site.instant_of(life.number), "P3")
        life.statuses.add("New")

    def _of_customer(self, life: DayLife, wish: str) -> None:
        action = "customer_closes" if wish == "resolved" else wish
        if wish == "write":
            self._write(life)
        elif action in life.model.offers("customer"):
            door = ACTING[(life.index + life.steps) % len(ACTING)]
            self.counts[f"acted by {door}"] += 1
            getattr(self, f"_act_by_{door}")(life, action)
            self._moved(life, action)

    def _write(self, life: DayLife) -> None:
        door, one = WRITING[(life.index + life.steps) % len(WRITING)], life.customer
        letter = self.newest(life, one.person.email)
        if letter is None and door in ("mail", "link"):
            door = "page"
        word, here = life.word("pub"), f"/my/{life.number}"
        files = life.sent(word)
        self.counts[f"written by {door}"] += 1
        if door == "mail":
            self.post(answer_to(letter, one.person.email, word, files), life, "write")
            return
        if door == "link":
            here = links_of(letter)["See the case and write to us"].removeprefix(self.url)
        if door == "api":
            body = {"body": word, "visibility": "public"}
            one.api.send("POST", f"/cases/{life.number}/messages", body, files)
        else:
            send = one.pages.send if door == "page" else self._by_link
            send(here, f"{here}/messages", files, text=word)
        self._moved(life, "write")

    def _act_by_api(self, life: DayLife, action: str) -> None:
        path = f"/cases/{life.number}/actions/{action}"
        life.customer.api.send("POST", path, {"fields": self._reason(life, action)})

    def _act_by_page(self, life: DayLife, action: str) -> None:
        here = f"/my/{life.number}"
        fields = {f"f__{k}": v for k, v in self._reason(life, action).items()}
        life.customer.pages.send(here, f"{here}/actions/{action}", **fields)

    def _act_by_link(self, life: DayLife, action: str) -> None:
        """By the link of the newest mail; where that offers it no more, by the page."""
        letter, person = self.newest(life, life.customer.person.email), life.customer.person
        label = next(
            a.label for a in self.app.cases.get(person, life.number).actions if a.id == action
        )
        url = links_of(letter).get(label) if letter else None
        if url is None:
            self._act_by_page(life, action)
            return
        here = url.removeprefix(self.url)
        fields = {f"f__{k}": v for k, v in self._reason(life, action).items()}
        answer = self._by_link(here, here, **fields)
        assert "Thank you. That is done." in answer.text

    def _by_link(self, *asked, **fields: str):
        """In a browser in which nobody has signed in."""
        with closing(Pages(self.url)) as pages:
            return pages.send(*asked, **fields)

    def _reason(self, life: DayLife, action: str) -> dict[str, str]:
        return {"reason": life.word("pub")} if action == "reject_solution" else {}

    def _repeat(self, life: DayLife) -> None:
        if life.model.place != CLOSED:
            return
        path, body = f"/cases/{life.number}/repeat", {"description": "once more"}
        other = DayLife(life.index, life.customer, deque())
        other.number = life.customer.api.send("POST", path, body)["number"]
        other.model = Model(self.site.instant_of(other.number), life.model.priority)
        other.files = {}
        self.lives.append(other)

    def _by_browser(self, life: DayLife) -> None:
        """The customer with a browser: a file is chosen, sent and seen as a picture."""
        if life.model.place == CLOSED:
            return
        customer = hands.Customer(life.customer.person, self)
        life.model.pass_time(self.site.clock.now())
        word = life.word("pub")
        content = PNG + word.encode()
        life.files[f"{word}.png"] = hashlib.sha256(content).hexdigest(), "public"
        with customer.page() as page:
            customer.open(page, life.number)
            page.locator("#upload").set_input_files(
                {"name": f"{word}.png", "mimeType": "image/png", "buffer": content}
            )
            hands.expect(page.locator(".files.waiting")).to_contain_text(f"{word}.png")
            customer.write(page, word)
            hands.expect(page.locator(".messages .files").last).to_contain_text(f"{word}.png")
            assert foreign(life.index, page.content()) == []
        self.counts["written by browser"] += 1
        self._moved(life, "write")

    # ------------------------------------------------------------------ support

    def next_agent(self) -> Person:
        with self._lock:
            self._turn += 1
            return self.agents[self._turn % len(self.agents)]

    def _of_agent(self, life: DayLife, wish: str) -> None:
        agent, actions = self.next_agent(), CHAINS.get(wish, (wish,))
        if wish == "clear_blocker" and life.index % 2:
            assert life.number in self._deliver("closed", life)
        elif wish == "reply":
            if not self._reply(life, agent):
                return
            actions = ("send_first_response",) if life.model.place == NEW else ()
        elif wish == "priority":
            agent.api.send("PATCH", f"/cases/{life.number}", {"priority": "P1"})
            life.model.set_targets("P1")
            actions = ()
        elif wish == "hand-over":
            here, owner = (
                f"/cases/{life.number}",
                self.app.cases.get(self.lead, life.number).case.owner,
            )
            heirs = [
                one.person.email for one in self.agents if not owner or one.person.id != owner.id
            ]
            agent.pages.send(here, here, note=life.word("note"), to=heirs[life.index % len(heirs)])
            actions = ()
        elif wish in ("note", "heard"):
            self._say(life, agent, wish)
            actions = ("write",) if wish == "heard" else ()
        else:
            self._act(life, agent, wish)
        self._moved(life, *actions)

    def _reply(self, life: DayLife, agent: Person) -> bool:
        """By answering the mail that tells of the customer's words, where somebody got one. Says
        whether it is done already."""
        for one in self.agents:
            letter = self.newest(life, one.person.email)
            if letter is not None and str(PUBLIC) in words_of(letter) and life.steps % 2:
                word = life.word("pub")
                life.told.append(word)
                self.counts["answered by mail"] += 1
                self.post(answer_to(letter, one.person.email, word, life.sent(word)), life, "reply")
                return False
        word, here = life.word("pub"), f"/cases/{life.number}"
        life.told.append(word)
        if life.steps % 2:
            agent.pages.send(here, f"{here}/messages", life.sent(word), text=word, mode="reply")
        else:
            agent.api.send(
                "POST", f"{here}/messages", {"body": word, "visibility": "public"}, life.sent(word)
            )
        return True

    def _say(self, life: DayLife, agent: Person, wish: str) -> None:
        here, note = f"/cases/{life.number}", wish == "note"
        word = life.word("note" if note else "pub")
        files = life.sent(word, "internal" if note else "public")
        if life.steps % 2:
            more = {"mode": "note"} if note else {"mode": "heard", "heard": "yes"}
            agent.pages.send(here, f"{here}/messages", files, text=word, **more)
        else:
            visibility = "internal" if note else "public"
            body = {"body": word, "visibility": visibility, "on_behalf_of_customer": not note}
            agent.api.send("POST", f"{here}/messages", body, files)

    def _act(self, life: DayLife, agent: Person, wish: str) -> None:
        chain, here = CHAINS.get(wish, (wish,)), f"/cases/{life.number}"
        fields = dict(values_of(wish, life.word))
        if "body" in fields:
            fields["body"] = life.word("pub")
            life.told.append(fields["body"])
        if "reference" in fields:
            fields["reference"] = f"B-{life.index}"
        self.counts["actions of support"] += 1
        files = life.sent(fields["body"]) if "body" in fields else []
        if life.steps % 2:
            given = {f"f__{name}": value for name, value in fields.items() if name != "body"}
            if "body" in fields:
                given["text"] = fields["body"]
            agent.pages.send(here, f"{here}/actions/{'/'.join(chain)}", files, **given)
        else:
            body = {"chain": list(chain), "fields": fields}
            agent.api.send("POST", f"{here}/actions", body, files)

    # ------------------------------------------------------------------ programs and mails

    def _deliver(self, action: str, life: DayLife, **more: str) -> list[str]:
        body = {"action": action, "number": life.index, "step": life.steps, **more}
        self.counts["deliveries"] += 1
        answer = self.tracker.ask(
            "POST", "/api/hooks/tracker", content=json.dumps(body),
            headers={"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        return answer.json()["cases"]

    def newest(self, life: DayLife, email: str) -> EmailMessage | None:
        """The newest mail to somebody about this case alone."""
        for letter in reversed(self.site.post.letters.get(email, ())):
            if f"[{life.number}]" in letter["Subject"] and "+" in (letter["Reply-To"] or ""):
                return letter
        return None

    def post(
        self, mail: EmailMessage, life: DayLife | None, wish: str, state: str = "taken"
    ) -> None:
        """Puts a mail into the mailbox."""
        with self._lock:
            self._sent += 1
            name = f"<{self._sent}@people.example>"
            mail["Message-ID"] = name
            self.expected[name] = state, life.index if life else None
            if state == "taken" and life:
                self._taken[name] = life, wish
            self.counts[f"mails in: {state}"] += 1
            self.site.deliver(mail.as_bytes(), *([mail.as_bytes()] if self._sent % 10 == 0 else ()))
