"""The rules hold on both databases."""

import pytest

from tests.rules.nodes import Nodes
from tests.web.conftest import pages

__all__ = ["pages"]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def nodes(desk):
    nodes = Nodes(desk)
    yield nodes
    nodes.other.close()
