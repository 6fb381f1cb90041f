"""The rules hold on both databases."""

import pytest

from tests.web.conftest import pages

__all__ = ["pages"]


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param
