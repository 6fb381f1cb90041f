"""caselane import"""

from tests.drawings import bpmn, user


def test_import_leaves_the_file_that_it_reads_alone(caselane, tmp_path):
    sketch = tmp_path / "sketch.bpmn"
    sketch.write_bytes(bpmn(user("a")))
    before = sketch.read_bytes()
    caselane("import", str(sketch), "--yes", "--output", str(sketch), code=2)
    assert "cannot be written" in caselane(
        "import", str(sketch), "--yes", "--output", str(tmp_path / "gone" / "x.bpmn"), code=1
    )
    assert sketch.read_bytes() == before
