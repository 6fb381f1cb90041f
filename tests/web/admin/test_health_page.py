"""The page of health says what the doctor says, the worst first, and no secret."""

import re
from dataclasses import replace

import pytest

from runner.model import WorkerName
from runner.store import workers


@pytest.fixture
def ada(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    return pages.ada


def test_what_is_wrong_stands_first_with_what_to_do(ada, desk):
    desk.app.cases.report(None, "Flood", "<b>Too many</b> visitors.")
    page = ada.see("/admin/health").text
    found = re.findall(r"<b>(Wrong|Look at it|OK): (\w+)</b>", page)
    assert [level for level, _ in found] == sorted(
        (level for level, _ in found), key=["Wrong", "Look at it", "OK"].index
    )
    assert ("Wrong", "Incidents") in found and ("Look at it", "Backup") in found
    assert "Look at: caselane incidents" in page


def test_times_and_sizes_are_said_in_german(ada, desk, tmp_path):
    with desk.app.db.write() as tx:
        workers.saw(tx, WorkerName("table:1", "table"), desk.clock.now())
    desk.app.backups.make(tmp_path / "a.tar")
    desk.wait(seconds=22)
    page = ada.see("/admin/health", headers={"Accept-Language": "de"}).text
    assert "Ein Worker sah vor 22 Sekunden nach dem Rechten." in page
    assert "Die letzte gute wurde vor 22 Sekunden gemacht." in page
    assert re.search(r"\d,\d GB sind in ", page)


def test_settings_are_shown_without_secrets(ada, pages, desk):
    secret = replace(
        desk.app.settings, secret_key="k" * 40, smtp_url="smtp://help:geheim@mail.example"
    )
    pages.flask.extensions["caselane"] = replace(desk.app, settings=secret)
    page = ada.see("/admin/health").text
    assert "k" * 40 not in page and "geheim" not in page
    assert "smtp://help:***@mail.example" in page
    changed, usual = page.split("Those that are as usual")
    assert "CASELANE_SYNCHRONOUS" in changed and "CASELANE_CACHE" in usual
