"""What a list of cases is asked: the arguments of its address, or of a saved view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from werkzeug.datastructures import MultiDict

from runner.cases import CaseQuery
from runner.language import N_
from runner.model import CASE_FIELDS, LIST_ARGUMENTS, CaseOrder
from web.shared.case_fields import texts_in

COLUMNS: Mapping[str, str] = {
    "status": N_("Status"),
    "next": N_("Next"),
    "owner": N_("Owner"),
    "team": N_("Team"),
    "changed": N_("Changed"),
    "customer": N_("Customer"),
    **{item.name: item.metadata["label"] for item in CASE_FIELDS},
    "created": N_("Submitted"),
    "follow_up": N_("Follow up"),
}
"""The columns that a list may have beside that of the case, by their names."""

USUAL = ("status", "next", "owner", "changed")

ORDERS: Mapping[CaseOrder, str] = {
    "updated": N_("Changed last"),
    "untouched": N_("Longest untouched"),
    "newest": N_("Newest"),
    "due": N_("Due first"),
}
"""Those that may be chosen."""

FILTERS = ("status", "owner", "team", "priority", "tag", "spam", "q")
NARROWING = (*FILTERS, *(item.name for item in CASE_FIELDS))
"""The arguments that make a list shorter."""

Arguments = MultiDict[str, str]


def given_in(args: Arguments) -> dict[str, list[str]]:
    """The arguments of a list that say something."""
    named = {name: list(filter(None, args.getlist(name))) for name in LIST_ARGUMENTS}
    return {name: values for name, values in named.items() if values}


def query_of(args: Arguments, order: CaseOrder) -> CaseQuery:
    """`order` is that of the view, unless the arguments name another."""
    statuses = tuple(args.getlist("status"))
    return CaseQuery(
        statuses=statuses,
        owners=tuple(args.getlist("owner")),
        teams=tuple(args.getlist("team")),
        tags=tuple(args.getlist("tag")),
        priorities=tuple(args.getlist("priority")),
        fields=texts_in(args),
        text=args.get("q", ""),
        open="open" in args and not statuses,
        spam="spam" in args,
        order=order_of(args, order),
    )


def order_of(args: Arguments, order: CaseOrder) -> CaseOrder:
    asked = args.get("sort", "")
    return asked if asked in get_args(CaseOrder) else order  # type: ignore[return-value]


def columns_of(args: Arguments) -> Sequence[str]:
    chosen = set(args.getlist("column"))
    return [name for name in COLUMNS if name in chosen] or USUAL
