"""Files go with a text, and are read by whoever may read that text (bad inputs 32, 34, 36)."""

import io
import os
import socket
from datetime import timedelta

import pytest

from runner.cases import Submission, Visitor
from runner.cases.attachments import KEEP_WAITING
from runner.errors import InvalidInput, NotFound, StoreError
from runner.model import ActRequest, UnsentText, to_number
from runner.store.file_folder import MARK, FileFolder
from runner.store.incidents import open_incidents
from tests.desk import MONDAY, Desk

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, database_url):
    desk = Desk(tmp_path, database_url=database_url, undo_send=10)
    yield desk
    desk.app.close()


def bring(desk, person, name="oven.png", content=PNG):
    """The id of a file that a person has brought and not sent."""
    kept = desk.app.cases.attachments.keep(name, io.BytesIO(content))
    return desk.app.cases.attachments.add(person, [kept])[0].id


def read(desk, person, file):
    found, content = desk.app.cases.attachments.get(person, file)
    with content:
        return found.name, content.read()


def refused(desk, *persons, file):
    for person in persons:
        with pytest.raises(NotFound, match="There is no such file"):  # nor is its case named
            desk.app.cases.attachments.get(person, file)


def test_a_file_is_read_by_whoever_may_read_its_message(desk):
    case = desk.open()
    shown, inside = bring(desk, desk.bob), bring(desk, desk.alice, "log.txt", b"secret")
    assert read(desk, desk.bob, shown) == ("oven.png", PNG)  # before it is sent
    refused(desk, desk.alice, desk.eve, file=shown)

    case.write(desk.bob, "See the picture.", files=[shown])
    case.write(desk.alice, "From the log.", visibility="internal", files=[inside])

    assert read(desk, desk.alice, shown) == ("oven.png", PNG)
    assert read(desk, desk.nora, inside) == ("log.txt", b"secret")
    refused(desk, desk.bob, desk.eve, file=inside)
    refused(desk, desk.eve, file=shown)
    refused(desk, desk.alice, file=999_999)
    named = [[file.name for file in message.files] for message in case.conversation()]
    assert named == [["oven.png"], ["log.txt"]]
    assert case.conversation(desk.bob)[0].files[0].is_picture

    case.cases.copy(desk.bob, case.number, add=["zoe@bakery.example"])
    zoe = desk.app.accounts.by_email("zoe@bakery.example")
    assert read(desk, zoe, shown)[1] == PNG
    case.cases.copy(desk.bob, case.number, remove=["zoe@bakery.example"])
    refused(desk, zoe, file=shown)


def test_nobody_sends_what_another_brought_or_what_was_sent(desk):
    case, theirs = desk.open(), bring(desk, desk.bob)
    with pytest.raises(InvalidInput, match="choose them again"):
        case.write(desk.alice, "Yours.", files=[theirs])
    case.write(desk.bob, "Mine.", files=[theirs])
    for person in (desk.bob, desk.alice):
        with pytest.raises(InvalidInput, match="sent already"):
            case.write(person, "Again.", files=[theirs])
    assert len(case.conversation()) == 1


def test_a_request_brings_files_also_that_of_a_visitor(desk):
    cases = desk.app.cases
    mine = Submission("Cold", "The oven is cold.", files=(bring(desk, desk.bob),))
    number = cases.open(desk.bob, mine).case.number
    assert [file.name for file in cases.page(desk.alice, number).request_files] == ["oven.png"]

    kept = cases.attachments.keep("oven.png", io.BytesIO(PNG))
    zoe = Visitor("Zoe", "zoe@bakery.example", "192.0.2.1", (kept,))
    link = desk.app.links.read(cases.open_for_visitor(zoe, Submission("Hot", "It burns.")))
    page = cases.page(desk.alice, to_number(link.case_id))
    assert [file.name for file in page.request_files] == ["oven.png"]
    refused(desk, desk.eve, file=page.request_files[0].id)


