"""An index of the words of cases and of messages. Decision 0270.

The databases keep it themselves, by triggers and a generated column: it also knows what a node of
an older version writes.
"""

from collections.abc import Iterator

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    for statement in _sqlite() if sqlite else _postgresql():
        op.execute(statement)


# ------------------------------------------------------------------ SQLite

BATCH = 32
"""A commit that writes to an index costs the same for one row as for many: the rows of so many ids
are added together, with the last of them. Until then `search` reads them as they are."""

# The tokenizer folds case and diacritics, but no letter that stands for two.
_TWO = {"ß": "ss", "ẞ": "ss", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}

_OPTIONS = "content = '', columnsize = 0, prefix = '3', tokenize = 'unicode61 remove_diacritics 2'"
_COLUMNS = "rowid, subject, description, customer, fields, facts, reader"
_ADD = f"INSERT INTO case_words ({_COLUMNS})"
_TAKE_AWAY = f"INSERT INTO case_words (case_words, {_COLUMNS}) SELECT 'delete', * FROM"
_FULL = f"NEW.id % {BATCH} = 0"
_IN_BATCH = f"BETWEEN NEW.id - {BATCH - 1} AND NEW.id"


def _sqlite() -> Iterator[str]:
    yield f"CREATE VIRTUAL TABLE message_words USING fts5 (body, reader, {_OPTIONS})"
    yield f"CREATE VIRTUAL TABLE case_words USING fts5 ({_COLUMNS.partition(', ')[2]}, {_OPTIONS})"
    messages = f"""
        INSERT INTO message_words (rowid, body, reader)
        SELECT m.id, {_spelt_out("m.body")}, {_READER} FROM messages m WHERE m.id
    """
    cases = f"{_ADD} {_words_of('c', 'p')} FROM cases c JOIN people p ON p.id = c.customer_id"
    yield f"{messages} <= {_indexed('messages')}"
    yield f"{cases} WHERE c.id <= {_indexed('cases')}"
    yield f"""
        CREATE TRIGGER message_words_added AFTER INSERT ON messages WHEN {_FULL}
        BEGIN {messages} {_IN_BATCH}; END
    """
    yield f"""
        CREATE TRIGGER case_words_added AFTER INSERT ON cases WHEN {_FULL}
        BEGIN {cases} WHERE c.id {_IN_BATCH}; END
    """
    of = "FROM people p WHERE p.id = NEW.customer_id"
    yield f"""
        CREATE TRIGGER case_words_changed AFTER UPDATE OF product, environment, facts ON cases
        WHEN NEW.id <= {_indexed("cases")} AND (OLD.product, OLD.environment, OLD.facts)
            IS NOT (NEW.product, NEW.environment, NEW.facts)
        BEGIN {_TAKE_AWAY} ({_words_of("OLD", "p")} {of}); {_ADD} {_words_of("NEW", "p")} {of}; END
    """
    theirs = f"FROM cases c WHERE c.customer_id = NEW.id AND c.id <= {_indexed('cases')}"
    yield f"""
        CREATE TRIGGER case_words_renamed AFTER UPDATE OF name, email ON people
        WHEN (OLD.name, OLD.email) IS NOT (NEW.name, NEW.email)
        BEGIN
            {_TAKE_AWAY} ({_words_of("c", "OLD")} {theirs});
            {_ADD} {_words_of("c", "NEW")} {theirs};
        END
    """


def _indexed(table: str) -> str:
    """The id up to which the rows of a table are in the index."""
    return f"(SELECT max(id) / {BATCH} * {BATCH} FROM {table})"


_READER = """
    CASE m.visibility WHEN 'public' THEN
        (SELECT 'c' || customer_id FROM cases WHERE id = m.case_id) END
"""
"""The word by which a customer finds what they may read; no customer finds a note."""


