"""How people work a page in a shift: with a mouse, with a thumb, without a script, by keyboard alone, by
the links of their mail."""

from __future__ import annotations

import re
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from runner.people.links import FOLLOW
from tests.browser.site import status_chip
from tests.lives import values_of

WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
PLAIN = {**WIDE, "java_script_enabled": False}
SEND = "#composer [data-send]:visible"
OFFERED = """() => [...document.querySelectorAll("#composer :is([formaction], [action])")]
  .map(e => e.getAttribute("formaction") ?? e.getAttribute("action"))"""
ALONE = re.compile(r"^/\w+/C-\d+/actions/(\w+)$")


def offered(addresses: list[str]) -> set[str]:
    """The actions that a page leads to; not those of two steps."""
    return {found[1] for address in addresses if (found := ALONE.match(address))}


class Agent:
    """With a mouse."""

    browser = WIDE
    leaves: frozenset[str] = frozenset()
    """What this way to work does not reach, or what takes it too long."""

    def __init__(self, page: Page, person):
        self.page, self.person = page, person

    def press(self, what: str | Locator) -> None:
        (self.page.locator(what) if isinstance(what, str) else what).click()

    def open(self, number: str) -> None:
        self.page.goto(f"/cases/{number}")
        expect(self.page.locator(f"[data-case={number}]")).to_be_visible()

    def sees(self, status: str) -> None:
        expect(status_chip(self.page)).to_have_text(status)

    def offered(self) -> set[str]:
        return offered(self.page.evaluate(OFFERED)) if self.page else set()

    def submit(self, customer, word: str) -> str:
        self.page.goto("/new")
        self.page.locator("#main [name=email]").fill(customer.email)
        self.page.locator("[name=subject]").fill(word)
        self.page.locator("[name=description]").fill("As told by telephone.")
        self.press("#main form [type=submit]")
        expect(self.page.locator("[data-case]")).to_contain_text(word)
        return self.page.locator("[data-case]").get_attribute("data-case") or ""

    # ------------------------------------------------------------------ the composer

    def choose(self, way: str) -> None:
        self.press(f"#composer .segment:has([value='{way}'])")

    def write(self, way: str, word: str) -> None:
        """In a segment that takes the text of the composer."""
        self.choose(way)
        self.page.locator("#text").fill(word)
        self.send(way)
        expect(self.page.locator(".messages")).to_contain_text(word)

    def send(self, way: str) -> None:
        asks = self.page.locator(f"[data-way='{way}'] details.confirm > summary")
        if asks.count():
            self.press(asks)
        self.press(SEND)

    def note(self, word: str) -> None:
        self.write("note", word)

    def take(self, wish: str, word) -> None:
        """An action, or two in one step. `word(kind)` makes a text."""
        if self.page.locator(f"#composer .segment [value='{wish}']").count() == 0:
            self.beside(wish)
        elif self.page.locator(f"form[data-way='{wish}']").count() == 0:
            self.write(wish, word("pub"))
        else:
            self.choose(wish)
            for name, value in values_of(wish, word):
                self.fill(wish, name, value)
            self.send(wish)

    def fill(self, wish: str, name: str, value: str) -> None:
        field = self.page.locator(f"form[data-way='{wish}'] [name^='f.{name}']")
        if name == "kind":
            self.press(field.and_(self.page.locator(f"[value={value}]")))
        else:
            field.fill(value)

    def beside(self, action: str) -> None:
        """What needs no text: a button, or a fold with one."""
        ends = f"form[action$='/actions/{action}']"
        fold = self.page.locator(f"#composer details.action:has({ends}) > summary")
        if fold.count():
            self.press(fold)
        self.press(self.page.locator(f"#composer {ends} [type=submit]:visible"))

    def crosses(self, way: str, text: str) -> None:
        """Sends what is refused, and comes back to the case with it."""
        self.choose(way)
        self.page.locator("#text").fill(text)
        self.send(way)
        expect(self.page.locator(".conflict")).to_contain_text("wrote")
        self.press(self.page.get_by_role("button", name="Go to the case with this text"))
        expect(self.page.locator("#text")).to_have_value(text)

    def drops(self) -> None:
        """Leaves the text that was kept behind."""
        self.page.locator("#text").fill("")

    # ------------------------------------------------------------------ the head

    def prioritise(self, priority: str) -> None:
        self.page.get_by_label("Priority").select_option(priority)
        expect(self.page.locator(".history")).to_contain_text(f"to {priority}")

    def hand_over(self, word: str) -> None:
        self.press(".owner > summary")
        self.page.locator("#hand-over-note").fill(word)
        self.press(self.page.locator(".heirs label").first)
        self.press(self.page.get_by_role("button", name="Hand over"))
        expect(self.page.locator(".message.internal").last).to_contain_text(word)


