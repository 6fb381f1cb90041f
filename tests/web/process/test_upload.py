"""Deploying a package on a page, and choosing among lifecycles, as a browser without JavaScript does."""

from io import BytesIO

from lxml import html

from runner.bpmn.package import Package, write_zip
from tests.drawings import WASHING
from tests.lifecycle import FILES, newer


def send(browser, name, data, **form):
    return browser.send("/process/deploy", package=(BytesIO(data), name), **form)


def test_a_process_owner_deploys_a_zip_or_a_diagram(pages, desk):
    assert "Deploy a package" in pages.owen.see("/process").text
    zipped = write_zip(Package(newer(), FILES), "case.bpmn")
    answer = send(pages.owen, "mine.zip", zipped)
    assert (answer.status_code, answer.location) == (303, "/process?version=2")
    assert send(pages.owen, "case.bpmn", newer(newer())).location == "/process?version=3"
    page = pages.nora.see("/process").text
    assert "so those of version 2 are taken: calendars.toml" in page
    assert pages.nora.see("/process/versions/2.zip").data.startswith(b"PK")


def test_what_the_gate_says_stands_on_the_page(pages, desk):
    late = newer().replace(b"P10D</", b"P9D</", 1)
    answer = send(pages.owen, "case.bpmn", late)
    assert (answer.status_code, desk.app.versions.current_id()) == (422, 1)
    assert "Warning scenario" in answer.text
    for name, data in (("mine.zip", b"PK"), ("case.bpmn", b"<a/>"), ("case.bpmn", b"")):
        assert send(pages.owen, name, data).status_code == 422
    assert send(pages.owen, "case.bpmn", late, accept_warnings="yes").status_code == 303


def test_only_process_owners_deploy(pages, desk):
    assert send(pages.alice, "case.bpmn", newer()).status_code == 403
    assert pages.bob.see("/process/deploy").status_code == 403
    assert "Deploy a package" not in pages.nora.see("/process").text
    assert desk.app.versions.current_id() == 1


def test_a_further_lifecycle_is_asked_for_and_then_chosen_on_the_forms(pages, desk):
    for form in (pages.bob.see("/submit"), pages.alice.see("/new")):
        assert 'name="lifecycle"' not in form.text
    asked = send(pages.owen, "washing.bpmn", WASHING, accept_warnings="yes")
    assert (asked.status_code, "another lifecycle" in asked.text) == (422, True)
    done = send(pages.owen, "washing.bpmn", WASHING, accept_warnings="yes", intake="beside")
    assert done.status_code == 303
    for form in (pages.bob.see("/submit"), pages.alice.see("/new")):
        assert 'name="lifecycle" value="p"' in form.text
    fields = {"subject": "Spots", "description": "On the shirt.", "once": "a"}
    pages.bob.send("/submit", lifecycle="p", **fields)
    statuses = [line.status for line in desk.app.cases.list(desk.carol).items]
    assert statuses == ["Fresh"]
    assert "status:Fresh" in pages.alice.see("/inbox").text


def test_an_owner_who_is_overtaken_is_told_on_the_form(pages, desk, monkeypatch):
    """Olga's version goes live after Owen's was checked, and before it is kept."""
    deployment = desk.app.deployment
    checked = deployment.checked

    def be_overtaken(package, *more):
        monkeypatch.undo()
        found = checked(package, *more)
        deployment.deploy(desk.owen, Package(newer(newer())))
        return found

    monkeypatch.setattr(deployment, "checked", be_overtaken)
    answer = send(pages.owen, "case.bpmn", newer())
    assert answer.status_code == 409
    assert "version 2 of Owen went live while yours was checked" in answer.text
    assert desk.app.versions.current_id() == 2


def test_an_intake_that_is_none_is_refused(pages, desk):
    answer = send(pages.owen, "case.bpmn", newer(), intake="none")
    assert (answer.status_code, desk.app.versions.current_id()) == (422, 1)


def test_a_lifecycle_is_chosen_on_the_process_page_and_named_on_a_case(pages, desk):
    number = desk.open().number
    assert "Lifecycle" not in pages.alice.see(f"/cases/{number}").text
    send(pages.owen, "washing.bpmn", WASHING, accept_warnings="yes", intake="beside")
    page = pages.nora.see("/process").text
    assert "Lifecycles:" in page and "/process?version=2" in page
    assert page.count('<span class="tag">current</span>') == 2  # each of its lifecycle
    assert "Fresh" in pages.nora.see("/process?version=2").text
    owners = pages.owen.see("/process?version=2").text
    assert ">1</a>" in owners and "Move cases here" not in owners  # the case is of the other one
    row = html.fromstring(owners).xpath("//table[contains(@class, 'versions')]/tbody/tr[2]/td[2]")
    assert row[0].text_content().strip() == "1"
    assert "Lifecycle</dt>" in pages.alice.see(f"/cases/{number}").text
