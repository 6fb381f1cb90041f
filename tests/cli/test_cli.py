"""The command line, as people and scripts use it."""

import errno
import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from lxml import etree

from runner import cli
from runner.cli.case import fields_of
from runner.config import Settings, read_settings, secret_keys
from runner.errors import ConfigError
from tests.conftest import CASELANE, ROOT, WORKFLOWS
from tests.drawings import bpmn, chain, end, start, user
from tests.ports import free_port, wait_for

LOG = ROOT.parent / "shared" / "data" / "helpdesk.xes.gz"
MAP = WORKFLOWS / "replay_helpdesk.toml"


@pytest.fixture
def caselane(tmp_path, monkeypatch):
    """Runs a command in a fresh installation."""
    monkeypatch.setenv("CASELANE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run(*args, code=0):
        result = CliRunner().invoke(cli.main, args, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result.output

    return run


# ------------------------------------------------------------------ people and cases


def test_what_customers_write_commands_no_terminal(caselane):
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    case = ("case", "submit", "--as", "bob@example.com", "--description", "x")
    number = caselane(*case, "--subject", "No sound\x1b]0;Yours\x07\u202e").strip()
    for shown in (caselane("case", "list"), caselane("case", "show", number)):
        assert "No sound ]0;Yours" in shown
        assert all(letter.isprintable() or letter == "\n" for letter in shown)
    unknown = caselane("case", "show", "C-\x1b[2J", code=1)
    assert "\x1b" not in unknown


def test_a_case_from_the_shell(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    caselane("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    number = caselane(
        "case", "submit", "--as", "bob@example.com", "--subject", "No sound", "--description", "x"
    ).strip()
    assert number == "C-1001"
    act = ("case", "act", number, "--as", "alice@example.com")
    assert "Work in Progress" in caselane(
        *act, "send_first_response", "--field", "body=Hello = you"
    )
    assert "Pending Customer" in caselane(*act, "ask_customer", "--field", "body=Which?")
    assert "Customer Replied" in caselane(
        "case", "message", number, "The left", "--as", "bob@example.com"
    )
    assert "first response: met" in caselane("case", "show", number)
    shown = json.loads(caselane("case", "show", number, "--as", "alice@example.com", "--json"))
    assert shown["actions"] == ["acknowledge", "customer_closes"]
    assert "No sound" in caselane("case", "list", "--status", "Customer Replied")
    assert caselane("case", "list", "--status", "New") == ""


def test_a_case_is_claimed_changed_freed_and_repeated_from_the_shell(caselane):
    for name, role in (("alice", "agent"), ("carol", "lead"), ("bob", "customer")):
        caselane("user", "add", f"{name}@example.com", "--name", name.title(), "--role", role)
    caselane(
        "case", "submit", "--as", "bob@example.com", "--subject", "No sound", "--description", "x"
    )

    def case(name, *args, by="alice", code=0):
        return caselane("case", name, "C-1001", *args, "--as", f"{by}@example.com", code=code)

    assert "owner    Alice" in case("claim")
    assert "Only support" in case("claim", by="bob", code=1)
    assert "owner    Carol" in case("update", "--owner", "carol@example.com", "--priority", "P1")
    assert "P1" in case("update", "--owner", "none", "--product", "Radio")
    assert "owner    -" in case("show")
    assert "Say what to change" in case("update", code=2)
    case("act", "send_first_response", "--field", "body=Hello")
    case("act", "block", "--field", "kind=Bug", "--field", "reference=B-7", "--field", "note=Later")
    assert "Work in Progress" in case("event", "blocker_cleared")
    assert "does not wait" in case("event", "blocker_cleared", code=1)
    assert "still open" in case("repeat", by="bob", code=1)
    case("act", "propose_solution", "--field", "body=Try again")
    case("act", "accept_solution", by="bob")
    assert case("repeat", "--description", "Silent again", by="bob") == "C-1002\n"


def test_a_token_is_all_that_token_add_prints(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    token = caselane("token", "add", "alice@example.com")
    assert token.startswith("cl_")
    assert len(token.split()) == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("case", "show", "C-9999"), "There is no case"),
        (("case", "act", "C-1", "x", "--as", "who@example.com"), "Nobody here"),
        (("user", "add", "nonsense", "--name", "A", "--role", "agent"), "not a mail address"),
        (("token", "add", "who@example.com"), "Nobody here"),
    ],
)
def test_errors_are_sentences(caselane, args, says):
    output = caselane(*args, code=1)
    assert says in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    "args",
    [("case", "act", "C-1", "x"), ("user", "add", "a@b.c", "--name", "A", "--role", "king"),
     ("migrate", "--to", "9" * 20), ("migrate", "--to", "0"), ("approve", "9" * 20),
     ("case", "list", "--limit", "0"), ("case", "list", "--limit", "9" * 20), ("serve", "--port", "70000"),
     ("serve", "--demo", "--host", "0.0.0.0"), ("serve", "--test-clock", "noon"), ("lint",), ("nonsense",)],
)  # fmt: skip
def test_misuse_is_code_2(caselane, args):
    caselane(*args, code=2)


