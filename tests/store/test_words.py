"""Searching by words, on both databases."""

import re
from concurrent.futures import ThreadPoolExecutor
from unicodedata import normalize

import pytest

from runner.cases import CaseQuery
from runner.errors import InvalidInput
from runner.store import people, words
from runner.store.words import BATCH
from tests.desk import Desk
from tests.patience import until
from tests.store.databases import dump


def numbers(desk, person, text):
    return [hit.line.number for hit in desk.app.cases.search(person, text).items]


@pytest.fixture(params=["just now", "long ago", "among much"])
def settled(request, desk, kind, monkeypatch):
    """Lets what was written come into the index of SQLite, or not yet, and customers have so much
    that they are answered from it."""
    if kind == "postgresql" and request.param != "just now":
        pytest.skip("its index has everything at once, and answers all")
    if request.param == "among much":
        monkeypatch.setattr(words, "LITTLE", -1)

    def settle():
        if request.param != "just now":
            for i in range(BATCH):
                desk.open(by=desk.eve, subject=f"Other {i}").write(desk.eve, f"Different {i}.")

    return settle


def test_words_are_found_wherever_they_stand(desk, settled):
    case = desk.open(subject="Größe of the oven", product="Fiber 3000")
    case.write(desk.bob, "The door_hinge squeaks since ORA-00942.").to("Blocked")
    settled()
    for text, place in (
        ("grosse OVEN", "subject"), ("oven gröss", "subject"), ("bob fiber", "customer"),
        ("3000", "product"), ("bob@example.com", "customer"),
        ("B-7", "reference"), ("hinge door", "message"), ('"hinge squeaks"', "message"),
        ("ora-00942", "message"), (case.number, "number"), ("1001", "number"),
    ):  # fmt: skip
        found = {h.line.number: h.found_in for h in desk.app.cases.search(desk.alice, text).items}
        assert found.get(case.number) == place, text
    for text in ('"door squeaks"', "oven hinge", "ov", "squeak nowhere"):
        assert numbers(desk, desk.alice, text) == []


def test_an_umlaut_is_found_however_it_is_typed(desk, settled):
    case = desk.open(subject="Größe of the oven", product="Zu heiß für Kaese")
    case.write(desk.bob, "Die Rückwand glüht.")
    other = desk.open(subject="Grosse Ofen").write(desk.bob, "Full of smoke, quite gluh.")
    settled()
    for person in (desk.alice, desk.bob):
        for text in (
            "groesse", "groess", "käse", "kaese", "rueckwand", "rückwand glueht", "heiss fuer",
            '"die rueckwand"', "glueh", "GROESSE Käs",
        ):  # fmt: skip
            assert numbers(desk, person, text) == [case.number], text
        assert numbers(desk, person, "GRÖSSE") == [other.number, case.number]
        for text in ("fuel", "groesser"):
            assert numbers(desk, person, text) == [], text
    assert numbers(desk, desk.eve, "groesse") == []
    inbox = desk.app.cases.list(desk.alice, CaseQuery(text="groesse"))
    assert [line.number for line in inbox.items] == [case.number]


def test_a_subject_comes_first_whichever_spelling_the_rest_has(desk, settled):
    case = desk.open(subject="Größe of the oven", product="Groesse 3")
    other = desk.open(subject="Oven", product="Groesse 4")
    settled()
    for text in ("groesse", "größe"):
        assert numbers(desk, desk.alice, text) == [case.number, other.number], text


def test_what_the_index_has_as_it_was_typed_is_not_read(desk, kind, monkeypatch):
    """*value* may be *valü*; each text with *value* was read for that."""
    for i in range(BATCH):
        desk.open(by=desk.eve, subject=f"Value {i}").write(desk.eve, "It does what is due.")
    case = desk.open(subject="Valü of the oven").write(desk.bob, "It dös not.")
    for i in range(BATCH):
        desk.open(by=desk.eve, subject=f"Other {i}").write(desk.eve, f"Different {i}.")
    read = []
    have_all = words.have_all
    monkeypatch.setattr(
        words, "have_all", lambda texts, known: read.append([*texts]) or have_all(texts, known)
    )
    for text in ("value", "does", "value oven"):
        assert case.number in numbers(desk, desk.alice, text)
    assert not any(text.startswith(("Value", "It does")) for texts in read for text in texts)


def test_a_customer_with_much_is_answered_from_the_index(desk, monkeypatch):
    case = desk.open(subject="Oven")
    for few, little in ((0, 100), (2_000, 2)):
        monkeypatch.setattr(words, "FEW", few)
        monkeypatch.setattr(words, "LITTLE", little)
        assert numbers(desk, desk.bob, "oven") == [case.number]


