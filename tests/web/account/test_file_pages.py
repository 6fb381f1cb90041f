"""Files on the pages: brought with a form or before it, saved from a sandbox (bad inputs 29, 34)."""

import io
import re

from runner.people.links import REPEAT

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


def files(*named):
    return [(io.BytesIO(content), name) for name, content in named]


def ticked(page):
    return re.findall(r'name="files" value="(\d+)" checked', page.text)


def links(page):
    return re.findall(r'class="file" href="(/[^"]+)"', page.text)


def test_a_file_goes_with_a_text_without_any_script_and_is_saved_from_a_sandbox(desk, pages):
    case = desk.open()
    given = files(("oven.png", PNG), ("drawing.svg", SVG))
    assert (
        pages.bob.send(f"/my/{case.number}/messages", text="Look.", upload=given).status_code == 303
    )
    page = pages.alice.see(f"/cases/{case.number}")
    picture, drawing = links(page)
    assert f'<img src="{picture}?shown"' in page.text and f"{drawing}?shown" not in page.text

    saved = pages.alice.see(f"{drawing}?shown")
    assert saved.data == SVG and saved.mimetype == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == "attachment; filename=drawing.svg"
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert pages.alice.see(picture).headers["Content-Disposition"].startswith("attachment")
    shown = pages.alice.see(f"{picture}?shown")
    assert shown.mimetype == "image/png" and "sandbox" in shown.headers["Content-Security-Policy"]

    assert pages.eve.see(picture).status_code == 404
    assert pages.nobody.see(picture).status_code == 302
    note = {"text": "Inside.", "mode": "note", "upload": files(("log.txt", b"secret"))}
    assert pages.alice.send(f"/cases/{case.number}/messages", **note).status_code == 303
    inside = links(pages.alice.see(f"/cases/{case.number}"))[-1]
    assert pages.bob.see(inside).status_code == 404 and pages.nora.see(inside).data == b"secret"


def test_files_go_with_a_rejection_and_with_a_repeat_case(desk, pages):
    case = desk.open().to("Solution Proposed")
    page = pages.bob.see(f"/my/{case.number}").text
    assert page.count('name="upload"') == 2  # to write and to reject: to accept takes no text
    reject, proposal = f"/my/{case.number}/actions/reject_solution", case.case.proposal
    given = {"f.reason": "", "f.proposal": proposal, "upload": files(("a.png", PNG))}
    empty = pages.bob.send(reject, **given)
    assert empty.status_code == 422 and len(ticked(empty)) == 1
    again = {"f.reason": "Look.", "f.proposal": proposal, "files": ticked(empty)}
    assert pages.bob.send(reject, **again).status_code == 303
    assert [file.name for file in case.conversation()[-1].files] == ["a.png"]

    closed = desk.open().to("Closed")
    link = desk.app.links.token(closed.case.id, desk.bob.id, REPEAT, None)
    for who, address, name in (
        (pages.bob, f"/my/{closed.number}/repeat", "b.png"),
        (pages.alice, f"/cases/{closed.number}/repeat", "c.png"),
        (pages.nobody, f"/l/{link}", "d.png"),
    ):
        answer = who.send(address, text="Again.", upload=files((name, PNG)))
        assert answer.status_code in (200, 303)
        newest = desk.app.cases.page(desk.bob, closed.seen_by(desk.bob).repeats[-1])
        assert [file.name for file in newest.request_files] == [name]


def test_a_form_that_is_given_back_still_has_its_files(desk, pages):
    case = desk.open()
    empty = pages.bob.send(f"/my/{case.number}/messages", text="", upload=files(("a.png", PNG)))
    assert empty.status_code == 422 and len(ticked(empty)) == 1
    sent = pages.bob.send(f"/my/{case.number}/messages", text="Now.", files=ticked(empty))
    assert sent.status_code == 303 and case.conversation()[0].files[0].name == "a.png"

    wrong = pages.alice.send(
        f"/cases/{case.number}/messages", text="", upload=files(("b.png", PNG))
    )
    assert wrong.status_code == 422 and len(ticked(wrong)) == 1
    bad = files(("run.exe", b"x"))
    refused = pages.alice.send(f"/cases/{case.number}/messages", text="This", upload=bad)
    assert refused.status_code == 422 and "not taken here (.exe)" in refused.text
    assert ">This</textarea>" in refused.text


