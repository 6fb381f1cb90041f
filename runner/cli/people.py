"""People, their roles and their tokens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from runner.bootstrap import App
from runner.cli.application import open_app
from runner.cli.group import at_most_one, command, counted, main, say, utc
from runner.model import ROLES, Absence, TokenLimits
from runner.operations.backups import new_file
from runner.people.accounts import OPERATOR
from runner.people.password_resets import GIVEN
from runner.people.permissions import SCOPES, can_own


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
        say(f"{email} signs in with it; sessions from before have ended.")


@command(user, "password-link", "caselane user password-link alice@example.com")
@click.argument("email")
def user_password_link(email: str) -> None:
    """Prints a link with which a person sets their password, good once and for a day. Nobody needs
    to know a password but its person."""
    with open_app() as app:
        click.echo(app.resets.url(app.accounts.active(email), GIVEN))


@command(user, "sign-in-link", "caselane user sign-in-link ada@example.com")
@click.argument("email")
def user_sign_in_link(email: str) -> None:
    """Prints a link that signs a person in without a password, once, within ten minutes: for when
    the organisation's sign-in is out of order."""
    with open_app() as app:
        click.echo(app.entry_links.url(app.accounts.active(email)))


@command(user, "second-step-off", "caselane user second-step-off alice@example.com")
@click.argument("email")
def user_second_step_off(email: str) -> None:
    """Takes the second step off a person who has lost telephone and recovery codes."""
    with open_app() as app:
        app.second_factor.take_off(email)


@command(user, "sign-out", "caselane user sign-out alice@example.com")
@click.argument("email")
def user_sign_out(email: str) -> None:
    """Ends all sessions of a person: they sign in again, in every browser."""
    with open_app() as app:
        say(f"Ended: {counted(app.sessions.end_all(email), 'session')}.")


@command(user, "away", "caselane user away alice@example.com")
@click.argument("email")
@click.option("--back", is_flag=True, help="End the absence.")
@click.option("--from", "since", type=click.DateTime(), help="When it begins, in UTC; else now.")
@click.option(
    "--until", type=click.DateTime(), help="When they are back, in UTC; else until --back."
)
@click.option("--stand-in", metavar="EMAIL", help="Who is told, and gets cases, in their place.")
def user_away(
    email: str,
    back: bool,
    since: datetime | None,
    until: datetime | None,
    stand_in: str | None,
) -> None:
    """Records that a person is away: who stands in or the lead is told in their place."""
    for name, value in (("from", since), ("until", until), ("stand_in", stand_in)):
        at_most_one(back=back, **{name: value})
    absence = Absence(utc(since), utc(until), stand_in)
    with open_app() as app:
        app.accounts.set_away(email, not back, absence=absence)


@command(user, "remove", "caselane user remove alice@example.com --to amir@example.com")
@click.argument("email")
@click.option("--to", metavar="EMAIL", help="Who takes over the open cases; else nobody owns them.")
def user_remove(email: str, to: str | None) -> None:
    """Ends a person's access. Their messages and actions stay in the history."""
    with open_app() as app:
        _say_handed(app, app.cases.end_access(OPERATOR, email, to), to)


def _say_handed(app: App, count: int, to: str | None) -> None:
    if count:
        whom = app.accounts.by_email(to).name if to else "nobody: the leads are told of what comes"
        say(f"Handed over {counted(count, 'open case')} to {whom}.")


@command(user, "restore", "caselane user restore alice@example.com")
@click.argument("email")
def user_restore(email: str) -> None:
    """Gives a removed person access again. Tokens and links that they had stay over."""
    with open_app() as app:
        app.accounts.restore(email)


@command(user, "rename", 'caselane user rename alice@example.com "Alice Arden"')
@click.argument("email")
@click.argument("name")
def user_rename(email: str, name: str) -> None:
    """Changes a person's name, also where it stands in the history."""
    with open_app() as app:
        app.accounts.rename(email, name)


@command(user, "address", "caselane user address alcie@example.com alice@example.com")
@click.argument("email")
@click.argument("new")
def user_address(email: str, new: str) -> None:
    """Corrects a person's mail address. Links that were sent to the old one are over."""
    with open_app() as app:
        app.accounts.correct_email(email, new)


