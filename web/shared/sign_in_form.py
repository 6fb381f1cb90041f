"""The page to sign in on, also shown where a session has ended."""

from __future__ import annotations

from flask import current_app, render_template, request

from runner.playback import demo
from web.shared.auth import caselane


def sign_in_form(
    next_page: str = "", error: str = "", email: str = "", kept: list[tuple[str, str]] | None = None
) -> str:
    """`kept` are the fields of a form that was sent after the session had ended: the form is
    offered again after signing in."""
    settings = caselane().settings
    accounts = demo.PEOPLE if current_app.config["DEMO"] else ()
    return render_template(
        "sign_in/sign_in.html", next=local_path(next_page) or "", error=error, email=email,
        saved=kept or [], accounts=accounts, demo_password=demo.PASSWORD,
        password_was_set="set" in request.args, passwords=settings.passwords,
        organisation=settings.oidc_name if settings.oidc_issuer else "",
    )  # fmt: skip


def passwords_open() -> bool:
    """Whether people sign in with a password here."""
    return caselane().settings.passwords


def local_path(target: str) -> str | None:
    """A path of this site to redirect to; None for anything that could lead to another site."""
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else None