def test_every_command_has_help_with_an_example():
    def leaves(group, path=()):
        for name in group.list_commands(None):
            command = group.get_command(None, name)
            if hasattr(command, "commands"):
                yield from leaves(command, (*path, name))
            else:
                yield (*path, name)

    found = list(leaves(cli.main))
    assert len(found) >= 15
    for path in found:
        output = CliRunner().invoke(cli.main, [*path, "--help"]).output
        assert "Example:" in output, path
        assert "caselane " + " ".join(path) in output.split("Example:")[1], path


# ------------------------------------------------------------------ diagrams


def test_lint_draws_what_is_wrong_and_the_way_to_it(caselane, tmp_path):
    for file in (*WORKFLOWS.glob("*.dmn"), WORKFLOWS / "policies.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    told = "<bpmn:incoming>rejection_told</bpmn:incoming>"
    text = (WORKFLOWS / "case_lifecycle.bpmn").read_text().replace(told, "")
    text = text.replace(
        'sourceRef="tell_owner_of_rejection" targetRef="to_work"',
        'sourceRef="tell_owner_of_rejection" targetRef="to_replied"',
    ).replace('Gateway id="to_replied">', f'Gateway id="to_replied">{told}')
    bad, picture = tmp_path / "bad.bpmn", tmp_path / "out.svg"
    bad.write_text(text)
    said = caselane("lint", str(bad), "--picture", str(picture), "--format", "json", code=1)
    (finding,) = json.loads(said)
    svg = etree.parse(picture)
    marked = {
        name: svg.xpath(f'//*[@class="{name}"]/@data-element')
        for name in ("badge fault", "way path")
    }
    assert marked["badge fault"] == ["reject_solution"]
    flows = set(marked["way path"])
    assert {"to_first_response", "propose_solution", "reject_solution"} <= flows
    assert flows == {id for id in finding["path"] if f'<bpmn:sequenceFlow id="{id}"' in text}


def test_a_picture_that_cannot_be_made_is_said_and_overwrites_no_diagram(caselane, tmp_path):
    good, junk = tmp_path / "good.bpmn", tmp_path / "junk.bpmn"
    good.write_bytes((WORKFLOWS / "case_lifecycle.bpmn").read_bytes())
    junk.write_text("<junk/>")
    picture = tmp_path / "out.svg"
    caselane("lint", str(good), "--picture", str(good), code=2)
    caselane("lint", str(good), str(junk), "--picture", str(picture), code=2)
    assert "There is no picture" in caselane("lint", str(junk), "--picture", str(picture), code=1)
    assert not picture.exists()
    assert good.read_bytes() == (WORKFLOWS / "case_lifecycle.bpmn").read_bytes()
    nowhere = str(tmp_path / "no" / "out.svg")
    assert nowhere in caselane(
        "lint", str(good), "--profile", "engine", "--picture", nowhere, code=1
    )


def test_lint_and_deploy(caselane, tmp_path):
    good = WORKFLOWS / "case_lifecycle.bpmn"
    assert caselane("lint", str(good)) == "0 errors, 0 warnings in 1 file\n"
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(bpmn(start(), user("a"), end(), chain("start", "a", "end")))
    assert "error: status [a]" in caselane("lint", str(bad), code=1)
    findings = json.loads(caselane("lint", str(bad), "--format", "json", code=1))
    assert findings[0].keys() == {
        "file", "element", "name", "line", "rule", "severity", "message", "suggestion", "path",
    }  # fmt: skip
    said = caselane("lint", str(bad), "--profile", "engine")
    assert said.endswith("\n0 errors, 1 warning in 1 file\n")
    caselane("lint", str(tmp_path / "missing.bpmn"), code=2)
    assert "error: status [a]" in caselane("deploy", str(bad), code=1)
    assert "Version 1 " in caselane("deploy", str(good))


def test_deploying_for_somebody_needs_their_role(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    good = str(WORKFLOWS / "case_lifecycle.bpmn")
    assert "process owner" in caselane("deploy", good, "--as", "alice@example.com", code=1)


# ------------------------------------------------------------------ settings


def test_settings_come_from_the_environment_a_file_and_defaults(tmp_path):
    file = tmp_path / "caselane.toml"
    file.write_text('synchronous = "NORMAL"\ncache = 5\n')
    settings = read_settings(
        {"CASELANE_CONFIG": str(file), "CASELANE_CACHE": "7", "CASELANE_COMPACT": "0"}
    )
    assert (settings.synchronous, settings.cache, settings.compact) == ("NORMAL", 7, False)
    assert read_settings({}) == Settings()
    assert read_settings({"CASELANE_DATABASE_URL": "postgresql://x/y"}).url == "postgresql://x/y"


@pytest.mark.parametrize(
    ("name", "value"), [("SYNCHRONOUS", "OFF"), ("CACHE", "many"), ("CONFIG", "/nowhere.toml")]
)
def test_a_wrong_setting_is_named(name, value):
    with pytest.raises(ConfigError, match=r"CACHE|SYNCHRONOUS|nowhere"):
        read_settings({f"CASELANE_{name}": value})


def test_a_missing_secret_key_is_made_once_for_its_owner_only(tmp_path):
    settings = read_settings({}, data_dir=tmp_path / "new")
    [key] = secret_keys(settings)
    assert len(key) > 40
    assert secret_keys(settings) == [key]
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert secret_keys(read_settings({"CASELANE_SECRET_KEY": "new old"})) == ["new", "old"]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]


def test_data_that_can_be_kept_nowhere_is_said_in_words(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"no folder .*/file: File exists\. Name another"):
        secret_keys(read_settings({}, data_dir=tmp_path / "file"))

    def refuse(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)  # a file system that knows no second names
    with pytest.raises(ConfigError, match=r"secret-key: Operation not permitted\..*SECRET_KEY"):
        secret_keys(read_settings({}, data_dir=tmp_path))


def test_an_empty_secret_key_is_refused_in_words(tmp_path):
    (tmp_path / "secret-key").touch()
    with pytest.raises(ConfigError, match=r"secret-key\. Delete the file"):
        secret_keys(read_settings({}, data_dir=tmp_path))


# ------------------------------------------------------------------ serving, for real


@pytest.fixture
def served(tmp_path):
    """`caselane serve` as a process of its own, in a folder of its own."""
    started = []

    def serve(*args):
        port = free_port()
        environment = {**os.environ, "CASELANE_DATA_DIR": str(tmp_path / "data")}
        command = [CASELANE, "serve", "--port", str(port), *args]
        process = subprocess.Popen(command, cwd=tmp_path, env=environment)
        started.append(process)
        wait_for(port, process)
        return f"http://127.0.0.1:{port}", process

    yield serve
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("proxies", "counted_for"),
    [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "203.0.113.9")],
    ids=["no proxy: a forged header changes nothing", "one proxy", "two proxies"],
)
def test_tries_count_for_the_address_that_a_trusted_proxy_names(
    served, monkeypatch, tmp_path, proxies, counted_for
):
    monkeypatch.setenv("CASELANE_TRUSTED_PROXIES", str(proxies))
    base, _ = served()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    mark = re.search(
        r'name="csrf_token" value="([^"]+)"', browser.open(f"{base}/sign-in").read().decode()
    )
    form = urlencode({"csrf_token": mark[1], "email": "eve@example.com", "password": "wrong"})
    sent_on = {"X-Forwarded-For": "198.51.100.66, 203.0.113.9, 192.0.2.7"}
    with pytest.raises(urllib.error.HTTPError, match="401"):
        browser.open(urllib.request.Request(f"{base}/sign-in", form.encode(), sent_on))
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as database:
        tried = [who for (who,) in database.execute("SELECT who FROM attempts")]
    addresses = {who.rpartition(" ")[2] for who in tried}
    assert counted_for in addresses and len(addresses) == 2, tried


