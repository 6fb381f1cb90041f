"""The signs of BPMN, each around its own origin, as paths.

`hollow` ones are outlines, `solid` ones are filled with the colour of the line.
"""

from __future__ import annotations

from runner.bpmn.render.svg import tag


def hollow(d: str, width: float = 1.2) -> str:
    return tag("path", d=d, fill="none", stroke_width=width)


def filled(d: str, width: float = 1.2) -> str:
    """An outline with the fill of its shape."""
    return tag("path", d=d, stroke_width=width)


def solid(d: str, line: str) -> str:
    return tag("path", class_="solid", d=d, fill=line, stroke_width=1)


# ------------------------------------------------------------------ tasks: in a box of 16 by 16

_ENVELOPE, _FLAP = "M0.5 3h15v10.5h-15z", "M0.5 3l7.5 6 7.5-6"
_GEAR = (
    "M6.6 2.6L6.9 .5H9.1L9.4 2.6 10.9 3.2 12.5 1.9 14.1 3.5 12.8 5.1 13.4 6.6 15.5 6.9V9.1L13.4 9.4"
    " 12.8 10.9 14.1 12.5 12.5 14.1 10.9 12.8 9.4 13.4 9.1 15.5H6.9L6.6 13.4 5.1 12.8 3.5 14.1 1.9"
    " 12.5 3.2 10.9 2.6 9.4.5 9.1V6.9L2.6 6.6 3.2 5.1 1.9 3.5 3.5 1.9 5.1 3.2z"
    "M10.4 8a2.4 2.4 0 1 0-4.8 0a2.4 2.4 0 1 0 4.8 0z"
)
_HAND = (
    "M1 7.2L5.2 2.6H9.4C10.8 2.6 10.8 4.6 9.4 4.6H7.4H14.2C15.6 4.6 15.6 6.7 14.2 6.7H9.6H14.9"
    "C16.1 6.7 16.1 8.8 14.9 8.8H9.6H14.2C15.4 8.8 15.4 10.9 14.2 10.9H9.4H12.6C13.8 10.9 13.8 12.9"
    " 12.6 12.9H4.4L1 11.4z"
)


def task(kind: str, line: str) -> str:
    """The sign of a kind of task; '' for a plain one."""
    match kind:
        case "userTask":
            return hollow(
                "M11 4.6a3 3 0 1 0-6 0a3 3 0 1 0 6 0zM2 14.5C2 10.6 4.4 8.8 8 8.8S14 10.6 14 14.5z"
            )
        case "serviceTask":
            return hollow(_GEAR, 1)
        case "receiveTask":
            return hollow(_ENVELOPE + _FLAP)
        case "sendTask":
            return solid(_ENVELOPE, line) + _flap(_FLAP)
        case "scriptTask":
            return hollow(
                "M4.5 1H14C11 4 11 5.5 12.5 8S14 12 11.5 15H2C5 12 5 10.5 3.5 8S2 4 4.5 1z"
                "M5.5 4.4H10M5 8H10M6.5 11.6H10.5"
            )
        case "businessRuleTask":
            return solid("M.5 2h15v3.6H.5z", line) + hollow("M.5 2h15v12H.5zM.5 9.8h15M5.6 5.6V14")
        case "manualTask":
            return hollow(_HAND)
    return ""


def _flap(d: str) -> str:
    return tag("path", class_="flap", d=d, fill="none", stroke="#fff", stroke_width=1.2)


# ---------------------------------------------------------------- events: around (0, 0), radius 18

