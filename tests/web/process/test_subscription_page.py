"""Reports by mail and alerts, from the form to what people get."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from lxml import html

from runner.errors import ChannelError
from runner.insight.alert_figures import FigureSample
from runner.insight.figure_subscriptions import LOOK, judged
from runner.model import ALL_ROLES, MAIL, AlertState, AlertTerms, FigureView, ReportTerms, Way
from runner.people.accounts import OPERATOR
from tests.desk import MONDAY, Desk
from tests.edits import mutated
from tests.web.conftest import Pages

REPORT = {"kind": "report", "rhythm": "daily", "at": "07:00", "zone": "UTC"}
OPEN = {"kind": "alert", "figure": "open", "high": "2"}


class Mails:
    """A channel that keeps what would go out by mail. `broken` ones take nothing."""

    def __init__(self):
        self.sent = []
        self.broken = False

    def ways(self):
        return [Way(MAIL, "By mail at once", ALL_ROLES)]

    def send(self, note, links, address):
        if self.broken:
            raise ChannelError("The mail server does not answer.")
        self.sent.append((note, list(links)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def kind(request):
    return request.param


@pytest.fixture
def mails():
    return Mails()


@pytest.fixture
def office(tmp_path, desk_url, mails):
    desk = Desk(tmp_path, database_url=desk_url, channels={"mail": mails})
    yield desk
    desk.app.close()


@pytest.fixture
def pages(office):
    return Pages(office)


def kept(desk, person, audience="all", **query):
    view = FigureView(0, 0, "", "Ways of P1", "ways", query, audience)
    return desk.app.figure_views.add(person, view).id


def page_of(view):
    return f"/process/views/{view}/subscriptions"


def reports(mails):
    return [(note.person.name, note.created_at) for note, _ in mails.sent if note.topic == "report"]


def looked(desk, **by):
    """Some time later, when the facts were read and the worker has done what is due."""
    desk.app.facts.catch_up()
    desk.wait(**by)


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("terms", "after", "due"),
    [
        (("daily", 0, time(7), "UTC"), "2026-03-02T07:00", "2026-03-03T07:00"),
        (("daily", 0, time(7), "UTC"), "2026-03-02T06:59", "2026-03-02T07:00"),
        (("weekly", 0, time(7), "UTC"), "2026-03-02T08:00", "2026-03-09T07:00"),
        (("weekly", 4, time(7), "UTC"), "2026-03-02T08:00", "2026-03-06T07:00"),
        (("monthly", 31, time(7), "UTC"), "2026-02-01T08:00", "2026-02-28T07:00"),
        (("monthly", 31, time(7), "UTC"), "2026-02-28T07:00", "2026-03-31T07:00"),
        (("monthly", 1, time(0), "Pacific/Auckland"), "2026-06-29T12:00", "2026-06-30T12:00"),
        # The clocks of Berlin leave out 2:30 on 29 March, and have it twice on 25 October.
        (("daily", 0, time(2, 30), "Europe/Berlin"), "2026-03-28T12:00", "2026-03-29T01:30"),
        (("daily", 0, time(2, 30), "Europe/Berlin"), "2026-10-24T12:00", "2026-10-25T00:30"),
        (("daily", 0, time(2, 30), "Europe/Berlin"), "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)  # fmt: skip
def test_when_a_report_is_due(terms, after, due):
    found = ReportTerms(*terms).next_after(datetime.fromisoformat(after).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


# ------------------------------------------------------------------ reports


def test_a_report_comes_by_mail_with_its_figures(pages, office, mails):
    view = kept(office, office.nora, priority="P1")
    office.open(priority="P1")
    office.open(priority="P3")
    office.app.facts.catch_up()
    to = "nora@example.com, carol@example.com"
    assert pages.nora.send(page_of(view), **REPORT, to=to).location == page_of(view)
    office.work()
    assert reports(mails) == []
    office.wait(days=1)
    assert sorted(name for name, _ in reports(mails)) == ["Carol", "Nora"]
    note, links = next(one for one in mails.sent if one[0].topic == "report")
    (file,) = note.files
    assert (file.name, file.kind) == ("process-report.html", "text/html")
    text = file.data.decode()
    assert "Priority: P1" in text and f"Taken by {note.person.name}" in text
    shown = html.fromstring(pages.nora.see("/process/ways?priority=P1").text)
    told = html.fromstring(text).get_element_by_id("ways")
    cells = [
        [c.text_content().split() for c in e.xpath(".//table//td")]
        for e in (shown.find(".//main"), told)
    ]
    assert cells[0] == cells[1] and cells[0]
    ((label, url),) = links
    assert label == "Open the view" and url.endswith(f"/process/views/{view}")
    assert pages.nora.see(f"/process/views/{view}").location == "/process/ways?priority=P1"


def test_each_due_instant_is_told_of_once_however_late(pages, office, mails):
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **REPORT, to="nora@example.com")
    office.wait(days=4, hours=1)  # nobody worked for four days
    assert len(reports(mails)) == 1
    office.work()
    assert len(reports(mails)) == 1
    (one,) = office.app.figure_subscriptions.of_view(office.nora, view)[1]
    assert one.next_at == datetime(2026, 3, 7, 7, tzinfo=UTC)
    office.app.figure_subscriptions.go_on(one.id)  # a worker that comes too late
    office.work()
    assert len(reports(mails)) == 1
    office.wait(days=1)
    assert len(reports(mails)) == 2


def test_a_mail_server_that_is_down_loses_no_report(pages, office, mails):
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **REPORT, to="nora@example.com")
    mails.broken = True
    office.wait(days=1)
    assert reports(mails) == []
    mails.broken = False
    office.wait(minutes=5)
    assert len(reports(mails)) == 1 and mails.sent[0][0].files


def test_who_lost_the_right_gets_nothing(pages, office, mails):
    team = office.app.teams
    team.add("Tills")
    for email in ("alice@example.com", "amir@example.com"):
        team.put_member("Tills", email)
    alice = office.app.accounts.by_id(office.alice.id)
    view = kept(office, alice, "team")
    to = "alice@example.com amir@example.com"
    assert pages.alice.send(page_of(view), **REPORT, to=to).status_code == 303
    team.drop_member("Tills", "amir@example.com")
    office.wait(days=1)
    assert [name for name, _ in reports(mails)] == ["Alice"]


def test_who_loses_the_right_before_the_mail_goes_gets_none(pages, office, mails):
    view = kept(office, office.carol)
    pages.carol.send(page_of(view), **REPORT, to="nora@example.com")
    mails.broken = True
    office.wait(days=1)
    mails.broken = False
    office.app.cases.set_roles(OPERATOR, "nora@example.com", ["customer"])
    office.wait(hours=1)
    assert reports(mails) == []
    assert office.app.notifications.of(office.nora).items == ()


def test_a_view_that_cannot_be_shown_any_more_is_an_incident(pages, office, mails):
    view = kept(office, office.nora, priority="P9")
    pages.nora.send(page_of(view), **REPORT, to="nora@example.com")
    office.wait(days=1)
    assert reports(mails) == []
    (incident,) = office.app.incidents.listed(OPERATOR).incidents
    assert "The report on the view 'Ways of P1' cannot be made" in incident.message


def test_a_report_in_the_language_of_who_gets_it(pages, office, mails):
    office.app.reading_habits.change(office.nora, "de", "")
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **REPORT, to="nora@example.com, carol@example.com")
    office.wait(days=1)
    german, english = sorted((note for note, _ in mails.sent), key=lambda note: -note.person.id)
    assert (
        german.subject == "Bericht: Ways of P1"
        and "Was die Zahlen bedeuten" in german.files[0].data.decode()
    )
    assert english.subject == "Report: Ways of P1"


# ------------------------------------------------------------------ alerts


def alerts(mails):
    return [note.subject.partition(":")[0] for note, _ in mails.sent if note.topic == "figure"]


def test_an_alert_tells_once_that_a_figure_left_and_once_that_it_is_back(pages, office, mails):
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **OPEN, to="nora@example.com")
    looked(office)
    assert alerts(mails) == []
    cases = [office.open() for _ in range(3)]
    looked(office, minutes=14)
    assert alerts(mails) == []  # it was looked at a moment ago
    looked(office, minutes=1)
    assert alerts(mails) == ["Left its band"]
    assert "3 cases. Asked for: at most 2 cases." in mails.sent[-1][0].body
    assert "outside: 3 cases" in pages.nora.see(page_of(view)).text
    looked(office, hours=1)
    assert alerts(mails) == ["Left its band"]
    case = cases[0].claim(office.alice).to("Solution Proposed")
    case.act(office.bob, "accept_solution")
    looked(office, minutes=15)
    looked(office, minutes=15)
    assert alerts(mails) == ["Left its band", "Back in its band"]
    assert "inside: 2 cases" in pages.nora.see(page_of(view)).text


def test_an_alert_watches_a_policy(pages, office, mails):
    """A draft in which rejecting notifies nobody was let in, past the gate."""
    version = office.app.versions.version(office.app.versions.current_id())
    office.use(*mutated(version.bpmn, version.files, {"silence": "tell_owner_of_rejection"}))
    view = kept(office, office.nora)
    alert = {"kind": "alert", "figure": "policy_broken/rejection-notified", "high": "0"}
    page = html.fromstring(pages.nora.see(page_of(view)).text)
    assert page.xpath(f"//optgroup/option[@value='{alert['figure']}']")
    assert pages.nora.send(page_of(view), **alert, to="nora@example.com").status_code == 303
    case = office.open().claim(office.alice).to("Solution Proposed")
    looked(office, minutes=15)
    assert alerts(mails) == []
    case.act(office.bob, "reject_solution")
    looked(office, minutes=15)
    looked(office, minutes=15)
    assert alerts(mails) == ["Left its band"]
    assert "Policy broken: rejection-notified" in mails.sent[-1][0].body
    assert "outside: 1 case" in pages.nora.see(page_of(view)).text


def test_too_few_cases_raise_no_alert(pages, office, mails):
    view = kept(office, office.nora)
    for _ in range(9):
        office.open()
    looked(office)
    alert = {"kind": "alert", "figure": "rejected", "low": "1"}
    pages.nora.send(page_of(view), **alert, to="nora@example.com")
    looked(office, minutes=15)
    assert alerts(mails) == []
    assert "too few cases to judge" in pages.nora.see(page_of(view)).text
    office.open()
    looked(office, minutes=15)
    assert alerts(mails) == ["Left its band"]


def test_facts_that_are_behind_raise_no_alert(pages, office, mails):
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **{**OPEN, "high": "0"}, to="nora@example.com")
    office.open()
    office.wait(minutes=15)  # nobody read facts
    assert alerts(mails) == []
    assert "waits until the facts are read" in pages.nora.see(page_of(view)).text
    looked(office, minutes=15)
    assert alerts(mails) == ["Left its band"]


def test_what_says_nothing_changes_nothing():
    terms, out = AlertTerms("open", 1, 2), AlertState(True, 3)
    assert judged(out, terms, FigureSample(None, 3)).outside
    assert judged(out, terms, FigureSample(1, 3, behind=True)).outside
    assert judged(out, terms, FigureSample(1, 3, refused=True)).why == "refused"
    assert not judged(out, terms, FigureSample(1, 3)).outside
    assert judged(AlertState(), terms, FigureSample(0.9, 3)).outside
    assert not judged(AlertState(), AlertTerms("open", None, 2), FigureSample(2, 3)).outside


# ------------------------------------------------------------------ the page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rhythm": "hourly"}, "has to be one of daily"),
        ({"rhythm": "monthly", "day": "32"}, "has to be a day from 1 to 31"),
        ({"rhythm": "monthly", "day": "x"}, "has to be a day from 1 to 31"),
        ({"at": "25:00"}, "has to be a time of day"), ({"at": ""}, "has to be a time of day"),
        ({"zone": "Mars/Olympus"}, "has to be a time zone"),
        ({"zone": "../../etc/passwd"}, "has to be a time zone"),
        ({"to": ""}, "has to be 1 to 50 addresses"),
        ({"to": "bob@example.com nobody@example.com"}, "bob@example.com, nobody@example.com"),
        ({"kind": "alert", "figure": "luck", "low": "1"}, "has to be one of met"),
        ({"kind": "alert", "figure": "policy_broken/luck", "low": "1"}, "name one of these policies"),
        ({"kind": "alert", "figure": "met"}, "or the highest value has to be given"),
        ({"kind": "alert", "figure": "met", "low": "nan"}, "has to be a number from 0 on"),
        ({"kind": "alert", "figure": "met", "high": "many"}, "has to be a number from 0 on"),
        ({"kind": "alert", "figure": "met", "low": "5", "high": "4"}, "no more than the highest"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_changes_nothing(pages, office, fields, said):
    view = kept(office, office.nora)
    answer = pages.nora.send(page_of(view), **{**REPORT, "to": "nora@example.com", **fields})
    assert answer.status_code == 422 and said in answer.text
    assert office.app.figure_subscriptions.of_view(office.nora, view)[1] == []


def test_a_view_of_ones_own_goes_to_oneself_alone(pages, office):
    view = kept(office, office.nora, "own")
    refused = pages.nora.send(page_of(view), **REPORT, to="carol@example.com")
    assert refused.status_code == 422 and "cannot see this view" in refused.text
    assert pages.nora.send(page_of(view), **REPORT, to="nora@example.com").status_code == 303
    assert pages.carol.see(page_of(view)).status_code == 404
    assert pages.carol.send(page_of(view), **REPORT, to="carol@example.com").status_code == 404


def test_who_may_end_a_report(pages, office, mails):
    view = kept(office, office.carol)
    pages.alice.send(page_of(view), **REPORT, to="alice@example.com")
    (one,) = office.app.figure_subscriptions.of_view(office.carol, view)[1]
    end = f"{page_of(view)}/{one.id}/delete"
    assert end not in pages.amir.see(page_of(view)).text
    assert pages.amir.send(end).status_code == 403
    assert pages.nora.send(f"{page_of(view)}/{one.id + 9}/delete").status_code == 404
    assert pages.nora.send(end).status_code == 303
    office.wait(days=2)
    assert reports(mails) == []


def test_a_view_that_is_deleted_takes_its_reports_along(pages, office, mails):
    view = kept(office, office.nora)
    pages.nora.send(page_of(view), **REPORT, to="nora@example.com")
    assert re.search("Every day at 07:00 .UTC.", pages.nora.see(page_of(view)).text)
    pages.nora.send(f"/process/views/{view}/delete")
    office.wait(days=2)
    assert reports(mails) == [] and office.app.incidents.listed(OPERATOR).incidents == ()


def test_a_view_has_so_many(pages, office):
    view = kept(office, office.nora)
    for _ in range(10):
        assert pages.nora.send(page_of(view), **REPORT, to="nora@example.com").status_code == 303
    refused = pages.nora.send(page_of(view), **REPORT, to="nora@example.com")
    assert refused.status_code == 422 and "delete one of its 10 first" in refused.text


def test_customers_see_none_of_it(pages, office):
    view = kept(office, office.nora)
    assert pages.bob.see(page_of(view)).status_code in (403, 404)
    assert pages.bob.see(f"/process/views/{view}").status_code in (403, 404)
    assert timedelta(minutes=15) == LOOK and MONDAY.weekday() == 0
