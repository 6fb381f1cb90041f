"""Diagrams over the REST API."""

from urllib.parse import quote

import pytest

from runner.bpmn.package import Package, read_zip, write_zip
from tests.drawings import bpmn, chain, end, start, user
from tests.lifecycle import FILES, newer, sooner


def later():
    return sooner().decode()


def test_a_process_owner_deploys_a_diagram(api):
    draft = {"bpmn": later()}
    found = api.owen.post("/diagrams/check", draft).json["findings"]
    assert [(f["rule"], f["severity"]) for f in found] == [("scenario", "warning")]
    refused = api.owen.post("/diagrams", draft)
    assert (refused.status_code, refused.json["type"]) == (
        422,
        "urn:caselane:problem:diagram-error",
    )
    assert refused.json["findings"] == found
    deployed = api.owen.post("/diagrams", {**draft, "accept_warnings": True})
    assert deployed.status_code == 201
    assert deployed.headers["Location"] == "/api/diagrams/2"
    assert deployed.json["state"] == "current"
    assert deployed.json["deployed_by"]["name"] == "Owen"
    assert deployed.json["findings"] == found
    listed = api.nora.get("/diagrams").json["items"]
    assert [(v["version"], v["state"]) for v in listed] == [(2, "current"), (1, "live")]
    whole = api.nora.get("/diagrams/2").json
    assert whole["bpmn"] == draft["bpmn"]
    assert whole["files"] == FILES
    assert whole["notes"] == deployed.json["notes"]
    data = api.nora.get("/diagrams/2", headers={"Accept": "application/xml"})
    assert (data.content_type, data.text) == ("application/xml", draft["bpmn"])


ZIP = "application/zip"


def send_zip(who, path, package):
    return who.post(path, data=write_zip(package, "case.bpmn"), content_type=ZIP)


def test_a_package_goes_in_and_comes_out_as_a_zip(api):
    query = "accept_warnings=true&without_policies=true"
    package = Package(newer(), FILES)
    found = send_zip(api.owen, "/diagrams/check?without_policies=true", package).json
    assert (found["findings"], len(found["notes"])) == ([], 1)
    deployed = send_zip(api.owen, f"/diagrams?{query}", package)
    assert (deployed.status_code, deployed.json["notes"]) == (201, found["notes"])
    got = api.nora.get("/diagrams/2", headers={"Accept": ZIP})
    assert got.content_type == ZIP
    files = {name: text for name, text in FILES.items() if name != "policies.toml"}
    assert read_zip(got.data) == Package(newer(), files)
    assert send_zip(api.owen, "/diagrams/plan", package).status_code == 200


def test_a_zip_or_an_option_that_is_none_is_refused(api):
    for path in ("/diagrams", "/diagrams/check", "/diagrams/plan"):
        bad = api.owen.post(path, data=b"PK", content_type=ZIP)
        assert (bad.status_code, bad.json["findings"][0]["rule"]) == (422, "package")
        for query in ("accept_warnings=perhaps", "force=true"):
            odd = send_zip(api.owen, f"{path}?{query}", Package(newer(), FILES))
            assert (odd.status_code, list(odd.json["errors"])) == (422, [query.split("=")[0]])
    assert api.owen.get("/diagrams").json["items"][0]["version"] == 1


def test_a_zip_says_in_the_query_what_is_renamed(api):
    renamed, package = '{"investigate":"analyse"}', Package(newer(), FILES)
    path = f"/diagrams/plan?renamed={quote(renamed)}"
    wrong = send_zip(api.owen, path, package)
    assert wrong.json["errors"] == {"renamed": ["analyse is no element there"]}
    in_body = {"bpmn": newer().decode(), "renamed": {"investigate": "analyse"}}
    assert api.owen.post("/diagrams/plan", in_body).json["errors"] == wrong.json["errors"]
    for bad, named in (("{", "renamed"), ("[]", "renamed"), ('{"a":1}', "renamed.a")):
        answer = send_zip(api.owen, f"/diagrams/plan?renamed={quote(bad)}", package)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [named])


def test_an_option_in_the_query_beside_json_is_refused_by_name(api):
    for path, query in (
        ("/diagrams", "accept_warnings=true"),
        ("/diagrams/check", "without_policies=true"),
        ("/diagrams/plan", "renamed={}"),
    ):
        answer = api.owen.post(f"{path}?{query}", {"bpmn": newer().decode()})
        name = query.partition("=")[0]
        assert (answer.status_code, answer.json["errors"]) == (
            422,
            {name: ["has to be in the body, beside bpmn"]},
        )