@command(user, "roles", "caselane user roles alice@example.com --give lead --take agent")
@click.argument("email")
@click.option("--give", multiple=True, type=click.Choice(ROLES), help="A role to add.")
@click.option("--take", multiple=True, type=click.Choice(ROLES), help="A role to take away.")
@click.option("--to", metavar="EMAIL", help="Who takes over open cases that they may not own now.")
def user_roles(email: str, give: tuple[str, ...], take: tuple[str, ...], to: str | None) -> None:
    """Gives and takes roles, and prints those that a person has."""
    with open_app() as app:
        heir, person = app.accounts.active(to) if to else None, app.accounts.by_email(email)
        person = app.accounts.give_roles(email, give) if give else person
        person = app.accounts.take_roles(email, take) if take else person
        say(f"{person.name} <{person.email}>: {', '.join(sorted(person.roles))}")
        if take and not can_own(person):
            _say_handed(app, app.cases.hand_over(OPERATOR, person, heir), to)


@command(user, "merge", "caselane user merge bob@old.example bob@bakery.example")
@click.argument("email")
@click.argument("into")
@click.confirmation_option(prompt="Are both entries of one person? This cannot be undone.")
def user_merge(email: str, into: str) -> None:
    """Merges an entry of a person into another one of theirs: cases, messages, tokens and dates
    follow. Histories keep who acted."""
    with open_app() as app:
        kept = app.merging.merge(email, into)
        say(f"Merged into {kept.name} <{kept.email}>.")


@command(user, "history", "caselane user history alice@example.com")
@click.argument("email")
def user_history(email: str) -> None:
    """Lists all that was done to a person's account."""
    with open_app("check") as app:
        for change in app.accounts.changes_of(email):
            details = " ".join(f"{name}={value}" for name, value in change.details.items())
            say(f"{change.at:%Y-%m-%d %H:%M:%S}  {change.what}  {details}".rstrip())


@command(user, "revoke-links", "caselane user revoke-links bob@bakery.example")
@click.argument("email")
def user_revoke_links(email: str) -> None:
    """Ends the links in mails that were sent to a person so far, for example after one leaked."""
    with open_app() as app:
        app.accounts.revoke_links(email)


@main.group()
def token() -> None:
    """Tokens for the API."""


@command(token, "add", "TOKEN=$(caselane token add alice@example.com --name Reports --scope read)")
@click.argument("email")
@click.option("--name", default="", help="What the token is for.")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(tuple(SCOPES)),
    help="What it may of what its person may; else all.",
)  # fmt: skip
@click.option("--until", type=click.DateTime(), help="When it expires, in UTC; else never.")
def token_add(email: str, name: str, scopes: tuple[str, ...], until: datetime | None) -> None:
    """Prints a new token for a person, and nothing else. It cannot be shown again."""
    limits = TokenLimits(frozenset(scopes), utc(until))
    with open_app() as app:
        click.echo(app.accounts.new_token(email, name=name, limits=limits))


@command(token, "list", "caselane token list")
def token_list() -> None:
    """Lists the tokens that were not removed: their scopes, when they were made and used last, and
    when they expire."""
    with open_app("check") as app:
        for found in app.accounts.tokens():
            says = [f"made {found.created_at:%Y-%m-%d}"]
            says += [f"used {found.used_at:%Y-%m-%d %H:%M}" if found.used_at else "never used"]
            if end := found.limits.expires_at:
                over = "expired" if found.is_over(app.clock.now()) else "expires"
                says += [f"{over} {end:%Y-%m-%d %H:%M}"]
            scopes = ", ".join(sorted(found.limits.scopes)) or "all rights"
            named = f"{found.person.email}  {found.name or '(no name)'}"
            say(f"{named}  {scopes}  {', '.join(says)}")


@command(token, "remove", "caselane token remove alice@example.com --name Reports")
@click.argument("email")
@click.option("--name", help="Only the tokens of this name; else all.")
def token_remove(email: str, name: str | None) -> None:
    """Revokes the tokens of a person, for example after one was leaked."""
    with open_app() as app:
        say(f"Revoked: {counted(app.accounts.revoke_tokens(email, name=name), 'token')}.")


@main.group()
def team() -> None:
    """Teams, their members and products."""


