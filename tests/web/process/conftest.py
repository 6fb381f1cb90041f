"""A past for the pages of Process, which takes longer to live than they take to show it."""

import pytest

from tests.desk import Desk
from tests.insight import past
from tests.web.conftest import Pages


@pytest.fixture(scope="session")
def lived(tmp_path_factory):
    """A desk at which tests only look: it is theirs together."""
    desk = Desk(tmp_path_factory.mktemp("past"))
    past.live(desk, cases=12)
    yield desk
    desk.app.close()


@pytest.fixture(scope="session")
def lookers(lived):
    return Pages(lived)
