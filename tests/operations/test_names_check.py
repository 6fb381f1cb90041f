"""The doctor names accounts and teams that settings name and that are not here."""

import pytest

from runner.operations.names_check import checked_names
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
lifecycle = "case_lifecycle"
"""

MAILBOXES = """
[support]
address = "support@example.com"
lifecycle = "case_lifecycle"
[sales]
address = "sales@example.com"
lifecycle = "orders"
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


def test_a_lifecycle_that_is_not_here_is_said(tmp_path):
    files = {"mailboxes": MAILBOXES, "hooks": HOOKS.replace("case_lifecycle", "alarms")}
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)
        (tmp_path / f"{name}.toml").chmod(0o600)
    desk = Desk(tmp_path, **{name: tmp_path / f"{name}.toml" for name in files})
    with desk.app.db.read() as tx:
        said = [check.text for check in checked_names(tx, desk.settings)]
    assert [text for text in said if "lifecycle" in text] == [
        "sales: there is no lifecycle orders, so it opens no case. Deploy it, or name another one.",
        "alerts: there is no lifecycle alarms, so it opens no case. Deploy it, or name another one.",
    ]
    desk.app.close()
