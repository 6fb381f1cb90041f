"""One question after closing, answered by the customer and nobody else."""

import pytest

from runner.errors import Forbidden, NotPossible


@pytest.fixture
def closed(desk):
    return desk.open().to("Closed")


def test_the_customer_answers_and_may_change_the_answer(desk, closed):
    desk.app.cases.rate(desk.bob, closed.number, False, "Slow.")
    desk.wait(days=20)
    desk.app.cases.rate(desk.bob, closed.number, True, "Slow, but it works.")
    answer = desk.app.cases.rating(desk.carol, closed.number)
    assert (answer.good, answer.words) == (True, "Slow, but it works.")
    desk.wait(days=11)
    with pytest.raises(NotPossible, match="30 days ago"):
        desk.app.cases.rate(desk.bob, closed.number, False)


def test_an_open_case_is_not_rated_and_support_never_answers_for_a_customer(desk, closed):
    with pytest.raises(NotPossible, match="is open"):
        desk.app.cases.rate(desk.bob, desk.open().number, True)
    for person in (desk.alice, desk.carol, desk.nora):
        with pytest.raises(Forbidden):
            desk.app.cases.rate(person, closed.number, True)
    assert desk.app.cases.rating(desk.carol, closed.number) is None
