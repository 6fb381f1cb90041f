"""caselane play"""

from tests.drawings import bpmn, chain, end, start, user


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
    assert "the status is 'Open' instead of 'Shut'" in played
    assert "not covered: end" in played


def test_a_file_that_cannot_be_read_hides_no_other(caselane, tmp_path):
    (tmp_path / "scenarios").mkdir()
    for name, text in (
        ("broken", "[[scenario]\n"),
        ("good", '[[scenario]]\nname = "It is open"\nthen.status = "Open"'),
        ("wrong", '[[scenario]]\nname = "It is shut"\nthen.status = "Shut"'),
    ):
        (tmp_path / "scenarios" / f"{name}.toml").write_text(text)
    drawing = bpmn(
        start(), user("work", status="Open"), end(status="Over"), chain("start", "work", "end")
    )
    (tmp_path / "mine.bpmn").write_bytes(drawing)
    for command in ("play", "lint"):
        said = caselane(command, "mine.bpmn", code=1)
        assert "broken.toml cannot be read" in said
        assert "It is shut" in said
