"""Whether what is stored agrees with itself: each state with its checksum, each status with what
the history says."""

from __future__ import annotations

from collections.abc import Iterator

from runner.engine import check_state
from runner.errors import StateError
from runner.model import to_number
from runner.store import Transaction
from runner.store.audit_rows import CaseAndHistory, cases_and_histories


def faults(tx: Transaction) -> Iterator[str]:
    """A sentence for each thing that is wrong with a case. Reads every case."""
    for row in cases_and_histories(tx):
        for fault in _faults_of(row):
            yield f"{to_number(row.case_id)}: {fault}"


def _faults_of(row: CaseAndHistory) -> Iterator[str]:
    try:
        check_state(row.state)
    except StateError as error:
        yield str(error)
    if not row.events == row.lines == row.last:
        yield (
            f"its history has {row.lines} lines, the last one is number {row.last}, and the case "
            f"counts {row.events}."
        )
    if row.said != row.status:
        yield f"its status is '{row.status}', the last that its history says is '{row.said}'."
