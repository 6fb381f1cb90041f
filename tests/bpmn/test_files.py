"""A diagram and the files that lie beside it."""

import pytest

from runner.bpmn.files import read_files
from runner.errors import DiagramError
from tests.lifecycle import LIFECYCLE


def test_what_lies_beside_a_diagram_and_is_not_its_own_stops_nobody(tmp_path):
    """A file in another encoding, a folder; one that belongs to it has to be UTF-8."""
    data = LIFECYCLE.read_bytes()
    (tmp_path / "a.bpmn").write_bytes(data)
    for name in ("other.dmn", "other.json", "other.toml"):
        (tmp_path / name).write_bytes("für".encode("latin-1"))
    (tmp_path / "folder.json").mkdir()
    table = (LIFECYCLE.parent / "first_response.dmn").read_bytes()
    prefixed = table.replace(b"<decision ", b"<dmn:decision label='x' ")
    (tmp_path / "mine.dmn").write_bytes(prefixed)
    assert read_files(tmp_path / "a.bpmn") == (data, {"mine.dmn": prefixed.decode()})
    (tmp_path / "mine.dmn").write_bytes(prefixed + "<!-- für -->".encode("latin-1"))
    with pytest.raises(DiagramError, match=r"mine\.dmn is not UTF-8"):
        read_files(tmp_path / "a.bpmn")