_EVENTS = {
    "message": "M-9-6H9V6H-9z",
    "signal": "M0-9L8.5 5.5H-8.5z",
    "error": "M-8 7.5L-3.5-7.5 2 2 8-7.5 3.5 7.5-2-2z",
    "escalation": "M0-9L7 8.5 0 2-7 8.5z",
    "conditional": "M-7-9H7V9H-7zM-4.5-5H4.5M-4.5-1.7H4.5M-4.5 1.7H4.5M-4.5 5H4.5",
    "link": "M-9-3.5H1V-8.5L10 0 1 8.5V3.5H-9z",
    "compensate": "M-1-7V7L-10 0zM8-7V7L-1 0z",
    "cancel": "M-8-5L-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0z",
    "multiple": "M0-9L8.6-2.8 5.3 7.3H-5.3L-8.6-2.8z",
    "parallel": "M-3-9H3V-3H9V3H3V9H-3V3H-9V-3H-3z",
}
_CLOCK = (
    "M10 0A10 10 0 1 0-10 0A10 10 0 1 0 10 0zM0-5.8V0L4 2.2"
    "M0-8V-10M4-6.9L5-8.7M6.9-4L8.7-5M8 0H10M6.9 4L8.7 5M4 6.9L5 8.7M0 8V10"
    "M-4 6.9L-5 8.7M-6.9 4L-8.7 5M-8 0H-10M-6.9-4L-8.7-5M-4-6.9L-5-8.7"
)


def event(kinds: tuple[str, ...], throws: bool, line: str, parallel: bool = False) -> str:
    """The sign of what an event waits for or, where it `throws`, does; '' for a plain one."""
    if not kinds:
        return ""
    kind = kinds[0] if len(kinds) == 1 else "parallel" if parallel else "multiple"
    if kind == "timer":
        return hollow(_CLOCK)
    if kind == "terminate":
        return solid("M10 0A10 10 0 1 0-10 0A10 10 0 1 0 10 0z", line)
    outline = _EVENTS.get(kind, "")
    sign = solid(outline, line) if throws else hollow(outline)
    if kind == "message":
        sign += _flap("M-9-6L0 1 9-6") if throws else hollow("M-9-6L0 1 9-6")
    return sign if outline else ""


# ---------------------------------------------------------------- gateways: around (0, 0), width 50

_GATEWAYS = {
    "exclusiveGateway": ("M-7.5-7.5L7.5 7.5M7.5-7.5L-7.5 7.5", 3.5),
    "parallelGateway": ("M0-12V12M-12 0H12", 3.5),
    "inclusiveGateway": ("M11 0A11 11 0 1 0-11 0A11 11 0 1 0 11 0z", 2.8),
    "complexGateway": ("M0-12V12M-12 0H12M-8-8L8 8M8-8L-8 8", 3),
    "eventBasedGateway": (
        "M14 0A14 14 0 1 0-14 0A14 14 0 1 0 14 0zM11 0A11 11 0 1 0-11 0A11 11 0 1 0 11 0z"
        "M0-6.5L6.2-2 3.8 5.3H-3.8L-6.2-2z",
        1,
    ),
}


def gateway(kind: str) -> str:
    d, width = _GATEWAYS[kind]
    return hollow(d, width)


# ------------------------------------------------------------------ activities: around (0, 0)

_ACTIVITIES = {
    "collapsed": "M-7-7H7V7H-7zM-4 0H4M0-4V4",
    "loop": "M-3.4 5.4A6 6 0 1 1 3 5.2M-3.4 5.4L-6.6 5.8M-3.4 5.4L-3.4 2",
    "parallel": "M-5-6V6M0-6V6M5-6V6",
    "sequential": "M-6-5H6M-6 0H6M-6 5H6",
    "ad hoc": "M-7 2C-4-4-2-3 0-.5S4 3 7-2",
    "compensation": "M0-5V5L-7 0zM7-5V5L0 0z",
}


def activity(name: str) -> str:
    """A sign at the lower edge of an activity."""
    return hollow(_ACTIVITIES[name], 2 if name in ("parallel", "sequential", "ad hoc") else 1.3)


# ------------------------------------------------------------------ data: around (0, 0)


def arrow(solid_line: str | None) -> str:
    """What data objects that go in or out carry in their corner."""
    d = "M-6-2H0V-5L6 0 0 5V2H-6z"
    return solid(d, solid_line) if solid_line else hollow(d)
