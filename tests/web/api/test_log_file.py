"""The event log over the API."""

from tests.web.conftest import Caller


def nora(api, desk):
    return Caller(api.flask, desk.app.accounts.new_token("nora@example.com"))


def test_an_analyst_gets_the_log_in_each_format(api, desk):
    desk.open()
    for kind, mimetype in (
        ("xes", "application/xml"),
        ("ocel", "application/json"),
        ("csv", "text/csv"),
    ):
        response = nora(api, desk).get(f"/log?format={kind}")
        assert (response.status_code, response.mimetype) == (200, mimetype)
        assert b"C-1001" in response.data


def test_filters_narrow_and_pseudonyms_hide(api, desk):
    desk.open(priority="P1"), desk.open(by=desk.eve, priority="P2")
    text = nora(api, desk).get("/log?format=csv&priority=P2&hash=customer,actor").text
    assert "C-1002" in text
    assert "C-1001" not in text
    assert "eve@" not in text


def test_what_is_not_understood_is_refused(api, desk):
    for query in ("", "?format=pdf", "?format=csv&hash=nothing", "?format=csv&since=monday",
                  "?format=csv&version=x", "?format=csv&staus=New"):  # fmt: skip
        assert nora(api, desk).get(f"/log{query}").status_code == 422, query
