"""What is well with the installation and what is not, and its settings."""

from __future__ import annotations

from flask import Blueprint, render_template

from runner.language import N_
from runner.operations.settings_check import shown_settings
from web.shared.auth import caselane, signed_in

pages = Blueprint("health_page", __name__, url_prefix="/admin/health")

WORDS = {"error": N_("Wrong"), "warning": N_("Look at it"), "ok": N_("OK")}
"""The levels of checks, the worst first."""


@pages.get("")
def show() -> str:
    """Without what reads every case: `caselane doctor` does that."""
    checks = caselane().doctor.examine(thorough=False, by=signed_in())
    worst_first = sorted(checks, key=lambda check: list(WORDS).index(check.level))
    settings = shown_settings(caselane().settings)
    return render_template("admin/health.html", checks=worst_first, words=WORDS, settings=settings)
