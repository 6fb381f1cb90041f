"""Migrating running cases over the API."""

from tests.flasks import create_app
from tests.lifecycle import FILES, newer


def test_over_the_api(desk):
    made = [desk.open() for _ in range(3)]
    desk.use(newer(), FILES)
    token = desk.app.accounts.new_token("owen@example.com")
    client, headers = create_app(desk.app).test_client(), {"Authorization": f"Bearer {token}"}

    def post(path, **body):
        address = f"/api/diagrams/{path}".replace("/diagrams/..", "")
        return client.post(address, json=body, headers=headers)

    group = {"version": 1, "waits_at": ["first_response"], "status": "New", "becomes": "New",
             "reason": None, "cases": 3, "example": made[0].number}  # fmt: skip
    plan = {"version": 2, "moved": 3, "stayed": 0, "groups": [group], "next_cursor": None,
            "migration": None}  # fmt: skip
    planned = post("2/migrate", plan=True).json
    group["effects"] = planned["groups"][0]["effects"]
    assert group["effects"]["buttons"]["ends"] == []
    assert "Send first response (Support)" in group["effects"]["buttons"]["kept"]
    assert planned == plan
    assert post("plan", bpmn=newer().decode()).json == {**plan, "version": None}
    first = post("2/migrate?limit=2", reason="A comment").json
    assert (first["moved"], first["next_cursor"]) == (2, "2")
    migration = first["migration"]
    rest = post(f"2/migrate?cursor={first['next_cursor']}", cases=[], migration=migration)
    assert (rest.json["moved"], rest.json["next_cursor"]) == (1, None)
    assert rest.json["migration"] == migration
    undo = f"../migrations/{migration}/undo"
    back = post(f"{undo}?limit=2").json
    assert (back["back"], back["stayed"], back["next_cursor"]) == (2, [], "2")
    assert post(f"{undo}?cursor={back['next_cursor']}").json["back"] == 1
    assert made[2].case.version_id == 1
    assert post("../migrations/9/undo").status_code == 404
    assert post("2/migrate", migration=9).status_code == 422
    assert post("2/migrate", cases=["C-9"]).status_code == 404
    assert post("2/migrate", renamed={"a": "b"}).status_code == 422
    assert post("2/migrate", status="Closed").status_code == 422
    assert post("9/migrate").status_code == 404
    assert post("plan", bpmn="<a").json["findings"]
