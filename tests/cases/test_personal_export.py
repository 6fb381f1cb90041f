"""Who asks what is kept of them is given all of it, and no secret."""

import io
import zipfile

import orjson
import pytest

from runner.cases import Submission
from runner.errors import Forbidden, NotFound
from runner.model import AuditFilter
from runner.store import personal_rows
from runner.store.tables import metadata, people
from tests.desk import CaseOnDesk, Desk

EMAIL, NAME = "bea.baker@bakery.example", "Bea Baker"


@pytest.fixture(params=["sqlite"])
def kind(request):
    return request.param


@pytest.fixture
def desk(tmp_path, desk_url):
    desk = Desk(tmp_path, database_url=desk_url)
    desk.ada = desk.app.accounts.add("ada@example.com", "Ada", ["admin"])
    desk.bea = desk.app.accounts.add(EMAIL, NAME, ["customer"])
    yield desk
    desk.app.close()


def brought(desk, person, name, content):
    kept = desk.app.cases.attachments.keep(name, io.BytesIO(content))
    return desk.app.cases.attachments.add(person, [kept])[0].id


def exported(desk, email=EMAIL):
    into = io.BytesIO()
    found = desk.app.cases.personal_export.write(email, into, desk.ada)
    archive = zipfile.ZipFile(into)
    return found, archive, orjson.loads(archive.read("person.json"))


@pytest.fixture
def lived(desk):
    file = brought(desk, desk.bea, "../../crois sant.txt", b"It burns.")
    submission = Submission("Zwieback too hard", "The Pumpernickel, too.", files=(file,))
    case = CaseOnDesk(desk, desk.app.cases.open(desk.bea, submission).case.number)
    case.to("Work in Progress").write(
        desk.alice, "Between us: Laugenstange.", visibility="internal"
    )
    other = desk.open(by=desk.bob, subject="Secret of Bob")
    other.write(desk.alice, f"As {NAME} says.\nBob pays late.", visibility="internal")
    desk.open(by=desk.eve, subject="Nothing to do with her")
    return case, other


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_all_of_a_person_is_there_with_the_files_and_no_secret(lived, desk):
    desk.app.accounts.set_password(EMAIL, "a long and good one")
    token = desk.app.accounts.new_token(EMAIL, name="Reports")
    found, archive, data = exported(desk)
    assert (found.cases, found.others, found.files, found.missing) == (1, 1, 1, 0)
    (case,) = data["cases"]["cases"]
    assert (case["case"], case["subject"]) == (lived[0].number, "Zwieback too hard")
    assert data["cases"]["messages"][-1]["body"] == "Between us: Laugenstange."
    assert len(data["cases"]["history"]) == len(lived[0].history())
    assert data["people"][str(desk.alice.id)] == "Alice"
    (file,) = data["cases"]["attachments"]
    assert archive.read(file["path"]) == b"It burns."
    assert all(".." not in name.split("/") for name in archive.namelist())
    assert data["account"]["tokens"][0]["name"] == "Reports"
    with desk.app.db.read() as tx:
        password = tx.run("SELECT password FROM people WHERE id = :id", id=desk.bea.id).fetchone()
    text = orjson.dumps(data).decode()
    assert "digest" not in text and password[0] not in text and token not in text


def test_of_others_there_is_the_line_that_names_the_person_and_no_more(lived, desk):
    _, _, data = exported(desk)
    assert data["named_in"] == [
        {"case_id": 2, "passages": [f"As {NAME} says."], "case": lived[1].number}
    ]
    text = orjson.dumps(data).decode()
    assert "Secret of Bob" not in text and "pays late" not in text and "Nothing" not in text


def test_of_who_works_here_there_is_what_they_wrote_and_did(lived, desk):
    _, _, data = exported(desk, "alice@example.com")
    assert data["cases"]["cases"] == []
    assert len(data["elsewhere"]["messages"]) == 3
    assert {"case_id", "event", "action"} <= data["elsewhere"]["history"][0].keys()
    assert "details" not in data["elsewhere"]["history"][0]
    assert "Secret of Bob" not in orjson.dumps(data["elsewhere"]["messages"]).decode()


def test_a_file_that_is_gone_from_the_folder_is_counted(lived, desk):
    for path in desk.app.settings.file_folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            path.unlink()
    found, archive, data = exported(desk)
    assert (found.files, found.missing) == (0, 1)
    assert archive.namelist() == ["person.json"]
    assert data["cases"]["attachments"][0]["path"] is None


def test_an_erased_person_leaves_nothing_to_export(lived, desk):
    desk.app.cases.erasing.erase(EMAIL, desk.ada, open_too=True)
    email = f"erased-{desk.bea.id}@erased.invalid"
    _, archive, data = exported(desk, email)
    assert archive.namelist() == ["person.json"]
    text = orjson.dumps(data).decode().lower()
    assert not any(word in text for word in ("zwieback", "laugenstange", EMAIL, NAME.lower()))


def test_the_audit_log_says_so_and_only_admins_may(lived, desk):
    exported(desk)
    (line,) = desk.app.audit.listed(desk.ada, AuditFilter("export")).items
    assert (line.what, line.about, line.actor.name) == ("person exported", EMAIL, "Ada")
    for person in (desk.alice, desk.carol, desk.owen, desk.nora, desk.bea):
        with pytest.raises(Forbidden, match="Only admins may take along"):
            desk.app.cases.personal_export.write(EMAIL, io.BytesIO(), person)
    with pytest.raises(NotFound):
        desk.app.cases.personal_export.write("zoe@example.com", io.BytesIO(), desk.ada)


def test_every_table_that_names_people_or_cases_is_taken_along_or_left_out_by_name(lived, desk):
    """A new table is in the export by itself; the columns of deeds have to be listed."""
    assert personal_rows.LEFT_OUT.keys() <= metadata.tables.keys()
    deeds = personal_rows._DEEDS
    for table in metadata.sorted_tables:
        columns = {
            column.name
            for column in table.columns
            if any(key.column.table is people for key in column.foreign_keys)
        } - {"person_id"}
        if columns and table.name not in personal_rows.LEFT_OUT:
            known = {"messages": "author_id", "people": "merged_into_id stand_in_id"}
            listed = {*known.get(table.name, "").split(), *deeds.get(table.name, ("",))[0].split()}
            listed |= {
                "customer_id",
                "approved_by",
            }  # of cases; who approved stands in the audit log
            assert columns <= listed, table.name