class Plain(Agent):
    """Without JavaScript."""

    browser = PLAIN

    def offered(self) -> set[str]:
        found = self.page.locator("#composer :is([formaction], [action])").all()
        return offered(
            [one.get_attribute("formaction") or one.get_attribute("action") for one in found]
        )

    def prioritise(self, priority: str) -> None:
        self.page.get_by_label("Priority").select_option(priority)
        self.press(self.page.locator(".case-facts").get_by_role("button", name="Save"))
        expect(self.page.locator(".history")).to_contain_text(f"to {priority}")


class Thumb(Agent):
    """On a telephone."""

    browser = PHONE

    def press(self, what: str | Locator) -> None:
        (self.page.locator(what) if isinstance(what, str) else what).tap()


class Keyboard(Agent):
    """No mouse: the palette leads to a case, a digit chooses, Ctrl+Enter sends."""

    leaves = frozenset({"heard", "priority", "crossing", "new"})

    def open(self, number: str) -> None:
        if self.page.url == "about:blank":
            self.page.goto("/inbox")
        self.keys("Control+k")
        expect(self.page.locator("#palette-found a").first).to_be_visible()
        self.page.keyboard.type(number)
        expect(self.page.locator("#palette-found a").first).to_contain_text(number)
        self.keys("Enter")
        expect(self.page.locator(f"[data-case={number}]")).to_be_visible()
        expect(self.page.locator("dialog[open]")).to_have_count(0)

    def keys(self, *pressed: str) -> None:
        for key in pressed:
            self.page.keyboard.press(key)

    def choose(self, way: str) -> None:
        self.keys(
            self.page.locator(f"#composer .segment [value='{way}']").get_attribute("data-key")
        )

    def write(self, way: str, word: str) -> None:
        self.choose(way)
        expect(self.page.locator("#text")).to_be_focused()
        self.page.keyboard.type(word)
        self.send(way)
        expect(self.page.locator(".messages")).to_contain_text(word)

    def send(self, way: str) -> None:
        asks = self.page.locator(f"[data-way='{way}'] details.confirm").count()
        self.keys("Control+Enter", *(["Enter"] if asks else []))

    def fill(self, wish: str, name: str, value: str) -> None:
        if name == "kind":
            self.keys("Space")
        else:
            self.page.keyboard.type(value)
        if name != values_last(wish):
            self.keys("Tab")

    def beside(self, action: str) -> None:
        ends = f"form[action$='/actions/{action}']"
        one = self.page.locator(
            f"#composer :is(details.action:has({ends}) > summary, {ends} > button)"
        )
        self.keys(one.first.get_attribute("data-key"))
        self.press_button()

    def press_button(self) -> None:
        """The next one from here."""
        for _ in range(8):
            if self.page.evaluate("document.activeElement.matches('button[type=submit]')"):
                break
            self.keys("Tab")
        self.keys("Enter")

    def hand_over(self, word: str) -> None:
        self.keys("o")
        expect(self.page.locator("#hand-over-note")).to_be_focused()
        self.page.keyboard.type(word)
        self.keys("Tab", "Space")
        self.press_button()
        expect(self.page.locator(".message.internal").last).to_contain_text(word)


