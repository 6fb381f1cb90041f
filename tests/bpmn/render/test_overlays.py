"""What is marked on a picture: tokens, ways, counts, findings."""

from runner.bpmn.render import Overlays, TokenOverlay, VisitOverlay
from tests.bpmn.render.pictures import SVG, drawn, found, words

WAY = (
    "case_submitted to_receipt confirm_receipt to_target find_first_response_target to_case"
    " case_open opened to_first_response first_response send_first_response investigate"
).split()


def test_a_token_is_shown_where_the_case_is(default_diagram):
    svg = drawn(default_diagram, Overlays(tokens=(TokenOverlay("investigate", "since Monday"),)))
    (badge,) = svg.xpath('.//*[@class="badge token"]')
    assert badge.get("data-element") == "investigate"
    assert "since Monday" in words(badge)
    (ring,) = svg.xpath('.//*[@class="ring token"]')
    assert ring.getparent().get("data-element") == "investigate"


def test_the_path_is_numbered_where_something_was_done_and_says_when(default_diagram):
    path = tuple(VisitOverlay(id, f"{9 + n}:00") for n, id in enumerate([*WAY, "investigate"]))
    svg = drawn(default_diagram, Overlays(path=path))
    badges = {b.get("data-element"): b for b in svg.xpath('.//*[@class="badge path"]')}
    assert "opened" in badges and "case_open" not in badges
    assert words(badges["confirm_receipt"]) == "2. Confirm receipt 11:00 2"
    assert words(badges["investigate"]).endswith("6, 7")
    assert "21:00" in words(badges["investigate"].find(f"{SVG}title"))
    ways = {w.get("data-element") for w in svg.xpath('.//*[@class="way path"]')}
    assert ways == {id for id in WAY if id in default_diagram.flows}


def test_a_long_way_back_and_forth_is_written_short(default_diagram):
    svg = drawn(default_diagram, Overlays(path=(VisitOverlay("investigate"),) * 50))
    (badge,) = svg.xpath('.//*[@class="badge path"]')
    assert words(badge).endswith("1, 2, …, 50")


def test_what_can_come_next_is_dashed_be_it_a_flow_or_an_event(default_diagram):
    svg = drawn(default_diagram, Overlays(next=("propose_solution", "customer_closes")))
    assert svg.xpath('.//*[@class="way next"]/@data-element') == ["propose_solution"]
    (ring,) = svg.xpath('.//*[@class="ring next"]')
    assert ring.getparent().get("data-element") == "customer_closes"


def test_counts_stand_at_their_elements(default_diagram):
    svg = drawn(default_diagram, Overlays(counts={"investigate": 1204, "review_solution": 1}))
    badges = {b.get("data-element"): words(b) for b in svg.xpath('.//*[@class="badge count"]')}
    assert badges["investigate"].endswith("1,204")
    assert badges["review_solution"].startswith("1 case:")


def test_findings_stand_at_their_elements_and_flows_and_cover_no_name(default_diagram):
    svg = drawn(
        default_diagram,
        Overlays(findings={"investigate": "trap", "reject_solution": "policy, dead"}),
    )
    badges = {b.get("data-element"): words(b) for b in svg.xpath('.//*[@class="badge fault"]')}
    assert badges["investigate"].endswith("× trap")
    assert badges["reject_solution"] == "Reject Solution: policy, dead × policy, dead"
    (ring,) = svg.xpath('.//*[@class="ring fault"]')
    assert ring.getparent().get("data-element") == "investigate"
    assert "“Reject Solution”: policy, dead." in svg.find(f"{SVG}desc").text
    (badge,) = found(svg, "reject_solution", "g")[-1:]
    x = float(badge.get("transform").split("(")[1].split()[0])
    box = badge.find(f".//{SVG}rect")
    assert x + float(box.get("width")) / 2 < 2876, "left of the flow, which runs down"


def test_overlays_at_elements_that_are_not_drawn_are_left_out(default_diagram):
    gone = Overlays(
        (TokenOverlay("gone"),),
        (VisitOverlay("gone"),),
        ("gone",),
        {"gone": 3},
        {"gone": "trap", "": "limits"},
    )
    assert not drawn(default_diagram, gone).xpath('.//*[@class="marks"]/*')
