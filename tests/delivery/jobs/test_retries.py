"""When a job that failed is tried again."""

from datetime import timedelta

from runner.delivery.jobs.retries import back_off


def test_back_off_has_jitter_and_an_end():
    assert [back_off(n, 0).total_seconds() for n in (1, 2, 3)] == [5, 10, 20]
    assert back_off(1, 1) == timedelta(seconds=2.5)
    assert back_off(40, 0) == timedelta(hours=1)