def values_last(wish: str) -> str:
    return [name for name, _ in values_of(wish, lambda kind: kind)][-1]


AGENTS = (Agent, Keyboard, Plain, Thumb)


class Customer:
    """In the portal, with a mouse. `shift` opens windows."""

    browser = WIDE
    by_link = False

    def __init__(self, person, shift):
        self.person, self.shift = person, shift

    @contextmanager
    def page(self):
        context = self.shift.window(type(self), None if self.by_link else self.person)
        try:
            yield context.new_page()
        finally:
            context.close()

    def press(self, what: Locator) -> None:
        what.click()

    def submit(self, page: Page, word: str) -> str:
        page.goto("/submit")
        page.get_by_label("In a few words").fill(word)
        page.get_by_label("What happened?").fill("All night long.")
        self.press(page.get_by_role("button", name="Send"))
        self.sees(page, "New")
        return number_in(page)

    def open(self, page: Page, number: str) -> None:
        page.goto(f"/my/{number}")

    def sees(self, page: Page, status: str) -> None:
        expect(status_chip(page)).to_have_text(status)

    def offered(self, page: Page) -> set[str] | None:
        forms = page.locator("form[action*='/actions/']").all()
        return offered([form.get_attribute("action") for form in forms])

    def write(self, page: Page, word: str) -> None:
        page.locator("#text").fill(word)
        self.press(page.locator("#composer [data-send]"))
        expect(page.locator(".messages")).to_contain_text(word)

    def take(self, page: Page, number: str, action: str, word) -> None:
        form = f"form[action$='/actions/{action}']"
        fold = page.locator(f"details.action:has({form}) > summary")
        if fold.count():
            self.press(fold)
        why = page.locator(f"{form} [name='f.reason']")
        if why.count():
            why.fill(word("pub"))
        self.press(page.locator(f"{form} [type=submit]"))
        expect(page.locator(form)).to_have_count(0)

    def repeat(self, page: Page, text: str) -> str:
        before = number_in(page)
        self.press(page.locator("details.action:has(form[action$='/repeat']) > summary"))
        page.locator("#repeat-text").fill(text)
        self.press(page.locator("form[action$='/repeat'] [type=submit]"))
        self.sees(page, "New")
        assert number_in(page) != before
        return number_in(page)


class PlainCustomer(Customer):
    """Without JavaScript."""

    browser = PLAIN


class ThumbCustomer(Customer):
    """On a telephone."""

    browser = PHONE

    def press(self, what: Locator) -> None:
        what.tap()


class LinkCustomer(Customer):
    """Has no account: the links of the mails are the way."""

    by_link = True

    def address(self, number: str, purpose: str) -> str:
        app, lead = self.shift.app, self.shift.desk.carol
        case = app.cases.get(lead, number).case
        return "/l/" + app.links.token(case.id, case.customer.id, purpose, case.proposal)

    def open(self, page: Page, number: str) -> None:
        page.goto(self.address(number, FOLLOW))

    def offered(self, page: Page) -> set[str] | None:
        """The addresses do not tell."""

    def take(self, page: Page, number: str, action: str, word) -> None:
        actions = self.shift.app.cases.get(self.person, number).actions
        label = next(one.label for one in actions if one.id == action)
        self.press(page.get_by_role("link", name=label, exact=True))
        expect(page.get_by_role("heading", name=f"{label}?")).to_be_visible()
        why = page.locator("[name='f.reason']")
        if why.count():
            why.fill(word("pub"))
        self.press(page.get_by_role("button", name=label, exact=True))
        expect(page.get_by_text("Thank you. That is done.")).to_be_visible()


CUSTOMERS = (Customer, LinkCustomer, PlainCustomer, ThumbCustomer)


def number_in(page: Page) -> str:
    return re.findall(r"C-\d+", page.url)[0]
