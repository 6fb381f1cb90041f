"""What support attaches goes along with the mail to the customer, as far as there is room."""

import io

import pytest

from runner.cases.mailed_files import MailedFiles
from runner.model import ALL_ROLES, MAIL, MailTimes, Way
from tests.desk import Desk
from tests.postbox import Postbox


class Mails(Postbox):
    def ways(self):
        return [Way(MAIL, "By mail", ALL_ROLES)]


@pytest.fixture
def mails():
    return Mails()


@pytest.fixture
def desk(tmp_path, mails):
    desk = Desk(tmp_path, channels={MAIL: mails}, mail_file_bytes=100)
    yield desk
    desk.app.close()


def written(desk, case, person, *sizes, **more):
    """A message with files of these sizes, whose mails have gone out."""
    files = desk.app.cases.attachments
    kept = [files.keep(f"{size}.log", io.BytesIO(b"x" * size)) for size in sizes]
    case.write(person, "Look.", files=[file.id for file in files.add(person, kept)], **more)
    desk.work()
    return case


def names(mails):
    return [[file.name for file in note.files] for note, _links in mails.sent]


def test_files_go_along_until_there_is_no_more_room(desk, mails):
    case = written(desk, desk.open(), desk.alice, 60, 50, 40)
    note, links = mails.sent[-1]
    assert (note.person.id, note.topic) == (desk.bob.id, "answer")
    assert [(file.name, file.data) for file in note.files] == [
        ("60.log", b"x" * 60), ("40.log", b"x" * 40),
    ]  # fmt: skip
    assert "- 50.log (" in note.body and "See the case and write to us" in links
    mails.sent.clear()
    written(desk, case, desk.bob, 10)  # support looks at the case
    written(desk, case, desk.alice, 20, visibility="internal")
    assert not any(names(mails))


@pytest.mark.parametrize(("messages", "there"), [(1, ["1.log"]), (2, [])])
def test_files_of_what_waited_go_along_with_a_message_alone(
    desk, mails, monkeypatch, messages, there
):
    """And those of several are not even read."""
    case, hours = desk.open(), desk.app.notifications.mail_hours
    desk.work()
    mails.sent.clear()
    hours.change(desk.bob, MailTimes(digest_at="12:00"))
    for _ in range(messages):
        written(desk, case, desk.alice, 1)
    read = []
    monkeypatch.setattr(MailedFiles, "_read", noting(read, MailedFiles._read))
    desk.wait(hours=4)
    assert names(mails) == [there]
    assert len(read) == len(there)


def noting(found, read):
    return lambda self, files: found.append(files) or read(self, files)


def test_what_is_gone_by_then_is_left_out(desk, mails):
    case = desk.open()
    desk.work()
    mails.sent.clear()
    files = desk.app.cases.attachments
    kept = files.keep("a.log", io.BytesIO(b"x"))
    case.write(desk.alice, "Look.", files=[file.id for file in files.add(desk.alice, [kept])])
    for file in desk.settings.file_folder.rglob("*"):
        if file.is_file():
            file.unlink()
    desk.work()
    assert names(mails) == [[]]
