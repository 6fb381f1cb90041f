"""A desk with a past."""

import pytest

from tests.insight import past


@pytest.fixture
def lived(desk):
    past.live(desk)
    return desk
