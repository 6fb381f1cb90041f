"""The file of hooks: what is wrong with it is said, and no secret; what a rule takes of a delivery."""

import pytest

from runner.config import read_settings
from runner.delivery.incoming.hook_rules import MOST_EACH, filled, read_hooks, text_at
from runner.errors import ConfigError
from tests.cases.hooking import HOOKS
from tests.conftest import ROOT

HEAD = """[a]\nperson = "a@b.example"\nsecret = "a-secret-that-is-long-enough"\n"""


def read(tmp_path, text):
    file = tmp_path / "hooks.toml"
    file.write_text(text)
    return read_hooks(read_settings({}, hooks=file, data_dir=tmp_path))


def rule(text):
    return f"{HEAD}[[a.rules]]\n{text}"


NEW = 'subject = "x"\ntext = "y"\ncustomer = "c@d.example"\n'


def test_a_hook_says_who_it_acts_as_and_shows_no_secret(tmp_path):
    github, gitlab, alerts, _shop = read(tmp_path, HOOKS).values()
    assert (github.person, github.proof, len(github.rules)) == ("alice@example.com", "github", 2)
    assert (gitlab.proof, alerts.proof) == ("gitlab", "token")
    assert "a-secret" not in repr(github)
    assert read_hooks(read_settings({})) == {}


def test_the_file_of_the_page_is_one(tmp_path):
    page = (ROOT / "docs/webhooks.md").read_text().partition("## Programs that deliver")[2]
    text = page.partition("```toml\n")[2].partition("```")[0].replace('"..."', f'"{"x" * 44}"')
    github, alerts = read(tmp_path, text).values()
    assert [rule.event for rule in github.rules] == ["blocker_cleared", ""]
    assert alerts.rules[0].each == "/alerts"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", "each hook is a table"),
        ("[A]\nperson = 'a@b.example'", "small letters"),
        ("[a]\nurl = 'x'", "but no url"),
        ("[a]\nsecret = 'a-secret'", "has person, the address"),
        ("[a]\nperson = 'a@b.example'\nsecret = 'a-secret'", "a secret of 24 to 200"),
        ("[a]\nperson = 'a@b.example'\nsecret = 7", "a secret of 24 to 200"),
        (f"{HEAD}sign = 'md5'", "has sign, one of github, gitlab, token"),
        (HEAD, "NAME.rules.. or more"),
        (f"{HEAD}rules = 3", "NAME.rules.. or more"),
        (rule("if = 1"), "and nothing else"),
        (rule(""), "has an event, or subject, text and customer"),
        (rule("event = 'x'"), "has a reference with each event"),
        (rule(f"{NEW}reference = 'x'\nevent = 'x'"), "nothing of a new case beside it"),
        (rule(f"{NEW}priority = 2"), "has texts in its rules"),
        (rule(f"{NEW}when = 'x'"), "when as a table"),
        (rule(f"{NEW}fields = 'x'"), "has texts in its rules"),
        (rule(f"{NEW}when = {{ 'action' = 'x' }}"), "not action"),
        (rule(f"{NEW}each = 'alerts'"), "not alerts"),
        ("[a", "The file of hooks"),
    ],
)
def test_a_wrong_file_is_named_without_a_secret(tmp_path, text, said):
    with pytest.raises(ConfigError, match=said) as error:
        read(tmp_path, text)
    assert "a-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/a/0/b", "x"), ("/a/1", ""), ("/a/-1", ""), ("/a/b", ""), ("/c~1d", "7"), ("/e~0f", "true"),
        ("/a", '[{"b":"x"}]'), ("/n", ""), ("/missing/deep", ""), ("", '{"a":[{"b":"x"}],'),
        ("/t", "a b"), ("/a/999999999", ""),
    ],
)  # fmt: skip
def test_a_pointer_leads_to_a_text(pointer, text):
    part = {"a": [{"b": "x"}], "c/d": 7, "e~f": True, "n": None, "t": "a\0 b"}
    assert text_at(part, pointer).startswith(text)
    assert text or text_at(part, pointer) == ""


def test_a_template_is_filled_once(tmp_path):
    assert filled(" {/a}: {/b} {c} {/a", {"a": "{/b}", "b": 1}) == "{/b}: 1 {c} {/a"


def test_the_first_rule_that_fits_takes_a_part_and_parts_have_an_end(tmp_path):
    text = f"{HEAD}[[a.rules]]\n{NEW}each = '/x'\nwhen = {{ '/k' = [1, 'one'] }}\n[[a.rules]]\n{NEW}each = '/x'"
    hook = read(tmp_path, text)["a"]
    parts = [{"k": 1}, {"k": "one"}, {"k": 2}, {"k": "1"}]
    found = [(hook.rules.index(rule), part["k"]) for rule, part in hook.fitting({"x": parts})]
    assert found == [(0, 1), (0, "one"), (0, "1"), (1, 2)]
    assert len(list(hook.fitting({"x": [{"k": n} for n in range(1000)]}))) == MOST_EACH
