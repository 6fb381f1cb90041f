"""The only place where the parts are joined."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any, Literal, NamedTuple, NoReturn

from argon2 import PasswordHasher

from runner import __version__
from runner.bpmn.calendar import Calendars
from runner.bpmn.files import calendars_of, diagram_limits
from runner.bpmn.package import installed_files, read_package
from runner.cases import Cases
from runner.cases.dependencies import Dependencies, FileLimits
from runner.cases.mailed_files import MailedFiles
from runner.cases.records import WAKE
from runner.clock import Clock, ManualClock, SystemClock
from runner.config import DEFAULT_DIAGRAM, Settings, make_folder, secret_keys
from runner.delivery import channels as outside
from runner.delivery.channels import Channel
from runner.delivery.channels.receivers import read_receivers
from runner.delivery.channels.webhook import WebhookClient
from runner.delivery.federation import Federation, check_roles, connect
from runner.delivery.incoming.hook_rules import read_hooks
from runner.delivery.incoming.mail_fetching import MailFetching
from runner.delivery.incoming.mail_watching import MailWatch
from runner.delivery.incoming.mailboxes import (
    ImapAccess,
    Mailbox,
    own_addresses,
    read_mailboxes,
    reply_addresses,
)
from runner.delivery.jobs import FETCH, FIGURES, PASSWORD_LINK, WEBHOOK, Jobs, kind_of
from runner.delivery.jobs.table import TableJobs
from runner.delivery.mail_hours import MailHours
from runner.delivery.maintenance import Maintenance
from runner.delivery.notifications import Notifications
from runner.delivery.password_links import PasswordLinks
from runner.delivery.sender import FindLinks, Preparation, Sender
from runner.delivery.virus_scanner import VirusScanner
from runner.delivery.webhooks import Webhooks
from runner.delivery.worker import Handler, JobRunner, TableWorker, Worker
from runner.deployment.deployment import Deployment
from runner.deployment.diagram_drafts import DiagramDrafts
from runner.deployment.migration import Migration
from runner.deployment.migration_runs import MigrationRuns
from runner.deployment.migration_undo import MigrationUndo
from runner.deployment.publication_dates import PublicationDates
from runner.deployment.publication_notices import links_about
from runner.deployment.reviewing import Reviews
from runner.deployment.sandbox import Sandbox
from runner.deployment.simulation import Simulation
from runner.deployment.simulation_runs import SimulationRuns
from runner.deployment.trial import Trial
from runner.deployment.trial_runs import TrialRuns
from runner.errors import ChannelError, ConfigError, StoreError
from runner.gate.check import Gate
from runner.insight.alert_figures import AlertFigures
from runner.insight.change_figures import Changes
from runner.insight.event_log.log_export import LogExport
from runner.insight.fact_reader import FactReader
from runner.insight.figure_subscriptions import FigureSubscriptions, links_of
from runner.insight.figure_views import FigureViews
from runner.insight.incidents import Incidents
from runner.insight.living_diagram import LivingDiagram
from runner.insight.milestone_figures import MilestoneReport
from runner.insight.moment_figures import Moments
from runner.insight.policy_figures import PolicyReport
from runner.insight.reports import Reports
from runner.insight.status_figures import Statuses
from runner.insight.way_figures import Ways
from runner.language import Languages
from runner.model import BULK, MIGRATE, PUBLISH, Job, SessionTerms, WorkerName
from runner.operations.backups import Backups
from runner.operations.doctor import Doctor
from runner.operations.metrics import Metrics
from runner.operations.verification import Verification
from runner.people.accounts import OPERATOR, Accounts
from runner.people.audit import Audit
from runner.people.entry_links import EntryLinks
from runner.people.links import Links
from runner.people.merging import Merging
from runner.people.note_reads import NoteReads
from runner.people.password_resets import PasswordResets
from runner.people.passwords import PasswordPolicy
from runner.people.rate_limits import RateLimits
from runner.people.reading_habits import ReadingHabits
from runner.people.retention_rules import read_retention
from runner.people.second_factor import SecondFactor
from runner.people.sessions import Sessions
from runner.people.signing_in import SignIn
from runner.people.teams import Teams
from runner.store import Database, installation, versions
from runner.store.file_folder import FileFolder
from runner.store.upgrading import NONE_YET
from runner.versions import Versions


@dataclass(frozen=True, slots=True)
class App:
    """The parts of an installation, joined by `build`."""

    settings: Settings
    clock: Clock
    db: Database
    calendars: Calendars
    versions: Versions
    accounts: Accounts
    languages: Languages
    reading_habits: ReadingHabits
    sessions: Sessions
    sign_in: SignIn
    second_factor: SecondFactor
    resets: PasswordResets
    password_links: PasswordLinks
    entry_links: EntryLinks
    federation: Federation | None
    merging: Merging
    teams: Teams
    audit: Audit
    jobs: Jobs
    cases: Cases
    rate_limits: RateLimits
    links: Links
    deployment: Deployment
    diagram_drafts: DiagramDrafts
    reviews: Reviews
    publication_dates: PublicationDates
    sandbox: Sandbox
    migration: Migration
    migration_undo: MigrationUndo
    migration_runs: MigrationRuns
    trial: Trial
    trial_runs: TrialRuns
    simulation: Simulation
    simulation_runs: SimulationRuns
    notifications: Notifications
    reports: Reports
    incidents: Incidents
    facts: FactReader
    log: LogExport
    flow: LivingDiagram
    statuses: Statuses
    milestones: MilestoneReport
    policies: PolicyReport
    ways: Ways
    moments: Moments
    changes: Changes
    figure_views: FigureViews
    figure_subscriptions: FigureSubscriptions
    backups: Backups
    doctor: Doctor
    metrics: Metrics
    verification: Verification
    mail_fetching: MailFetching
    mail_watch: MailWatch
    worker: Worker
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when this node is about to end: it takes no new requests."""

    def work(self) -> None:
        """Works until the worker is stopped, and listens to mailboxes meanwhile."""
        self.mail_watch.start()
        try:
            self.worker.run()
        finally:
            self.mail_watch.stop()

    def close(self) -> None:
        self.worker.stop()
        self.db.close()


