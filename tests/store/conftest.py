"""What the store promises, it promises on both databases."""

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def empty_url(kind, request, tmp_path):
    if kind == "postgresql":
        return request.getfixturevalue("postgresql").new(with_tables=False)
    return f"sqlite:///{tmp_path}/empty.sqlite3"
