"""The rules hold on both databases."""

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param