@contextmanager
def traced(app: App) -> Iterator[None]:
    """What this process does in here is sent as spans, where an address for them is set."""
    if not app.settings.traces_url:
        yield
        return
    try:
        tracing = import_module("runner.telemetry.tracing")  # an extra: may be missing
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}. Install it: pip install 'caselane[otel]'") from error
    sending = tracing.Tracing(app.settings.traces_url, __version__, socket.gethostname())
    try:
        yield
    finally:
        sending.close()


@dataclass(frozen=True, slots=True)
class Parts:
    """What reaches the world outside, and what is slow by design. Tests put others of the same make
    in: a database that dies at a commit, a channel that notes, passwords that cost nothing.
    Decision 0196."""

    database: Callable[[str, str], Database] = Database
    connect: Callable[[Settings, Clock], Mapping[str, Channel]] = outside.connect
    webhook: Callable[[], WebhookClient] = WebhookClient
    hasher: PasswordHasher = field(default_factory=PasswordHasher)


Tables = Literal["upgrade", "make", "check"]
"""What becomes of the tables when the database is opened: they are brought up to date, made only
where there are none, or left alone. Tables that are not those of this version are refused."""


def build(
    settings: Settings,
    clock: Clock | None = None,
    tables: Tables = "upgrade",
    parts: Parts | None = None,
) -> App:
    """Opens the database and joins the parts. Deploys the default diagram into new tables."""
    clock, parts = clock or SystemClock(), parts or Parts()
    db = open_database(settings, tables, parts)
    upgrade = tables == "upgrade" or (tables == "make" and not db.has_tables)
    if upgrade:
        db.upgrade()
    else:
        db.check()
    app = _joined(settings, clock, parts, db, upgrade)
    if upgrade:
        _deploy_default(app)
    return app


