"""Settings. The only reader of the environment."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from runner.errors import ConfigError

PREFIX = "CASELANE_"

WAITING_WRITERS = 24
"""How many changes of a process may wait for the embedded database. A server has more threads than
that, so that some are left to read."""

DEFAULT_DIAGRAM, SCENARIOS = "case_lifecycle.bpmn", "scenarios"
"""What lies in the folder of workflows: the first diagram, and a folder of examples."""

ATTACHMENTS = "attachments"
"""The folder of attachments in the data directory."""


def setting(default: Any, about: str) -> Any:
    return field(default=default, metadata={"help": about})


@dataclass(frozen=True, slots=True)
class Settings:
    """How an installation is set up. Each setting is an environment variable, `CASELANE_` and its
    name in capitals, or a line of the TOML file that `CASELANE_CONFIG` names."""

    data_dir: Path = setting(
        Path("~/.local/share/caselane").expanduser(),
        "Folder for the embedded database and the secret key.",
    )
    database_url: str = setting(
        "", "Database. Empty: SQLite in the data directory. Or postgresql://user@host/name."
    )
    jobs: str = setting(
        "table", "Where jobs (timers, mails, webhooks) are kept: table, on either database, or "
        "procrastinate, for many workers on PostgreSQL. The same on every node."
    )  # fmt: skip
    synchronous: str = setting(
        "FULL", "SQLite only. FULL survives a loss of power. NORMAL is faster; a loss of power may "
        "lose the last few dozen changes, a crash loses none."
    )  # fmt: skip
    compact: bool = setting(
        True, "1 keeps in the state of a case what the engine needs; 0 keeps all of its history."
    )
    cache: int = setting(1000, "How many running cases are cached in memory.")
    workflows: Path = setting(
        Path(), "Folder with calendars.toml and the diagram that a new database starts with. "
        "Empty: the folder that comes with Caselane."
    )  # fmt: skip
    approval: bool = setting(
        False, "1: a deployed diagram goes live after a second process owner has approved it."
    )
    diagram_bytes: int = setting(5_000_000, "Largest file of a diagram, in bytes.")
    diagram_elements: int = setting(50_000, "Most XML elements in a diagram.")
    diagram_depth: int = setting(100, "Deepest nesting of XML elements in a diagram.")
    diagram_nodes: int = setting(
        1_000, "Largest number of tasks, events and gateways in a diagram."
    )
    requests_per_minute: int = setting(
        12_000, "Most requests of a person, and of a token, in a minute, to all nodes together. "
        "Those who are not signed in may make five times as many from one network address. 0: no "
        "limit."
    )  # fmt: skip
    undo_send: str = setting(
        "", "Seconds in which support can take back what is sent from the page of a case. 0: it "
        "goes out at once. Empty: 10; with --test-clock 0."
    )  # fmt: skip
    language: str = setting(
        "en", "Language, such as de, of who has chosen none and whose browser asks for none that "
        "there is."
    )  # fmt: skip
    locales: Path = setting(
        Path(), "Folder with catalogs of further languages, as CODE/LC_MESSAGES/caselane.po, see "
        "docs/languages.md. The same on every node. Empty: there are none."
    )  # fmt: skip
    answering_takes: bool = setting(
        False, "1: who of support answers a case that nobody owns becomes its owner."
    )
    base_url: str = setting("http://127.0.0.1:8000", "Address under which people reach Caselane.")
    trusted_proxies: int = setting(
        0, "Number of reverse proxies in front of Caselane. Each has to add the client's address "
        "to X-Forwarded-For; only that many entries are believed. 0: the header is ignored."
    )  # fmt: skip
    smtp_url: str = setting(
        "", "Mail server, smtp://[user:password@]host[:port], smtps:// or smtp+starttls://. "
        "Over TLS its certificate is checked; SSL_CERT_FILE names a file of trusted certificates. "
        "Empty: no mail is sent; notifications are shown in the product."
    )  # fmt: skip
    mail_from: str = setting("Caselane <caselane@localhost>", "Sender of mails.")
    mailboxes: Path = setting(
        Path(), "TOML file of the mailboxes of which mails are taken in, see docs/mail.md. The "
        "same on every node. Empty: no mail is."
    )  # fmt: skip
    webhooks: Path = setting(
        Path(), "TOML file of the programs that receive events of cases, see docs/webhooks.md. "
        "The same on every node. Empty: no program does."
    )  # fmt: skip
    hooks: Path = setting(
        Path(), "TOML file of the programs that may open cases and send them events, see "
        "docs/webhooks.md. The same on every node. Empty: none may."
    )  # fmt: skip
    chat: Path = setting(
        Path(), "TOML file that names the chat rooms in which people may be told of cases, see "
        "docs/notifications.md. The same on every node. Empty: there are none."
    )  # fmt: skip
    files: Path = setting(
        Path(), "Folder for the files that come with messages, the same for every node. Empty: "
        "`attachments` in the data directory. `caselane backup` takes it along."
    )  # fmt: skip
    retention: Path = setting(
        Path(), "TOML file that says how long after a case was closed its texts and files are "
        "kept, see docs/privacy.md. The same on every node. Empty: until somebody erases them."
    )  # fmt: skip
    log_note_reads: bool = setting(
        False, "1: the audit log has a line for who reads internal notes of a case, at most one in "
        "15 minutes for a person and a case. The same on every node."
    )  # fmt: skip
    file_bytes: int = setting(25_000_000, "Largest file that comes with a message, in bytes.")
    message_files: int = setting(10, "Most files of a message.")
    message_file_bytes: int = setting(
        50_000_000, "Most bytes of all files of a message, and of a request that brings files."
    )
    mails_per_hour: int = setting(
        60,
        "Most mails of notifications that go to one address within an hour; what is more goes "
        "as one mail when the hour is over. 0: as many as there are.",
    )
    mail_file_bytes: int = setting(
        10_000_000, "Most bytes of files that a mail to a customer brings along; the others are "
        "named in it, with a link to the case. 0: none are brought along."
    )  # fmt: skip
    refused_files: str = setting(
        "ade adp app bat chm cmd com cpl dll exe hta ins isp jar js jse lib lnk mde msc msi msp "
        "mst pif ps1 scr sct sys vb vbe vbs vxd wsc wsf wsh",
        "Endings of the names of files that are refused, separated by spaces.",
    )
    clamd: str = setting(
        "", "Where clamd looks for viruses in each file that comes: tcp://127.0.0.1:3310 or "
        "unix:///run/clamav/clamd.ctl. Its StreamMaxLength has to be no less than "
        "CASELANE_FILE_BYTES. The same on every node. Empty: nobody looks."
    )  # fmt: skip
    passwords: bool = setting(
        True, "0: nobody signs in with a password, only with the organisation's accounts "
        "(CASELANE_OIDC_ISSUER). `caselane user sign-in-link` lets somebody in all the same."
    )  # fmt: skip
    oidc_issuer: str = setting(
        "", "The OpenID Connect provider of your organisation, such as "
        "https://login.example.com/realms/main, see docs/identity.md. Empty: there is none. "
        "Needs caselane[oidc]. These settings are the same on every node."
    )  # fmt: skip
    oidc_client: str = setting("", "The client id that the provider gave to Caselane.")
    oidc_secret: str = setting("", "The client's secret. Empty: a public client, PKCE alone.")
    oidc_name: str = setting("your organisation", "Stands on the button: Sign in with ...")
    oidc_scopes: str = setting("openid email profile", "What the provider is asked for.")
    oidc_groups_claim: str = setting("groups", "The claim that holds the groups of a person.")
    oidc_roles: str = setting(
        "", "Which groups give which roles: `support=agent, support-leads=lead`. Such roles come "
        "and go with the groups, at each sign-in; others stay."
    )  # fmt: skip
    oidc_teams: str = setting(
        "", "Which groups are which teams: `printers=Printers`. Membership comes and goes likewise."
    )
    oidc_create: bool = setting(
        False, "1: who is new gets an account at the first sign-in, as customer if no group says "
        "otherwise. 0: an admin adds people first."
    )  # fmt: skip
    second_step_roles: str = setting(
        "", "Roles of whom a second step is demanded when they sign in with a password, such as "
        "`admin process_owner`. Others may set one up."
    )  # fmt: skip
    password_length: int = setting(10, "Fewest characters of a new password; 8 or more.")
    session_idle_minutes: int = setting(
        20_160, "Minutes without a request after which a person has to sign in again; 10 or more."
    )
    session_hours: int = setting(
        720, "Hours after which a person has to sign in again in any case."
    )
    secret_key: str = setting(
        "", "Signs sessions and links. Several keys, separated by spaces: the first signs, the "
        "others are still accepted. Empty: made once and kept in the data directory."
    )  # fmt: skip

    log: str = setting(
        "text", "Lines of the log on standard error: text, or json, an object a line."
    )
    access_log: bool = setting(False, "1: a line in the log for each request.")
    traces_url: str = setting(
        "", "Receiver of traces (OpenTelemetry, OTLP over HTTP) to which `serve` and `work` send "
        "them, such as http://127.0.0.1:4318/v1/traces, see docs/operations.md. Needs "
        "caselane[otel]. Empty: nothing is traced."
    )  # fmt: skip
    metrics_token: str = setting(
        "", "Opens /metrics for a monitor that sends it as a Bearer token. 16 characters or more. "
        "Empty: the page is not there."
    )  # fmt: skip

    @property
    def url(self) -> str:
        """The database to open."""
        return self.database_url or f"sqlite:///{self.data_dir / 'caselane.sqlite3'}"

    @property
    def sqlite_file(self) -> Path | None:
        """The file of the database; None for PostgreSQL."""
        kind, _, path = self.url.partition(":///")
        return Path(path) if kind == "sqlite" else None

    @property
    def file_folder(self) -> Path:
        return self.files if self.files.parts else self.data_dir / ATTACHMENTS

    @property
    def workflow_dir(self) -> Path:
        return self.workflows if self.workflows.parts else shipped_workflows()


def shipped_workflows() -> Path:
    """The diagrams that come with Caselane: inside the package when installed, else beside it."""
    inside = Path(__file__).parent / "workflows"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "workflows"


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from the environment. `given` ones win. Raises ConfigError."""
    environment = os.environ if environment is None else environment
    _refuse_unknown(environment)
    values: dict[str, Any] = {}
    if file := environment.get(f"{PREFIX}CONFIG"):
        values = read_toml(file, "The settings file")
    known = {item.name: item for item in fields(Settings)}
    for name in known:
        if f"{PREFIX}{name.upper()}" in environment:
            values[name] = environment[f"{PREFIX}{name.upper()}"]
    values |= {name: value for name, value in given.items() if value is not None}
    unknown = values.keys() - known.keys()
    if unknown:
        raise ConfigError(f"Unknown settings: {', '.join(sorted(unknown))}.")
    settings = Settings(**{n: _convert(n, known[n].default, value) for n, value in values.items()})
    if settings.synchronous not in ("FULL", "NORMAL"):
        raise ConfigError(f"{PREFIX}SYNCHRONOUS is FULL or NORMAL, not '{settings.synchronous}'.")
    if settings.jobs not in ("table", "procrastinate"):
        raise ConfigError(f"{PREFIX}JOBS is table or procrastinate, not '{settings.jobs}'.")
    if settings.log not in ("text", "json"):
        raise ConfigError(f"{PREFIX}LOG is text or json, not '{settings.log}'.")
    if 0 < len(settings.metrics_token) < SHORTEST_KEY:
        raise ConfigError(
            f"{PREFIX}METRICS_TOKEN has fewer than {SHORTEST_KEY} characters: it can be guessed."
        )
    if settings.password_length < SHORTEST_PASSWORD:
        raise ConfigError(f"{PREFIX}PASSWORD_LENGTH is {SHORTEST_PASSWORD} or more.")
    if settings.session_idle_minutes < 10 or settings.session_hours < 1:
        raise ConfigError(
            f"{PREFIX}SESSION_IDLE_MINUTES is 10 or more, and {PREFIX}SESSION_HOURS 1 or more."
        )
    _check_oidc(settings)
    if not _is_undo(settings.undo_send):
        raise ConfigError(
            f"{PREFIX}UNDO_SEND is a whole number up to {LONGEST_UNDO}, not '{settings.undo_send}'."
        )
    _check_addresses(settings)
    return settings


