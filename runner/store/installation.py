"""What tells this database from any other: a name that its tables were made with."""

from __future__ import annotations

import sqlalchemy as sa

from runner.store.database import Database, Transaction
from runner.store.tables import installation


def name(tx: Transaction) -> str:
    """'' for tables that have none."""
    return tx.value(sa.select(installation.c.name)) or ""


def rename(db: Database, new: str) -> None:
    """For a copy: it is another installation than the one that it was copied from. Tables of before
    0029 have no name: they get one when they are brought up to date."""
    if db.has_table(installation.name):
        with db.write() as tx:
            tx.change(installation.update().values(name=new))
