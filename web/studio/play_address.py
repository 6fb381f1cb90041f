"""A play as a part of an address: the list of its steps. Who has the address has the play; stepping
back is a shorter list, a branch another one, and the server keeps none. Decision 0292."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import replace

from runner.errors import ConfigError, InvalidInput
from runner.gate.scenarios import Expected, Scenario, ScenarioStep, read_scenarios, scenario_text
from runner.language import _

MOST_CHARACTERS = 6_000
"""Of the packed list: proxies take addresses of 8 kB."""

MOST_BYTES = 100_000
"""Of the list unpacked."""

NEW = Scenario("Play", "", (ScenarioStep("submit", ""),))
"""A case that was just submitted."""


def packed(scenario: Scenario) -> str:
    """The steps without what is expected of them. Raises InvalidInput where they are too many."""
    steps = tuple(replace(step, then=Expected()) for step in scenario.steps)
    text = scenario_text(Scenario(NEW.name, "", steps, scenario.at)).encode()
    found = base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    if len(found) > MOST_CHARACTERS or len(text) > MOST_BYTES:
        raise InvalidInput(
            {"play": [_("is as long as one play can be. Record it, step back, or write less")]}
        )
    return found


def unpacked(text: str) -> Scenario:
    """Raises InvalidInput for what is no packed list. Nothing is unpacked beyond its bound."""
    if not text:
        return NEW
    try:
        (scenario,) = read_scenarios("address", _inflated(text).decode())
    except (ValueError, binascii.Error, zlib.error, ConfigError) as error:
        raise InvalidInput({"play": [_("cannot be read from this address. Begin anew")]}) from error
    return scenario


def _inflated(text: str) -> bytes:
    if len(text) > MOST_CHARACTERS:
        raise ValueError
    inflater = zlib.decompressobj()
    data = inflater.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_BYTES)
    if not inflater.eof:
        raise ValueError
    return data
