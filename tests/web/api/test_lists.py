"""Lists of the REST API: filters and pages."""

import pytest

from runner.bpmn.package import Package
from tests.drawings import WASHING


def test_lists_are_filtered_and_paged(api):
    numbers = [api.submitted(priority=p, subject=f"Case {p}") for p in ("P1", "P2", "P3", "P2")]
    api.alice.post(f"/cases/{numbers[0]}/claim")
    api.alice.act(numbers[1], "send_first_response", body="Hi")

    def found(query):
        return [case["number"] for case in api.alice.get(f"/cases?{query}").json["items"]]

    assert found("") == numbers[::-1]
    assert found("status=New&priority=P2") == [numbers[3]]
    assert found("status=New,Work%20in%20Progress&priority=P2") == [numbers[3], numbers[1]]
    assert found("owner=me") == found("owner=alice@example.com") == [numbers[0]]
    assert found("owner=none") == numbers[:0:-1]
    assert found("owner=who@example.com") == []
    assert found("q=case%20p1") == [numbers[0]]
    assert found(f"q={numbers[2]}") == [numbers[2]]
    assert found("q=%25") == []
    pages, cursor = [], ""
    while cursor is not None:
        page = api.alice.get(f"/cases?limit=3&cursor={cursor}").json
        pages.append([case["number"] for case in page["items"]])
        cursor = page["next_cursor"]
    assert pages == [numbers[:0:-1], numbers[:1]]


def test_a_word_is_found_whatever_its_case_and_however_it_was_typed(api):
    number = api.submitted(subject="A\u0308rger mit Zoe\u0308", product="Zoe\u0308")
    for said in ("ärger", "ÄRGER", "A\u0308RGER", "zoë", "är", "Ä", "ZOE\u0308"):
        found = api.alice.get("/cases", query_string={"q": said}).json["items"]
        assert [case["number"] for case in found] == [number], said
    for said in ("Zoë", "Zoe\u0308"):
        found = api.alice.get("/cases", query_string={"product": said}).json["items"]
        assert [case["number"] for case in found] == [number], said


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/cases?statu=New", "statu"), ("/cases?limit=3&page=2", "page"), ("/cases/C-1001?x=1", "x"),
        ("/me?debug=1", "debug"), ("/openapi.json?x=", "x"), ("/diagrams/1?full=1", "full"), ("/health?x=1", "x"),
    ],
)  # fmt: skip
def test_a_parameter_that_there_is_not_is_named(api, path, named):
    api.submitted()
    answer = api.owen.get(path)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [named]
    assert "is no parameter here" in answer.json["detail"]


def test_all_parameters_that_are_wrong_are_named_each_value_of_them(api):
    long = "x" * 500
    answer = api.alice.get(f"/cases?status={long}&product={long}")
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"status", "product"})
    answer = api.alice.get(f"/cases?product=a&product={long}")
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"product"})


@pytest.mark.parametrize("given", ["limit=1&limit=2", "q=a&q=b", "spam=true&spam=false"])
def test_a_parameter_that_is_taken_once_and_given_twice_is_named(api, given):
    answer = api.alice.get(f"/cases?{given}")
    assert list(answer.json["errors"]) == [given.partition("=")[0]]
    assert "give it once" in answer.json["detail"]


def test_a_parameter_that_there_is_not_changes_nothing(api):
    number = api.submitted()
    assert api.alice.post(f"/cases/{number}/claim?force=1").status_code == 422
    assert api.alice.get(f"/cases/{number}").json["owner"] is None
    assert api.alice.get("/cases", query_string={"q": "x" * 301}).status_code == 422


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=abc", "limit=-1", "limit=000000050999",
     f"limit={'1' * 5000}"],
)  # fmt: skip
def test_wrong_paging_is_refused(api, query):
    assert api.alice.get(f"/cases?{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("priority=P9", "priority", "P1, P2, P3, P4"),
        ("priority=P1,p2", "priority", "P1, P2, P3, P4"),
        ("status=Snoozed", "status", "Snoozed. There are: Blocked, Closed, Customer Replied"),
        ("status=New,new", "status", "new."),
        ("owner=alice", "owner", "mail address"),
        ("owner=a@b@c.example", "owner", "mail address"),
    ],
)  # fmt: skip
def test_a_filter_that_no_case_can_meet_is_refused_by_field(api, query, field, says):
    api.submitted()
    answer = api.alice.get(f"/cases?{query}")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert says in answer.json["errors"][field][0]


def test_a_status_of_an_older_diagram_may_be_asked_for_while_cases_can_have_it(api):
    """Those that run on it may still come to it; those that ended in it are there for good."""
    kept = api.submitted()
    api.desk.app.deployment.deploy(
        api.desk.owen, Package(WASHING, {}), accept_warnings=True, intake="default"
    )

    def listed(status):
        answer = api.alice.get(f"/cases?status={status}")
        return answer.status_code, [case["number"] for case in answer.json.get("items", ())]

    assert listed("New") == (200, [kept])
    assert listed("Blocked") == listed("Clean") == (200, [])
    api.bob.post(f"/cases/{kept}/events/customer_closes")
    assert listed("Closed") == (200, [kept])
    assert listed("Blocked") == (200, [])
    api.desk.app.deployment.set_intake(api.desk.owen, "case_lifecycle", "none")
    assert listed("Blocked") == (422, [])


def test_messages_are_paged_too(api):
    number = api.submitted()
    for text in "abc":
        api.bob.post(f"/cases/{number}/messages", {"body": text, "visibility": "public"})
    first = api.bob.get(f"/cases/{number}/messages?limit=2").json
    rest = api.bob.get(f"/cases/{number}/messages?limit=2&cursor={first['next_cursor']}").json
    assert [m["body"] for m in first["items"] + rest["items"]] == ["a", "b", "c"]
    assert rest["next_cursor"] is None
