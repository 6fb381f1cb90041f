"""The file that names the receivers of webhooks."""

import pytest

from runner.delivery.channels.receivers import read_receivers
from runner.errors import ConfigError
from tests.delivery.receiver import KEY, SECRET, naming

# ------------------------------------------------------------------ where it may go


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nurl = 'https://x.example/'", "no secret"),
        ("[a]\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 7\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'ftp://x.example/geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'file:///etc/passwd'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https:///geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https://bob:geheim@x.example/'\nsecret = '{secret}'", "without a user"),
        ("[a]\nurl = 'https://x.example:99999/geheim'\nsecret = '{secret}'", "url like"),
        ("[a]\nurl = 'https://x.example/geheim\\r\\nX: 1'\nsecret = '{secret}'", "url like"),
        ('[a]\nurl = "https://x.example/geheim\\r\\nX: 1"\nsecret = "{secret}"', "url like"),
        (f"[a]\nurl = 'https://{'a' * 70}.example/geheim'\nsecret = '{{secret}}'", "url like"),
        ("[a]\nurl = 'https://x.example/'\nsecret = 'geheim'", "Make one"),
        ("[a]\nurl = 'https://x.example/'\nsecret = 'whsec_geheim'", "Make one"),
        ("[a]\nurl = 'https://x.example/'\nsecret = '{secret}'\nprivate = 'yes'", "true or false"),
        ("[a]\nurl = 'https://x.example/'\nsecret = '{secret}'\nevents = 1", "no events"),
        ("url = 'https://x.example/geheim'", "each receiver is a table"),
        ("['a:b']\nurl = 'https://x.example/'\nsecret = '{secret}'", "each receiver is a table"),
        ("[a", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_without_what_is_secret_in_it(tmp_path, text, said):
    path = tmp_path / "webhooks.toml"
    path.write_text(text.replace("{secret}", SECRET))
    with pytest.raises(ConfigError, match=f"CASELANE_WEBHOOKS.*{said}") as caught:
        read_receivers(path)
    assert "geheim" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        read_receivers(tmp_path / "nowhere.toml")


def test_a_receiver_shows_neither_url_nor_key(tmp_path):
    receiver = read_receivers(naming(tmp_path, "https://x.example/?token=geheim"))["bugs"]
    assert "geheim" not in repr(receiver)
    assert repr(KEY)[2:-1] not in repr(receiver)
