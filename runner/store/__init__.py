"""The database. The only importer of SQLAlchemy.

`Database` gives transactions; each module beside this one holds the statements about one noun.
Statements that every change of a case runs are text, which `Transaction.run` hands to the driver;
those that put conditions together, or run seldom, are SQLAlchemy's. Decision 0041.
"""

from runner.store.database import Database, Transaction

__all__ = ["Database", "Transaction"]
