"""What is kept. The only importer of SQLAlchemy.

`Database` gives transactions; each module beside this one holds the queries about one noun.
"""

from runner.store.database import Database, Transaction

__all__ = ["Database", "Transaction"]
