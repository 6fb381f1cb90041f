"""The doctor names accounts and teams that settings name and that are not here."""

import pytest

from tests.desk import Desk

HOOKS = """
[alerts]
person = "tracker@example.com"
secret = "a-secret-of-the-monitor-that-is-long-enough"

[[alerts.rules]]
reference = "{/id}"
subject = "{/name}"
text = "{/text}"
customer = "monitoring@example.com"

[[alerts.rules]]
reference = "{/id}"
subject = "{/name}"
text = "{/text}"
customer = "{/from}@example.com"
"""


@pytest.fixture
def desk(tmp_path):
    file = tmp_path / "hooks.toml"
    file.write_text(HOOKS)
    file.chmod(0o600)
    desk = Desk(
        tmp_path, hooks=file, oidc_issuer="http://127.0.0.1:9", oidc_client="caselane",
        oidc_teams="printers=Printers",
    )  # fmt: skip
    yield desk
    desk.app.close()


def found(desk):
    return [
        (check.about, check.level, check.text)
        for check in desk.app.doctor.examine(thorough=False)
        if check.about in ("hooks", "teams")
    ]


def test_who_and_what_is_named_and_not_here_is_said(desk):
    (hooks, level, said), (teams, _, named) = found(desk)
    assert (hooks, level, teams) == ("hooks", "warning", "teams")
    assert said.startswith("alerts: monitoring@example.com, tracker@example.com has no access here")
    assert "OIDC_TEAMS names Printers" in named and "caselane team add 'Printers'" in named


def test_nothing_is_said_once_they_are_here(desk):
    desk.app.accounts.add("tracker@example.com", "Tracker", ["agent"])
    desk.app.accounts.add("monitoring@example.com", "Monitoring", ["customer"])
    desk.app.teams.add("Printers")
    assert found(desk) == []
    desk.app.accounts.deactivate("tracker@example.com")
    assert [about for about, *_ in found(desk)] == ["hooks"]
