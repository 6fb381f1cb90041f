"""Signing in with the organisation's own accounts: OpenID Connect, the code flow with PKCE.

The provider is found by its issuer. What it says of a person is an id token, checked by the keys
that the provider publishes: signature, issuer, audience, nonce and time. Decision 0219.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from runner.clock import Clock
from runner.config import Settings
from runner.errors import NotSignedIn, SignInElsewhere
from runner.language import N_, _
from runner.model import OidcClaims, PendingSignIn

TIMEOUT = 10
"""Seconds for each answer of the provider."""

KNOWN_FOR = timedelta(hours=1)
"""How long what the provider says of itself is kept. Keys that are not known yet are fetched at
once."""

PENDING = timedelta(minutes=15)
"""How long somebody may take at the provider."""

LEEWAY = 60
"""Seconds that the clocks of provider and node may differ."""

ALGORITHMS = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    "EdDSA", "Ed25519",
]  # fmt: skip
"""Of signatures with a public key: nobody who knows the secret of the client alone signs tokens."""

_NO_ANSWER = N_("Your organisation's sign-in does not answer. Try again in a moment.")
_NOT_RIGHT = N_("What your organisation's sign-in said was not right. Please sign in again.")


class OidcProvider:
    """`settings` name an issuer. Raises SignInElsewhere where the provider fails, NotSignedIn where
    it does not let somebody in."""

    def __init__(self, settings: Settings, clock: Clock):
        self._settings = settings
        self._clock = clock
        self._back = f"{settings.base_url.rstrip('/')}/sign-in/oidc/back"
        self._known: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: KeySet | None = None

    def begin(self) -> tuple[str, PendingSignIn]:
        """The address at the provider to go to, and what to keep until they come back."""
        until = self._clock.now() + PENDING
        verifier = secrets.token_urlsafe(48)
        nonce = secrets.token_urlsafe(24)
        url, state = self._client().create_authorization_url(
            self._said()["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
        return url, PendingSignIn(state, nonce, verifier, int(until.timestamp()))

    def finish(self, pending: PendingSignIn, answer: Mapping[str, str]) -> OidcClaims:
        """Who came back, by the parameters that they brought along."""
        state = answer.get("state", "").encode("utf-8", "replace")
        if not secrets.compare_digest(pending.state.encode(), state):
            raise NotSignedIn(_("You did not sign in here in this browser. Please sign in again."))
        if self._clock.now().timestamp() > pending.until:
            raise NotSignedIn(_("Signing in took too long. Please sign in again."))
        if "code" not in answer:
            why = "".join(c for c in answer.get("error", "") if c.isalnum() or c in "_-")[:60]
            raise NotSignedIn(
                _(
                    "Your organisation did not let you in (%(why)s).",
                    why=why or _("no reason given"),
                )
            )
        token = self._asked(
            lambda: self._client().fetch_token(
                self._said()["token_endpoint"], grant_type="authorization_code",
                code=answer["code"], code_verifier=pending.verifier, timeout=TIMEOUT,
            )
        )  # fmt: skip
        claims = self._checked(str(token.get("id_token", "")), pending.nonce)
        return self._person(claims, str(token.get("access_token", "")))

    def sign_out_url(self) -> str:
        """Where to end the session at the provider, too; '' where it has no such place."""
        end = self._said().get("end_session_endpoint", "")
        back = f"{self._settings.base_url.rstrip('/')}/sign-in"
        asked = {"client_id": self._settings.oidc_client, "post_logout_redirect_uri": back}
        return f"{end}{'&' if '?' in end else '?'}{urlencode(asked)}" if end else ""

    # -------------------------------------------------------------- what the provider says

    def _client(self) -> OAuth2Session:
        settings = self._settings
        return OAuth2Session(
            settings.oidc_client, settings.oidc_secret or None, redirect_uri=self._back,
            scope=settings.oidc_scopes, code_challenge_method="S256",
            token_endpoint_auth_method=self._way_of_client(),
        )  # fmt: skip

    def _way_of_client(self) -> str:
        if not self._settings.oidc_secret:
            return "none"
        ways = self._said().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"

    def _said(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0)."""
        now = self._clock.now()
        if self._known is None or now - self._known[0] > KNOWN_FOR:
            issuer = self._settings.oidc_issuer.rstrip("/")
            said = self._get(f"{issuer}/.well-known/openid-configuration")
            if str(said.get("issuer", "")).rstrip("/") != issuer or not said.get("jwks_uri"):
                raise SignInElsewhere(
                    _(
                        "CASELANE_OIDC_ISSUER and the issuer that the provider names differ. "
                        "Tell your admin."
                    )
                )
            self._known = now, said
        return self._known[1]

    def _get(self, url: str, token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}

        def ask() -> dict[str, Any]:
            answer = requests.get(url, timeout=TIMEOUT, headers=headers, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
            if not isinstance(found, dict):
                raise ValueError("not an object")
            return found

        return self._asked(ask)

    @staticmethod
    def _asked(ask: Callable[[], Any]) -> Any:
        """Errors of a provider may repeat codes and secrets: none of its words is shown or kept."""
        try:
            return ask()
        except requests.RequestException as error:
            raise SignInElsewhere(f"{_NO_ANSWER} ({type(error).__name__})") from None
        except NotSignedIn:
            raise
        except Exception as error:
            raise NotSignedIn(f"{_NOT_RIGHT} ({type(error).__name__})") from None

    # -------------------------------------------------------------- the id token

    def _checked(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an id token that is right (OpenID Connect Core 1.0, 3.1.3.7)."""
        client = self._settings.oidc_client
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()), leeway=LEEWAY,
            iss={"essential": True, "value": self._said()["issuer"]},
            aud={"essential": True, "value": client}, nonce={"essential": True, "value": nonce},
            exp={"essential": True}, iat={"essential": True}, sub={"essential": True},
        )  # fmt: skip
        try:
            claims = self._decoded(id_token)
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotSignedIn(f"{_NOT_RIGHT} ({type(error).__name__})") from None
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if (several or "azp" in claims) and claims.get("azp") != client:
            raise NotSignedIn(f"{_NOT_RIGHT} (azp)")
        return claims

    def _decoded(self, id_token: str) -> dict[str, Any]:
        """Asks for the keys again if the token is signed with none of those that are known."""
        if self._keys is not None:
            try:
                return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError):
                pass
        self._keys = KeySet.import_key_set(self._get(self._said()["jwks_uri"]))  # type: ignore[arg-type]
        return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS).claims

    def _person(self, claims: Mapping[str, Any], access_token: str) -> OidcClaims:
        """What the id token leaves out may stand in the user info of the same subject."""
        end, said = self._said().get("userinfo_endpoint"), dict(claims)
        wanted = {"email", "name", self._settings.oidc_groups_claim}
        if end and access_token and wanted - claims.keys():
            more = self._get(end, access_token)
            if more.get("sub") != claims["sub"]:
                raise NotSignedIn(f"{_NOT_RIGHT} (sub)")
            said = {**more, **said}
        return OidcClaims(
            issuer=str(claims["iss"]), subject=str(claims["sub"])[:255],
            email=str(said.get("email") or "")[:254],
            verified=said.get("email_verified") in (True, "true"),
            name=str(said.get("name") or said.get("preferred_username") or "")[:200],
            groups=_texts(said.get(self._settings.oidc_groups_claim)),
        )  # fmt: skip


def _texts(value: object) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    known: Sequence[object] = value if isinstance(value, list) else ()
    return frozenset(one for one in known if isinstance(one, str))
