"""Figures are for who shows the token."""

from dataclasses import replace

import pytest

from tests.desk import build
from web import create_app


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", "Bearer ", 404),
        ("t" * 20, "", 401),
        ("t" * 20, "Bearer wrong", 401),
        ("t" * 20, "Basic dDp0", 401),
        ("t" * 20, f"Bearer {'t' * 20}", 200),
    ],
)
def test_only_the_token_opens_them(desk, token, sent, status):
    app = build(replace(desk.settings, metrics_token=token), desk.clock)
    answer = create_app(app).test_client().get("/metrics", headers={"Authorization": sent})
    app.close()
    assert answer.status_code == status
    assert ("caselane_cases_open 0" in answer.text) == (status == 200)
