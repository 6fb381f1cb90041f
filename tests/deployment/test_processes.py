"""Work that is shared out to processes."""

import os
from multiprocessing import active_children

import pytest

from runner.deployment.processes import share_out
from runner.errors import CaselaneError


def squares(numbers, one_more):
    found = []
    for number in numbers:
        found.append(number * number)
        one_more()
    return found


def dies(code, one_more):
    os._exit(code)


def refuses(name, one_more):
    raise CaselaneError(f"{name} is not possible")


def goes_on(part, one_more):
    while True:
        one_more()


def test_parts_are_done_and_come_back_in_their_order():
    told = []
    assert share_out(squares, [[1, 2], [3]], told.append, background=True) == [[1, 4], [9]]
    assert told[-1] == 3


def test_what_a_process_raises_or_how_it_ended_is_said():
    with pytest.raises(CaselaneError, match="Bob is not possible"):
        share_out(refuses, ["Bob"])
    with pytest.raises(CaselaneError, match=r"Process 1 of 1 \(id \d+\) ended with code 3"):
        share_out(dies, [3])


def test_what_the_progress_raises_stops_all_processes():
    def stop(done):
        if done > 10:
            raise CaselaneError("Carol stopped it")

    with pytest.raises(CaselaneError, match="Carol stopped it"):
        share_out(goes_on, [1, 2], stop)
    assert not active_children()
