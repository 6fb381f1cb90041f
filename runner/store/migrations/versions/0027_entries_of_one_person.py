"""Two entries of one person become one, and the words of their cases follow. Decision 0279.

A case gets another customer in no other way, so the triggers of 0015 do not look at that.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    kept = sa.ForeignKey("people.id", name="fk_people_merged_into_id")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("people", sa.Column("merged_into_id", number, kept), inline_references=True)
    sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _sqlite() if sqlite else _postgresql():
        op.execute(statement)


# ------------------------------------------------------------------ SQLite

# As 0015 has them: the index gives back only what was put in.
_BATCH = 32
_TWO = {"ß": "ss", "ẞ": "ss", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_COLUMNS = "rowid, subject, description, customer, fields, facts, reader"


def _sqlite() -> Iterator[str]:
    said = "FROM messages m WHERE m.case_id = NEW.id AND m.visibility = 'public'"
    said += f" AND m.id <= {_indexed('messages')}"
    body = f"m.id, {_spelt_out('m.body')}"
    yield f"""
        CREATE TRIGGER case_words_of_another AFTER UPDATE OF customer_id ON cases
        WHEN NEW.id <= {_indexed("cases")} AND OLD.customer_id <> NEW.customer_id
        BEGIN
            INSERT INTO case_words (case_words, {_COLUMNS})
                SELECT 'delete', * FROM ({_words_of("OLD")});
            INSERT INTO case_words ({_COLUMNS}) {_words_of("NEW")};
        END
    """
    yield f"""
        CREATE TRIGGER message_words_of_another AFTER UPDATE OF customer_id ON cases
        WHEN OLD.customer_id <> NEW.customer_id
        BEGIN
            INSERT INTO message_words (message_words, rowid, body, reader)
                SELECT 'delete', {body}, 'c' || OLD.customer_id {said};
            INSERT INTO message_words (rowid, body, reader)
                SELECT {body}, 'c' || NEW.customer_id {said};
        END
    """


def _indexed(table: str) -> str:
    return f"(SELECT max(id) / {_BATCH} * {_BATCH} FROM {table})"


def _words_of(case: str) -> str:
    facts = f"(SELECT group_concat(value, ' ') FROM json_each({case}.facts))"
    texts = (
        f"{case}.subject", f"{case}.description", "p.name || ' ' || p.email",
        f"coalesce({case}.product, '') || ' ' || coalesce({case}.environment, '')", facts,
    )  # fmt: skip
    spelt = ", ".join(map(_spelt_out, texts))
    theirs = f"FROM people p WHERE p.id = {case}.customer_id"
    return f"SELECT {case}.id, {spelt}, 'c' || {case}.customer_id {theirs}"


def _spelt_out(text: str) -> str:
    for letter, letters in _TWO.items():
        text = f"replace({text}, '{letter}', '{letters}')"
    return text


# ------------------------------------------------------------------ PostgreSQL


def _postgresql() -> Iterator[str]:
    yield """
        CREATE TRIGGER case_words_of_another AFTER UPDATE OF customer_id ON cases
        FOR EACH ROW EXECUTE FUNCTION caselane_keep_words()
    """
