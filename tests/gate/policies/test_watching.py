"""Watching a case step by step: each template, with what it says of a step."""

import pytest

from runner.gate.policies.policy import Policy
from runner.gate.policies.watching import WATCHED, Watch


def walk(policy, *steps):
    """What is said of each step: a text of facts."""
    watch, seen, said = Watch(policy), False, []
    for facts in steps:
        wrong, seen = watch.step(frozenset(facts.split()), seen)
        said.append(wrong)
    return said


def policy(template, facts, **more):
    return Policy("p", "P.", template, facts, **more)


def test_every_template_about_steps_is_watched():
    assert {"never", "only after", "leads to", "at most once"} == WATCHED


@pytest.mark.parametrize(
    ("more", "steps", "wrong"),
    [
        ({}, ("a", "b"), [False, True]),
        ({"when": ("w",)}, ("b", "b w"), [False, True]),
        ({"after": ("a",)}, ("b", "a", "b"), [False, False, True]),
        ({"after": ("a",)}, ("a b", "b"), [False, True]),
    ],
    ids=["at all", "together with something", "after something", "not with what it comes after"],
)
def test_what_never_happens(more, steps, wrong):
    said = walk(policy("never", ("b",), **more), *steps)
    assert said == ["'b' happens here" if it else "" for it in wrong]


def test_what_happens_only_after_something():
    only = policy("only after", ("consent", "order"), when=("end",))
    assert walk(only, "end") == ["'end' happens without 'consent' or 'order'"]
    assert walk(only, "order", "x", "end") == ["", "", ""]
    assert walk(only, "consent end") == [""]


def test_what_leads_to_something_does_so_in_the_same_step():
    leads = policy("leads to", ("told", "noted"), when=("reject",))
    assert walk(leads, "x", "reject told noted", "reject noted") == [
        "",
        "",
        "it does not lead to 'told'",
    ]


def test_what_happens_at_most_once():
    assert walk(policy("at most once", ("a",)), "a", "b", "a") == ["", "", "'a' happens again"]
