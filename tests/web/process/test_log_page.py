"""The log of another system: brought, mapped by choices, replayed, and refused by a sentence."""

import gzip
from io import BytesIO

import pytest
from lxml import html

from tests.patience import until

NAMES = ("Opened", "First response sent", "Asked customer", "Customer replied", "Filed away")
LOG = "case,activity,timestamp,severity,company\n" + "".join(
    f"{case},{name},2026-01-05T{8 + hour:02}:00:00Z,{'high' if case % 2 else 'low'},Bakery {case}\n"
    for case in range(1, 4)
    for hour, name in enumerate(NAMES)
)


def bring(pages, data, name="desk.csv", **fields):
    sent = {"log": (BytesIO(data if isinstance(data, bytes) else data.encode()), name), **fields}
    return pages.nora.send("/process/logs", **sent)


def chosen(pages, path):
    """What the form of a log says as it comes, and its page."""
    page = html.fromstring(pages.nora.see(path).text)
    form = page.xpath("//form[.//select]")[-1]
    return {one.name: one.value for one in form.xpath(".//select")}, page


@pytest.mark.parametrize("packed", [False, True])
def test_a_log_is_brought_mapped_and_replayed(pages, desk, packed):
    path = bring(pages, gzip.compress(LOG.encode()) if packed else LOG).location
    fields, page = chosen(pages, path)
    assert "3 cases, 15 events" in " ".join(page.text_content().split())
    labels = [
        one.text_content()
        for one in page.xpath("//form[.//select]//label[starts-with(@for, 'activity')]")
    ]
    steps = {text.split(" (")[0]: fields[f"activity.{n}"] for n, text in enumerate(labels[:4])}
    assert steps == {
        "Asked customer": "ask_customer", "Customer replied": "customer_reply", "Filed away": "",
        "First response sent": "send_first_response",
    }  # fmt: skip
    assert (fields["attribute.priority"], fields["attribute.customer"]) == ("severity", "company")
    assert [fields[f"value.severity.{n}"] for n in range(2)] == ["P1", "P2"]
    if packed:
        return  # it is read as well as the other; replaying one is enough
    fields["value.severity.1"] = "P4"  # corrected by hand
    before = desk.app.reports.process(desk.nora).by_status
    assert pages.nora.send(path, **fields).status_code == 303
    until(lambda: "replayed" not in pages.nora.see(path).text)
    report = pages.nora.see(f"{path}.json").json
    assert (report["cases"], report["exactly"], report["totals"]["refused"]) == (3, 3, 0)
    assert dict(report["steps"])["ask_customer"] == 3
    assert dict(report["without_effect"]) == {"Filed away in Customer Replied": 3}
    assert set(report["milestones"]) == {"P1", "P4"}
    shown = html.fromstring(pages.nora.see(path).text).text_content()
    assert "What became of its cases" in shown and "followed exactly" in shown
    assert desk.app.reports.process(desk.nora).by_status == before
    assert pages.nora.send(path, **fields).status_code == 409


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (b"", {}, "has to be a file of XES or CSV"),
        (b"one,two\n1,2\n", {}, "column"),
        (b"<log><trace><event/></trace></log>", {}, "without name or time"),
        (b'<!DOCTYPE log [<!ENTITY a "b">]><log/>', {}, "DOCTYPE"),
        (b"\x1f\x8b" + b"broken", {}, "cannot be unpacked"),
        (gzip.compress(b"a" * 60_000_000), {}, "unpacks to more than 50 MB"),
        (LOG.replace("Z,", ","), {}, "time without its zone"),
        (LOG, {"zone": "../../etc/passwd"}, "has to be a time zone"),
        (LOG, {"delimiter": '"'}, "has to be one character"),
        (LOG, {"encoding": "no such"}, "no encoding"),
        ("case,activity,timestamp\n" + "".join(f"1,a{n},2026-01-05T08:00:00Z\n" for n in range(300)),
         {}, "different activities"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_log_is_refused_by_a_sentence(pages, data, fields, said):
    answer = bring(pages, data, **fields)
    assert answer.status_code == 422 and said in answer.text and "/tmp" not in answer.text
    assert "Your logs" not in pages.nora.see("/process/logs").text


def test_what_is_not_offered_is_refused_and_nothing_begins(pages):
    path = bring(pages, LOG).location
    fields, _ = chosen(pages, path)
    for wrong in (
        {"activity.0": "delete_all"}, {"attribute.customer": "password"},
        {"value.severity.0": "P9"}, {"attribute.priority": "company"},
    ):  # fmt: skip
        assert pages.nora.send(path, **{**fields, **wrong}).status_code == 422
    assert chosen(pages, path)[0] == fields


def test_only_who_brought_a_log_sees_it(pages):
    path = bring(pages, LOG).location
    assert pages.carol.see(path).status_code == 404
    assert pages.bob.see("/process/logs").status_code == 403
    assert bring(pages, LOG, name='<b>"x').status_code == 303
    assert "<b>" not in pages.nora.see("/process/logs").text


def test_the_log_of_this_desk_is_taken_by_those_who_may(pages, desk):
    case = desk.open()
    links = html.fromstring(pages.nora.see("/process/logs").text).xpath(
        "//a[@download][contains(@href, 'cases.')]/@href"
    )
    texts = [pages.nora.see(link).text for link in links]
    assert len(texts) == 3 and all(case.number in text for text in texts)
    seen = html.fromstring(pages.alice.see("/process/logs").text)
    assert not seen.xpath("//a[@download][contains(@href, 'cases.')]")
    assert pages.alice.see(links[0]).status_code == 403
