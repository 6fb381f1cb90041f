"""A page is one read: all that it shows is one state of the database."""

import pytest
from sqlalchemy import event


@pytest.fixture
def transactions(desk):
    """Grows with each transaction: each takes a connection from the pool."""
    begun = []
    for engine in {desk.app.db._engine, desk.app.db._writing}:
        event.listen(engine, "checkout", lambda *_: begun.append("a transaction"))
    return begun


PAGES = (
    "/cases/C-1001", "/cases/C-1001/diagram", "/inbox", "/process", "/process/statuses",
    "/process/milestones", "/process/ways", "/process/moment", "/search?q=fire",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_support_is_one_read(pages, desk, transactions, path):
    desk.open().to("Pending Customer")
    pages.carol.see(path)  # the diagram is read once for all pages
    transactions.clear()
    assert pages.carol.see(path).status_code == 200
    assert len(transactions) == 1


@pytest.mark.parametrize("path", ["/my", "/my/C-1001"])
def test_a_page_of_a_customer_is_one_read(pages, desk, transactions, path):
    desk.open().to("Solution Proposed")
    pages.bob.see(path)
    transactions.clear()
    assert pages.bob.see(path).status_code == 200
    assert len(transactions) == 1


def test_an_answer_of_the_api_is_one_read(api, desk, transactions):
    case = desk.open()
    api.alice.get(f"/cases/{case.number}")
    transactions.clear()
    assert api.alice.get(f"/cases/{case.number}").status_code == 200
    assert len(transactions) == 1


def test_a_file_that_never_changes_is_no_read_at_all(pages, transactions):
    visitor = pages.nobody
    transactions.clear()
    assert visitor.see("/static/css/base.css").status_code == 200
    assert transactions == []