def _say_team(app: App, name: str) -> None:
    found = app.teams.named(name)
    in_turn = ", shared out in turn" if found.round_robin else ""
    say(f"{found.name}: {', '.join(found.products) or 'no products'}{in_turn}")
    for member in found.members:
        leads = "  lead" if member.leads else ""
        say(f"  {member.person.name} <{member.person.email}>{leads}")


@command(team, "list", "caselane team list")
def team_list() -> None:
    """Lists the teams with their products and members."""
    with open_app("check") as app:
        for found in app.teams.listed():
            _say_team(app, found.name)


@command(team, "add", "caselane team add Printers")
@click.argument("name")
def team_add(name: str) -> None:
    """Adds a team."""
    with open_app() as app:
        _say_team(app, app.teams.add(name).name)


@command(team, "set", "caselane team set Printers --product 'Printer 3' --share")
@click.argument("name")
@click.option("--rename", metavar="NAME", help="The new name.")
@click.option("--share/--no-share", default=None, help="Whether its cases are shared out in turn.")
@click.option(
    "--product", "products", multiple=True, help="Whose new cases come to it; * for rest."
)
@click.option("--no-products", is_flag=True, help="No product's new cases come to it.")
def team_set(
    name: str, rename: str | None, share: bool | None, products: tuple[str, ...], no_products: bool
) -> None:
    """Changes a team. The products that are named take the place of those that it has."""
    at_most_one(product=products, no_products=no_products)
    given = products if products or no_products else None
    with open_app() as app:
        changed = app.teams.change(name, new_name=rename, round_robin=share, products=given)
        _say_team(app, changed.name)


@command(team, "member", "caselane team member Printers alice@example.com --lead")
@click.argument("name")
@click.argument("email")
@click.option("--lead", is_flag=True, help="They lead the team.")
@click.option("--remove", is_flag=True, help="They leave the team; their cases stay theirs.")
def team_member(name: str, email: str, lead: bool, remove: bool) -> None:
    """Makes a person a member of a team, or takes them out of it."""
    at_most_one(lead=lead, remove=remove)
    with open_app() as app:
        if remove:
            app.teams.drop_member(name, email)
        else:
            app.teams.put_member(name, email, lead)
        _say_team(app, name)


@command(team, "remove", "caselane team remove Printers")
@click.argument("name")
def team_remove(name: str) -> None:
    """Removes a team that has no open cases."""
    with open_app() as app:
        app.teams.remove(name)


@command(user, "export", "caselane user export bob@example.com bob.zip")
@click.argument("email")
@click.argument("file", type=click.Path(path_type=Path))
def user_export(email: str, file: Path) -> None:
    """Writes all that is kept of a person into a ZIP archive, which its owner alone can read:
    person.json and the files. Look through it before you hand it out, since others are in it, too:
    docs/privacy.md.
    """
    with open_app("check") as app, new_file(file) as whole:
        found = app.cases.personal_export.write(email, whole)
    say(
        f"{counted(found.cases, 'case')} of theirs, {counted(found.others, 'other case')}, "
        f"{counted(found.messages, 'message')}, {counted(found.files, 'file')}."
    )
    if found.missing:
        say(f"Not in the folder of files any more: {counted(found.missing, 'file')}.")


@command(user, "erase", "caselane user erase bob@example.com --dry-run")
@click.argument("email")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--open-too", is_flag=True, help="Also where cases of theirs are open.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def user_erase(email: str, dry_run: bool, open_too: bool, yes: bool) -> None:
    """Erases a person: name, address, what they wrote, the conversations of their cases, files and
    mails. Statuses, instants and figures stay. It cannot be undone, and does not reach backups, the
    mails that were sent, nor other programs: docs/privacy.md.
    """
    with open_app() as app:
        found = app.cases.erasing.plan(email)
        say(
            f"{counted(found.cases, 'case')} of theirs, {counted(found.others, 'other case')}, "
            f"{counted(found.messages, 'message')}, {counted(found.files, 'file')}, "
            f"{counted(found.mails, 'incoming mail')}."
        )
        if found.open_cases:
            say(f"Still open: {', '.join(found.open_cases[:10])}.")
        if dry_run:
            say("Nothing was erased.")
            return
        if not yes:
            click.confirm("Erase them? It cannot be undone.", abort=True)
        app.cases.erasing.erase(email, open_too=open_too)
        say("Erased.")
