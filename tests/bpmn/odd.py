"""Event sub-processes that BPMN does not have, all with the id `h`, beside a task `a`."""

from tests.drawings import border, chain, flow, message, node, on_event, start, timer, user
from tests.engine.handlers import TERMINATE

ODD = {
    "no start event": (node("subProcess", "h", user("x"), triggeredByEvent="true"),),
    "two start events": (
        on_event("h", timer("PT1H"), start("h_s2", timer("PT2H")), user("x"), chain("h_s", "x")),
    ),
    "nothing that starts it": (on_event("h", ""),),
    "two things that start it": (on_event("h", timer("PT1H") + message("m")),),
    "an event that no event sub-process starts with": (on_event("h", TERMINATE),),
    "a flow into it": (on_event("h", timer("PT1H")), flow("a", "h")),
    "a flow out of it": (on_event("h", timer("PT1H")), flow("h", "a")),
    "an event on its border": (on_event("h", timer("PT1H")), border("b", "h", timer("PT2H"))),
    "a flow into its start event": (
        on_event("h", timer("PT1H"), user("x"), chain("h_s", "x", "h_s")),
    ),
}  # fmt: skip
