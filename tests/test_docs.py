"""The docs do not lie: commands run as they stand, and what is listed is what there is."""

import os
import re
import subprocess
from typing import get_args

import pytest

from runner.bpmn import forms
from runner.insight.event_log.log_fields import FIELDS
from runner.model import EventKind
from tests.browser.pictures import SHOWN
from tests.conftest import CASELANE, ROOT
from tests.documentation import blocks_of
from tests.ports import free_port, wait_for
from tests.required import needs
from web.api import openapi

INSIGHT = (ROOT / "docs/insight.md").read_text()
README = (ROOT / "README.md").read_text()


@pytest.fixture
def demo(tmp_path):
    """What `make run` serves, on another port, for commands that call it with curl."""
    needs("curl")
    environment = {
        **os.environ,
        "CASELANE_DATA_DIR": str(tmp_path),
        "PATH": f"{CASELANE.parent}:{os.environ['PATH']}",
    }
    port = free_port()
    server = subprocess.Popen(
        [CASELANE, "serve", "--demo", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(port, server)
        yield address, environment
    finally:
        server.terminate()
        server.wait()


def test_a_case_is_worked_to_its_end_by_the_commands_of_the_docs(demo):
    address, environment = demo
    commands = "".join(blocks_of("docs/first-case.md", "sh"))
    script = "set -e\n" + commands.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    statuses = re.findall(r'"number":"C-1012","status":"([^"]+)"', done.stdout)
    assert statuses == [
        "New",  # claimed
        "Work in Progress",
        "Pending Customer",
        "Customer Replied",
        "Work in Progress",
        "Solution Proposed",
        "Closed",
        "Closed",  # of the 409
        "Closed",  # of the late message
    ]
    assert '"status":409' in done.stdout
    assert '"late":true' in done.stdout
    assert '"repeat_of":"C-1012"' in done.stdout


def test_the_readme_is_read_in_three_minutes():
    assert README.count("\n") < 120


def test_every_page_is_in_the_index_and_on_the_site():
    index = (ROOT / "docs/index.md").read_text()
    site = (ROOT / "mkdocs.yml").read_text()
    for page in {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}:
        assert f"]({page})" in index, page
        assert re.search(rf"- (.*: )?{page}$", site, re.MULTILINE), page


def test_every_picture_is_shown_and_can_be_taken_again():
    pages = "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
    shown = set(re.findall(r"\]\(pictures/(.+?)\.png\)", pages))
    kept = {path.stem for path in (ROOT / "docs/pictures").iterdir()}
    assert shown == kept == set(SHOWN)


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", *sorted(
    str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md")
)])  # fmt: skip
def test_every_link_leads_somewhere(page):
    text = (ROOT / page).read_text()
    for target, _, heading in re.findall(r"\]\(([^)#]*)(#([^)]*))?\)", text):
        if not re.match(r"[a-z]+:", target):
            path = (ROOT / page).parent / target if target else ROOT / page
            assert path.exists(), target
            assert not heading or heading in _headings(path), f"{target}#{heading}"


def _headings(page):
    """As they stand in addresses."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in found]


OF_EXAMPLES = ("away", "sms", "0.2.0")
"""What CONTRIBUTING.md says how to add."""


def test_every_file_that_a_page_names_is_there():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        named = re.findall(
            r"`((?:runner|web|tests|workflows|packaging)/[\w./-]+\.\w+)`", page.read_text()
        )
        for path in named:
            example = any(word in path for word in OF_EXAMPLES)
            assert example or (ROOT / path).exists(), f"{page.name}: {path}"


def test_every_place_on_the_map_exists():
    folder = ""
    for line in _plan().splitlines():
        name = line.split()[0]
        folder = folder if line.startswith(" ") else name
        place = folder if folder == name else folder + name
        assert (ROOT / place).exists(), place


def test_every_room_of_the_runner_is_on_the_map():
    for package in (ROOT / "runner").glob("*/__init__.py"):
        assert f"  {package.parent.name}/ " in _plan(), package.parent.name


def test_the_map_is_taken_in_at_a_glance():
    assert len(_plan().splitlines()) <= 25


def _plan():
    return re.search(r"## Where anything lives\n\n```tree\n(.*?)```", README, re.DOTALL)[1]


# ------------------------------------------------------------------ the other pages


def test_every_property_of_the_default_diagram_is_explained(default_diagram):
    page = (ROOT / "docs/diagram.md").read_text()
    for item in (*default_diagram.elements.values(), *default_diagram.flows.values()):
        for name in item.properties:
            assert f"`{name}`" in page, name


def test_every_action_of_the_default_diagram_is_listed_with_its_fields(default_diagram):
    rows = re.findall(
        r"^\| (`[^|]+`) \|([^|]*)\|", (ROOT / "docs/api.md").read_text(), re.MULTILINE
    )
    listed = {
        id: set(re.findall(r"`(\w+)\??`", fields))
        for ids, fields in rows
        for id in re.findall(r"`(\w+)`", ids)
    }
    drawn = {}
    for action in default_diagram.actions:
        drawn.setdefault(action.id, set()).update(forms.fields(action.form or {}))
    assert {id: listed.get(id) for id in drawn} == drawn


def test_every_operation_of_the_api_is_listed():
    page = (ROOT / "docs/api.md").read_text()
    for path, methods in openapi.document("", with_clock=True)["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page, f"{method} {path}"


def test_every_kind_of_event_is_listed():
    page = (ROOT / "docs/webhooks.md").read_text()
    [listed] = re.findall(r"^- `type`: (.*?)^- `", page, re.MULTILINE | re.DOTALL)
    assert {f"case.{kind}" for kind in get_args(EventKind)} == set(re.findall(r"`(.+?)`", listed))


def test_every_field_of_the_event_log_is_listed():
    [table] = re.findall(r"^\| field \| says \|\n(.*?)\n\n", INSIGHT, re.MULTILINE | re.DOTALL)
    listed = [line.split("|")[1] for line in table.splitlines()[1:]]
    assert set(re.findall(r"`(\w+)`", " ".join(listed))) == set(FIELDS)


def test_every_view_is_listed_with_its_columns(desk):
    rows = re.findall(r"^\| `(insight_\w+)` \| (.+) \|$", INSIGHT, re.MULTILINE)
    listed = {name: re.findall(r"`(\w+)`", re.sub(r" \(.*?\)", "", said)) for name, said in rows}
    with desk.app.db.read() as tx:
        views = tx.run("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        made = {
            name: [column[1] for column in tx.run(f"PRAGMA table_info({name})").fetchall()]
            for (name,) in views
        }
    assert listed == made