def _check_addresses(settings: Settings) -> None:
    if settings.traces_url and not _is_base(settings.traces_url):
        raise ConfigError(
            f"{PREFIX}TRACES_URL is like http://127.0.0.1:4318/v1/traces. What the receiver wants "
            "to know of you goes into OTEL_EXPORTER_OTLP_HEADERS."
        )
    if not _is_base(settings.base_url):
        raise ConfigError(
            f"{PREFIX}BASE_URL is like https://support.example.com, not '{settings.base_url}'."
        )


def _check_oidc(settings: Settings) -> None:
    issuer = urlsplit(settings.oidc_issuer)
    here = issuer.hostname in ("localhost", "127.0.0.1", "::1")
    safe = issuer.scheme == "https" or (issuer.scheme == "http" and here)
    if settings.oidc_issuer and not (safe and issuer.hostname and not issuer.query):
        raise ConfigError(f"{PREFIX}OIDC_ISSUER is like https://login.example.com/realms/main.")
    if settings.oidc_issuer and not settings.oidc_client:
        raise ConfigError(f"{PREFIX}OIDC_CLIENT is missing: the client id that the provider gave.")
    if not (settings.passwords or settings.oidc_issuer):
        raise ConfigError(
            f"{PREFIX}PASSWORDS is 0 and {PREFIX}OIDC_ISSUER empty: nobody could sign in."
        )


