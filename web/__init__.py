"""The web pages and the API. Thin: read the request, make one call, answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from runner.bootstrap import App
from runner.clock import ManualClock
from runner.config import secret_keys
from runner.errors import CaselaneError, ScannerAway, StoreError, TooManyRequests
from runner.telemetry import logs
from web import api
from web.account import (
    away,
    file_pages,
    notifications,
    preferences,
    reading_page,
    search_page,
    second_step,
    security_page,
)
from web.admin import (
    audit_page,
    front,
    health_page,
    hook_list,
    incident_list,
    mailbox_list,
    metrics_page,
    people_page,
    personal_data_page,
    team_list,
    token_list,
)
from web.desk import (
    bulk,
    case,
    follow_up,
    inbox,
    mail_list,
    modification_page,
    new_case,
    palette,
    response_list,
    sending,
    view_forms,
)
from web.portal import my_case, my_cases, signed_link, submission
from web.process import (
    change_page,
    downloads,
    flow_cases,
    log_page,
    migration_page,
    milestones_page,
    moment_page,
    policy_dials,
    process_page,
    report_file,
    running,
    statuses_page,
    subscription_page,
    upload,
    view_list,
    ways_page,
    what_if_page,
)  # fmt: skip
from web.process.figure_reading import PagesForWorker
from web.shared import error_pages, problem_details, templating
from web.shared.auth import note_database_away
from web.shared.numbers import LARGEST_REQUEST
from web.sign_in import entry_page, oidc_page, password_page, sign_in
from web.site import (
    Site,
    begin_request,
    compress,
    count_request,
    log_request,
    log_subject,
    refuse_nul,
    secure,
)
from web.studio import (
    comment_page,
    date_form,
    difference_page,
    draft_file_page,
    draft_page,
    editor_page,
    mistake_page,
    play_page,
    policy_page,
    review_page,
    scenario_list,
    studio_page,
    trial_page,
)

# Each page is a module with its blueprint (decision 0187).
PAGES = (
    statuses_page, milestones_page, policy_dials, ways_page, moment_page, change_page,
    what_if_page, log_page, report_file, view_list, subscription_page, oidc_page, entry_page,
    second_step, sign_in, password_page, inbox, view_forms, bulk, case, follow_up,
    modification_page, new_case,
    notifications, preferences, reading_page, security_page, away, search_page, my_cases, my_case,
    submission,
    signed_link, process_page, flow_cases, running,
    migration_page,
    downloads, upload, studio_page, draft_page, editor_page, play_page, scenario_list, sending,
    policy_page, comment_page, date_form, difference_page, trial_page, review_page, draft_file_page,
    mistake_page,
    response_list, mail_list,
    file_pages, front, people_page, personal_data_page, team_list, token_list, incident_list,
    health_page, mailbox_list, audit_page, hook_list, metrics_page, palette,
)  # fmt: skip
"""The modules of pages, each with a blueprint `pages`."""


def create_app(app: App, demo: bool = False, site: type[Site] = Site) -> Flask:
    """`demo` shows a button for each demo account on the page to sign in on."""
    flask = site(__name__)
    flask.config.update(
        DEMO=demo,
        ACCESS_LOG=app.settings.access_log,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=app.sessions.terms.longest,
        SESSION_COOKIE_NAME="caselane",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.settings.base_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,  # a form is valid as long as its session
        WTF_CSRF_SSL_STRICT=False,  # pages opened by a signed link send no Referer
    )
    flask.secret_key, *older = secret_keys(app.settings)
    flask.config["SECRET_KEY_FALLBACKS"] = older
    flask.extensions["caselane"] = app
    flask.url_map.merge_slashes = False  # an address with two slashes is none
    _trust(flask, app.settings.trusted_proxies)
    flask.before_request(begin_request)  # before anything that may refuse the request
    flask.before_request(count_request)
    csrf = CSRFProtect(flask)
    for blueprint in (*(module.pages for module in PAGES), *api.BLUEPRINTS):
        flask.register_blueprint(blueprint)
    if isinstance(app.clock, ManualClock):
        flask.register_blueprint(api.TEST_CLOCK)
    for blueprint in (*api.BLUEPRINTS, api.TEST_CLOCK):
        csrf.exempt(blueprint)  # programs send a token of their own with every request
    templating.register(flask)
    flask.after_request(secure)
    flask.after_request(compress)
    flask.after_request(log_request)
    logs.ask(log_subject)
    _answer_errors(flask)
    app.figure_subscriptions.show_with(PagesForWorker(flask, app))
    return flask


def _trust(flask: Flask, proxies: int) -> None:
    """The client's address. Only the last `proxies` entries of X-Forwarded-For are believed; a
    client can forge the rest, and every other X-Forwarded header. Decision 0121."""
    if proxies:
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=proxies, x_proto=0, x_host=0)


def _is_of_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")


def _answer_errors(flask: Flask) -> None:
    """Errors become HTTP here and nowhere else: problem details for programs, pages for people."""

    def answer(for_programs: Callable[[Any], Any], for_people: Callable[[Any], Any]) -> Any:
        def handle(error: Any) -> Any:
            told = for_programs if _is_of_api(request.path) else for_people
            if isinstance(error, StoreError) and not isinstance(error, ScannerAway):
                note_database_away()
            try:
                return told(error)
            except TooManyRequests as over:  # its page counts the person, if nothing did before
                return error_pages.caselane_error(over)
            except StoreError as away:  # its page asks who it is for, if nothing did before
                note_database_away()
                return error_pages.caselane_error(away)

        return handle

    tell = answer(problem_details.caselane_problem, error_pages.caselane_error)
    flask.before_request(partial(refuse_nul, tell))
    on = flask.register_error_handler
    on(CaselaneError, tell)
    on(HTTPException, answer(problem_details.http_problem, error_pages.http_error))
    on(Exception, answer(problem_details.unexpected_problem, error_pages.unexpected_error))
