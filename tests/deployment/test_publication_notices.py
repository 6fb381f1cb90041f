"""Where a notice about a version or a draft leads."""

from dataclasses import replace

import pytest

from runner.deployment.publication_notices import links_about, notice_about, page_about
from runner.model import Notification, Reviewed
from tests.desk import MONDAY


@pytest.fixture
def told(desk):
    return Notification(1, desk.owen, None, "", "It waits", "", MONDAY, topic="publication")


@pytest.mark.parametrize(
    ("of", "path"),
    [(Reviewed(version=7), "/studio/versions/7/review"), (Reviewed(draft=3), "/studio/drafts/3")],
)
def test_it_leads_to_what_it_is_about_on_the_page_and_in_a_mail(told, of, path):
    note = replace(told, element=notice_about(of, "It waits", "", MONDAY).element)
    assert page_about(note) == path
    assert links_about(note, "https://desk.example{}".format) == [
        ("Open it in the studio", f"https://desk.example{path}")
    ]


def test_one_that_does_not_say_it_leads_to_the_studio_and_others_nowhere(told):
    assert page_about(told) == "/studio"
    assert links_about(replace(told, topic="case"), str) == []