def _words_of(case: str, customer: str) -> str:
    """A SELECT of the columns of `case_words`, for a row of `cases` and one of `people`."""
    facts = f"(SELECT group_concat(value, ' ') FROM json_each({case}.facts))"
    texts = (
        f"{case}.subject", f"{case}.description", f"{customer}.name || ' ' || {customer}.email",
        f"coalesce({case}.product, '') || ' ' || coalesce({case}.environment, '')", facts,
    )  # fmt: skip
    return f"SELECT {case}.id, {', '.join(map(_spelt_out, texts))}, 'c' || {case}.customer_id"


def _spelt_out(text: str) -> str:
    for letter, letters in _TWO.items():
        text = f"replace({text}, '{letter}', '{letters}')"
    return text


# ------------------------------------------------------------------ PostgreSQL

# What is no part of a word, after NFKD. The parser alone would read signs, hosts and paths into
# what people write, and, where the locale is C, take every sign that is not ASCII for a letter.
_BETWEEN_WORDS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff"
    r"\u3000-\u303f\ufe00-\ufe0f\U0001f000-\U0001faff]+"
)
_ICU = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"
"""Lower case of all letters, whatever the locale of the database. Without ICU its locale's."""


def _postgresql() -> Iterator[str]:
    collated = ' COLLATE "und-x-icu"' if op.get_bind().exec_driver_sql(_ICU).scalar() else ""
    # A tsvector holds 1 MB: of a longer text the first 100,000 characters are found.
    yield rf"""
        CREATE FUNCTION caselane_folded(said text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT left(regexp_replace(replace(replace(lower(
                regexp_replace(normalize(left(said, 100000), NFKD), '[\u0300-\u036f]+', '', 'g')
                {collated}), 'ß', 'ss'), 'ς', 'σ'), '{_BETWEEN_WORDS}', ' ', 'g'), 100000)
        $$
    """
    yield """
        ALTER TABLE messages ADD COLUMN words tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', caselane_folded(body))) STORED
    """
    yield "CREATE INDEX ix_messages_words ON messages USING gin (words)"
    yield """
        CREATE TABLE case_words (
            case_id bigint PRIMARY KEY REFERENCES cases (id), words tsvector NOT NULL
        )
    """
    yield f"INSERT INTO case_words {_WEIGHED}"
    yield "CREATE INDEX ix_case_words_words ON case_words USING gin (words)"
    yield from (_KEEP_WORDS, _ON_CASES, _ON_PEOPLE_DO, _ON_PEOPLE)


_WEIGHED = """
    SELECT c.id,
        setweight(to_tsvector('simple', caselane_folded(c.subject)), 'A') ||
        setweight(to_tsvector('simple', caselane_folded(
            concat_ws(' ', p.name, p.email, c.product, c.environment))), 'B') ||
        setweight(to_tsvector('simple', caselane_folded(left(c.description, 50000))), 'C') ||
        setweight(to_tsvector('simple', caselane_folded(left(coalesce(
            (SELECT string_agg(value, ' ') FROM json_each_text(c.facts::json)), ''
        ), 50000))), 'D')
    FROM cases c JOIN people p ON p.id = c.customer_id
"""
_KEEP_WORDS = f"""
    CREATE FUNCTION caselane_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO case_words {_WEIGHED} WHERE c.id = NEW.id
        ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words;
        RETURN NULL;
    END $$
"""
_ON_CASES = """
    CREATE TRIGGER case_words AFTER INSERT OR UPDATE OF product, environment, facts ON cases
    FOR EACH ROW EXECUTE FUNCTION caselane_keep_words()
"""
# An action that is under way writes the words of its case as well: the INSERT has to begin when it
# is over, and so to see what it did.
_ON_PEOPLE_DO = f"""
    CREATE FUNCTION caselane_rename_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM 1 FROM cases WHERE customer_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
        INSERT INTO case_words {_WEIGHED} WHERE c.customer_id = NEW.id
        ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words;
        RETURN NULL;
    END $$
"""
_ON_PEOPLE = """
    CREATE TRIGGER case_words AFTER UPDATE OF name, email ON people
    FOR EACH ROW WHEN ((OLD.name, OLD.email) IS DISTINCT FROM (NEW.name, NEW.email))
    EXECUTE FUNCTION caselane_rename_words()
"""
