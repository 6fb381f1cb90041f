"""Signing in elsewhere: the provider, and who that is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from runner.clock import SystemClock
from runner.config import PREFIX, Settings
from runner.errors import ConfigError
from runner.model import ROLES, OidcClaims, PendingSignIn, Visit
from runner.people.accounts import Accounts
from runner.people.identities import Identities, OidcTerms, SetRoles, pairs
from runner.people.sessions import Sessions, SignedIn
from runner.people.teams import Teams


class Provider(Protocol):
    """See `runner.delivery.oidc`."""

    def begin(self) -> tuple[str, PendingSignIn]: ...
    def finish(self, pending: PendingSignIn, answer: Mapping[str, str]) -> OidcClaims: ...
    def sign_out_url(self) -> str: ...


class Federation:
    def __init__(self, provider: Provider, identities: Identities):
        self._provider = provider
        self._identities = identities
        self.begin = provider.begin
        self.sign_out_url = provider.sign_out_url

    def finish(self, pending: Sequence[Any], answer: Mapping[str, str], visit: Visit) -> SignedIn:
        """Begins a session for who came back from the provider. `pending` are the values of what
        `begin` gave. Raises NotSignedIn and SignInElsewhere."""
        claims = self._provider.finish(PendingSignIn(*pending), answer)
        return self._identities.sign_in(claims, visit)


def connect(
    settings: Settings, sessions: Sessions, accounts: tuple[Accounts, Teams, SetRoles]
) -> Federation | None:
    """What signs people in at the provider of the settings; None where none is set up. It goes by
    the clock of the machine, as providers do. Raises ConfigError."""
    if not settings.oidc_issuer:
        return None
    roles = _pairs("OIDC_ROLES", settings.oidc_roles)
    teams = _pairs("OIDC_TEAMS", settings.oidc_teams)
    check_roles("OIDC_ROLES", roles.values())
    try:
        provider = import_module("runner.delivery.oidc").OidcProvider  # an extra: may be missing
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}. Install it: pip install 'caselane[oidc]'") from error
    clock, terms = SystemClock(), OidcTerms(roles, teams, settings.oidc_create)
    return Federation(provider(settings, clock), Identities(sessions, accounts, clock, terms))


def check_roles(name: str, roles: Iterable[str]) -> None:
    """Raises ConfigError for a setting that names something else."""
    if unknown := set(roles) - set(ROLES):
        raise ConfigError(
            f"{PREFIX}{name}: {', '.join(sorted(unknown))} is no role. There are: "
            f"{', '.join(ROLES)}."
        )


def _pairs(name: str, text: str) -> dict[str, str]:
    try:
        return pairs(text)
    except ValueError as error:
        raise ConfigError(f"{PREFIX}{name}: {error}.") from error
