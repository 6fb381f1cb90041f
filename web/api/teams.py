"""The API of teams: what there are, and what an admin changes."""

from __future__ import annotations

from flask import Blueprint, Response

from web.api.requests import body_of
from web.shared import representations
from web.shared.auth import bearer, caselane
from web.shared.representations import answer

teams = Blueprint("api_teams", __name__, url_prefix="/api/teams")


@teams.get("")
def list_teams() -> Response:
    found = caselane().teams.listed(bearer())
    return answer({"teams": [representations.team(one) for one in found]})


@teams.post("")
def add_team() -> Response:
    person, body = bearer(), body_of("addTeam")
    return answer(representations.team(caselane().teams.add(body["name"], person)), 201)


@teams.patch("/<name>")
def change_team(name: str) -> Response:
    person, body = bearer(), body_of("changeTeam")
    changed = caselane().teams.change(
        name,
        new_name=body.get("name"),
        round_robin=body.get("shares"),
        products=body.get("products"),
        by=person,
    )
    return answer(representations.team(changed))


@teams.put("/<name>/members/<email>")
def put_member(name: str, email: str) -> Response:
    person, leads = bearer(), body_of("putMember").get("leads", False)
    return answer(representations.team(caselane().teams.put_member(name, email, leads, person)))


@teams.delete("/<name>/members/<email>")
def drop_member(name: str, email: str) -> Response:
    return answer(representations.team(caselane().teams.drop_member(name, email, bearer())))