def _joined(settings: Settings, clock: Clock, parts: Parts, db: Database, upgrade: bool) -> App:
    calendars = calendars_of(settings)
    channels = parts.connect(settings, clock)
    name = _worker_name(settings)
    jobs, worker_for = _jobs(name, db, clock, upgrade)
    entrance = _entrance(settings, clock, parts, db)
    hours = MailHours(db, jobs, calendars.default.zone, clock, settings.mails_per_hour)
    notifications = Notifications(db, (jobs, hours), channels, entrance.languages, clock)
    webhooks = Webhooks(db, jobs, parts.webhook(), read_receivers(settings.webhooks), clock)
    known = Versions(db, calendars, compacting=settings.compact, cache=settings.cache)
    links = Links(secret_keys(settings), settings.base_url, clock)
    accounts, teams, sessions = entrance.accounts, entrance.teams, entrance.sessions
    mailboxes = read_mailboxes(settings)
    dependencies = Dependencies(
        db, known, jobs, notifications, webhooks, links, accounts, clock, _hold(settings, clock),
        FileFolder(settings.file_folder, owner=partial(_owner, db)), _file_limits(settings),
        VirusScanner(settings.clamd) if settings.clamd else None,
        mailboxes, reply_addresses(settings, mailboxes), own_addresses(settings, mailboxes),
        read_hooks(settings), read_retention(settings),
        NoteReads(db, clock, settings.log_note_reads), settings.answering_takes,
    )  # fmt: skip
    cases = Cases(dependencies)
    gate = Gate(calendars, clock, diagram_limits(settings))
    installed = installed_files(settings.workflow_dir)
    deployment = Deployment(db, (known, notifications), gate, installed, settings.approval)
    drafts = DiagramDrafts(db, known, deployment, clock)
    milestones, statuses = MilestoneReport(db, known, clock), Statuses(db, known, clock)
    policies = PolicyReport(db, known, clock)
    watched = AlertFigures(milestones, statuses, policies)
    subscriptions = FigureSubscriptions(
        db, (jobs, notifications), watched, entrance.languages, clock
    )
    preparation = Preparation(
        _links_for(cases, links),
        subscriptions.prepare,
        MailedFiles(dependencies, settings.mail_file_bytes).add_to,
        notifications.speaking_to,
    )
    sender = Sender(db, channels, preparation, hours, clock)
    imap = _imap(mailboxes)
    fetching = MailFetching(db, mailboxes, cases, imap, clock)
    migration = Migration(dependencies, cases.transactions, deployment)
    undo = MigrationUndo(dependencies, cases.transactions)
    migration_runs = MigrationRuns(dependencies, migration, undo)
    password_links = PasswordLinks(
        db, accounts, entrance.resets, (jobs, channels, notifications.speaking_to), clock
    )
    dates = PublicationDates(dependencies, deployment, drafts)
    handlers = _handlers(cases, migration_runs, sender, webhooks) | {
        FETCH: fetching.fetch, PUBLISH: _with_run(dates.go_live),
        PASSWORD_LINK: password_links.send, FIGURES: _with_run(subscriptions.go_on),
    }  # fmt: skip
    runner = JobRunner(db, jobs, clock, handlers, cases)
    facts = FactReader(db, known)
    trial = Trial(dependencies, deployment, settings)
    simulation = Simulation(dependencies, deployment, settings)
    return App(
        settings, clock, db, calendars, known, accounts,
        entrance.languages, ReadingHabits(db, entrance.languages),
        sessions, entrance.sign_in, entrance.second_factor,
        entrance.resets, password_links, EntryLinks(entrance.resets, sessions),
        connect(settings, sessions, (accounts, teams, cases.set_roles)),
        Merging(db, accounts, clock), teams, Audit(db, clock), jobs, cases,
        RateLimits(db, SystemClock(), settings.requests_per_minute), links, deployment,
        drafts, Reviews(db, clock), dates, Sandbox(known, deployment, drafts),
        migration, undo, migration_runs,
        trial, TrialRuns(db, clock, trial), simulation, SimulationRuns(db, clock, simulation),
        notifications,
        Reports(db, jobs, known, clock),
        Incidents(db, clock), facts, LogExport(db, known, secret_keys(settings)[0], clock),
        LivingDiagram(db, known, clock), statuses,
        milestones, policies, Ways(db, known), Moments(db, known, clock),
        Changes(db, known, clock), FigureViews(db, clock), subscriptions,
        Backups(db, settings, clock),
        Doctor(settings, db, jobs, dependencies.folder, clock), Metrics(db, jobs, clock),
        Verification(db), fetching, MailWatch(mailboxes, imap, cases.fetch_mails),
        worker_for(runner, Maintenance(db, cases, facts, clock, name)),
    )  # fmt: skip


class _Entrance(NamedTuple):
    """Who people are, and how they get in."""

    languages: Languages
    accounts: Accounts
    teams: Teams
    sessions: Sessions
    sign_in: SignIn
    second_factor: SecondFactor
    resets: PasswordResets


