"""What a test needs from the system and may not find."""

import os

import pytest

REQUIRE = "CASELANE_REQUIRE"


def missing(part: str, what: str, how: str):
    """Skips; where CASELANE_REQUIRE names the part it fails, so that CI never passes without
    looking."""
    if part in os.environ.get(REQUIRE, "").split(","):
        pytest.fail(f"{what} is missing: {how}")
    pytest.skip(f"{what} is missing: {how}")
