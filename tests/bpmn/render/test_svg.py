"""SVG as text: whatever comes in is escaped."""

from lxml import etree

from runner.bpmn.render.svg import escaped, number, tag


def test_no_name_becomes_markup():
    evil = '"><script>alert(1)</script>\x00\ud800'
    parsed = etree.fromstring(tag("text", escaped(evil), data_name=evil, class_="a"))
    assert parsed.text == parsed.get("data-name") == '"><script>alert(1)</script>'
    assert parsed.get("class") == "a"
    assert len(parsed) == 0


def test_what_is_none_is_left_out_and_what_is_empty_is_closed():
    assert tag("g", id=None) == "<g/>"
    assert tag("g", tag("path", d="M0 0"), x=1.5) == '<g x="1.5"><path d="M0 0"/></g>'


def test_a_hundredth_of_a_pixel_is_nothing():
    assert [number(value) for value in (3, 3.0, 2.5, 1 / 3, -0.125)] == [
        "3",
        "3",
        "2.5",
        "0.33",
        "-0.12",
    ]
