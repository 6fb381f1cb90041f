"""Facts and figures are the same on both databases."""

import pytest

from tests.insight import past


@pytest.fixture
def lived(desk):
    past.live(desk)
    return desk
