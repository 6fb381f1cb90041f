"""What the store promises, whatever the database: SQLite and PostgreSQL both pass all of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from runner.delivery.jobs.table import LEASE
from runner.errors import StoreBusy, StoreError
from runner.model import Lease, NewJob
from runner.store import Database, cases, idempotency, jobs, people
from runner.store.tables import metadata
from tests.desk import MONDAY
from tests.store.transactions import in_a_transaction, opened


def add(tx, email="a@example.com", roles=("agent",)):
    return people.add(tx, email, "A", roles, MONDAY)


class TestTables:
    def test_they_are_the_sum_of_their_migrations(self, empty_url):
        db = opened(empty_url)
        db.upgrade()
        engine = sa.create_engine(db.url)
        with engine.connect() as connection:
            options = {"compare_server_default": True, "include_object": _is_of_the_schema}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, metadata) == []
        engine.dispose()
        db.close()

    def test_upgrading_twice_changes_nothing(self, db):
        db.upgrade()
        db.check()

    def test_a_node_that_starts_waits_for_no_writer(self, db):
        node = opened(str(db.url), busy_seconds=0)
        with db.write() as tx:
            tx.lock("upgrade")
            node.upgrade()
        node.close()

    def test_those_of_another_version_are_refused_with_what_to_do(self, empty_url):
        db = opened(empty_url)
        with pytest.raises(StoreError, match="caselane upgrade-db"):
            db.check()
        db.close()

    def test_two_nodes_that_start_at_once_upgrade_them_once(self, empty_url):
        nodes = [opened(empty_url) for _ in range(4)]
        with ThreadPoolExecutor() as pool:
            list(pool.map(Database.upgrade, nodes))
        for node in nodes:
            node.check()
            node.close()


def _is_of_the_schema(_object, name, *_):
    """What only one of the databases has, for searching, stands in the migration alone."""
    return not name.startswith(_FOR_SEARCHING)


_FOR_SEARCHING = (
    "case_search", "ix_cases_subject", "case_words", "ix_case_words", "message_words", "words",
    "ix_messages_words",
)  # fmt: skip


class TestSavepoints:
    def test_an_error_undoes_its_part_alone(self, db):
        with db.write() as tx:
            first = add(tx, "a@example.com")
            with pytest.raises(ZeroDivisionError), tx.savepoint():
                tx.tallied["status", "New"] += 1
                add(tx, "b@example.com")
                raise ZeroDivisionError
            assert not tx.tallied
            with tx.savepoint():
                last = add(tx, "c@example.com")
        with db.read() as tx:
            kept = tx.run("SELECT email FROM people ORDER BY id").fetchall()
        assert [row[0] for row in kept] == ["a@example.com", "c@example.com"]
        assert first != last


class TestSnapshots:
    def test_all_reads_in_one_see_the_same_state(self, db):
        other = opened(db.url.render_as_string(hide_password=False))
        with db.snapshot():
            with db.read() as tx:
                assert people.by_email(tx, "a@example.com") is None
            in_a_transaction(other, add)
            with db.read() as tx:
                assert people.by_email(tx, "a@example.com") is None
        with db.read() as tx:
            assert people.by_email(tx, "a@example.com") is not None
        other.close()

    def test_what_is_read_after_a_write_is_new(self, db):
        with db.snapshot():
            with db.read() as tx:
                assert people.by_email(tx, "a@example.com") is None
            in_a_transaction(db, add)
            with db.read() as tx:
                assert people.by_email(tx, "a@example.com") is not None

    def test_an_error_in_one_leaves_the_connection_to_others(self, db):
        with pytest.raises(StoreError), db.snapshot(), db.read() as tx:
            tx.run("SELECT nothing FROM nowhere")
        with db.read() as tx:
            assert people.by_email(tx, "a@example.com") is None


class TestTransactions:
    def test_what_fails_leaves_nothing_behind(self, db):
        with pytest.raises(RuntimeError), db.write() as tx:
            add(tx)
            raise RuntimeError("in the middle")
        with db.read() as tx:
            assert people.by_email(tx, "a@example.com") is None

    def test_one_inside_another_is_part_of_it(self, db):
        with pytest.raises(RuntimeError), db.write() as outer:
            with db.write() as inner:
                assert inner is outer
                add(inner)
            raise RuntimeError("after the inner one")
        with db.read() as tx:
            assert people.by_email(tx, "a@example.com") is None

    def test_who_looks_sees_one_state_throughout(self, db):
        with db.read() as before:
            assert people.by_email(before, "a@example.com") is None
            thread = threading.Thread(target=lambda: in_a_transaction(db, add))
            thread.start()
            thread.join()
            assert people.by_email(before, "a@example.com") is None
        with db.read() as after:
            assert people.by_email(after, "a@example.com")

    def test_who_looks_changes_nothing(self, db):
        try:
            with db.read() as tx:
                add(tx)
        except StoreError:
            pass  # PostgreSQL says so at once
        with db.read() as tx:
            assert people.by_email(tx, "a@example.com") is None

    @pytest.mark.parametrize("kind", ["postgresql"])
    def test_what_is_asked_often_stays_prepared(self, db):
        for _ in range(8):
            with db.read() as tx:
                tx.run("SELECT count(*) FROM people WHERE id = :id", id=1)
            with db.snapshot(), db.read() as tx:
                tx.run("SELECT count(*) FROM people WHERE id = :id", id=1)
        with db.read() as tx:
            prepared = tx.run("SELECT statement FROM pg_prepared_statements").fetchall()
        assert ("SELECT count(*) FROM people WHERE id = $1",) in prepared

    def test_a_statement_that_the_database_refuses_is_an_error_of_ours(self, db):
        with pytest.raises(StoreError, match="refused"), db.write() as tx:
            jobs.enqueue(tx, NewJob("test", "a", MONDAY, case_id=999))
        with db.read() as tx:
            assert jobs.next_due(tx) is None

    def test_a_case_that_somebody_else_is_changing_is_busy_and_says_so(self, desk):
        case = desk.open()
        impatient = opened(desk.settings.url, busy_seconds=0.2)
        with desk.app.db.write() as tx:
            cases.by_id(tx, case.case.id, for_change=True)
            with pytest.raises(StoreBusy, match="try again"), impatient.write() as other:
                cases.by_id(other, case.case.id, for_change=True)
        with impatient.write() as other:
            assert cases.by_id(other, case.case.id, for_change=True)
        impatient.close()

    def test_who_waited_for_a_case_sees_what_the_other_one_wrote(self, desk):
        """With the rows that belong to it: PostgreSQL would join those from before the wait."""
        case = desk.open()
        with ThreadPoolExecutor() as pool:
            with desk.app.db.write() as tx:
                before = cases.by_id(tx, case.case.id, for_change=True)
                waiting = pool.submit(
                    in_a_transaction, desk.app.db, cases.by_id, case.case.id, True
                )
                tx.run("UPDATE cases SET owner_id = :owner", owner=desk.alice.id)
            assert before.owner is None
            assert waiting.result().owner.email == "alice@example.com"

    def test_a_case_is_saved_on_the_revision_that_was_seen_only(self, desk):
        id = desk.open().case.id
        with desk.app.db.write() as tx:
            case = cases.by_id(tx, id, for_change=True)
            assert not cases.save(tx, case, seen=case.revision - 1)
            assert cases.save(tx, case, seen=case.revision)


class TestValues:
    def test_instants_are_utc_to_the_microsecond(self, db):
        east = (MONDAY + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=5)))
        with db.write() as tx:
            jobs.enqueue(tx, NewJob("test", "a", east))
            jobs.enqueue(tx, NewJob("test", "b", MONDAY))
            assert [job.key for job in jobs.claim(tx, Lease("me", MONDAY, MONDAY + LEASE), 9)] == [
                "b"
            ]
            (job,) = jobs.claim(tx, Lease("another", east, MONDAY + LEASE), 1)
            assert (job.key, job.due_at, job.due_at.utcoffset()) == ("a", east, timedelta(0))

    @pytest.mark.parametrize("text", ["Grüße, 世界 🎟", "100 % :name %(name)s ?", "'; DROP TABLE x"])
    def test_texts_come_back_as_they_were(self, db, text):
        with db.write() as tx:
            person = add(tx)
            assert idempotency.take_key(tx, person.id, text, "digest", MONDAY)
            idempotency.keep_answer(tx, person.id, text, text)
            assert idempotency.answer_of(tx, person.id, text) == ("digest", text)
            jobs.enqueue(tx, NewJob("test", text, MONDAY, payload={text: [text, 1, None]}))
            (job,) = jobs.claim(tx, Lease("me", MONDAY, MONDAY), 1)
            assert (job.key, job.payload) == (text, {text: [text, 1, None]})

    def test_a_state_is_bytes(self, desk):
        case, state = desk.open().case, bytes(range(256))
        with desk.app.db.write() as tx:
            tx.run("UPDATE cases SET state = :state WHERE id = :id", state=state, id=case.id)
            assert cases.by_id(tx, case.id).state == state
