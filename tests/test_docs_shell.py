"""What the pages tell people to type is typed: every block for a shell runs, in an installation of its own
(decision 0324)."""

import gzip
import random
import shutil
import subprocess
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest

from runner.clock import SystemClock
from tests.conftest import ROOT, WORKFLOWS
from tests.desk import Desk
from tests.documentation import BLOCKS, blocks_of
from tests.page_shell import PageShell
from tests.ports import free_port, wait_for
from tests.required import needs
from tests.tickets import FIRST, log, trace, xes

SECRET = "x" * 44

ELSEWHERE = {
    "docs/first-case.md": "tests/test_docs.py",
    "docs/first-hour.md": "tests/test_first_hour.py",
    "docs/own-status.md": "tests/test_how_to.py",
    "docs/reminders.md": "tests/test_how_to.py",
    "docs/form-fields.md": "tests/test_how_to.py",
    "docs/closing-after-silence.md": "tests/test_how_to.py",
}
"""Pages that another test follows, to see what comes of it."""

PASSWORD = "<<< $'horse staple\\nhorse staple'"
"""Asked for twice."""

PLACES = {
    "/opt/caselane/bin/": "",
    "runuser -u postgres -- psql": ": psql",  # docs/postgresql.md asks a real one for the same
    "/etc/systemd/system": "units",
    "/etc/caselane": "etc",
    "/var/lib/caselane": "new",
    "/srv/new": "new",
    "/srv/backups": "backups",
    "/mnt/elsewhere": "elsewhere",
    "/safe/secret-key": "data/secret-key",
    "sqlite:////tmp/": "sqlite:///",
    "2026-12-24T": f"{SystemClock().now() + timedelta(days=30):%Y-%m-%dT}",
    "C-1042": "C-1002",
    "bob@bakery.example": "bob@example.com",  # of the demo
    "user password you@example.com": f"user password you@example.com {PASSWORD}",
    "erase bob@example.com --dry-run": "erase eve@example.com --dry-run",
    "erase bob@example.com": "erase eve@example.com <<< y",
    "caselane retention  ": "caselane retention <<< y ",
    "--without 7": "--without 3",
    "--output support.bpmn": "--output support.bpmn <<< y",
}
"""What stands in the throw-away installation for what pages name."""

PLACES_OF_EXAMPLES = PLACES | {
    "approve 7": "approve 2",
    "intake returns": "intake rma",
    "migrate --to 3": "migrate --to 2",
    "merge bob@old.example bob@example.com": "merge bob@old.example bob@example.com <<< y",
    "user password alice@example.com": f"user password alice@example.com {PASSWORD}",
}

WORKER = """command caselane work > working 2>&1 &
for round in {1..300}; do ! caselane doctor > said || break; sleep 0.1; done
kill $!; wait $!"""
"""At work until nothing is to be said of it."""

BEFORE = {
    "CASELANE_DATA_DIR=/srv/new caselane restore /srv/backups": "mv backups/*.tar backups/caselane-20261129T021500Z.tar",
    "caselane doctor            #": WORKER,
    "caselane doctor\n": WORKER,
    "caselane lint my_lifecycle.bpmn": r"""cp workflows/* . 2> /dev/null || true
sed -i '/id="tell_owner_of_rejection"/,/serviceTask>/s/owner&quot;/lead\&quot;/' my_lifecycle.bpmn""",
    "caselane migrate --draft my-workflows": """cp -r workflows my-workflows
sed -i 's/name="Ask customer"/name="Ask"/' my-workflows/case_lifecycle.bpmn""",
    "caselane migrate --draft workflows": 'caselane deploy --accept-warnings "$ROOT/tests/data/lifecycle_v1.bpmn"',
    "podman-compose --file packaging/compose.yaml up": "cp -r data inside; CASELANE_DATA_DIR=inside",
    "set -a; .": "cp -r data another; echo CASELANE_DATA_DIR=another > etc/settings",
    "caselane import": "cp my_lifecycle.bpmn sketch.bpmn; cp workflows/*.dmn .",
    "caselane play my-process": "cp -r workflows my-process",
    "caselane simulate        ": r"""cp -r workflows my-process
printf '[support]\nattribute = "org:resource"\n\n' | cat - map.toml > people.toml
caselane replay past.xes --map people.toml --into sqlite:///past.sqlite3
CASELANE_DATABASE_URL=sqlite:///past.sqlite3""",
    "caselane try my-process  ": "cp -r workflows my-process",
    'curl -H "Authorization: Bearer $NORA"': "NORA=$(caselane token add nora@example.com)",
}
"""What pages take for granted before a line that begins so."""