def test_policies_are_left_away_on_purpose_only(api):
    draft = {"bpmn": newer().decode(), "files": {"policies.toml": 'process = "case_lifecycle"'}}
    refused = api.owen.post("/diagrams", {**draft, "accept_warnings": True})
    assert (refused.status_code, refused.json["findings"][0]["rule"]) == (422, "without-policies")
    assert api.owen.post("/diagrams", {**draft, "without_policies": True}).status_code == 201
    assert "promises nothing" in api.nora.get("/diagrams/2").json["notes"][-1]


def test_a_diagram_comes_back_as_it_came_whatever_encoding_it_declares(api):
    draft = later().replace("encoding='UTF-8'?>", 'encoding="UTF-16"?>', 1)
    assert "UTF-16" in draft
    deployed = api.owen.post("/diagrams", {"bpmn": draft, "accept_warnings": True})
    assert deployed.status_code == 201, deployed.json
    assert api.nora.get("/diagrams/2").json["bpmn"] == draft


def test_a_bad_diagram_is_refused_with_its_findings(api):
    answer = api.owen.post("/diagrams", {"bpmn": "<!DOCTYPE a><a/>"})
    assert answer.status_code == 422
    assert answer.json["findings"][0]["rule"] == "doctype"
    assert api.owen.post("/diagrams", {"bpmn": later(), "status": "live"}).status_code == 422
    assert len(api.owen.get("/diagrams").json["items"]) == 1


def test_the_same_request_deploys_once(api):
    body, key = {"bpmn": later(), "accept_warnings": True}, {"Idempotency-Key": "k"}
    answers = [api.owen.post("/diagrams", body, headers=key) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(api.owen.get("/diagrams").json["items"]) == 2


@pytest.mark.parametrize("name", ["alice", "carol", "nora", "bob"])
def test_only_process_owners_deploy(api, name):
    who = getattr(api, name)
    assert who.post("/diagrams", {"bpmn": later()}).status_code == 403
    assert who.post("/diagrams/check", {"bpmn": later()}).status_code == 403
    assert who.post("/diagrams/1/approve").status_code == 403
    assert who.get("/diagrams").status_code == (403 if name == "bob" else 200)
    assert api.nobody.post("/diagrams", {"bpmn": later()}).status_code == 401


def test_a_version_that_does_not_wait_cannot_be_approved(api):
    assert api.owen.post("/diagrams/1/approve").status_code == 409
    assert api.owen.get("/diagrams/7").status_code == 404
    assert api.owen.get("/diagrams/99999999999999999999").status_code == 404


# ------------------------------------------------------------------ several lifecycles


RETURNS = bpmn(
    start(), user("receive", status="Awaited"), end("back", status="Returned"),
    chain("start", "receive", "back"), process="returns",
).decode()  # fmt: skip


def test_a_further_lifecycle_says_how_it_takes_cases_and_a_submission_chooses(api):
    draft = {"bpmn": RETURNS, "accept_warnings": True}
    asked = api.owen.post("/diagrams", draft)
    assert (asked.status_code, list(asked.json["errors"])) == (422, ["intake"])
    assert api.owen.post("/diagrams", {**draft, "intake": "beside"}).status_code == 201
    listed = api.bob.get("/lifecycles").json["lifecycles"]
    assert [(one["id"], one["intake"], one["version"]) for one in listed] == [
        ("case_lifecycle", "default", 1),
        ("returns", "beside", 2),
    ]
    case = {"subject": "Wrong size", "description": "Too large."}
    assert api.bob.post("/cases", case).json["status"] == "New"
    assert api.bob.post("/cases", {**case, "lifecycle": "returns"}).json["status"] == "Awaited"
    wrong = api.bob.post("/cases", {**case, "lifecycle": "complaints"})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["lifecycle"])
    states = [one["state"] for one in api.nora.get("/diagrams").json["items"]]
    assert states == ["current", "current"]


def test_a_lifecycle_is_taken_out_of_intake_over_the_api(api):
    api.owen.post("/diagrams", {"bpmn": RETURNS, "accept_warnings": True, "intake": "beside"})
    assert api.alice.patch("/lifecycles/returns", {"intake": "none"}).status_code == 403
    assert api.owen.patch("/lifecycles/returns", {"intake": "maybe"}).status_code == 422
    assert api.owen.patch("/lifecycles/complaints", {"intake": "none"}).status_code == 404
    assert api.owen.patch("/lifecycles/case_lifecycle", {"intake": "none"}).status_code == 409
    done = api.owen.patch("/lifecycles/returns", {"intake": "none"})
    assert (done.status_code, done.json["waiting"]) == (200, None)
    assert [one["intake"] for one in done.json["lifecycles"]] == ["default", "none"]
    assert [one["id"] for one in api.bob.get("/lifecycles").json["lifecycles"]] == [
        "case_lifecycle"
    ]
    assert len(api.nora.get("/lifecycles").json["lifecycles"]) == 2