def test_the_demo_is_served_from_any_folder_with_cases_in_every_status(
    served, default_diagram, tmp_path, monkeypatch
):
    receivers = tmp_path / "webhooks.toml"
    receivers.write_text(
        f'[nobody]\nurl = "http://127.0.0.1:9"\nprivate = true\nsecret = "whsec_{"A" * 32}"\n'
    )
    monkeypatch.setenv("CASELANE_WEBHOOKS", str(receivers))
    monkeypatch.setenv("CASELANE_SMTP_URL", "smtp://127.0.0.1:9")
    _, process = served("--demo")
    with closing(sqlite3.connect(tmp_path / "data" / "caselane.sqlite3")) as database:
        kinds = {kind for (kind,) in database.execute("SELECT kind FROM jobs")}
    assert kinds == {"wake"}  # nobody outside hears of fiction
    found = subprocess.run(
        [CASELANE, "case", "list", "--json"],
        env={**os.environ, "CASELANE_DATA_DIR": _data_dir(process)}, capture_output=True, check=True,
    )  # fmt: skip
    cases = json.loads(found.stdout)
    assert {case["status"] for case in cases} == {s.name for s in default_diagram.statuses}
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0


def _data_dir(process):
    environ = Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
    return (
        next(e for e in environ if e.startswith(b"CASELANE_DATA_DIR=")).decode().partition("=")[2]
    )


