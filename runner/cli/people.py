"""People, their roles and their tokens."""

from __future__ import annotations

import click

from runner.cli.application import open_app
from runner.cli.group import command, counted, main, say
from runner.model import ROLES


@main.group()
def user() -> None:
    """People and their roles."""


@command(user, "add", "caselane user add alice@example.com --name Alice --role agent")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES))
def user_add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Adds a person, or adds roles to a known one. Repeat --role for several roles."""
    with open_app() as app:
        person = app.accounts.add(email, name, roles)
        say(f"{person.name} <{person.email}>: {', '.join(sorted(person.roles))}")


@command(user, "password", "caselane user password alice@example.com")
@click.argument("email")
@click.password_option()
def user_password(email: str, password: str) -> None:
    """Sets the password with which a person signs in to the web pages."""
    with open_app() as app:
        app.accounts.set_password(email, password)


@command(user, "away", "caselane user away alice@example.com")
@click.argument("email")
@click.option("--back", is_flag=True, help="End the absence.")
def user_away(email: str, back: bool) -> None:
    """Records that a person is away: the lead is told in their place."""
    with open_app() as app:
        app.accounts.set_away(email, not back)


@command(user, "remove", "caselane user remove alice@example.com")
@click.argument("email")
def user_remove(email: str) -> None:
    """Ends a person's access. Their messages and actions stay in the history."""
    with open_app() as app:
        app.accounts.deactivate(email)


@main.group()
def token() -> None:
    """Tokens for the API."""


@command(token, "add", "TOKEN=$(caselane token add alice@example.com)")
@click.argument("email")
def token_add(email: str) -> None:
    """Prints a new token for a person, and nothing else. It cannot be shown again."""
    with open_app() as app:
        click.echo(app.accounts.new_token(email))


@command(token, "remove", "caselane token remove alice@example.com")
@click.argument("email")
def token_remove(email: str) -> None:
    """Revokes all tokens of a person, for example after one was leaked."""
    with open_app() as app:
        say(f"Revoked: {counted(app.accounts.revoke_tokens(email), 'token')}.")
