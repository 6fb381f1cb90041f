"""The files of a draft, written in place."""

import pytest
from lxml import html

from runner.deployment.diagram_drafts import package_of

FILES = "/studio/drafts/1/files"


@pytest.fixture
def draft(desk):
    return desk.app.diagram_drafts.from_version(desk.owen)


def files(desk):
    return package_of(desk.app.diagram_drafts.get(desk.owen, 1)).files


def test_each_file_is_written_checked_and_taken_out_in_place(pages, desk, draft):
    owen = pages.owen
    assert f'href="{FILES}/policies.toml"' in owen.see("/studio/drafts/1").text
    before = files(desk)["policies.toml"]
    assert "silence-never-closes" in owen.see(f"{FILES}/policies.toml").text
    sent = before.replace("status Closed", "status Cloesd", 1).replace("\n", "\r\n")
    answer = owen.send(f"{FILES}/policies.toml", revision=1, text=sent)
    assert answer.location == f"{FILES}/policies.toml?saved=yes"
    assert files(desk)["policies.toml"] == before.replace("status Closed", "status Cloesd", 1)
    assert "Cloesd" in owen.see(answer.location).text.split("What the check says of it")[1]
    table = files(desk)["first_response.dmn"].replace("<text>priority<", "<text>urgency<")
    assert owen.send(f"{FILES}/first_response.dmn", revision=2, text=table).status_code == 303
    assert "What the check says of it" in owen.see(f"{FILES}/first_response.dmn").text
    gone = owen.send(f"{FILES}/first_response.dmn/remove", revision=3)
    assert gone.status_code == 303 and "first_response.dmn" not in files(desk)
    assert owen.see(f"{FILES}/first_response.dmn").status_code == 404


def test_a_new_file_belongs_to_the_drawing_or_is_refused(pages, desk, draft):
    owen, kept = pages.owen, files(desk)
    text = 'process = "case_lifecycle"\n'
    for name, says in (
        ("tables/other.dmn", "would belong to no version: first let a task"),
        ("form.json", "would belong to no version: first name it"),
        ("scenarios/other.exe", "has to end in .dmn, .json, .toml"),
        ("scenarios/../../a.toml", "would belong to no version"),
        ("", "has to end in"),
    ):
        answer = owen.send(FILES, revision=1, name=name, text=text)
        assert answer.status_code == 422 and says in answer.text.replace("\n", " "), name
        assert "process = &#34;case_lifecycle&#34;" in answer.text
    assert files(desk) == kept
    answer = owen.send(FILES, revision=1, name="scenarios/more.toml", text=text)
    assert answer.location == f"{FILES}/scenarios/more.toml?saved=yes"
    assert files(desk)["scenarios/more.toml"] == text


def test_who_is_second_is_told_and_keeps_the_text(pages, desk, draft):
    olga = desk.app.accounts.add("olga@example.com", "Olga", ["process_owner"])
    desk.app.diagram_drafts.save(olga, 1, 1, package_of(draft))
    answer = pages.owen.send(f"{FILES}/calendars.toml", revision=1, text="mine = 1")
    assert answer.status_code == 409 and "Olga saved this draft" in answer.text
    assert "mine = 1" in answer.text
    for stranger in (pages.alice, pages.nora):
        assert stranger.see(f"{FILES}/calendars.toml").status_code == 403
        assert stranger.send(f"{FILES}/calendars.toml", revision=2, text="").status_code == 403


def test_texts_that_a_language_lacks_are_filled_in_by_a_form(pages, desk, draft):
    name, owen = "texts.de.toml", pages.owen
    assert "Texts that it leaves out" not in owen.see(f"{FILES}/{name}").text
    text = files(desk)[name].replace('block = "Blockieren"\n', "")
    text = text.replace('"Solution Proposed" = "Lösung vorgeschlagen"\n', "")
    assert owen.send(f"{FILES}/{name}", revision=1, text=text).status_code == 303
    page = owen.see(f"{FILES}/{name}").text
    assert "Texts that it leaves out" in page and 'name="said.names.block"' in page
    said = {"said.names.block": 'Mit "Grund" anhalten', "said.statuses.Solution Proposed": " "}
    answer = owen.send(f"{FILES}/{name}/texts", revision=2, **said)
    assert answer.location == f"{FILES}/{name}?saved=yes"
    assert '[names]\nblock = "Mit \\"Grund\\" anhalten"\n' in files(desk)[name]
    page = owen.see(answer.location).text
    assert "said.names.block" not in page and "said.statuses.Solution Proposed" in page
    wrong = owen.send(f"{FILES}/{name}/texts", revision=3, **{"said.names.block": "Twice"})
    assert wrong.status_code == 422 and "There is a text for" in wrong.text
    assert "it. Change it there.." not in wrong.text and 'value="Twice"' in wrong.text
    assert owen.send(f"{FILES}/other.toml/texts", revision=3).status_code == 404


def test_texts_that_are_not_added_are_kept_in_their_form(pages, desk, draft):
    name, said = "texts.de.toml", {"said.names.block": "Anhalten", "said.names.a": "\x01"}
    texts = files(desk)[name].replace('block = "Blockieren"\n', "")
    owen = pages.owen
    assert owen.send(f"{FILES}/{name}", revision=1, text=texts).status_code == 303
    wrong = owen.send(f"{FILES}/{name}/texts", revision=2, **said)
    assert wrong.status_code == 422 and "control character" in wrong.text
    stale = owen.send(f"{FILES}/{name}/texts", revision=1, **said)
    assert stale.status_code == 409 and "saved this draft" in stale.text
    for page in (wrong.text, stale.text):
        field = html.fromstring(page.replace("\x01", "")).xpath("//*[@name='said.names.block']")
        assert [one.get("value") for one in field] == ["Anhalten"]
    assert files(desk)[name] == texts
