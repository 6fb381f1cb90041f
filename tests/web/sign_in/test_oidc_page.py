"""Signing in with the organisation's accounts, at a provider over HTTP."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from runner.errors import ConfigError, LinkOver, NotSignedIn
from runner.model import Visit
from tests.desk import MONDAY, Desk
from tests.identity_provider import IdentityProvider
from tests.web.conftest import Browser, Pages

SETTINGS = {
    "oidc_client": "caselane", "oidc_secret": "between us", "oidc_name": "the bakery",
    "oidc_roles": "support=agent, support-leads=lead", "oidc_teams": "printers=Printers",
    "oidc_create": True,
}  # fmt: skip
ZOE = {"email": "zoe@bakery.example", "email_verified": True, "name": "Zoe Zimmer"}
ALICE = {"email": "alice@example.com", "email_verified": True, "name": "Alice"}


@pytest.fixture(scope="module")
def provider():
    provider = IdentityProvider()
    yield provider
    provider.close()


@pytest.fixture
def desk_with(tmp_path, provider):
    """A desk at this provider, with other settings."""
    made = []

    def make(**more):
        desk = Desk(tmp_path, **{"oidc_issuer": provider.url, **SETTINGS, **more})
        desk.app.teams.add("Printers")
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.app.close()


@pytest.fixture
def desk(desk_with):
    return desk_with()


def sign_in(browser, provider, subject, start="/sign-in/oidc"):
    """What the browser is answered when it comes back from the provider."""
    return browser.see(provider.let_in(browser.see(start).location, subject))


def person_of(desk, email):
    return desk.app.accounts.by_email(email)


def test_a_member_of_a_group_gets_an_account_with_its_role_and_team(desk, provider, pages):
    provider.knows("zoe-1", **ZOE, groups=["support", "printers", "others"])
    page = pages.nobody.see("/sign-in").text
    assert "Sign in with the bakery" in page and "Sign in with a password" in page
    answer = sign_in(pages.nobody, provider, "zoe-1", "/sign-in/oidc?next=/inbox?view%3Ddue")
    assert answer.location == "/inbox?view=due"
    assert pages.nobody.see("/inbox").status_code == 200
    zoe = person_of(desk, "zoe@bakery.example")
    assert (zoe.name, zoe.roles, zoe.teams) == ("Zoe Zimmer", {"agent"}, {"Printers"})
    assert not provider.refused
    assert provider.asked[-1]["code_verifier"] not in pages.nobody.see("/sign-in").text


def test_who_is_new_and_works_here_begins_in_the_inbox(desk, provider, pages):
    provider.knows("zoe-1", **ZOE, groups=["support"])
    assert sign_in(pages.nobody, provider, "zoe-1").location == "/inbox"


def test_roles_and_teams_come_and_go_with_the_groups_and_others_stay(desk, provider, pages):
    desk.app.accounts.add("zoe@bakery.example", "Zoe", ["analyst"])
    for groups, roles, teams in (
        (["support", "printers"], {"analyst", "agent"}, {"Printers"}),
        (["support-leads"], {"analyst", "lead"}, set()),
        ([], {"analyst"}, set()),
    ):
        provider.knows("zoe-1", **ZOE, groups=groups)
        sign_in(Browser(pages.flask, desk, None), provider, "zoe-1")
        zoe = person_of(desk, "zoe@bakery.example")
        assert (zoe.roles, zoe.teams, zoe.name) == (roles, teams, "Zoe")


def test_who_loses_the_role_hands_over_and_stays_a_customer(desk, provider, pages):
    provider.knows("zoe-1", **ZOE, groups=["support"])
    sign_in(pages.nobody, provider, "zoe-1")
    case = desk.open().claim(person_of(desk, "zoe@bakery.example"))
    provider.knows("zoe-1", **ZOE)
    sign_in(Browser(pages.flask, desk, None), provider, "zoe-1")
    assert person_of(desk, "zoe@bakery.example").roles == {"customer"}
    assert case.case.owner is None


def test_a_person_is_known_by_subject_when_the_address_changes(desk, provider, pages):
    provider.knows("alice-7", **ALICE, groups=["support"])
    sign_in(pages.nobody, provider, "alice-7")
    provider.knows("alice-7", **{**ALICE, "email": "eve@example.com"}, groups=["support"])
    sign_in(pages.nobody, provider, "alice-7")
    assert pages.nobody.see("/settings/security").status_code == 200
    assert "alice@example.com" in pages.nobody.see("/settings/security").text


def test_an_address_that_is_given_to_another_opens_no_account(desk, provider, pages):
    provider.knows("alice-7", **ALICE, groups=["support"])
    sign_in(pages.nobody, provider, "alice-7")
    provider.knows("mallory-8", **ALICE)
    answer = sign_in(Browser(pages.flask, desk, None), provider, "mallory-8")
    assert answer.status_code == 401 and "belonged to another account" in answer.text


@pytest.mark.parametrize("claims", [
    {"email": "alice@example.com"}, {"email": "alice@example.com", "email_verified": False},
    {"email": "alice@example.com", "email_verified": "yes"}, {"email_verified": True},
])  # fmt: skip
def test_an_address_that_nobody_checked_opens_no_account(desk, provider, pages, claims):
    provider.knows("mallory-9", **claims)
    answer = sign_in(pages.nobody, provider, "mallory-9")
    assert answer.status_code == 401 and "no verified mail address" in answer.text
    assert pages.nobody.see("/inbox").status_code == 302


def test_who_left_is_not_let_in(desk, provider, pages):
    for subject, before in (("alice-1", True), ("alice-2", False)):
        provider.knows(subject, **ALICE)
        if before:
            sign_in(pages.nobody, provider, subject)
        desk.app.accounts.deactivate("alice@example.com")
        answer = sign_in(Browser(pages.flask, desk, None), provider, subject)
        assert answer.status_code == 401
        assert pages.nobody.see("/inbox").status_code == 302
        assert not person_of(desk, "alice@example.com").active


def test_who_is_new_is_told_to_ask_where_accounts_are_not_made(desk_with, provider):
    desk = desk_with(oidc_create=False)
    provider.knows("zoe-1", **ZOE, groups=["support"])
    answer = sign_in(Pages(desk).nobody, provider, "zoe-1")
    assert answer.status_code == 401 and "Ask an admin for one" in answer.text
    desk.app.accounts.add("zoe@bakery.example", "Zoe", ["customer"])
    assert sign_in(Pages(desk).nobody, provider, "zoe-1").status_code == 303


# ------------------------------------------------------------------ what others try


def test_what_comes_back_counts_once_and_only_in_its_own_browser(desk, provider, pages):
    provider.knows("zoe-1", **ZOE)
    back = provider.let_in(pages.nobody.see("/sign-in/oidc").location, "zoe-1")
    other = Browser(pages.flask, desk, None)
    for browser in (other, other):
        answer = browser.see(back)
        assert answer.status_code == 401 and "in this browser" in answer.text
    other.see("/sign-in/oidc")  # has begun one, too, of another state
    assert other.see(back).status_code == 401
    assert pages.nobody.see(back).status_code == 303
    assert pages.nobody.see(back).status_code == 401
    assert not provider.refused


def test_a_code_without_its_verifier_is_worth_nothing(desk, provider, pages):
    """Who took the code on its way, and has begun a sign-in of their own."""
    provider.knows("zoe-1", **ZOE)
    code = parse_qs(
        urlsplit(provider.let_in(pages.nobody.see("/sign-in/oidc").location, "zoe-1")).query
    )["code"][0]
    thief = Browser(pages.flask, desk, None)
    state = parse_qs(urlsplit(thief.see("/sign-in/oidc").location).query)["state"][0]
    answer = thief.see(f"/sign-in/oidc/back?code={code}&state={state}")
    assert answer.status_code == 401
    assert provider.refused.pop()["code"] == code


def test_the_request_has_state_nonce_and_a_challenge(pages):
    asked = parse_qs(urlsplit(pages.nobody.see("/sign-in/oidc").location).query)
    assert asked["response_type"] == ["code"] and asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid email profile"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/oidc/back"]
    again = parse_qs(urlsplit(pages.nobody.see("/sign-in/oidc").location).query)
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 30 and asked[name] != again[name]


@pytest.mark.parametrize(("wrong", "why"), [
    ({"oidc_client": "another"}, "InvalidClaimError"),
    ({"nonce": "another"}, "InvalidClaimError"),
    ({"issuer": "https://evil.example"}, "InvalidClaimError"),
    ({"later": 7200}, "ExpiredTokenError"),
    ({"token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."}, ""),
    ({"token": "x"}, ""), ({"token": ""}, ""), ({"token": "..."}, ""),
])  # fmt: skip
def test_an_id_token_that_is_not_ours_or_not_of_today_is_refused(desk, provider, pages, wrong, why):
    """Of the right signature, but for another client, sign-in, issuer or hour, or of none."""
    provider.knows("zoe-1", **ZOE)
    oidc = desk.app.federation._provider
    url, pending = oidc.begin()
    query = parse_qs(urlsplit(provider.let_in(url, "zoe-1")).query)
    answer = {"code": query["code"][0], "state": query["state"][0]}
    form = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": oidc._back,
            "code_verifier": pending.verifier}  # fmt: skip
    token = requests.post(
        f"{provider.url}/oauth2/token", data=form, auth=("caselane", "between us"), timeout=10
    ).json()["id_token"]
    assert oidc._checked(token, pending.nonce)["sub"] == "zoe-1"
    if "oidc_client" in wrong:
        oidc._settings = replace(desk.settings, **wrong)
    if "issuer" in wrong:
        oidc._known = (oidc._known[0], {**oidc._known[1], "issuer": wrong["issuer"]})
    if "later" in wrong:
        now = oidc._clock.now().timestamp() + wrong["later"]
        oidc._clock = type(
            "Later", (), {"now": lambda self: MONDAY.fromtimestamp(now, MONDAY.tzinfo)}
        )()
        oidc._known = (oidc._clock.now(), oidc._known[1])
    with pytest.raises(NotSignedIn, match=f"was not right.*{why}"):
        oidc._checked(wrong.get("token", token), wrong.get("nonce", pending.nonce))


def test_a_token_that_somebody_else_signed_is_refused(desk, provider):
    """With a key of theirs, under the id of the provider's."""
    oidc = desk.app.federation._provider
    _, pending = oidc.begin()
    now = int(oidc._clock.now().timestamp())
    [real] = requests.get(f"{provider.url}/jwks", timeout=10).json()["keys"]
    key = RSAKey.generate_key(2048, parameters={"kid": real.get("kid")})
    claims = {"iss": provider.url, "aud": "caselane", "sub": "zoe-1", "nonce": pending.nonce,
              "iat": now, "exp": now + 60}  # fmt: skip
    forged = jwt.encode({"alg": "RS256", "kid": real.get("kid")}, claims, key)
    with pytest.raises(NotSignedIn, match="BadSignatureError"):
        oidc._checked(forged, pending.nonce)