def test_a_test_clock_moves_a_served_case(served):
    base, process = served("--test-clock", "2026-03-02T09:00:00Z")
    environment = {**os.environ, "CASELANE_DATA_DIR": _data_dir(process)}

    def shell(*args):
        done = subprocess.run([CASELANE, *args], env=environment, check=True, capture_output=True)
        return done.stdout.decode().strip()

    shell("user", "add", "bob@example.com", "--name", "Bob", "--role", "customer")
    token = shell("token", "add", "bob@example.com")

    def call(path, body=None):
        request = urllib.request.Request(
            f"{base}/api{path}", headers={"Authorization": f"Bearer {token}"}
        )
        data = json.dumps(body).encode() if body is not None else None
        return json.load(urllib.request.urlopen(request, data))

    number = call("/cases", {"subject": "x", "description": "y", "priority": "P1"})["number"]
    assert call("/test/clock", {"advance": "PT31M"})["now"] == "2026-03-02T09:31:00+00:00"
    assert call(f"/cases/{number}")["milestones"][0]["state"] == "missed"


# ------------------------------------------------------------------ replay


def test_a_small_log_is_replayed_and_accounted_for(caselane, tmp_path):
    trace = """<trace><string key="concept:name" value="1"/>{}</trace>"""
    event = """<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/></event>"""
    as_drawn = [("Insert ticket", "2012-10-09T10:00:00+02:00"), ("Take in charge ticket", "2012-10-09T11:00:00+02:00"),
                ("Resolve ticket", "2012-10-09T12:00:00+02:00"), ("Closed", "2012-10-09T12:00:00+02:00"),
                ("Wait", "2012-10-10T12:00:00+02:00")]  # fmt: skip
    shortened = [as_drawn[0], as_drawn[3]]
    unknown = [as_drawn[0], ("Dance", "2012-10-09T12:00:00+02:00")]
    traces = "".join(
        trace.format("".join(event.format(*e) for e in t)) for t in (as_drawn, shortened, unknown)
    )
    log = tmp_path / "log.xes.gz"
    log.write_bytes(
        gzip.compress(f'<log xmlns="http://www.xes-standard.org/">{traces}</log>'.encode())
    )
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert "cases 3 followed exactly 1 followed, with steps inserted 1 refused 1" in output
    assert "Dance: Dance: has no meaning for a case that is New" in output
    assert "1 late" in output
    assert "2 Solution Proposed -> Closed" in output