def test_a_customer_finds_their_own_cases_and_never_a_note(desk, settled):
    case = desk.open(subject="Oven").to("Blocked").write(desk.alice, "We look into the oven.")
    desk.app.cases.comment(desk.alice, case.number, "Ravioli suspected.", "internal")
    settled()
    assert numbers(desk, desk.alice, "ravioli") == [case.number]
    assert numbers(desk, desk.bob, "ravioli") == []
    assert numbers(desk, desk.bob, "B-7") == []
    assert numbers(desk, desk.bob, "look oven") == [case.number]
    for text in ("oven", case.number, "look", "bob"):
        assert numbers(desk, desk.eve, text) == []


def test_what_support_filled_in_is_not_shown_to_the_customer_either(desk):
    desk.open(subject="Bug in the oven").to("Blocked")
    [hit] = desk.app.cases.search(desk.bob, "bug oven burns").items
    assert hit.found_in == "description"


def test_support_does_not_find_notes_on_their_own_case(desk, settled):
    case = desk.open(by=desk.carol, customer_email=desk.alice.email, subject="My oven")
    desk.app.cases.comment(desk.carol, case.number, "Ravioli suspected.", "internal")
    settled()
    assert numbers(desk, desk.alice, "ravioli") == []
    assert numbers(desk, desk.alice, "my oven") == [case.number]


def test_subjects_come_before_the_rest_and_the_newest_first(desk, settled):
    said = desk.open(subject="Nothing").write(desk.bob, "About the mixer.")
    inside, old, new = (desk.open(subject=text) for text in ("Remixers", "Mixer", "A mixer"))
    settled()
    assert numbers(desk, desk.alice, "mixer") == [
        new.number, old.number, said.number, inside.number,
    ]  # fmt: skip


def test_pages_hold_every_hit_once_whatever_is_added_meanwhile(desk):
    wanted = [desk.open(subject=f"Oven {i}").number for i in range(7)]
    wanted = [desk.open(subject="Hob").write(desk.bob, "An oven.").number, *wanted]
    seen, cursor = [], ""
    while cursor is not None:
        page = desk.app.cases.search(desk.alice, "oven", cursor, 2)
        seen += [hit.line.number for hit in page.items]
        cursor = page.next_cursor
        desk.open(subject="A later oven")
    assert sorted(seen) == sorted(wanted)
    with pytest.raises(InvalidInput):
        desk.app.cases.search(desk.alice, "oven", "3~x~1")


def test_another_name_is_found_and_the_old_one_no_more(desk, settled):
    case = desk.open()
    settled()
    desk.app.accounts.rename("bob@example.com", "Robert")
    assert numbers(desk, desk.alice, "robert fire") == [case.number]
    assert numbers(desk, desk.alice, '"Bob bob"') == []


@pytest.mark.parametrize("kind", ["postgresql"])  # SQLite has one writer at a time
def test_a_name_that_changes_during_an_action_loses_nothing_of_it(desk):
    case, db = desk.open(), desk.app.db
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor() as pool:
        with db.write() as tx:
            tx.run("""UPDATE cases SET facts = '{"reference": "Ravioli"}'""")
            renaming = pool.submit(desk.app.accounts.rename, "bob@example.com", "Robert")
            until(lambda: tx.run(waiting).fetchone()[0])
        renaming.result()
    assert numbers(desk, desk.alice, "ravioli robert") == [case.number]


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_case_that_is_opened_during_a_change_of_name_is_found_by_the_new_one(desk):
    desk.open()
    db, waiting = desk.app.db, "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor() as pool:
        with db.write() as tx:
            tx.run("SELECT id FROM people WHERE id = :id FOR KEY SHARE", id=desk.bob.id)
            renaming = pool.submit(desk.app.accounts.rename, "bob@example.com", "Robert")
            until(lambda: tx.run(waiting).fetchone()[0])
        renaming.result()
    with ThreadPoolExecutor() as pool, db.write() as tx:
        people.rename(tx, desk.bob.id, "Rupert")
        opening = pool.submit(desk.open, subject="Another")
        until(lambda: tx.run(waiting).fetchone()[0])
    assert opening.result().number in numbers(desk, desk.alice, "rupert another")


