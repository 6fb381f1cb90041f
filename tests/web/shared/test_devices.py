"""Browsers by name."""

import pytest

from web.shared.devices import device_name


@pytest.mark.parametrize(("agent", "name"), [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
     "Edge on Windows"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
     "Chrome on Android"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) AppleWebKit/605.1 Version/19 Safari/605.1",
     "Safari on macOS"),
    ("", "A browser"), ("<script>", "A browser"), ("curl/8", "A browser"),
])  # fmt: skip
def test_a_browser_says_what_it_is(agent, name):
    assert device_name(agent) == name
