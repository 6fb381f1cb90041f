"""What a test needs from the system and may not find."""

import os
import shutil

import pytest

REQUIRE = "CASELANE_REQUIRE"


def needs(program: str):
    """Skips where a program of Debian's package of that name is not installed."""
    if not shutil.which(program):
        missing(program, f"The command {program}", f"apt-get install {program}")


def missing(part: str, what: str, how: str):
    """Skips; where CASELANE_REQUIRE names the part it fails, so that CI never passes without
    looking."""
    if part in os.environ.get(REQUIRE, "").split(","):
        pytest.fail(f"{what} is missing: {how}")
    pytest.skip(f"{what} is missing: {how}")