def test_who_is_not_let_in_there_is_told_so_here(provider, pages):
    denied = (
        f"{provider.deny(pages.nobody.see('/sign-in/oidc').location)}&state="  # it leaves that out
    )
    assert "error=access_denied" in denied and pages.nobody.see(denied).status_code == 401
    state = parse_qs(urlsplit(pages.nobody.see("/sign-in/oidc").location).query)["state"][0]
    answer = pages.nobody.see(f"/sign-in/oidc/back?state={state}&error=<script>alert(1)</script>")
    assert answer.status_code == 401 and "did not let you in (scriptalert" in answer.text
    assert "<script>alert" not in answer.text


def test_a_provider_that_does_not_answer_is_said_and_passwords_go_on(desk_with):
    desk = desk_with(oidc_issuer="http://127.0.0.1:9")
    nobody = Pages(desk).nobody
    answer = nobody.see("/sign-in/oidc")
    assert answer.status_code == 502 and "does not answer" in answer.text
    assert Pages(desk).alice.see("/inbox").status_code == 200


def test_a_provider_of_another_name_is_not_believed(desk, provider, pages):
    """Whoever answers at that address names another issuer."""
    path = "/.well-known/openid-configuration"
    with provider.answering(path, lambda said: {**said, "issuer": "https://evil.example"}):
        answer = pages.nobody.see("/sign-in/oidc")
    assert answer.status_code == 502 and "CASELANE_OIDC_ISSUER" in answer.text


