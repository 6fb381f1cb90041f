"""`caselane pull` and `push`: a package as files, there and back."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from runner.bpmn.package import read_package
from runner.cli import main
from tests.desk import begin


@pytest.fixture
def called(tmp_path, monkeypatch):
    """With the database of a new installation."""
    data = tmp_path / "data"
    data.mkdir()
    begin(data)
    monkeypatch.setenv("CASELANE_DATA_DIR", str(data))

    def call(*words):
        found = CliRunner().invoke(main, [str(word) for word in words])
        return found.exit_code, found.output

    return call


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_is_pulled_and_pushed_back_differs_in_nothing(called, tmp_path):
    folder = tmp_path / "git" / "process"
    code, said = called("pull", folder)
    assert (code, "10 files" in said) == (0, True), said
    assert {"policies.toml", "calendars.toml", "scenarios/closing.toml"} <= bytes_in(folder).keys()
    code, said = called("push", folder)
    assert (code, "Nothing differs" in said) == (0, True), said

    before = bytes_in(folder)
    (folder / "README.md").write_text("Ours.")
    (folder / "scenarios" / "more.toml").write_text((folder / "scenarios/closing.toml").read_text())
    assert called("pull", folder)[0] == 0
    assert bytes_in(folder) == {**before, "README.md": b"Ours."}


def test_push_says_what_would_change_as_text_sarif_and_picture(called, tmp_path):
    folder, log, picture = tmp_path / "process", tmp_path / "found.sarif", tmp_path / "diff.svg"
    called("pull", folder)
    [diagram] = folder.glob("*.bpmn")
    old = diagram.read_text()
    diagram.write_text(old.replace("P3D</bpmn:timeDuration>", "P4D</bpmn:timeDuration>", 1))
    plan = ("push", folder, "--plan", "--sarif", log, "--picture", picture)
    code, said = called(*plan)
    assert (code, "changed  the diagram" in said) == (1, True), said
    [run] = json.loads(log.read_bytes())["runs"]
    assert run["tool"]["driver"]["name"] == "caselane lint"
    assert run["results"]
    for result in run["results"]:
        assert result.keys() >= {"ruleId", "level", "message", "locations"}
        [place] = result["locations"]
        assert Path(place["physicalLocation"]["artifactLocation"]["uri"]).is_file()
    assert ">changed<" in picture.read_text()
    ElementTree.parse(picture)
    assert called(*plan, "--accept-warnings")[0] == 0
    assert called("push", folder)[0] == 1
    code, said = called("push", folder, "--accept-warnings")
    assert (code, "Version 2" in said) == (0, True), said

    diagram.write_text("<broken")
    assert called("push", folder, "--plan")[0] == 1
    assert called("pull", folder, "--version", 1)[0] == 0
    assert diagram.read_text() == old


def test_pull_writes_over_nothing_that_is_no_package(called, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("Dear")
    assert called("pull", tmp_path / "home")[0] == 1
    assert bytes_in(tmp_path / "home") == {"letter.txt": b"Dear"}
    assert called("pull", tmp_path / "new", "--version", 99)[0] == 1
    assert called("pull", tmp_path / "new", "--lifecycle", "other")[0] == 1
    assert not (tmp_path / "new").exists()
    called("new", "blank", tmp_path / "half")
    (tmp_path / "half" / "policies.toml").mkdir()  # stands in the way of one file
    before = bytes_in(tmp_path / "half")
    assert called("pull", tmp_path / "half")[0] == 1
    assert bytes_in(tmp_path / "half") == before
    called("pull", tmp_path / "new")
    assert read_package(tmp_path / "new").left_out == ()


def test_pull_follows_no_link_out_of_its_folder(called, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "ours.toml").write_text("a = 1")
    called("new", "blank", tmp_path / "cloned")
    (tmp_path / "cloned" / "policies.toml").symlink_to(tmp_path / "other" / "ours.toml")
    assert called("pull", tmp_path / "cloned")[0] == 1
    (tmp_path / "cloned" / "policies.toml").unlink()
    assert called("pull", tmp_path / "cloned")[0] == 0
    (tmp_path / "cloned" / "scenarios").rename(tmp_path / "gone")
    (tmp_path / "cloned" / "scenarios").symlink_to(tmp_path / "other")
    assert called("pull", tmp_path / "cloned")[0] == 1
    assert bytes_in(tmp_path / "other") == {"ours.toml": b"a = 1"}


def test_a_template_is_written_into_a_new_folder_only(called, tmp_path):
    folder = tmp_path / "ours"
    assert called("new", "incident", folder)[0] == 0
    assert bytes_in(folder).keys() == {"incident.bpmn", "policies.toml", "scenarios/whole_way.toml"}
    assert called("new", "rma", folder)[0] == 1
    assert called("new", "none", tmp_path / "other")[0] == 2
    assert called("lint", folder)[0] == 0
