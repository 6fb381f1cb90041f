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
    assert "the status is Open, not Shut" in played
    assert "not covered: end" in played