def test_an_action_takes_files_and_the_mail_names_them(desk):
    case = desk.open()
    act = ActRequest(("send_first_response",), {"body": "Look."}, files=(bring(desk, desk.alice),))
    case.cases.send(desk.alice, case.number, act, UnsentText("", {"text": "Look."}))
    assert not case.conversation()
    desk.wait(seconds=20)
    assert [file.name for file in case.conversation()[0].files] == ["oven.png"]
    told = desk.app.notifications.of(desk.bob).items[0].body
    assert "- oven.png (29 bytes)" in told
    with pytest.raises(InvalidInput, match="go with a text"):
        act = ActRequest(("acknowledge",), files=(bring(desk, desk.alice),))
        case.write(desk.bob, "More.").cases.take(desk.alice, case.number, act)


def test_what_is_taken_back_keeps_its_files(desk):
    case, file = desk.open(), bring(desk, desk.alice)
    act = ActRequest((), {"body": "Look."}, files=(file,))
    text = UnsentText("", {"text": "Look.", "files": str(file)})
    case.cases.send(desk.alice, case.number, act, text)
    hold = case.cases.page(desk.alice, case.number).held[0]
    case.cases.undo(desk.alice, case.number, hold.id)
    assert case.cases.page(desk.alice, case.number).unsent[""].fields["files"] == str(file)
    assert [one.id for one in case.cases.attachments.waiting(desk.alice, [file, 77])] == [file]
    case.cases.send(desk.alice, case.number, act, text)
    desk.wait(seconds=20)
    assert [one.id for one in case.conversation()[0].files] == [file]


def test_a_limit_says_which_it_is(tmp_path):
    desk = Desk(tmp_path)
    folder = desk.app.cases.attachments
    folder._limits = type(folder._limits)(1000, 2, 1500, frozenset({"exe"}))
    case = desk.open()
    for name, content, why in (
        ("big.txt", b"x" * 1001, "“big.txt”: one may have 1 KB"),
        ("empty.txt", b"", "“empty.txt”: it is empty"),
        ("run.exe", b"x", "not taken here"),
    ):
        with pytest.raises(InvalidInput, match=why):
            bring(desk, desk.bob, name, content)
    files = [bring(desk, desk.bob, "a.txt", b"x" * 800) for _ in range(3)]
    with pytest.raises(InvalidInput, match="are 3; a message may have 2"):
        case.write(desk.bob, "All", files=files)
    with pytest.raises(InvalidInput, match=r"have 1.6 KB; those of a message may have 1.5 KB"):
        case.write(desk.bob, "Two", files=files[:2])
    case.write(desk.bob, "One, named twice", files=[files[0], files[0]])
    for _ in range(5):
        bring(desk, desk.bob, "a.txt", b"x" * 800)
    with pytest.raises(InvalidInput, match="send them, or go on tomorrow"):
        bring(desk, desk.bob, "a.txt", b"x" * 800)
    desk.clock.advance(timedelta(days=1))
    bring(desk, desk.bob, "a.txt", b"x" * 800)  # what he unticked holds him up no longer
    desk.app.close()


def test_nobody_fills_the_disk_with_what_is_refused(tmp_path):
    desk = Desk(tmp_path)
    files = desk.app.cases.attachments
    files._limits = type(files._limits)(1000_000, 2, 1000_000, frozenset())
    with pytest.raises(InvalidInput, match="are 3; a message may have 2"):
        files.let_in([1, 1, 1], desk.bob, "")
    for by, address, times in ((None, "192.0.2.1", 4), (None, "192.0.2.2", 4), (desk.bob, "", 40)):
        for _ in range(times):
            files.let_in([499_000, 499_000], by, address)
        with pytest.raises(InvalidInput, match="in one day"):
            files.let_in([499_000, 499_000], by, address)
    files.let_in([500], desk.eve, "192.0.2.1")
    desk.clock.advance(timedelta(days=1))
    files.let_in([500], desk.bob, "")
    desk.app.close()


