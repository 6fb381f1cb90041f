"""Migrating running cases over the API."""

from tests.flasks import create_app
from tests.lifecycle import FILES, newer


def test_over_the_api(desk):
    made = [desk.open() for _ in range(3)]
    desk.use(newer(), FILES)
    token = desk.app.accounts.new_token("owen@example.com")
    client, headers = create_app(desk.app).test_client(), {"Authorization": f"Bearer {token}"}

    def post(path, **body):
        return client.post(f"/api/diagrams/{path}", json=body, headers=headers)

    group = {"version": 1, "waits_at": ["first_response"], "status": "New", "becomes": "New",
             "reason": None, "cases": 3, "example": made[0].number}  # fmt: skip
    plan = {"version": 2, "moved": 3, "stayed": 0, "groups": [group], "next_cursor": None}
    assert post("2/migrate", plan=True).json == plan
    assert post("plan", bpmn=newer().decode()).json == {**plan, "version": None}
    first = post("2/migrate?limit=2", reason="A comment").json
    assert (first["moved"], first["next_cursor"]) == (2, "2")
    rest = post(f"2/migrate?cursor={first['next_cursor']}", renamed={}, cases=[])
    assert (rest.json["moved"], rest.json["next_cursor"]) == (1, None)
    assert post("2/migrate", cases=["C-9"]).status_code == 404
    assert post("2/migrate", renamed={"a": "b"}).status_code == 422
    assert post("2/migrate", status="Closed").status_code == 422
    assert post("9/migrate").status_code == 404
    assert post("plan", bpmn="<a").json["findings"]