def _entrance(settings: Settings, clock: Clock, parts: Parts, db: Database) -> _Entrance:
    policy = PasswordPolicy(settings.password_length, settings.passwords)
    accounts = Accounts(db, clock, parts.hasher, policy)
    keys, roles = secret_keys(settings), _second_step_roles(settings)
    sessions = Sessions(db, accounts, SystemClock(), _session_terms(settings))
    second = SecondFactor(sessions, accounts, SystemClock(), keys, roles)
    return _Entrance(
        _languages(settings), accounts, Teams(db, accounts, clock), sessions,
        SignIn((db, clock), parts.hasher, accounts, sessions, second), second,
        PasswordResets(db, accounts, clock, keys, settings.base_url),
    )  # fmt: skip


def _links_for(cases: Cases, links: Links) -> FindLinks:
    return lambda note: [
        *cases.ways_in(note), *links_of(note, links.page), *links_about(note, links.page)
    ]  # fmt: skip


def _languages(settings: Settings) -> Languages:
    languages = Languages(settings.language, [settings.locales])
    if settings.language not in languages.codes:
        raise ConfigError(
            f"CASELANE_LANGUAGE is '{settings.language}', for which there is no catalog. There "
            f"are: {', '.join(languages.codes)}. CASELANE_LOCALES names a folder with others."
        )
    return languages


def _hold(settings: Settings, clock: Clock) -> timedelta:
    """Time that stands still would hold everything for ever: there it has to be asked for."""
    usual = "0" if isinstance(clock, ManualClock) else "10"
    return timedelta(seconds=int(settings.undo_send or usual))


def _second_step_roles(settings: Settings) -> frozenset[str]:
    roles = frozenset(settings.second_step_roles.replace(",", " ").split())
    check_roles("SECOND_STEP_ROLES", roles)
    return roles


def _session_terms(settings: Settings) -> SessionTerms:
    return SessionTerms(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )


def _file_limits(settings: Settings) -> FileLimits:
    endings = frozenset(settings.refused_files.lower().replace(".", " ").split())
    return FileLimits(
        settings.file_bytes, settings.message_files, settings.message_file_bytes, endings
    )


def open_database(settings: Settings, tables: Tables, parts: Parts | None = None) -> Database:
    """Of whichever version its tables are: `build` looks at that. Raises StoreError where there is
    none and none is to be made."""
    if file := settings.sqlite_file:
        if tables == "check" and not file.exists():  # SQLite would make it
            raise StoreError(NONE_YET)
        make_folder(file.parent)
    return (parts or Parts()).database(settings.url, settings.synchronous)


def _worker_name(settings: Settings) -> WorkerName:
    return WorkerName(f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}", settings.jobs)


def _jobs(
    name: WorkerName, db: Database, clock: Clock, upgrade: bool
) -> tuple[Jobs, Callable[[JobRunner, Maintenance], Worker]]:
    """Where jobs go, and the worker that does them."""
    if name.engine == "table":
        table = TableJobs(db, holder=name.name)
        return table, partial(TableWorker, table, clock)
    try:
        worker = import_module("runner.delivery.procrastinate_worker")  # an extra: may be missing
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}. Install it: pip install 'caselane[procrastinate]'") from error
    return worker.join(db, clock, upgrade)


def _imap(mailboxes: Mapping[str, Mailbox]) -> Any:
    if not any(mailbox.access for mailbox in mailboxes.values()):
        return _no_server
    try:
        return import_module("runner.delivery.incoming.imap").connect  # an extra: may be missing
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error}. Install it: pip install 'caselane[mail]'") from error


def _owner(db: Database) -> str:
    with db.read() as tx:
        return installation.name(tx)


def _no_server(access: ImapAccess) -> NoReturn:
    raise ChannelError("No mailbox of a server is set up on this node.")


def _handlers(
    cases: Cases, migration_runs: MigrationRuns, sender: Sender, webhooks: Webhooks
) -> dict[str, Handler]:
    """What does each kind of job."""

    def wake(job: Job) -> None:
        assert job.case_id is not None
        cases.wake(job.case_id)

    channels = {kind_of(name): sender.send for name in outside.CHANNELS}
    return {
        WAKE: wake, BULK: _with_run(cases.bulk.go_on), MIGRATE: _with_run(migration_runs.go_on),
        WEBHOOK: webhooks.send, **channels,
    }  # fmt: skip


def _with_run(go_on: Callable[[int], None]) -> Handler:
    """Goes on with the run that a job names."""
    return lambda job: go_on(job.payload["run"])


def _deploy_default(app: App) -> None:
    with app.db.read() as tx:
        deployed = versions.last_change(tx)
    if deployed is None:
        package = read_package(app.settings.workflow_dir / DEFAULT_DIAGRAM)
        app.deployment.deploy(OPERATOR, package)
