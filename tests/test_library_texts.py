"""What libraries say within a finding is told in the language of who reads it."""

import re

import pytest

from runner.bpmn import Limits, schema_findings
from runner.bpmn.expressions import compiled
from runner.bpmn.forms import read_schema
from runner.bpmn.xml import parse
from runner.errors import CaselaneError
from runner.gate.scenarios import read_scenarios
from runner.language import Languages, retold, speaking
from tests.lifecycle import DATA

SAME = {"Element", "Attribut", "JSON", "Schema", "XML", "toml", "BPMN"}
"""Words of both languages."""

BROKEN = {
    "a scenario": (
        lambda text: read_scenarios("a.toml", text),
        ["a", "a=", "a=1 b", "a='x", "[a", "[[a]", "a=[1", "a={x=1", "[a]\n[a]", "a=1\na=2", '"a=1', "=1",
         'a="\\q"', 'a="x\ny"', "a={b=1,}", "a={b=1,b=2}", 'a="\\u0"'],
    ),
    "a form": (
        lambda text: read_schema(text, "'ask'"),
        ["", "{", "{'a': 1}", '{"a" 1}', '{"a": 1,}', "[1 2]", '{"a": tru}', '{"a": 1 "b": 2}', '{"a": 01}', "1 2",
         '"\\q"', '"\n"', "?", '{"type": "strng"}', '{"properties": 5}', '{"minLength": -1}', '{"pattern": "["}',
         '{"allOf": []}', '{"required": ["a", "a"]}', '{"$id": "a#b"}'],
    ),
    "a drawing": (
        lambda text: parse(text.encode(), Limits()),
        ["", "<a>", "<a></b>", "a", "<a b></a>", "<a b='1' b='2'/>", "<a/><b/>", "<a", "<a>&x;</a>",
         " <?xml version='1.0'?><a/>", "<?xml versio='1.0'?><a/>", "<a><![CDATA[x", "<?xml version='1.0' encoding='x'?><a/>"],
    ),
    "a condition": (
        compiled,
        ["a ==", "(a", "a)", "'x", "1a", "a == “x”", "a ==\u00a01", "a if b"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_a_parser_says_is_told_in_german(what):
    read, texts = BROKEN[what]
    with speaking(Languages().get("de")):
        for text in texts:
            with pytest.raises(CaselaneError) as wrong:
                read(text)
            said = said_by(wrong.value)
            assert left_in_english(said) == set(), (text, retold(said))


@pytest.mark.parametrize(
    ("there", "wrong"),
    [
        (b"<bpmn:incoming>", b"<bpmn:foo/><bpmn:incoming>"), (b' sourceRef="', b' x="'),
        (b'isExpanded="true"', b'isExpanded="yes"'), (b"<bpmn:outgoing>", b"text<bpmn:outgoing>"),
        (b'<dc:Bounds x="', b'<dc:Bounds x="a'), (b"<di:waypoint", b"<di:point"),
        (b'<bpmn:process id="', b'<bpmn:process processType="Big" id="'),
    ],
)  # fmt: skip
def test_what_the_schema_of_bpmn_says_is_told_in_german(there, wrong):
    found = schema_findings(DATA.replace(there, wrong, 1))
    with speaking(Languages().get("de")):
        assert found and all(left_in_english(one.message) == set() for one in found), found


def said_by(error):
    """What a page shows: a finding without what to do, which stands beside it."""
    return next((one.message for one in getattr(error, "findings", ())), str(error))


def left_in_english(text):
    return (words_of(text) & words_of(retold(text))) - SAME


def words_of(text):
    """Those that are not quoted, and no names in lists."""
    plain = re.sub(r"'[^']*'|\( [^)]*\)|\{[^}]*\}", " ", text)
    return set(re.findall(r"[A-Za-z]{3,}", plain))