def test_a_form_with_files_is_once_and_gives_them_back_where_its_change_is_undone(desk, pages):
    case = desk.open()
    for key, sender in (("b", pages.bob), ("a", pages.alice)):
        place = f"/my/{case.number}/messages" if key == "b" else f"/cases/{case.number}/messages"
        wrong = sender.send(place, text="", once=f"{key}1", upload=files(("a.png", PNG)))
        assert wrong.status_code == 422 and len(ticked(wrong)) == 1
        for _ in range(2):
            sent = files(("b.png", PNG))
            assert sender.send(place, text="Look.", once=f"{key}2", upload=sent).status_code == 303
    assert [len(message.files) for message in case.conversation()] == [1, 1]
    with desk.app.db.read() as tx:  # each of the two brought one file that was given back
        assert (
            tx.run("SELECT name FROM attachments WHERE case_id IS NULL").fetchall()
            == [("a.png",)] * 2
        )


def test_a_draft_keeps_files_that_were_brought_before(desk, pages):
    case = desk.open()
    brought = pages.alice.send("/files", upload=files(("oven.png", PNG)))
    (file,) = ticked(brought)
    pages.alice.send(f"/cases/{case.number}/unsent", text="Half", files=file, mode="reply")
    assert ticked(pages.alice.see(f"/cases/{case.number}")) == [file]
    act = {"text": "Whole", "files": file, "as": "body"}
    pages.alice.send(f"/cases/{case.number}/actions/send_first_response", **act)
    assert [one.id for one in case.conversation()[0].files] == [int(file)]
    assert ticked(pages.alice.see(f"/cases/{case.number}")) == []


def test_a_request_brings_files_also_that_of_a_visitor_who_follows_it_by_the_link(desk, pages):
    form = {"subject": "Cold", "description": "The oven is cold.", "upload": files(("a.png", PNG))}
    pages.bob.send("/submit", **form)
    form = {**form, "name": "Zoe", "email": "zoe@bakery.example", "upload": files(("z.png", PNG))}
    link = pages.nobody.send("/submit", **form).headers["Location"]
    (mine,) = links(pages.nobody.see(link))
    assert mine.startswith(f"{link}/files/") and pages.nobody.see(mine).data == PNG
    other = mine.rpartition("/")[0] + "/1"
    assert pages.nobody.see(other).status_code == 404


def test_a_visitor_whose_request_is_given_back_reads_that_the_files_are_not_kept(pages):
    form = {"name": "Zoe", "email": "zoe@bakery.example", "subject": "", "description": "Cold."}
    back = pages.nobody.send("/submit", **form, upload=files(("z.png", PNG)))
    assert back.status_code == 422 and "have to be chosen again" in back.text
    assert "have to be chosen again" not in pages.nobody.send("/submit", **form).text
    bad = {**form, "subject": "Cold", "upload": files(("run.exe", b"x"))}
    back = pages.nobody.send("/submit", **bad)
    assert "(.exe)" in back.text and "have to be chosen again" in back.text


def test_support_opens_a_case_with_the_files_that_a_customer_sent_elsewhere(desk, pages):
    form = {"email": "bob@example.com", "subject": "", "description": "He sent a picture."}
    back = pages.alice.send("/new", **form, upload=files(("a.png", PNG)))
    assert back.status_code == 422 and len(ticked(back)) == 1
    large = files(("log.txt", b"x" * 2_000_000))
    form |= {"subject": "Cold", "files": ticked(back), "upload": large}
    opened = pages.alice.send("/new", **form)
    assert opened.status_code == 303
    names = re.findall(r'<span dir="auto">([^<]+)</span>', pages.alice.see(opened.location).text)
    assert {"a.png", "log.txt"} <= set(names)


def test_only_a_form_that_brings_files_may_be_large(desk, pages):
    case = desk.open()
    large = files(("large.txt", b"x" * 2_000_000))
    assert (
        pages.bob.send(f"/my/{case.number}/messages", text="Log", upload=large).status_code == 303
    )
    large = files(("large.txt", b"x" * 2_000_000))
    assert pages.bob.send(f"/my/{case.number}/repeat", text="Log", upload=large).status_code == 413
