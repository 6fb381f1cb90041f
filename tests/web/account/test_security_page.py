"""A person sees where they are signed in, and ends what is not theirs any more."""

import re

from tests.web.conftest import Browser

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit Safari/604.1"}


def second(pages, desk):
    """Alice once more, on her phone."""
    phone = Browser(pages.flask, desk, None)
    answer = phone.send(
        "/sign-in", email="alice@example.com", password=Browser.PASSWORD, headers=PHONE
    )
    assert answer.status_code == 303
    return phone


def test_sessions_are_listed_and_ended(pages, desk):
    alice = pages.alice
    phone = second(pages, desk)
    page = alice.see("/settings/security").text
    assert "Safari on iPhone" in page and page.count("127.0.0.1") == 2 and page.count("(here)") == 1
    [theirs] = re.findall(r'action="(/settings/security/sessions/\d+/end)"', page)
    answer = alice.send(theirs)
    assert "That session has ended" in alice.see(answer.location).text
    assert phone.see("/inbox").status_code == 302
    assert alice.send(theirs).status_code == 404
    assert alice.see("/inbox").status_code == 200


def test_nobody_ends_a_session_of_another(pages, desk):
    page = pages.alice.see("/settings/security").text
    assert "/end" not in page  # her own, from here, is ended by signing out
    [hers], _ = desk.app.sessions.of(desk.alice, "")
    assert pages.bob.send(f"/settings/security/sessions/{hers.id}/end").status_code == 404
    assert pages.alice.see("/inbox").status_code == 200


def test_all_others_are_ended_at_once(pages, desk):
    alice = pages.alice
    phones = [second(pages, desk) for _ in range(2)]
    answer = alice.send("/settings/security/sessions/end-others")
    assert "All other sessions have ended" in alice.see(answer.location).text
    assert [phone.see("/inbox").status_code for phone in phones] == [302, 302]
    assert alice.see("/inbox").status_code == 200


def test_an_admin_ends_all_sessions_of_a_person(pages, desk):
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    assert pages.alice.see("/inbox").status_code == 200
    assert pages.bob.send("/admin/people/alice@example.com/sign-out").status_code == 403
    assert pages.ada.send("/admin/people/alice@example.com/sign-out").status_code == 303
    assert pages.alice.see("/inbox").status_code == 302
    assert "sessions ended" in pages.ada.see("/admin/people/alice@example.com").text
