"""Files over the API: brought, named with a text, listed and saved by who may read the text."""

import io

from tests.delivery.clamd import NAME, VIRUS, clamd
from tests.desk import Desk
from tests.web.conftest import Callers, Pages, bring

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"


def test_files_are_brought_named_listed_and_saved(api):
    number = api.submitted()
    brought = bring(api.bob, ("oven.png", PNG), ("log.txt", b"warm"))
    assert brought.status_code == 201
    ids = [file["id"] for file in brought.json["files"]]
    assert brought.json["files"][0] == {
        "id": ids[0],
        "name": "oven.png",
        "type": "image/png",
        "bytes": len(PNG),
        "message": None,
    }
    body = {"body": "Look.", "visibility": "public", "files": ids}
    assert api.eve.post(f"/cases/{number}/messages", body).status_code == 404
    assert api.alice.post(f"/cases/{number}/messages", body).status_code == 422
    assert api.bob.post(f"/cases/{number}/messages", body).status_code == 201
    (inside,) = bring(api.alice, ("inside.txt", b"secret")).json["files"]
    note = {"body": "Note", "visibility": "internal", "files": [inside["id"]]}
    api.alice.post(f"/cases/{number}/messages", note)
    (third,) = bring(api.alice, ("answer.txt", b"cold")).json["files"]
    act = {"fields": {"body": "So."}, "files": [third["id"]]}
    assert api.alice.post(f"/cases/{number}/actions/send_first_response", act).status_code == 200

    def names(caller):
        return [file["name"] for file in caller.get(f"/cases/{number}/files").json["files"]]

    assert names(api.bob) == ["oven.png", "log.txt", "answer.txt"]
    assert names(api.nora) == ["oven.png", "log.txt", "inside.txt", "answer.txt"]
    said = api.bob.get(f"/cases/{number}/messages").json["items"]
    assert [file["name"] for file in said[0]["files"]] == ["oven.png", "log.txt"]
    saved = api.alice.get(f"/files/{ids[0]}")
    assert saved.data == PNG and saved.headers["Content-Disposition"].startswith("attachment")
    for caller, file in (
        (api.eve, ids[0]),
        (api.bob, inside["id"]),
        (api.alice, 10**8),
        (api.alice, 10**30),
    ):
        assert caller.get(f"/files/{file}").status_code == 404
    assert api.eve.get(f"/cases/{number}/files").status_code == 404
    assert api.nobody.get(f"/files/{ids[0]}").status_code == 401
    assert bring(api.nobody, ("oven.png", PNG)).status_code == 401


def test_what_is_wrong_with_a_file_says_which_and_why(api):
    for named, why in (
        ([], "brings no file"),
        ([("run.exe", b"x")], "“run.exe”"),
        ([("empty.txt", b"")], "it is empty"),
    ):
        refused = bring(api.bob, *named)
        assert refused.status_code == 422 and why in refused.text
    new = {"subject": "Cold", "description": "Cold.", "files": [10**8]}
    assert "choose them again" in api.bob.post("/cases", new).text


def test_a_file_with_a_virus_comes_in_by_no_door_and_says_so(tmp_path):
    with clamd() as (url, seen):
        desk = Desk(tmp_path, clamd=url)
        api, pages, case = Callers(desk), Pages(desk), desk.open()
        refused = bring(api.bob, ("letter.txt", VIRUS))
        assert refused.status_code == 422
        assert f"“letter.txt”: it has a virus ({NAME})" in refused.text
        for person, path in ((pages.bob, "my"), (pages.alice, "cases")):
            form = {"text": "My letter.", "upload": (io.BytesIO(VIRUS), "letter.txt")}
            sent = person.send(f"/{path}/{case.number}/messages", **form)
            assert (sent.status_code, NAME in sent.text, "My letter." in sent.text) == (
                422,
                True,
                True,
            )
        assert bring(api.bob, ("letter.txt", b"harmless")).status_code == 201
        assert len(seen) == 4
    away = bring(api.bob, ("letter.txt", b"harmless"))
    assert (away.status_code, "No file is taken without it" in away.text) == (503, True)
    assert away.json["title"] == "The virus scanner does not answer"
    assert int(away.headers["Retry-After"]) > 0
    form = {"text": "My letter.", "upload": (io.BytesIO(b"harmless"), "letter.txt")}
    sent = pages.alice.send(f"/cases/{case.number}/messages", **form)
    assert (sent.status_code, "statuses.css?v=" in sent.text) == (503, True)  # the database is well
    desk.app.close()
