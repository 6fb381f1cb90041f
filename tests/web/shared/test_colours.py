"""Colours of statuses as a style sheet."""

from runner.bpmn import Status
from web.shared.colours import PALETTE, class_of, style_sheet


def test_a_status_has_its_own_colours_or_the_next_of_the_palette():
    statuses = [
        Status("New", fill="#112233", stroke="#445566"),
        Status("Old", fill="", stroke=""),
        Status("Evil", fill="red; } * { display: none", stroke="#445566"),
    ]
    first, second, third = style_sheet(statuses).splitlines()
    assert first == f".{class_of('New')} {{ --fill: #112233; --line: #445566; }}"
    assert PALETTE[1][0] in second
    assert "display" not in third and PALETTE[2][0] in third


def test_any_name_gives_a_class_that_css_can_name():
    assert class_of("<b>ü}") == class_of("<b>ü}") != class_of("<b>")
    assert all(class_of(name)[2:].isalnum() for name in ("", "a b", "}"))