@pytest.mark.parametrize("kind", ["postgresql"])
def test_an_address_that_changes_during_an_action_does_not_stop_it(desk):
    """The action holds the case and goes on to the customer; the change goes the same way."""
    case, db = desk.open(), desk.app.db
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    change = desk.app.accounts.correct_email, "bob@example.com", "robert@example.com"
    with ThreadPoolExecutor() as pool:
        with db.write() as tx:
            tx.run("UPDATE cases SET product = 'Oven'")
            changing = pool.submit(*change)
            until(lambda: tx.run(waiting).fetchone()[0])
            tx.run("SELECT id FROM people WHERE id = :id FOR KEY SHARE", id=desk.bob.id)
        changing.result()
    assert numbers(desk, desk.alice, "oven robert") == [case.number]


def test_a_text_that_was_stored_before_letters_were_put_together_is_found(desk):
    case = desk.open(subject="Kettle")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET product = :split", split=normalize("NFD", "Café crème"))
    for text in ("café", normalize("NFD", "CAFÉ"), "creme"):
        assert numbers(desk, desk.alice, text) == [case.number]


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("trigger", ["case_words_added", "message_words_added"])
def test_the_database_adds_as_many_together_as_a_search_reads(desk, trigger):
    with desk.app.db.read() as tx:
        find = "SELECT sql FROM sqlite_master WHERE name = :name"
        (statement,) = tx.run(find, name=trigger).fetchone()
    assert re.findall(r"NEW\.id % (\d+)", statement) == [str(BATCH)]
    assert re.findall(r"NEW\.id - (\d+)", statement) == [str(BATCH - 1)]


def test_another_product_is_found_and_the_old_one_no_more(desk, settled):
    case = desk.open(product="Fiber")
    settled()
    desk.app.cases.update(desk.alice, case.number, {"product": "Copper"})
    assert numbers(desk, desk.alice, "copper") == [case.number]
    assert numbers(desk, desk.alice, "fiber") == []


@pytest.mark.parametrize(
    "text",
    ['"', "AND OR NOT", "subject: (a* NEAR b)", "' & | ! <-> :*", "😀", "-- ;", "a" * 200, "½ ﷺ",
     "((((", '"a', "%_!", "1e5 0x1f 007", "\u0130\u0131", "C-999999999999"],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer(desk, text):
    desk.open()
    assert numbers(desk, desk.alice, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "a\x00b",
        " ".join(f"w{i}" for i in range(25)),
        '"' + "a " * 25 + '"',
        "ﷲ" * 300,
    ],
)
def test_what_cannot_be_looked_for_is_said(desk, text):
    with pytest.raises(InvalidInput):
        desk.app.cases.search(desk.alice, text)


def test_a_customer_finds_parts_of_words_in_their_own_subjects(desk):
    mine, theirs = desk.open(subject="Refridgerator"), desk.open(by=desk.eve, subject="FRIDGES 50%")
    assert numbers(desk, desk.bob, "fridge") == [mine.number]
    assert numbers(desk, desk.eve, "ridges 50%") == [theirs.number]
    assert numbers(desk, desk.eve, "ridges%50") == []


def test_a_case_of_before_the_index_is_found(desk):
    """As in a database that is upgraded: the tables are filled by the migration."""
    case = desk.open(subject="Oven").write(desk.bob, "It hums.")
    with desk.app.db.write() as tx:
        tx.run("UPDATE cases SET product = :split", split=normalize("NFD", "Café"))
        if tx.dialect.name == "postgresql":
            pytest.skip("the column is generated from whatever is there")
        tx.run("DROP TABLE case_words"), tx.run("DROP TABLE message_words")
        for what in (
            "case_words_added", "case_words_changed", "case_words_renamed", "message_words_added"
        ):  # fmt: skip
            tx.run(f"DROP TRIGGER {what}")
        newest = tx.run("SELECT version_num FROM alembic_version").fetchone()[0]
        tx.run("UPDATE alembic_version SET version_num = '0014'")
    desk.app.db.upgrade("0015")
    with desk.app.db.write() as tx:
        tx.run("UPDATE alembic_version SET version_num = :newest", newest=newest)
    for _ in range(BATCH):
        desk.open(by=desk.eve).write(desk.eve, "Else.")
    assert numbers(desk, desk.alice, "oven") == [case.number]
    assert numbers(desk, desk.alice, "hums") == [case.number]
    assert numbers(desk, desk.alice, "café") == [case.number]


def test_a_copy_of_the_database_finds_the_same(tmp_path):
    desk = Desk(tmp_path)
    case = desk.open(subject="Oven")
    for i in range(BATCH + 3):
        case.write(desk.bob, f"It hums {i}.")
    text = list(dump(tmp_path / "caselane.sqlite3"))
    assert not any(line.startswith("INSERT INTO message_words") for line in text)
    desk.app.close()