@pytest.mark.parametrize(
    ("log", "mapping", "says"),
    [("<log", None, "cannot be read"), ("<log/>", None, "no events"), ("<log/>", "x = [", "cannot be used"),
     ("<log><trace><event/></trace></log>", None, "without name or time")],
)  # fmt: skip
def test_a_wrong_log_or_mapping_is_refused(caselane, tmp_path, log, mapping, says):
    (tmp_path / "log.xes").write_text(log)
    if mapping:
        (tmp_path / "map.toml").write_text(mapping)
    args = ("--map", str(tmp_path / "map.toml" if mapping else MAP))
    assert says in caselane("replay", str(tmp_path / "log.xes"), *args, code=1)


@pytest.mark.skipif(
    not LOG.exists(), reason="the real ticket histories are kept beside the project"
)
def test_real_tickets_are_followed(caselane, tmp_path):
    """The first 300 of 4,580; the whole log is `caselane replay` (see docs/replay.md)."""
    text = gzip.decompress(LOG.read_bytes())
    head = text.split(b"</trace>")[:300]
    log = tmp_path / "head.xes"
    log.write_bytes(b"</trace>".join(head) + b"</trace></log>")
    output = " ".join(caselane("replay", str(log), "--map", str(MAP)).split())
    assert output.startswith("cases 300 followed exactly")
    assert "refused 0" in output


def test_scenarios_are_played_and_what_fails_is_said(caselane, tmp_path):
    played = caselane("play", "--picture", "covered.svg")
    assert "0 failed" in played
    assert "not covered" not in played
    assert "</svg>" in (tmp_path / "covered.svg").read_text()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "one.toml").write_text(
        '[[scenario]]\nname = "It is open"\nthen.status = "Shut"'
    )
    drawing = bpmn(start(), user("work", status="Open"), end(), chain("start", "work", "end"))
    (tmp_path / "mine.bpmn").write_bytes(drawing)
    played = caselane("play", "mine.bpmn", code=1)
    assert "the status is Open, not Shut" in played
    assert "not covered: end" in played


def test_every_setting_may_be_a_text_as_the_environment_gives_it(caselane, monkeypatch):
    monkeypatch.setenv("CASELANE_DIAGRAM_BYTES", "1000")
    assert "1,000 are allowed" in caselane("lint", str(WORKFLOWS / "case_lifecycle.bpmn"), code=1)
    with pytest.raises(ConfigError, match="CASELANE_DIAGRAM_NODES is a whole number, not 'many'"):
        read_settings({"CASELANE_DIAGRAM_NODES": "many"})


def test_import_leaves_the_file_that_it_reads_alone(caselane, tmp_path):
    sketch = tmp_path / "sketch.bpmn"
    sketch.write_bytes(bpmn(user("a")))
    before = sketch.read_bytes()
    caselane("import", str(sketch), "--yes", "--output", str(sketch), code=2)
    assert "cannot be written" in caselane(
        "import", str(sketch), "--yes", "--output", str(tmp_path / "gone" / "x.bpmn"), code=1
    )
    assert sketch.read_bytes() == before


def test_a_command_without_calendars_says_so(caselane, tmp_path, monkeypatch):
    monkeypatch.setenv("CASELANE_WORKFLOWS", str(tmp_path))
    sketch = tmp_path / "sketch.bpmn"
    sketch.write_bytes(bpmn(user("a")))
    for command in ("lint", "play", "deploy"):
        assert "calendars.toml cannot be read" in caselane(command, str(sketch), code=1)


def test_fields_that_are_no_texts_are_written_as_json(caselane):
    act = ("case", "act", "C-1", "x", "--as", "alice@example.com", "--field")
    assert "is not JSON" in caselane(*act, "hours:=many", code=2)
    assert "NAME:=JSON" in caselane(*act, "hours", code=2)
    assert fields_of(["hours:=3", "paid:=true", "body=a:=b"]) == {
        "hours": 3, "paid": True, "body": "a:=b",
    }  # fmt: skip