IN_APPROVAL = """cp -r workflows approved
sed -i 's/name="Ask customer"/name="Ask"/' approved/case_lifecycle.bpmn
CASELANE_APPROVAL=1 caselane deploy approved"""
RENAMED = """cp -r workflows renamed
sed -i 's/"investigate"/"analyse"/' renamed/case_lifecycle.bpmn
caselane deploy --accept-warnings renamed"""
MAILBOX = """printf '[support]\\naddress = "support@example.com"\\n' > etc/mailboxes.toml
CASELANE_MAILBOXES=etc/mailboxes.toml"""

OF_EXAMPLES = {
    "CASELANE_DATA_DIR=/srv/new caselane restore": "caselane backup backup.tar",
    "caselane approve 7": IN_APPROVAL,
    "caselane case event": "caselane case act C-1001 block --as alice@example.com "
    "--field kind=Bug --field reference=7 --field note=x",
    "caselane case repeat": "caselane case act C-1001 customer_closes --as alice@example.com --field how=Called",
    "caselane deploy my-process": "cp -r workflows my-process",
    "caselane doctor --quick": f"caselane backup backups\n{WORKER}",
    "caselane import": BEFORE["caselane import"],
    "caselane lifecycle intake": "caselane new rma returns; caselane deploy --beside returns",
    "caselane migrate --to 3": RENAMED,
    "caselane receive-mail": MAILBOX,
    "caselane team member": "caselane team add Printers",
    "caselane team remove": "caselane team add Printers",
    "caselane team set": "caselane team add Printers",
    "caselane user address": "caselane user address alice@example.com alcie@example.com",
    "caselane user merge": "caselane user add bob@old.example --name Bob --role customer",
    "caselane verify": "caselane verify --write-heads elsewhere/heads.txt",
}
"""The same before examples of commands, each of which finds the installation as it was."""

NOT_RUN = {
    "caselane copy-db": "needs PostgreSQL: docs/postgresql.md does it",
    "caselane play my_lifecycle.bpmn --mutants": "takes a minute: docs/scenarios.md does it",
    "caselane push": "docs/studio.md does it",
    "caselane replay": "takes seconds: docs/replay.md does it",
    "caselane simulate": "takes a minute: docs/what-if.md does it",
    "caselane try": "takes seconds: docs/past-cases.md does it",
}
"""Examples that are not run here, and why."""

REFUSED = ("caselane lint my_lifecycle.bpmn",)
"""Lines that end with an error, as their page says."""

FILES = {
    "docs/bug-tracker.md": {"hooks": 0},
    "docs/mail.md": {"mailboxes": 1},
    "docs/privacy.md": {"retention": 0},
}
"""Settings that name a file: the n-th of the page."""

SERVED = ("docs/bug-tracker.md", "docs/insight.md", "docs/mail.md")
"""Pages that ask a server."""

LONG = ("docs/past-cases.md", "docs/replay.md", "docs/scenarios.md", "docs/what-if.md")
"""Pages whose commands take many seconds."""

ON_POSTGRESQL = "docs/postgresql.md"

EXAMPLES = "docs/commands.md"
"""Each of its blocks is an example for itself."""

