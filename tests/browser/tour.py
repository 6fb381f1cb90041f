"""Every page of the product, with who sees it. Tests look at each; `make screens` takes pictures.

Decision 0033.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import time, timedelta

from playwright.sync_api import Page

from runner.bpmn.package import Package, read_package
from runner.deployment.diagram_drafts import Publication, key_of
from runner.errors import NotSignedIn
from runner.model import AlertTerms, FigureView, Incident, MigrationTerms, ReportTerms, Reviewed
from runner.people.links import FOLLOW, RATE, REPEAT
from runner.playback.log_runs import LogRuns
from runner.store import incidents, kept_simulations
from tests.browser.site import Site
from tests.cases.hooking import alertmanager, proof
from tests.conftest import WORKFLOWS
from tests.delivery.incoming.letters import letter
from tests.insight.simulation.queues import simulated
from tests.lifecycle import sooner
from tests.patience import until

REPLIED, WORKING, WAITING = "Delivery slots", "Label printer", "Reminder mails"
BLOCKED, PROPOSED, CLOSED, FRESH = "Oven app", "Export of stock", "X-ray viewer", "Card payments"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page: its name, who looks, where it is (`{Subject}` stands for the number of a case), and
    what is done there first."""

    name: str
    who: str | None
    path: str | Callable[[Site], str]
    then: Callable[[Page], None] = lambda page: None

    def address(self, site: Site) -> str:
        return self.path if isinstance(self.path, str) else self.path(site)


def _case(subject: str, more: str = "", side: str = "cases") -> Callable[[Site], str]:
    return lambda site: f"/{side}/{site.number(subject)}{more}"


def _link(subject: str, purpose: str) -> Callable[[Site], str]:
    return lambda site: site.link(site.number(subject), purpose)


def _password_link(site: Site) -> str:
    return site.app.resets.url(site.person("amir")).removeprefix(site.app.settings.base_url)


def _hooks(site: Site) -> str:
    """A monitor opened a case, and somebody tried without the secret."""
    raw = json.dumps(alertmanager("7")).encode()
    for headers in (proof("alerts", raw), {}):
        with suppress(NotSignedIn):
            site.app.cases.hooks.take("alerts", headers, raw)
    return "/admin/hooks"


def _mails(site: Site) -> str:
    """Two mails wait: of a stranger in a case, and of somebody who says that he is an agent."""
    subject = f"Re: [{site.number(REPLIED)}] Delivery slots are shown twice"
    stranger = letter("I see them twice, too.", From="zoe@bakery.example", Subject=subject)
    forged = letter("Let me in.", From="Alice <alice@example.com>", Message_ID="<2@evil.example>")
    for mail in (stranger, forged):
        site.app.cases.take_mail("support", mail)
    return "/mails"


