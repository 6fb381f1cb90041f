"""The mapping file: what it may say, and that all that is wrong with its words is named at once."""

from datetime import UTC, datetime

import pytest

from runner.deployment.logs.event_log import LogEvent
from runner.deployment.logs.log_mapping import UNKNOWN_CUSTOMER, LogMapping, read_mapping
from runner.errors import ConfigError

RULES = """
[[event]]
activity = "Wait"
in = "New"
steps = ["+send_first_response", "ask_customer"]

[[event]]
activity = "Wait"
steps = []

[[event]]
activity = "*"
steps = ["customer_reply"]
"""


def mapping(tmp_path, text):
    path = tmp_path / "map.toml"
    path.write_text(text)
    return read_mapping(path)


def test_the_first_rule_that_fits_counts_and_a_general_one_is_for_the_rest(tmp_path):
    found = mapping(tmp_path, RULES)
    assert found.rule("Wait", "New").names == ("send_first_response", "ask_customer")
    assert found.rule("Wait", "Blocked").names == ()
    assert found.rule("Dance", "New").names == ("customer_reply",)
    assert found.rules_for("Wait") == list(found.rules[:2])


def test_how_a_log_is_read_can_be_said(tmp_path):
    head = """
    [log]
    case = "Vorgang"
    activity = ["Was", "Wie"]
    time_format = "%d.%m.%Y"
    zone = "Europe/Rome"
    encoding = "utf-16"
    delimiter = ";"
    [customer]
    attribute = "case:client"
    [product]
    attribute = "system"
    """
    found = mapping(tmp_path, head + RULES)
    assert (found.log_format.case, found.log_format.activity) == ("Vorgang", ("Was", "Wie"))
    assert str(found.log_format.zone) == "Europe/Rome"
    assert (found.customer_attribute, found.product_attribute) == ("case:client", "system")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Bob  Baker", "Bob Baker"), ("***", UNKNOWN_CUSTOMER), ("", UNKNOWN_CUSTOMER),
        ("bob@bakery.example", "bob@bakery.example"), ("=1+1", "=1+1"), ("Bob\x1b[2J", "Bob [2J"),
        ("x" * 300, "x" * 200), ("Zażółć", "Zażółć"),
    ],
)  # fmt: skip
def test_customers_are_names_and_stars_say_nothing(value, name):
    event = LogEvent("Call", datetime(2026, 3, 2, tzinfo=UTC), {"customer": value})
    assert LogMapping(()).customer(event) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = [", "cannot be used"),
        ("[lgo]\n" + RULES, "There is no table [lgo]. Did you mean 'log'?"),
        ('[log]\ncsae = "x"\n' + RULES, "[log] has 'csae', which means nothing. Did you mean 'case'?"),
        ("[log]\ncase = 3\n" + RULES, "[log]: 'case' has to be a text."),
        ('[log]\nzone = "Rome"\n' + RULES, "there is no zone 'Rome'"),
        ('[log]\nzone = "../../etc/passwd"\n' + RULES, "there is no zone"),
        ('[log]\ndelimiter = "ab"\n' + RULES, "'delimiter' has to be one character"),
        ('[[event]]\nactivty = "Wait"\nsteps = []', "'activty', which means nothing. Did you mean 'activity'?"),
        ('[[event]]\nsteps = "wait"', "[[event]] 1: 'steps' has to be a list of texts."),
        ('[[event]]\nsteps = []', "[[event]] 1 has no 'activity'."),
        ('[event]\nsteps = []', "Write [[event]], with two brackets."),
        ("event = [3]", "[[event]] 1 has to be a table."),
        ("log = 3\n" + RULES, "[log] has to be a table."),
    ],
)  # fmt: skip
def test_a_wrong_word_is_named(tmp_path, text, says):
    with pytest.raises(ConfigError) as error:
        mapping(tmp_path, text)
    assert says in str(error.value)


def test_all_that_is_wrong_is_named_at_once(tmp_path):
    with pytest.raises(ConfigError) as error:
        mapping(tmp_path, '[lgo]\n[log]\nzone = "Rome"\n[[event]]\nactivity = "Wait"')
    assert len(str(error.value).splitlines()) == 4
