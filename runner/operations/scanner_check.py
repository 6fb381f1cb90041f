"""Whether the virus scanner answers, where one is set."""

from __future__ import annotations

from collections.abc import Iterator

from runner.config import Settings
from runner.delivery.virus_scanner import VirusScanner
from runner.errors import ConfigError, ScannerAway
from runner.operations.diagnosis import Check


def checked_scanner(settings: Settings) -> Iterator[Check]:
    if not settings.clamd:
        return
    try:
        VirusScanner(settings.clamd).check()
    except (ConfigError, ScannerAway) as error:
        text = f"{error} Start clamd, or take CASELANE_CLAMD out of the settings."
        yield Check("error", "virus scanner", text)
    else:
        yield Check("ok", "virus scanner", f"It answers at {settings.clamd}.")
