"""Saved views over the API."""


def test_views_are_saved_changed_and_deleted(api):
    body = {"name": "Urgent", "query": {"priority": ["P1", "P2"], "sort": ["due"]}}
    saved = api.alice.post("/views", body)
    assert saved.status_code == 201
    assert saved.json == {**body, "id": saved.json["id"], "shared": False, "own": True}
    path = f"/views/{saved.json['id']}"
    assert api.alice.patch(path, {"name": "Late"}).json["name"] == "Late"
    assert [view["name"] for view in api.alice.get("/views").json["views"]] == ["Late"]
    assert api.alice.delete(path).json["query"] == body["query"]
    assert api.alice.get("/views").json == {"views": []}
    assert api.alice.delete(path).status_code == 404


def test_what_no_list_asks_is_refused(api):
    for query in ({"colour": ["red"]}, {"status": "New"}, {"status": [""]}, {"status": [1]}):
        assert api.alice.post("/views", {"name": "x", "query": query}).status_code == 422
    assert api.bob.get("/views").status_code == 403


def test_several_owners_and_products_find_the_cases_of_each(api, desk):
    first, second, third = (desk.open(product=name) for name in ("A, B", "C", "D"))
    first.claim(desk.alice), second.claim(desk.amir)

    def found(query):
        return {line["number"] for line in api.carol.get(f"/cases?{query}").json["items"]}

    assert found("owner=none,alice@example.com") == {first.number, third.number}
    assert found("owner=none&owner=amir@example.com") == {second.number, third.number}
    assert found("product=A, B&product=C") == {first.number, second.number}
