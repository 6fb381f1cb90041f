"""A request has an id, and where it is asked for a line in the log."""

import logging
from dataclasses import replace

from tests.desk import build
from web import create_app


def test_an_answer_has_the_id_of_its_request_and_the_log_names_no_secret(desk, caplog):
    app = build(replace(desk.settings, access_log=True), desk.clock)
    client = create_app(app).test_client()
    with caplog.at_level(logging.INFO, "caselane.access"):
        plain = client.get("/api/health").headers["X-Request-Id"]
        kept = client.get("/l/a-secret?q=me", headers={"X-Request-Id": "from-the-proxy"})
        forged = client.get("/api/health", headers={"X-Request-Id": "<script>"})
    app.close()
    assert len(plain) == 16
    assert kept.headers["X-Request-Id"] == "from-the-proxy"
    assert "script" not in forged.headers["X-Request-Id"]
    first, second, _ = [record.fields for record in caplog.records]
    assert (first["method"], first["route"], first["status"]) == ("GET", "/api/health", 200)
    assert first["ms"] >= 0 and first["address"] == "127.0.0.1"
    assert "secret" not in str(second) and "me" not in str(second["route"])


def test_without_the_setting_there_is_no_line(desk, caplog):
    with caplog.at_level(logging.INFO, "caselane.access"):
        create_app(desk.app).test_client().get("/api/health")
    assert not caplog.records


def test_a_form_that_is_refused_before_its_page_has_an_id_too(pages):
    refused = pages.bob.forge("/responses", name="x")
    assert refused.status_code == 400 and len(refused.headers["X-Request-Id"]) == 16
    assert "frame-ancestors" in refused.headers["Content-Security-Policy"]


def test_no_page_and_no_call_is_asked_with_a_nul(pages, api, desk):
    """PostgreSQL takes none: pages that read one used to answer that the database is away."""
    case = desk.open()
    for path in (
        "/inbox?product=a%00b", "/inbox?one=%00&q=x", "/inbox?view=all&a%00b=1", "/mails?state=%00",
        "/search?q=%00", "/palette?q=%00", f"/cases/{case.number}?do=%00", "/process/ways?one=%00",
        "/process/moment?product=a%00",
    ):  # fmt: skip
        answer = pages.carol.see(path)
        assert answer.status_code == 422, path
        assert "holds a NUL character" in answer.text, path
        assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    assert pages.carol.see("/cases/C-10%0001").status_code == 404
    assert pages.nobody.see("/sign-in?next=%00").status_code == 422
    for path in ("/cases?q=%00", "/cases?product=a%00b", "/people/a%00b"):
        answer = api.carol.get(path)
        assert answer.status_code == (404 if "people" in path else 422), path
        assert answer.content_type == "application/problem+json"
    assert api.carol.get("/cases?product=a%00b").json["errors"]["product"]
    assert pages.carol.see("/inbox?q=%2500").status_code == 200
