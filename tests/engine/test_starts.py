"""What a case begins with: its submission, which a message or a signal stands for, or a timer behind
it."""

from datetime import timedelta

import pytest

from tests.drawings import chain, end, message, on_event, start, timer, user
from tests.engine.parts import DECLARED, signal
from tests.engine.walked import drawn

HANDLER = on_event("stop", message("stop"))


def begun(calendars, event, *more):
    return drawn(
        calendars, start("begin", event), user("work"), end(), chain("begin", "work", "end"), *more,
        messages="news stop", extra=DECLARED,
    )  # fmt: skip


@pytest.mark.parametrize("more", [(), (HANDLER,)])
@pytest.mark.parametrize("event", ["", message("news"), signal()])
def test_a_message_or_a_signal_that_starts_a_case_is_its_submission(calendars, event, more):
    case = begun(calendars, event, *more)
    assert case.waits_at == ["work"]
    assert case.step.happened[0].path == ("begin", "begin_work", "work")


@pytest.mark.parametrize("more", [(), (HANDLER,)])
def test_a_case_waits_for_the_timer_that_it_starts_with(calendars, more):
    case = begun(calendars, timer("PT4H"), *more)
    assert (case.waits_at, case.step.happened[0].path) == (["begin"], ("begin",))
    case.let_time_pass(timedelta(hours=4))
    assert case.waits_at == ["work"]
    assert case.step.happened[0].path == ("begin_work", "work")


def test_a_date_that_has_passed_holds_no_case_up(calendars):
    assert begun(calendars, timer("2026-01-01T00:00:00Z", "timeDate")).waits_at == ["work"]


def test_what_can_interrupt_can_do_so_before_the_timer(calendars):
    assert begun(calendars, timer("PT4H"), HANDLER).deliver("stop").waits_at == ["stop_t"]
