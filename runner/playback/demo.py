"""Demo cases: played on a virtual clock up to now, by people of fiction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from runner.cases import Cases, Submission
from runner.clock import ManualClock
from runner.delivery.worker import Worker
from runner.model import CannedResponse, Person
from runner.people.accounts import Accounts

PEOPLE = (
    ("alice@example.com", "Alice Arden", "agent"),
    ("amir@example.com", "Amir Aziz", "agent"),
    ("carol@example.com", "Carol Castle", "lead"),
    ("owen@example.com", "Owen Okoro", "process_owner"),
    ("nora@example.com", "Nora Nilsen", "analyst"),
    ("ada@example.com", "Ada Adams", "admin"),
    ("bob@bakery.example", "Bob Brown", "customer"),
    ("dana@dental.example", "Dana Diaz", "customer"),
    ("erik@engines.example", "Erik Ek", "customer"),
    ("fatima@florist.example", "Fatima Farouk", "customer"),
)
"""The people of the demo: address, name, role."""

PASSWORD = "caselane-demo"
"""The password of each of them: the demo is served to this machine only."""

ALICE, AMIR, CAROL = "alice@example.com", "amir@example.com", "carol@example.com"
BOB, DANA, ERIK, FATIMA = (
    "bob@bakery.example",
    "dana@dental.example",
    "erik@engines.example",
    "fatima@florist.example",
)


@dataclass(frozen=True, slots=True)
class Do:
    """What a person (by address) did `hours` before now: an action, `claim`, `write` or `note`."""

    hours: float
    who: str
    what: str
    text: str = ""
    more: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A case of the demo."""

    hours: float
    customer: str
    subject: str
    description: str
    priority: str
    product: str
    then: tuple[Do, ...] = ()


STORIES = (
    Story(
        0.2, DANA, "Calendar shows yesterday's appointments",
        "Since this morning the day view opens on yesterday. Reloading does not help.",
        "P2", "Practice Planner",
    ),
    Story(
        0.1, FATIMA, "Card payments fail at the till",
        "Every card is refused with “terminal not ready”. We are losing customers.",
        "P1", "Till",
    ),
    Story(
        30, ERIK, "Cannot add a second warehouse", "The button “Add warehouse” stays grey.",
        "P3", "Stockroom", (Do(29.5, AMIR, "claim"),),
    ),
    Story(
        52, BOB, "Label printer cuts in the wrong place",
        "Labels come out 2 mm too short since the new roll.", "P3", "Label Studio",
        (
            Do(51, ALICE, "claim"),
            Do(50.5, ALICE, "send_first_response",
               "Thank you, Bob. I will try it with a roll of the same kind and come back to you."),
            Do(50, ALICE, "note", "Same batch as the dental practice had last month?"),
        ),
    ),
    Story(
        75, DANA, "Reminder mails arrive twice", "Patients get every reminder two times.", "P3",
        "Practice Planner",
        (
            Do(74, AMIR, "claim"),
            Do(73.5, AMIR, "send_first_response", "Thank you, Dana. I am looking into it."),
            Do(70, AMIR, "ask_customer",
               "Could you forward me one reminder of each pair, with all headers?"),
        ),
    ),
    Story(
        26, FATIMA, "Delivery slots on holidays", "Customers can still book on public holidays.",
        "P3", "Webshop",
        (
            Do(25, ALICE, "claim"),
            Do(24.8, ALICE, "send_first_response", "Thank you, Fatima. Which days should be shut?"),
            Do(24.5, ALICE, "ask_customer", "Please send the list of days for this year."),
            Do(2, FATIMA, "write", "All bank holidays, and the Monday of our summer fair."),
        ),
    ),
    Story(
        49, ERIK, "Export of stock levels is empty", "The CSV has a heading and no rows.", "P2",
        "Stockroom",
        (
            Do(48.5, ALICE, "claim"),
            Do(48.2, ALICE, "send_first_response", "I see it too, Erik. Give me a moment."),
            Do(46, ALICE, "propose_solution",
               "The export left out everything below the reorder level. It is corrected: please "
               "try again and tell us whether your rows are back."),
        ),
    ),
    Story(
        100, BOB, "Oven app loses the recipe", "After a power cut all recipes are gone.", "P2",
        "Oven Link",
        (
            Do(99.5, AMIR, "claim"),
            Do(99, AMIR, "send_first_response", "Sorry to hear that, Bob. We will find them."),
            Do(96, AMIR, "block", "Memory of the controller is not flushed; with the makers now.",
               {"kind": "Bug", "reference": "OVN-2217"}),
        ),
    ),
    Story(
        200, DANA, "X-ray viewer opens the wrong patient", "It shows the patient before.", "P1",
        "Image Viewer",
        (
            Do(199.8, CAROL, "claim"),
            Do(199.7, CAROL, "send_first_response", "We treat this as urgent, Dana."),
            Do(198, CAROL, "propose_solution", "A cache kept the last patient. It is off."),
            Do(190, DANA, "reject_solution", "It happened again at nine this morning."),
            Do(188, CAROL, "propose_solution", "The second cache is off as well, on all rooms."),
            Do(180, DANA, "accept_solution"),
        ),
    ),
    Story(
        300, ERIK, "Strange noise in the call recordings", "A hum, only now and then.", "P4",
        "Phones",
        (
            Do(290, AMIR, "claim"),
            Do(285, AMIR, "send_first_response", "Thank you, Erik. We will listen to some."),
            Do(250, AMIR, "propose_closing",
               "We could not hear it in forty recordings. May we close the case for now?"),
            Do(240, ERIK, "agree_closing"),
        ),
    ),
    Story(
        150, FATIMA, "Password mail does not arrive", "Nothing in the spam folder either.", "P3",
        "Webshop",
        (
            Do(149, ALICE, "claim"),
            Do(148, ALICE, "send_first_response", "Let me look at the mail log."),
            Do(147, FATIMA, "customer_closes"),
        ),
    ),
)  # fmt: skip