_NO_SETTINGS = {"CONFIG", "REQUIRE"}
"""The file of settings, and what the tests must not skip (CONTRIBUTING.md)."""


_OF_KUBERNETES = re.compile(r"(SERVICE|PORT)(_|$)")
"""It gives every container such variables for a service of the name `caselane`."""


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A setting that is misspelt would silently be its default."""
    names = {item.name.upper() for item in fields(Settings)} | _NO_SETTINGS
    for variable in environment:
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in names and not _OF_KUBERNETES.match(name):
            close = get_close_matches(name, sorted(names), 1)
            meant = f" Did you mean {PREFIX}{close[0]}?" if close else ""
            raise ConfigError(f"There is no setting {variable}.{meant} See docs/settings.md.")


LONGEST_UNDO = 600


def _is_undo(seconds: str) -> bool:
    if not seconds:
        return True
    digits = seconds.isascii() and seconds.isdigit() and len(seconds) <= len(str(LONGEST_UNDO))
    return digits and int(seconds) <= LONGEST_UNDO


def _is_base(url: str) -> bool:
    """Whether links can be made of it: a scheme and a host, and nothing behind the path."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises for one that is none
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()
    return whole and " " not in url and not (parts.query or parts.fragment or "@" in parts.netloc)


def read_toml(path: str | Path, name: str) -> dict[str, Any]:
    """A file that the operator names, such as `The mapping`. Raises ConfigError."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name} {path} is not UTF-8. Save it as UTF-8.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{name} {path} cannot be used: {error}") from error


def _convert(name: str, default: Any, value: Any) -> Any:
    """A value as written, made one of the kind that the default is."""
    if isinstance(value, dict | list):
        raise ConfigError(f"{PREFIX}{name.upper()} is one value, not a list or a table.")
    if isinstance(default, Path):
        return Path(value).expanduser().absolute() if str(value) else Path()
    if isinstance(default, bool):
        if str(value).lower() not in _SWITCH:
            raise ConfigError(f"{PREFIX}{name.upper()} is 1 or 0, not '{value}'.")
        return _SWITCH[str(value).lower()]
    if isinstance(default, int):
        if not str(value).isdecimal():
            raise ConfigError(f"{PREFIX}{name.upper()} is a whole number, not '{value}'.")
        return int(value)
    return str(value)


_SWITCH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}

SHORTEST_PASSWORD = 8
"""Characters (NIST SP 800-63B)."""

SHORTEST_KEY = 16
"""Characters of a secret key: as many random ones cannot be guessed."""


def secret_keys(settings: Settings) -> list[str]:
    """The keys of sessions and links, the newest first. Raises ConfigError."""
    try:
        keys = (settings.secret_key.strip() or _kept_key(settings)).split()
    except OSError as error:
        raise ConfigError(
            f"The secret key cannot be kept in {_key_file(settings)}: {error.strerror}. "
            "Name another CASELANE_DATA_DIR, or set CASELANE_SECRET_KEY."
        ) from error
    if not keys:
        raise ConfigError(
            f"There is no key in {_key_file(settings)}. Delete the file: Caselane makes a new one. "
            "People then sign in again, and links in mails that were sent lead nowhere."
        )
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ConfigError(
            f"A secret key has to have {SHORTEST_KEY} characters or more. Make one: "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return keys


def _key_file(settings: Settings) -> Path:
    return settings.data_dir / "secret-key"


def _kept_key(settings: Settings) -> str:
    """Made once, in a file that only its owner can read. It gets its name when it is whole and on
    the disk: a process that is killed leaves no half of it, nor does a loss of power."""
    path = _key_file(settings)
    make_folder(settings.data_dir)
    if not path.exists():
        with NamedTemporaryFile("w", dir=settings.data_dir, prefix=".secret-key-") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first
                os.link(file.name, path)
    _flush_names(settings.data_dir)
    if path.stat().st_mode & 0o077:
        raise ConfigError(
            f"Others can read {path}, which signs sessions. Run: chmod 600 {path}. Where a volume "
            "gives files to a group (fsGroup of Kubernetes), give the key as CASELANE_SECRET_KEY "
            "from a secret instead, or mount the volume without fsGroup."
        )
    return path.read_text(encoding="utf-8", errors="replace")


def make_folder(path: Path) -> None:
    """A folder of data: where it is missing, it is made for its owner only, and its name is kept
    through a loss of power. The rights of an existing folder are left alone. Raises
    ConfigError."""
    try:
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"There can be no folder {path}: {error.strerror}. Name another one in "
            "CASELANE_DATA_DIR or CASELANE_DATABASE_URL."
        ) from error
    for folder in missing:
        _flush_names(folder.parent)


def _flush_names(folder: Path) -> None:
    with suppress(OSError):  # some file systems know no such thing
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
