"""A day through all doors at once: pages, API, links, mails, files, a browser, a tracker and a chat room,
while the serving process is killed twice. At its end each case is where the rules put it, and nothing was
lost, doubled or shown to the wrong person."""

import time

import pytest

from tests.browser.day import Day
from tests.browser.day_books import DayBooks
from tests.lifecycle_model import STATUS

pytestmark = pytest.mark.browser

SMALL = pytest.param("sqlite", 3, 9, 6, 0, id="3 agents and 9 customers")
WHOLE = [
    pytest.param(
        kind, 10, 200, 20, 3, id=f"10 agents and 200 customers, {kind}", marks=pytest.mark.soak
    )
    for kind in ("sqlite", "postgresql")
]


@pytest.mark.parametrize(("kind", "agents", "customers", "longest", "keep_open"), [SMALL, *WHOLE])
def test_a_day_through_all_doors_loses_doubles_and_shows_nothing(
    tmp_path, browser, request, kind, agents, customers, longest, keep_open
):
    begun = time.monotonic()
    url = request.getfixturevalue("postgresql").new() if kind == "postgresql" else ""
    day = Day(tmp_path, browser, agents, customers, longest, url)
    try:
        day.work({1, 3}, keep_open)
        books = DayBooks(day)
        assert not (faults := books.faults()), "\n".join(faults)
        for life in day.lives[:20]:
            books.audit(life)
        assert day.site.node.kills == 2
        assert {name for life in day.lives for name in life.statuses} == set(STATUS.values())
        print(f"{books.summary()} in {time.monotonic() - begun:.0f} s")
    finally:
        day.close()