RESPONSE = CannedResponse(
    0, 0, "Ask for the version",
    "Dear {first_name},\n\nwhich version of {product} do you use? You find it under *Help*.",
    shared=True,
)  # fmt: skip
"""All of support find it beside the text of a case."""


def prepare(
    cases: Cases, accounts: Accounts, worker: Worker, clock: ManualClock, now: datetime
) -> int:
    """Fills an empty database with the demo. Returns the number of cases; 0 if the database had
    cases already and was left as it is."""
    people = {email: accounts.add(email, name, [role]) for email, name, role in PEOPLE}
    if cases.list(people[CAROL], limit=1).items:
        return 0
    for email in people:
        accounts.set_password(email, PASSWORD)
    cases.canned_responses.add(people[CAROL], RESPONSE)
    numbers: dict[int, str] = {}
    script = [(story.hours, i, None) for i, story in enumerate(STORIES)]
    script += [(do.hours, i, do) for i, story in enumerate(STORIES) for do in story.then]
    for hours, index, do in sorted(script, key=lambda line: line[0], reverse=True):
        clock.set(now - timedelta(hours=hours))
        worker.run_due()
        story = STORIES[index]
        if do is None:
            numbers[index] = _open(cases, people[story.customer], story)
        else:
            _play(cases, people[do.who], numbers[index], do)
    clock.set(now)
    worker.run_due()
    return len(STORIES)


def _open(cases: Cases, customer: Person, story: Story) -> str:
    submission = Submission(
        story.subject,
        story.description,
        priority=story.priority,
        product=story.product,
        channel="portal",
    )
    return cases.open(customer, submission).case.number


def _play(cases: Cases, person: Person, number: str, do: Do) -> None:
    if do.what == "claim":
        cases.claim(person, number)
    elif do.what == "write":
        cases.comment(person, number, do.text)
    elif do.what == "note":
        cases.comment(person, number, do.text, visibility="internal")
    else:
        cases.act(person, number, do.what, _fields(do))


def _fields(do: Do) -> dict[str, Any]:
    """The fields of an action's form: the text goes into the one that is for it."""
    names = {"block": "note", "reject_solution": "reason"}
    text = {names.get(do.what, "body"): do.text} if do.text else {}
    return text | (do.more or {})
