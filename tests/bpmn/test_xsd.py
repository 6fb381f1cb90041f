"""The schema that all threads look at files with."""

import threading

from runner.bpmn import xsd
from tests.drawings import bpmn, chain, end, start

GOOD = bpmn(start(), end(), chain("start", "end"))
BAD = bpmn(start(), end(), chain("start", "end"), "<bpmn:nonsense/>")


class Overtaken:
    """The schema, at which another file is looked at before the errors of the first one are read."""

    def __init__(self, real):
        self.real, self.others = real, []

    def validate(self, root):
        return self.real.validate(root)

    @property
    def error_log(self):
        if not self.others:
            self.others.append(threading.Thread(target=xsd.schema_findings, args=[GOOD]))
            self.others[0].start()
            self.others[0].join(0.5)  # or it waits for us
        return self.real.error_log


def test_what_is_wrong_with_a_file_is_told_of_it_whatever_else_is_looked_at(monkeypatch):
    alone = xsd.schema_findings(BAD)
    overtaken = Overtaken(xsd._schema())
    monkeypatch.setattr(xsd, "_schema", lambda: overtaken)
    assert xsd.schema_findings(BAD) == alone != []
    overtaken.others[0].join()
