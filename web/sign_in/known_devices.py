"""Browsers in which somebody has signed in before: they go on while others guess passwords.

A cookie for a year holds a random id and digests of the addresses that signed in there, signed. All
it gives is attempts that are counted by themselves. Decision 0218.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE, YEAR = "caselane_device", 365 * 86400
MOST = 10
"""People who are remembered in one browser."""


def known_device(email: str) -> str:
    """The id of this browser if this address has signed in here before, else ''."""
    device, digests = _read()
    return device if _digest(email) in digests else ""


def remember_device(response: Response, email: str) -> Response:
    device, digests = _read()
    digests = [*(one for one in digests if one != _digest(email)), _digest(email)][-MOST:]
    response.set_cookie(
        COOKIE, _signer().dumps([device or secrets.token_hex(12), digests]), max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax",
        path="/sign-in",
    )  # fmt: skip
    return response


def _read() -> tuple[str, list[str]]:
    try:
        device, digests = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadData, ValueError):
        return "", []
    return device, digests


def _signer() -> Any:
    keys = [current_app.secret_key, *current_app.config["SECRET_KEY_FALLBACKS"]]
    return URLSafeSerializer(list(reversed(keys)), salt="caselane.device")


def _digest(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()[:24]
