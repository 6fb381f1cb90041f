"""A browser and its system by name, as far as it says the truth about itself."""

from __future__ import annotations

from runner.language import _

_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
"""What stands in a User-Agent, the narrower in front: each one says that it is those behind it."""

_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(agent: str) -> str:
    """Such as *Firefox on Linux*; *A browser* for one that does not say."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), _("A browser"))
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser
