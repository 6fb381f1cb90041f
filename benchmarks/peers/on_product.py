"""The case on the whole product, on the database that the file `database` in its folder names.

MODE may say `smaller`, which runs the smaller lifecycle."""

from __future__ import annotations

from pathlib import Path

from benchmarks.documented import ANSWERS, REPLY
from benchmarks.peers.contestant import folder_and_mode, serve
from benchmarks.peers.smaller import SMALLER, drawn
from benchmarks.transitions import INSTANT, NOW, Product
from runner.cases import Submission
from runner.model import Version

ACCEPTS = ("accept_solution", "reject_solution")


class OnProduct:
    def __init__(self, folder: Path, mode: str):
        url = (folder / "database").read_text().strip()
        self.product = Product(folder, "FULL", url)
        self.smaller = "smaller" in mode
        if self.smaller:
            self._use_smaller()

    def _use_smaller(self) -> None:
        """Past the gate, which wants statuses that the engines on the JVM know nothing of."""
        process, app = drawn("smaller").process, self.product.app
        with app.db.write() as tx:
            app.versions.add(tx, Version(0, process, "benchmark", SMALLER, {}, NOW))

    def open(self) -> str:
        submission = Submission("Printer on fire", "It smokes. " * 20, "P2")
        return self.product.app.cases.open(self.product.bob, submission).case.number

    def step(self, case_id: str, number: int, what: str) -> None:
        product = self.product
        product.clock.advance(INSTANT)
        if what == REPLY:
            product.app.cases.comment(product.bob, case_id, "Hello")
            return
        if self.smaller:  # it has no forms, and all is support's
            product.app.cases.act(product.alice, case_id, what, {})
            return
        by = product.bob if what in ACCEPTS else product.alice
        product.app.cases.act(by, case_id, what, {"body": "Hello"} if what in ANSWERS else {})

    def closed(self) -> int:
        with self.product.app.db.read() as tx:
            return tx.run("SELECT count(*) FROM cases WHERE closed").fetchone()[0]


if __name__ == "__main__":
    folder, mode = folder_and_mode()
    serve(OnProduct(Path(folder), mode))