# ------------------------------------------------------------------ signing out, and no passwords


def test_signing_out_offers_to_sign_out_there_too(desk, provider, pages):
    provider.knows("zoe-1", **ZOE)
    sign_in(pages.nobody, provider, "zoe-1")
    answer = pages.nobody.send("/sign-out")
    page = pages.nobody.see(answer.location).text
    [url] = re.findall(rf'href="({provider.url}[^"]*)"', page.replace("&amp;", "&"))
    asked = parse_qs(urlsplit(url).query)
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/sign-in"]
    assert pages.nobody.see("/inbox").status_code == 302


def test_without_passwords_only_the_organisation_and_the_command_line_let_in(desk_with, provider):
    desk = desk_with(passwords=False)
    pages = Pages(desk)
    nobody = pages.nobody
    assert 'name="password"' not in nobody.see("/sign-in").text.partition("Demo accounts")[0]
    desk.app.accounts.set_password("alice@example.com", Browser.PASSWORD)
    form = {"email": "alice@example.com", "password": Browser.PASSWORD}
    assert nobody.send("/sign-in", **form).status_code == 401
    assert nobody.see("/password").status_code == 404
    path = desk.app.entry_links.url(desk.alice).removeprefix("http://127.0.0.1:8000")
    assert "as Alice" in nobody.see(path).text  # looking uses up nothing
    assert nobody.send(path).status_code == 303
    assert nobody.see("/inbox").status_code == 200
    assert Browser(pages.flask, desk, None).send(path).status_code == 410


def test_a_link_to_sign_in_and_one_to_set_a_password_are_two_things(desk):
    token = desk.app.resets.url(desk.alice).rpartition("/")[2]
    with pytest.raises(LinkOver):
        desk.app.entry_links.enter(token, Visit())
    with pytest.raises(LinkOver):
        desk.app.resets.set_password(desk.app.entry_links.url(desk.alice).rpartition("/")[2], "x")


@pytest.mark.parametrize(("wrong", "said"), [
    ({"oidc_issuer": "http://login.example.com"}, "OIDC_ISSUER is like"),
    ({"oidc_issuer": "ftp://x"}, "OIDC_ISSUER is like"), ({"oidc_client": ""}, "OIDC_CLIENT is missing"),
    ({"oidc_issuer": "", "passwords": False}, "nobody could sign in"),
    ({"oidc_roles": "support"}, "OIDC_ROLES: 'support' is not like"),
    ({"oidc_roles": "support=king"}, "king is no role"), ({"oidc_teams": "=x"}, "OIDC_TEAMS"),
])  # fmt: skip
def test_settings_that_are_none_are_a_sentence(desk_with, tmp_path, wrong, said):
    with pytest.raises(ConfigError, match=said):
        desk_with(**wrong)