def _press(*keys: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return press


def _open_account(page: Page) -> None:
    page.locator(".who .menu > summary").click()


def _what_would_go(page: Page) -> None:
    page.locator("form[action$='/data/plan'] button").click()


def _open_hand_over(page: Page) -> None:
    page.locator(".owner > summary").click()


def _ask_once(way: str) -> Callable[[Page], None]:
    """Opens what is asked before something is sent that cannot be taken back."""

    def ask(page: Page) -> None:
        page.locator(f".segment:has([value='{way}'])").click()
        page.locator(f"[data-way='{way}'] details.confirm > summary").click()

    return ask


def _send_wrong(page: Page) -> None:
    """Blocks a case without saying by what, past the browser's own checks."""
    form = page.locator("form[action$='/actions/block']")
    page.locator(".segment", has_text="Block").click()
    form.locator("textarea").fill("Waiting for the makers.")
    form.locator("[type=submit]").click()
    page.locator(".notice.bad").wait_for()


def _preview(page: Page) -> None:
    """Reads a text with marks as others will."""
    page.locator("#text").fill(
        "Please run `dmesg` and send **all** of it:\n\n```\ndmesg | tail -50\n```\n\n"
        "- the first page\n- the last one\n\n> It burns.\n\nhttps://example.com/help"
    )
    page.get_by_role("button", name="Preview").click()
    page.locator(".reading").wait_for()


def _conflict(page: Page) -> None:
    """Sends what was written for an earlier state of the case."""
    page.evaluate("document.querySelector('#composer [name=seen]').value = 0")
    page.locator("#text").fill("Could you tell me which printer it is?")
    page.locator("#composer [data-send]:visible").click()
    page.locator(".conflict").wait_for()


def _submit_wrong(page: Page) -> None:
    form = page.locator("form[action='/submit']")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("[name=email]").fill("bob at bakery")
    form.locator("[name=description]").fill("It hums.")
    form.locator("[type=submit]").click()
    page.locator(".notice.bad").wait_for()


def _see_diagram(page: Page) -> None:
    page.locator(".stage.live").wait_for()


def _see_both(page: Page) -> None:
    page.locator(".stage.live").nth(1).wait_for()


def _open_diagram(page: Page) -> None:
    page.keyboard.press("d")
    _see_diagram(page)


def _running(site: Site) -> str:
    """What would become of running cases on a new version, in which the blocker is another element
    and a reply is read, not acknowledged."""
    package = read_package(WORKFLOWS / "case_lifecycle.bpmn")
    data, files = package.data, package.files
    data = data.replace(b"clear_the_blocker", b"wait_for_the_fix")
    data = data.replace(b'value="Customer Replied"', b'value="Reply To Read"')
    data += f"<!-- after {site.app.versions.current_id()} -->".encode()
    tables = {name: text for name, text in files.items() if name.endswith(".dmn")}
    version = site.app.deployment.deploy(
        site.person("owen"), Package(data, tables), accept_warnings=True, without_policies=True
    )
    return f"/process/versions/{version.id}/running"


def _mapped(site: Site) -> str:
    """The element at which most cases wait has another id, which is chosen."""
    package = read_package(WORKFLOWS / "case_lifecycle.bpmn")
    data = package.data.replace(b'"investigate"', b'"look_into_it"')
    data += f"<!-- after {site.app.versions.current_id()} -->".encode()
    tables = {name: text for name, text in package.files.items() if name.endswith(".dmn")}
    version = site.app.deployment.deploy(
        site.person("owen"), Package(data, tables), accept_warnings=True, without_policies=True
    )
    return f"/process/versions/{version.id}/running?old=investigate&new=look_into_it"


def _clean_draft(site: Site) -> str:
    return f"/studio/drafts/{site.app.diagram_drafts.from_version(site.person('owen')).id}"


def _play(page: Page) -> None:
    """A first response, a question, and the first reminder."""
    page.get_by_role("link", name="Play", exact=True).click()
    for action in ("Send first response", "Ask customer"):
        step = page.locator("details.action", has_text=action).first
        step.locator("summary").click()
        step.locator("button").click()
    page.get_by_role("button", name="Jump to").first.click()
    _see_diagram(page)


def _scenarios(page: Page) -> None:
    page.get_by_role("link", name="Scenarios", exact=True).click()
    _see_diagram(page)


def _mistakes(site: Site) -> str:
    return f"{_clean_draft(site)}/mistakes"


def _editor(site: Site) -> str:
    return f"{_clean_draft(site)}/edit"


def _choose_element(page: Page) -> None:
    page.locator(".editor.ready").wait_for()
    page.locator('[data-element-id="remind_customer"] .djs-hit').first.dispatch_event("click")


def _policies(page: Page) -> None:
    page.get_by_role("link", name="Policies", exact=True).click()
    page.get_by_role("heading", name="One more").wait_for()


def _differences(page: Page) -> None:
    page.get_by_role("link", name="Differences", exact=True).click()
    page.locator(".stage.live").last.wait_for()


def _draft(site: Site) -> str:
    """A draft with an error and a warning in it."""
    owen = site.person("owen")
    draft = site.app.diagram_drafts.from_version(owen)
    data = sooner(draft.bpmn).replace(b'value="Blocked"', b'value="Block"')
    site.app.diagram_drafts.save(owen, draft.id, 1, Package(data, draft.files or {}))
    return f"/studio/drafts/{draft.id}"


def _commented(site: Site) -> str:
    """A draft with two open comments and a resolved one."""
    owen, reviews = site.person("owen"), site.app.reviews
    of = Reviewed(site.app.diagram_drafts.from_version(owen).id)
    reviews.comment(owen, of, "investigate", "Who looks at it while Alice is away?")
    thread = reviews.comment(owen, of, "investigate", "The word “investigate” says little.")
    reviews.reply(owen, thread, "Agreed: “look into it”.")
    reviews.resolve(owen, reviews.comment(owen, of, "", "Shall we publish before Christmas?"))
    return f"/studio/drafts/{of.draft}/comments"


def _planned(site: Site) -> str:
    owen, draft = site.person("owen"), site.app.diagram_drafts.from_version(site.person("owen"))
    data = draft.bpmn.replace(b"We are working on it.", b"We look into it.")
    draft = site.app.diagram_drafts.save(owen, draft.id, 1, Package(data, draft.files or {}))
    at = site.app.clock.now() + timedelta(days=3)
    accepted = tuple(map(key_of, site.app.diagram_drafts.check(owen, draft).findings))
    site.app.publication_dates.plan(owen, draft, Publication(accepted, note="From Monday on."), at)
    return f"/studio/drafts/{draft.id}"


def _trial(site: Site) -> str:
    """A draft in which the blocker is another element, tried on the cases of the demo."""
    owen, draft = site.person("owen"), site.app.diagram_drafts.from_version(site.person("owen"))
    data = draft.bpmn.replace(b"clear_the_blocker", b"wait_for_the_fix")
    data = data.replace(b'value="Customer Replied"', b'value="Reply To Read"')
    draft = site.app.diagram_drafts.save(owen, draft.id, 1, Package(data, draft.files or {}))
    site.app.trial_runs.start(owen, draft)
    until(lambda: site.app.trial_runs.of_draft(owen, draft.id).state != "running")
    return f"/studio/drafts/{draft.id}/trial"


def _figure_views(site: Site) -> str:
    """A view that Nora kept, and the form for one more."""
    nora = site.person("nora")
    view = FigureView(0, nora.id, "", "Urgent ones", "milestones", {"priority": "P1"}, "all")
    site.app.figure_views.add(nora, view)
    return "/process/views?page=statuses&priority=P2"


def _subscriptions(site: Site) -> str:
    """Reports and alerts of a view that Nora kept."""
    nora = site.person("nora")
    view = FigureView(0, nora.id, "", "Urgent ones", "milestones", {"priority": "P1"}, "all")
    kept = site.app.figure_views.add(nora, view).id
    for terms in (ReportTerms("weekly", 0, time(7), "Europe/Berlin"), AlertTerms("open", None, 20)):
        site.app.figure_subscriptions.add(nora, kept, terms, [nora.email])
    return f"/process/views/{kept}/subscriptions"


def _log(site: Site) -> str:
    """A log that Nora brought, with the mapping that is suggested."""
    text = b"case,activity,timestamp,severity\n" + b"".join(
        b"%d,%s,2026-01-05T0%d:00:00Z,%s\n" % (case, name, hour, severity)
        for case, severity in ((1, b"high"), (2, b"low"))
        for hour, name in enumerate((b"Opened", b"Asked customer", b"Customer replied", b"Filed"))
    )
    return f"/process/logs/{LogRuns(site.app).bring(site.person('nora'), ('desk.csv', text), {})}"


def _what_if(site: Site) -> str:
    """A desk of one agent, simulated with a second one."""
    nora = site.person("nora")
    report = simulated(site.app.versions.version(site.app.versions.current_id()))
    with site.app.db.write() as tx:
        run = kept_simulations.add(tx, {}, nora.id, site.clock.now())
        kept_simulations.ROWS.end(tx, run, "done", report=report)
    return f"/process/what-if/{run}"


def _migrated(site: Site) -> str:
    """A migration whose first cases have moved, one of which has an incident."""
    version = int(_running(site).split("/")[3])
    owen, terms = site.person("owen"), MigrationTerms("Fixes are waited for.", share=25)
    run = site.app.migration_runs.start(owen, version, terms)
    site.app.worker.run_due()
    moved = site.app.migration_runs.get(owen, run).first[-1]
    with site.app.db.write() as tx:
        incidents.raise_incident(tx, Incident(moved, site.clock.now(), "Stuck", "It cannot go on."))
    return f"/process/migrations/{run}"


def _tick_two(page):
    for tick in page.locator("[data-row] [type=checkbox]").all()[:2]:
        tick.check()
    page.get_by_role("button", name="Change ticked cases").click()
    page.get_by_role("heading", name="2 cases").wait_for()


PERIODS = "one_since=2026-03-01&one_until=2026-03-02&other_since=2026-03-03&other_until=2026-03-31"

STOPS = (
    Stop("sign-in", None, "/sign-in"),
    Stop("inbox-to-do", "alice", "/inbox"),
    Stop("inbox-ticked", "alice", "/inbox", _tick_two),
    Stop("inbox-mine", "alice", "/inbox?view=mine"),
    Stop("inbox-unassigned", "alice", "/inbox?view=unassigned"),
    Stop("inbox-due", "carol", "/inbox?view=due"),
    Stop("inbox-all", "carol", "/inbox?view=all"),
    Stop("inbox-analyst", "nora", "/inbox?view=all"),
    Stop("inbox-empty", "owen", "/inbox?view=mine"),
    Stop("inbox-nothing-found", "alice", "/inbox?view=all&q=submarine"),
    Stop("search", "alice", "/search?q=recipe"),
    Stop("search-customer", "bob", "/search?q=oven"),
    Stop("search-nothing", "alice", "/search?q=submarine"),
    Stop("case-new", "alice", _case(FRESH)),
    Stop("case-work", "alice", _case(WORKING)),
    Stop("case-note", "alice", _case(WORKING), _press("n")),
    Stop("case-keys", "alice", _case(WORKING), _press("?")),
    Stop("case-form-wrong", "alice", _case(WORKING), _send_wrong),
    Stop("case-preview", "alice", _case(WORKING), _preview),
    Stop("case-conflict", "alice", _case(WORKING), _conflict),
    Stop("case-pending", "amir", _case(WAITING)),
    Stop("case-replied", "alice", _case(REPLIED)),
    Stop("case-proposed", "alice", _case(PROPOSED)),
    Stop("case-withdraw", "alice", _case(PROPOSED), _ask_once("withdraw_proposal-reply")),
    Stop("case-heard", "alice", _case(WAITING), _ask_once("heard")),
    Stop("case-blocked", "carol", _case(BLOCKED)),
    Stop("case-closed", "carol", _case(CLOSED)),
    Stop("case-analyst", "nora", _case(WORKING)),
    Stop("case-diagram", "alice", _case(REPLIED), _open_diagram),
    Stop("diagram", "nora", _case(PROPOSED, "/diagram"), _see_diagram),
    Stop("process", "nora", "/process"),
    Stop("process-drawing", "nora", "/process", _open_diagram),
    Stop("process-place", "nora", "/process?show=wait&at=Work+in+Progress"),
    Stop("process-flows", "nora", "/process?show=often&level=drawing", _see_diagram),
    Stop("process-statuses", "nora", "/process/statuses"),
    Stop("process-milestones", "nora", "/process/milestones"),
    Stop("process-policies", "nora", "/process/policies"),
    Stop("process-logs", "nora", "/process/logs"),
    Stop("process-log", "nora", _log),
    Stop("process-ways", "nora", "/process/ways?by=priority&one=P1&other=P2"),
    Stop("process-moment", "nora", "/process/moment"),
    Stop("process-changes", "nora", f"/process/changes?by=period&{PERIODS}"),
    Stop("process-figure", "nora", "/process/cases?at=Work+in+Progress&what=all"),
    Stop("new-case", "alice", "/new"),
    Stop("notifications", "alice", "/notifications"),
    Stop("reading", "alice", "/settings/reading"),
    Stop("preferences", "alice", "/settings/notifications"),
    Stop("ask-password", None, "/password"),
    Stop("set-password", None, _password_link),
    Stop("security", "alice", "/settings/security"),
    Stop("second-step", "amir", "/settings/security/second-step"),
    Stop("admin-people", "ada", "/admin/people"),
    Stop("admin-person", "ada", "/admin/people/amir@example.com"),
    Stop("admin-person-data", "ada", "/admin/people/bob@bakery.example/data", _what_would_go),
    Stop("admin-teams", "ada", "/admin/teams"),
    Stop("admin-tokens", "ada", "/admin/tokens"),
    Stop("admin-audit", "ada", "/admin/audit"),
    Stop("admin-incidents", "ada", "/admin/incidents"),
    Stop("admin-health", "ada", "/admin/health"),
    Stop("admin-hooks", "ada", _hooks),
    Stop("admin-mailboxes", "ada", "/admin/mailboxes"),
    Stop("responses", "carol", "/responses"),
    Stop("mails", "alice", _mails),
    Stop("away", "alice", "/settings/away"),
    Stop("preferences-customer", "bob", "/settings/notifications", _open_account),
    Stop("case-hand-over", "alice", _case(WORKING), _open_hand_over),
    Stop("not-found", "alice", "/cases/C-9999"),
    Stop("my-cases", "dana", "/my"),
    Stop("my-case-pending", "dana", _case(WAITING, side="my")),
    Stop("my-case-proposed", "erik", _case(PROPOSED, side="my")),
    Stop("my-case-blocked", "bob", _case(BLOCKED, side="my")),
    Stop("my-case-closed", "dana", _case(CLOSED, side="my")),
    Stop("submit", None, "/submit"),
    Stop("submit-wrong", None, "/submit", _submit_wrong),
    Stop("submit-signed-in", "bob", "/submit"),
    Stop("link-follow", None, _link(PROPOSED, FOLLOW)),
    Stop("link-accept", None, _link(PROPOSED, "accept_solution")),
    Stop("link-reject", None, _link(PROPOSED, "reject_solution")),
    Stop("link-repeat", None, _link(CLOSED, REPEAT)),
    Stop("link-rate", None, _link(CLOSED, RATE)),
    Stop("link-over", None, _link(CLOSED, "accept_solution")),
    Stop("running", "owen", _running),
    Stop("mapped", "owen", _mapped, _see_both),
    Stop("migrated", "owen", _migrated),
    Stop("studio-draft", "owen", _draft),
    Stop("studio-play", "owen", _clean_draft, _play),
    Stop("studio-scenarios", "owen", _clean_draft, _scenarios),
    Stop("studio-differences", "owen", _draft, _differences),
    Stop("studio-policies", "owen", _clean_draft, _policies),
    Stop("studio-comments", "owen", _commented, _see_diagram),
    Stop("studio-planned", "owen", _planned),
    Stop("studio-trial", "owen", _trial),
    Stop("what-if", "nora", "/process/what-if"),
    Stop("figure-views", "nora", _figure_views),
    Stop("subscriptions", "nora", _subscriptions),
    Stop("what-if-report", "nora", _what_if),
    Stop("studio", "owen", "/studio"),
    Stop("studio-mistakes", "owen", _mistakes),
    Stop("studio-editor", "owen", _editor, _choose_element),
)