PAGES = sorted(
    {one.page for one in BLOCKS if one.language == "sh"}
    - ELSEWHERE.keys()
    - {EXAMPLES, ON_POSTGRESQL}
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A folder as people have it: an installation with a case in each status, packages, logs."""
    folder = tmp_path_factory.mktemp("world")
    desk = Desk(folder / "data", start=SystemClock().now())
    desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    for status in ("Work in Progress", "Work in Progress", "Pending Customer", "Closed", "New"):
        desk.open().claim(desk.alice).to(status)
    of_a_bug = {"kind": "Bug", "reference": "#7", "note": "Upstream."}
    desk.app.cases.act(desk.alice, "C-1002", "block", of_a_bug)
    desk.app.close()
    shutil.copytree(WORKFLOWS, folder / "workflows")
    shutil.copytree(ROOT / "packaging", folder / "packaging")
    shutil.copy(WORKFLOWS / "case_lifecycle.bpmn", folder / "my_lifecycle.bpmn")
    shutil.copy(WORKFLOWS / "replay_helpdesk.toml", folder / "map.toml")
    for name in ("helpdesk.xes.gz", "log.xes.gz"):
        (folder / name).write_bytes(gzip.compress(log(3)))
    rng = random.Random(1)
    weeks = (trace(rng, FIRST + timedelta(hours=15 * n)) for n in range(70))
    (folder / "past.xes").write_bytes(xes(weeks))
    for name in ("etc", "units", "backups", "elsewhere"):
        (folder / name).mkdir()
    mail = "From: bob@example.com\nTo: support@example.com\nSubject: No sound\n\nSince Monday\n"
    (folder / "mail.eml").write_text(mail)
    (folder / "rules.toml").write_text(blocks_of("docs/insight.md", "toml")[0])
    return folder


@contextmanager
def serving(page, shell):
    """A server, with the files of the page, where it asks one."""
    for setting, at in FILES.get(page, {}).items():
        file = shell.folder / "etc" / f"{setting}.toml"
        file.write_text(blocks_of(page, "toml")[at].replace('"..."', f'"{SECRET}"'))
        shell.environment[f"CASELANE_{setting.upper()}"] = str(file)
    if page not in SERVED:
        yield
        return
    port = free_port()
    words = ["caselane", "serve", "--port", str(port)]
    server = subprocess.Popen(words, env=shell.environment, cwd=shell.folder)
    address = f"http://127.0.0.1:{port}"
    shell.environment |= {"API": f"{address}/api", "TOKEN": SECRET, "SECRET": SECRET}
    shell.places |= {f"https://{name}.example.com": address for name in ("desk", "support")}
    try:
        wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=[pytest.mark.soak] * (page in LONG)) for page in PAGES]
)
def test_every_block_of_a_page_runs(page, world, tmp_path, caselane_command):
    for program in ("curl", "openssl"):
        if any(f"{program} " in block for block in blocks_of(page, "sh")):
            needs(program)
    folder = shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    shell = PageShell(folder, caselane_command, PLACES, BEFORE, REFUSED)
    with serving(page, shell):
        shell.follow(page)


@pytest.fixture
def grown(world, tmp_path, caselane_command, postgresql):
    """A shell beside a PostgreSQL, where the role and the database of the page have other names."""
    folder = shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    url = postgresql.url("docs_caselane").replace("+psycopg://caselane@", "://docs_caselane@")
    places = PLACES | {
        "CREATE ROLE caselane": "CREATE ROLE docs_caselane",
        "DATABASE caselane OWNER caselane": "DATABASE docs_caselane OWNER docs_caselane",
        "postgresql://caselane:secret@db.example/caselane": f"'{url}'",
    }
    before = {
        "caselane copy-db": """unset CASELANE_DATABASE_URL CASELANE_JOBS
psql -c 'DROP DATABASE docs_caselane' -c 'CREATE DATABASE docs_caselane OWNER docs_caselane'"""
    }
    shell = PageShell(folder, caselane_command, places, before)
    shell.environment |= {
        "PGHOST": str(postgresql.folder), "PGPORT": str(postgresql.port),
        "PGUSER": "caselane", "PGDATABASE": "postgres",
    }  # fmt: skip
    return shell


@pytest.mark.soak
def test_an_installation_grows_to_postgresql_as_the_page_says(grown):
    grown.follow(ON_POSTGRESQL)
    grown.see("Copied and compared: 5 cases")


def test_the_query_of_the_page_finds_its_view(postgresql):
    [query] = blocks_of("docs/insight.md", "sql")
    with psycopg.connect(postgresql.begun().replace("+psycopg", "")) as connection:
        assert [column.name for column in connection.execute(query).description] == [
            "name",
            "minutes",
        ]


@pytest.mark.soak
def test_the_example_of_every_command_runs(world, tmp_path, caselane_command):
    left = set(NOT_RUN)
    for number, example in enumerate(blocks_of(EXAMPLES, "sh")):
        if beginnings := {one for one in NOT_RUN if example.startswith(one)}:
            left -= beginnings
            continue
        folder = shutil.copytree(world, tmp_path / str(number))
        PageShell(folder, caselane_command, PLACES_OF_EXAMPLES, OF_EXAMPLES).run(example)
    assert not left
