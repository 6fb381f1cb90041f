"""The process owner's first hour, as `docs/first-hour.md` tells it: the test does what stands there."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import WORKFLOWS
from tests.desk import Desk
from tests.page_shell import PageShell
from tests.web.conftest import Browser, Callers

LONG_AGO = datetime(2024, 3, 4, 9, tzinfo=UTC)
"""A Monday. The command line deploys by the clock of the machine, which is later."""


@pytest.fixture(scope="module")
def office(tmp_path_factory, caselane_command):
    """The desk after that hour, with a case that was running before it."""
    folder = tmp_path_factory.mktemp("first-hour")
    desk = Desk(folder / "data", start=LONG_AGO)
    desk.running = desk.open().to("Work in Progress")
    shutil.copytree(WORKFLOWS, folder / "workflows")
    desk.hour = PageShell(folder, caselane_command, refused=["caselane deploy my-process"])
    desk.hour.follow("docs/first-hour.md")
    desk.fresh = desk.open().to("Work in Progress")
    desk.api = Callers(desk)
    desk.alice_sees = Browser(desk.api.flask, desk, desk.alice).see
    yield desk
    desk.app.close()


def escalated(office):
    case = office.open().to("Work in Progress")
    form = {"component": "Payments", "note": "The gateway answers 502."}
    return case, office.api.alice.act(case.number, "escalate", **form)


def test_a_running_case_keeps_its_version(office):
    case = office.running
    assert case.case.version_id == 1
    page = office.alice_sees(f"/cases/{case.number}").text
    assert "Ask customer" in page and "Ask for details" not in page
    assert "Escalate to engineering" not in page
    assert office.api.alice.act(case.number, "escalate").status_code == 404


def test_the_version_of_the_page_has_all_policies(office):
    new, old = (
        office.app.versions.version(case.case.version_id) for case in (office.fresh, office.running)
    )
    assert new.id > old.id
    assert (
        new.files["policies.toml"].count("[[policy]]")
        >= old.files["policies.toml"].count("[[policy]]")
        > 20
    )


def test_a_new_case_has_the_new_names_and_the_new_button_with_its_form(office):
    page = office.alice_sees(f"/cases/{office.fresh.number}").text
    assert "Ask for details" in page and "Ask customer" not in page
    assert "Escalate to engineering" in page
    assert "Which part is it?" in page and "Integrations" in page


def test_the_api_offers_the_same(office):
    actions = office.api.alice.get(f"/cases/{office.fresh.number}").json["actions"]
    (escalate,) = [action for action in actions if action["id"] == "escalate"]
    assert escalate["label"] == "Escalate to engineering"
    assert list(escalate["form"]["properties"]) == ["component", "note"]
    wrong = office.api.alice.act(office.fresh.number, "escalate", component="Kitchen", note="x")
    assert wrong.status_code == 422


def test_the_new_status_is_everywhere_in_its_colour(office):
    case, answer = escalated(office)
    assert answer.json["status"] == "With Engineering"
    inbox = office.alice_sees("/inbox?view=status:With Engineering").text
    assert case.number in inbox
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', inbox)
    styles = inbox + "".join(office.alice_sees(sheet).text for sheet in sheets)
    assert "#DDF1F4" in styles and "#0B6470" in styles


def test_the_customer_reads_what_the_drawing_says(office):
    case, _ = escalated(office)
    page = Browser(office.api.flask, office, office.bob).see(f"/my/{case.number}").text
    page = page.partition("<main")[2]
    assert "Our engineers are looking into it." in page
    assert "502" not in page


def test_a_reply_is_heard_and_engineering_can_answer(office):
    case, _ = escalated(office)
    assert case.write(office.bob, "Any news?").status == "Customer Replied"
    other, _ = escalated(office)
    assert other.act(office.alice, "engineering_answered").status == "Work in Progress"


def test_the_drawings_show_it(office):
    case, _ = escalated(office)
    mark = r'class="badge {}"[^>]*data-element="wait_for_engineering"'
    of_case = office.alice_sees(f"/cases/{case.number}/diagram").text
    assert re.search(mark.format("token"), of_case)
    assert re.search(mark.format("count"), office.alice_sees("/process").text)
    before = office.alice_sees(f"/cases/{office.running.number}/diagram").text
    assert "Wait for engineering" not in before


def test_reminders_come_when_the_version_of_the_case_says(office):
    due = {}
    for case in (office.running, office.open().to("Work in Progress")):
        case.act(office.alice, "ask_customer", body="Which one?")
        timers = case.case.waits.timers
        due[case] = next(timer.at for timer in timers if timer.element == "remind_after_3_days")
    assert list(due.values()) == [LONG_AGO + timedelta(days=3), LONG_AGO + timedelta(days=7)]


def test_the_process_page_has_both_versions_and_the_old_one_can_come_back(office):
    escalated(office)
    page = office.alice_sees("/process").text
    assert "/process/versions/1.bpmn" in page and "/process/versions/2.svg" in page
    hour = office.hour
    before = office.alice_sees("/process/versions/1.bpmn").data
    (hour.folder / "my-process/case_lifecycle.bpmn").write_bytes(before)
    hour.run("caselane deploy my-process/case_lifecycle.bpmn")
    hour.see("Version 3 of 'case_lifecycle' is live.")
    assert "escalate" not in office.open().to("Work in Progress").can(office.alice)