def test_two_databases_with_one_folder_sweep_nothing_of_each_other(desk, tmp_path):
    sent = bring(desk, desk.bob)
    desk.open().write(desk.bob, "Here.", files=[sent])
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    other.app.cases.attachments._folder = FileFolder(desk.settings.file_folder, owner=lambda: "b")
    other.clock.set(desk.clock.now() + timedelta(days=9_000))
    assert other.app.cases.sweep_files() == 0
    with pytest.raises(StoreError, match="another database"):
        bring(other, other.bob)
    assert "The folder of files is another’s" in str(other.inbox(other.carol))
    other.app.close()
    assert read(desk, desk.bob, sent)[1] == PNG


def test_a_node_with_a_wrong_folder_is_an_incident_of_its_own(desk, tmp_path, monkeypatch):
    """And of no other: what is right on one node says nothing of the folder of another one."""
    files, shared = desk.app.cases.attachments, desk.app.cases.attachments._folder
    sent = bring(desk, desk.bob)
    desk.open().write(desk.bob, "Here.", files=[sent])
    foreign = FileFolder(tmp_path / "foreign", owner=lambda: "b")
    foreign.claim()

    def incidents(node, folder):
        monkeypatch.setattr(socket, "gethostname", lambda: node)
        files._folder = folder
        desk.app.cases.sweep_files()
        with desk.app.db.read() as tx:
            return sorted(one.message.partition(":")[0] for one in open_incidents(tx))

    ours = shared._owner
    assert incidents("left", shared) == []
    assert incidents("right", FileFolder(tmp_path / "empty", owner=ours)) == ["On the node right"]
    assert incidents("third", FileFolder(tmp_path / "foreign", owner=ours)) == [
        "On the node right", "On the node third",
    ]  # fmt: skip
    assert incidents("left", shared) == ["On the node right", "On the node third"]
    assert incidents("right", FileFolder(tmp_path / "empty", owner=ours)) == [
        "On the node right", "On the node third",
    ]  # fmt: skip
    (tmp_path / "unread" / MARK).mkdir(parents=True)  # as what may not be read
    assert incidents("fourth", FileFolder(tmp_path / "unread", owner=ours))[0] == (
        "On the node fourth"
    )
    assert incidents("fourth", shared) == ["On the node right", "On the node third"]
    assert incidents("right", shared) == ["On the node third"]
    assert incidents("third", shared) == []


def test_what_nobody_sends_goes_and_what_is_missing_is_an_incident(desk):
    case, files = desk.open(), desk.app.cases.attachments
    sent, left = bring(desk, desk.bob), bring(desk, desk.bob, "left.txt", b"left")
    orphan = files.keep("orphan.txt", io.BytesIO(b"a request that was killed half-way"))
    case.write(desk.bob, "Here.", files=[sent])
    digest = case.conversation()[0].files[0].digest
    for path in desk.settings.file_folder.rglob("*"):
        if path.is_file():
            os.utime(path, (MONDAY.timestamp(),) * 2)

    assert desk.app.cases.sweep_files() == 0  # a request may still be on its way
    desk.clock.advance(timedelta(days=2))
    assert desk.app.cases.sweep_files() == 1 and not files._folder.has(orphan.digest)
    desk.clock.advance(KEEP_WAITING)
    assert desk.app.cases.sweep_files() == 1
    refused(desk, desk.bob, file=left)
    assert read(desk, desk.bob, sent)[1] == PNG and not files.missing()

    assert files._folder.remove(digest, desk.clock.now() + KEEP_WAITING * 1000)
    desk.app.cases.sweep_files()
    assert files.missing() == [digest]
    assert "Files are missing" in str(desk.inbox(desk.carol))
    bring(desk, desk.bob)  # the same file
    desk.app.cases.sweep_files()
    assert desk.app.reports.health().incidents == 0
