"""What if, asked for, watched, read and shared without JavaScript."""

import threading
from datetime import timedelta

import pytest
from lxml import html

from runner.store import kept_simulations
from tests.desk import Desk
from tests.patience import until
from tests.web.conftest import Pages

PAGE = "/process/what-if"
TARGET = {"target.first_response/P3": "2", "unit.first_response/P3": "hours"}
SMALL = {"weeks": "1", "repetitions": "2", "months": "3"}


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """A desk that took a case in every working hour or so for six weeks, and solved each."""
    desk = Desk(tmp_path_factory.mktemp("worked"))
    for day in range(42):
        if day % 7 < 5:
            _a_case(desk)
        desk.wait(hours=24 if day % 7 >= 5 else 22)
    yield desk
    desk.app.close()


def _a_case(desk):
    case = desk.open(priority="P3")
    desk.wait(hours=1)
    case.act(desk.alice, "send_first_response", body="Thank you.")
    desk.wait(hours=1)
    case.act(desk.alice, "propose_solution", body="Plug it in.")
    case.act(desk.bob, "accept_solution")


@pytest.fixture
def viewed(worked):
    return Pages(worked)


def begun(pages, **fields):
    answer = pages.nora.send(PAGE, **{**SMALL, **fields})
    assert answer.status_code == 303, answer.text
    return answer.location


def ended(desk, address):
    number = int(address.rsplit("/", 1)[1])

    def state():
        return desk.app.simulation_runs.get(desk.nora, number).state

    until(lambda: state() != "running")
    return state()


def test_a_desk_is_lived_through_and_its_report_can_be_shared(worked, viewed):
    assert "Nothing was simulated yet." in viewed.nora.see(PAGE).text
    address = begun(viewed, added="1", arrivals="1,5", **TARGET)
    assert ended(worked, address) == "done"
    page = viewed.nora.see(address).text
    assert "1.5 times as many cases come." in page
    assert "With 1 more agent, in the hours of the default calendar." in page
    assert "First response P3 is due after 2 hours." in page
    assert "Back-test" in page and "What was assumed" in page and "New agent 1" in page
    assert page.count('class="share-line"') > 5 and "Alice" in page
    german = viewed.nora.see(address, headers={"Accept-Language": "de"}).text
    assert "Die Frist für Erste Antwort P3 beträgt 2 Stunden." in german
    sentences = html.fromstring(german).xpath("//ul[@class='what-if-changes']/li/text()")
    assert len(sentences) > 8 and not [one for one in sentences if " of " in one or " as " in one]
    shared = viewed.nora.see(f"{address}.html")
    assert "attachment" in shared.headers["Content-Disposition"]
    for outside in ("<script", "<link", "<img", "src=", "@import", "url(", "http:", "https:"):
        assert outside not in shared.text.replace("http://www.w3.org", ""), outside
    assert "With 1 more agent" in shared.text and "share-line" in shared.text
    assert viewed.nora.see(f"{address}.json").json["what"]["arrivals"] == 1.5
    assert "1.5 times as many cases come." in viewed.nora.see(PAGE).text


def test_what_is_no_number_is_said_beside_its_field_and_kept(viewed):
    answer = viewed.nora.send(PAGE, arrivals="many", weeks="2.5", until="soon", added="3")
    assert answer.status_code == 422
    assert "has to be a number" in answer.text and "has to be a whole number" in answer.text
    assert "has to be a day such as 2026-03-31" in answer.text
    assert 'value="many"' in answer.text and 'value="3"' in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"arrivals": "-1"}, "has to be above 0"), ({"repetitions": "1"}, "from 2 to 1000"),
        ({"weeks": "0"}, "from 1 to 26"), ({"added": "-1"}, "from 0 to 200"),
        ({"seed": "nan"}, "has to be a whole number"),
        ({"target.first_response/P1": "soon"}, "has to be a whole number of minutes"),
        ({**TARGET, "unit.first_response/P3": "moons"}, "has to be a whole number of minutes"),
        ({"target.first_response/P1": "0"}, "is no target"),
        ({"target.lunch/P1": "1"}, "is about a milestone that is not drawn"),
    ],
)  # fmt: skip
def test_what_no_desk_can_be_like_is_refused_at_once(viewed, fields, said):
    answer = viewed.nora.send(PAGE, **{**SMALL, **fields})
    assert answer.status_code == 422 and said in answer.text


def test_what_the_history_does_not_bear_is_said_when_it_is_known(worked, viewed):
    address = begun(viewed, until="2026-03-06")
    assert ended(worked, address) == "failed"
    page = viewed.nora.see(address).text
    assert "It could not be simulated" in page and "shorter than two weeks" in page
    everybody = begun(viewed, leaving=str(worked.alice.id))
    assert ended(worked, everybody) == "failed"
    assert "leaves nobody on shift" in viewed.nora.see(everybody).text


def test_one_is_simulated_at_a_time_and_it_can_be_stopped(pages, desk):
    with desk.app.db.write() as tx:
        run = kept_simulations.add(tx, {}, desk.nora.id, desk.clock.now())
        kept_simulations.ROWS.note(tx, run, 200, 50, desk.clock.now())
    page = pages.carol.see(f"{PAGE}/{run}").text
    assert "50 of about 200 cases simulated" in page and '<meta http-equiv="refresh"' in page
    other = pages.carol.send(PAGE, **SMALL)
    assert other.status_code == 409 and "Nora is simulating." in other.text
    assert pages.carol.see(f"{PAGE}/{run}.html").status_code == 404
    pages.carol.send(f"{PAGE}/{run}/stop")
    assert "Carol stopped it." in pages.carol.see(f"{PAGE}/{run}").text
    with desk.app.db.write() as tx:
        assert not kept_simulations.ROWS.note(tx, run, 200, 60, desk.clock.now())


def test_a_restart_says_that_it_was_cut_off(pages, desk):
    with desk.app.db.write() as tx:
        run = kept_simulations.add(tx, {}, desk.nora.id, desk.clock.now() - timedelta(minutes=9))
    assert "Caselane was restarted while it ran" in pages.nora.see(f"{PAGE}/{run}").text
    address = pages.nora.send(PAGE, **SMALL).location
    assert ended(desk, address) == "failed"
    assert "has no case of this lifecycle" in pages.nora.see(address).text
    until(lambda: not any(thread.name == "simulation" for thread in threading.enumerate()))


def test_the_newest_are_kept(desk, monkeypatch):
    monkeypatch.setattr(kept_simulations, "MOST_KEPT", 3)
    for _ in range(5):
        with desk.app.db.write() as tx:
            last = kept_simulations.add(tx, {}, desk.nora.id, desk.clock.now())
    found = [run.id for run in desk.app.simulation_runs.listed(desk.nora)]
    assert found == [last, last - 1, last - 2]


def test_customers_do_not_see_it_and_agents_choose_no_draft(pages, desk):
    desk.app.diagram_drafts.from_version(desk.owen)
    assert pages.bob.see(PAGE).status_code in (403, 404)
    assert pages.bob.see(f"{PAGE}/1").status_code in (403, 404)
    assert "draft-1" in pages.owen.see(PAGE).text
    assert "draft-1" not in pages.alice.see(PAGE).text
    assert pages.alice.send(PAGE, **SMALL, drawing="draft-1").status_code == 403
