"""The file of mailboxes: what is wrong with it is said, and no password."""

import re

import pytest

from runner.config import read_settings
from runner.delivery.incoming.mailboxes import ImapAccess, read_mailboxes, reply_addresses
from runner.errors import ConfigError
from runner.model import Person

BOB = Person(2, "bob@example.com", "Bob")

SUPPORT = """
[support]
address = "Support@desk.example"
imap = "imaps://desk%40example.com:p%2Fw@mail.example/Support%20in"
product = "Oven"
strangers = false
trusted_server = "mx.desk.example"
[sales]
address = "sales@desk.example"
"""


def read(tmp_path, text):
    file = tmp_path / "mailboxes.toml"
    file.write_text(text)
    return read_mailboxes(read_settings({}, mailboxes=file, data_dir=tmp_path))


def test_a_mailbox_says_where_it_is_and_what_its_cases_are(tmp_path):
    support, sales = read(tmp_path, SUPPORT).values()
    assert support.address == "support@desk.example"
    access = ImapAccess("imaps", "mail.example", 993, "desk@example.com", "p/w", "Support in")
    assert support.access == access
    assert "p/w" not in repr(support)
    assert (support.product, support.strangers, support.lifecycle) == ("Oven", False, None)
    assert (sales.access, sales.strangers) == (None, True)
    assert read_mailboxes(read_settings({})) == {}


def test_answers_come_into_the_first_mailbox(tmp_path):
    settings = read_settings({}, data_dir=tmp_path, mail_from="Help <help@desk.example>")
    replies = reply_addresses(settings, read(tmp_path, SUPPORT))
    assert replies.address(1, BOB).startswith("support+c1p2-")
    assert re.fullmatch(r"<caselane\.\w+\.case-1@desk\.example>", replies.thread(1))
    assert reply_addresses(settings, {}).address(1, BOB) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("support = 1", "each mailbox is a table"),
        ("[Support]\naddress = 'a@b.example'", "small letters"),
        ("[a]", "has an address like"),
        ("[a]\naddress = 'a+b@c.example'", "without a [+]"),
        ("[a]\naddress = 'a@c.example'\npassword = 'x'", "has no password, but address"),
        ("[a]\naddress = 'a@c.example'\nstrangers = 'no'", "strangers = true or false"),
        ("[a]\naddress = 'a@c.example'\nproduct = 1", "has a text as product"),
        ("[a]\naddress = 'a@c.example'\nimap = 'secret'", "has imap = "),
        ("[a]\naddress = 'a@c.example'\nimap = 'imaps://u:secret@m:x/'", "has imap = "),
        ("[a]\naddress = 'a@c.example'\nimap = 'imaps://mail.example'", "has imap = "),
        ("[a]\naddress = 'a@c.example'\nimap = 'imap://u:secret@m.example'", "would be readable"),
        ("[a]\naddress = 'a@c.example'\ntoken = 'secret'", "a token of 32 to 200"),
        (f"[a]\naddress = 'a@c.example'\ntoken = 'secret {'x' * 32}'", "a token of 32 to 200"),
        (
            f"[a]\naddress = 'a@c.example'\ntoken = 'secret{'x' * 32}'\n"
            f"[b]\naddress = 'b@c.example'\ntoken = 'secret{'x' * 32}'",
            "two mailboxes have one token",
        ),
        ("[a", "The file of mailboxes"),
    ],
)
def test_a_wrong_file_is_named_without_a_password(tmp_path, text, said):
    with pytest.raises(ConfigError, match=said) as error:
        read(tmp_path, text)
    assert "secret" not in str(error.value)
