"""caselane import"""

from tests.drawings import bpmn, catch, chain, end, start, user


def test_import_leaves_the_file_that_it_reads_alone(caselane, tmp_path):
    sketch = tmp_path / "sketch.bpmn"
    sketch.write_bytes(bpmn(user("a")))
    before = sketch.read_bytes()
    caselane("import", str(sketch), "--yes", "--output", str(sketch), code=2)
    assert "cannot be written" in caselane(
        "import", str(sketch), "--yes", "--output", str(tmp_path / "gone" / "x.bpmn"), code=1
    )
    assert sketch.read_bytes() == before


def test_import_lists_what_is_to_be_filled_in_apart_and_exits_with_1(caselane, tmp_path):
    sketch = tmp_path / "sketch.bpmn"
    waits = catch("later", "<bpmn:timerEventDefinition/>")
    sketch.write_bytes(bpmn(start(), user("a"), waits, end(), chain("start", "a", "later", "end")))
    said = caselane("import", str(sketch), "--yes", code=1)
    before, asked = said.split("To be filled in:")
    assert "3 changes" in before
    assert "The event 'later' does not say how long it waits" in asked
