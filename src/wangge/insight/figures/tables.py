"""The facts that figures are made of, as Ibis sees them: names and types, bound to no engine.

The views themselves are in :mod:`.views`. Ids are text as far as an expression cares; the engine
compares them with whatever type it keeps. So are the instants of a case: they are compared with
one another and with parameters that :func:`.engine.instant` writes, and never reckoned with here.
"""

from dataclasses import dataclass

import ibis
from ibis.expr.types import DateScalar, Table

COLUMNS: dict[str, dict[str, str]] = {
    "fact_work": {
        "id": "string", "measure": "string", "section": "string", "verb": "string",
        "object": "string", "unit": "string", "amount": "decimal(18, 3)", "qualifier": "string",
        "records": "int64", "day": "date", "starts_on": "date", "region": "string",
        "community": "string", "place": "string", "place_name": "string", "place_kind": "string",
        "place_parent": "string", "campaign": "string", "campaign_name": "string",
        "programme": "string", "doer": "string", "origin": "string", "origin_id": "string",
    },
    "fact_sum": {
        "level": "int64",
        "measure": "string", "campaign": "string", "day": "date", "region": "string",
        "qualifier": "string", "amount": "decimal(18, 3)", "records": "int64",
    },
    "fact_amount": {
        "measure": "string",
        "campaign": "string",
        "day": "date",
        "region": "string",
        "qualifier": "string",
        "amount": "decimal(18, 3)",
        "records": "int64",
    },
    "fact_task": {
        "id": "string", "round": "string", "week": "date", "campaign": "string",
        "campaign_name": "string", "programme": "string", "cleans": "int64", "place": "string",
        "place_name": "string", "place_kind": "string", "place_parent": "string",
        "grid": "string", "region": "string", "community": "string", "doer": "string",
        "state": "string", "counted": "int64", "covered": "int64", "due_on": "date",
        "done_day": "date", "checked_day": "date", "weeks_carried": "int64",
    },
    "fact_place": {
        "id": "string", "kind": "string", "kind_name": "string", "name": "string",
        "parent": "string", "region": "string", "community": "string", "grid": "string",
        "closed_on": "date",
    },
    "fact_campaign": {
        "id": "string", "programme": "string", "number": "int64", "name": "string",
        "cleans": "int64",
    },
    "fact_round": {
        "id": "string", "programme": "string", "number": "int64", "starts_on": "date",
        "ends_on": "date", "days": "int64", "state": "string",
    },
    "fact_draft": {
        "id": "string", "measure": "string", "verb": "string", "object": "string",
        "unit": "string", "amount": "decimal(18, 3)", "qualifier": "string", "day": "date",
        "region": "string", "community": "string", "campaign": "string", "doer": "string",
    },
    "fact_message": {
        "id": "string", "text": "string", "day": "date", "region": "string",
        "community": "string", "doer": "string", "settled": "int64",
    },
    "fact_case": {
        "id": "string", "number": "string", "stage": "string", "source": "string",
        "severity": "string", "region": "string", "address": "string", "reported_at": "string",
        "updated_at": "string", "due_at": "string", "accept_due_at": "string",
        "filed_at": "string", "filed_by": "string", "dispatch_due_at": "string",
        "dispatched_at": "string", "dispatched_by": "string", "handle_due_at": "string",
        "handled_at": "string", "verify_due_at": "string", "verified_at": "string",
        "verified_by": "string", "closed_at": "string", "closed_by": "string",
        "confirm_asked_at": "string", "confirm_due_at": "string", "confirmed_at": "string",
        "confirmed_by": "string", "reworks": "int64", "extensions": "int64", "returns": "int64",
        "supervised_at": "string", "resolution": "string", "satisfaction": "string",
        "contacted_at": "string", "area": "string", "community": "string", "doer": "string",
        "reporter": "string", "parent": "string", "recurs": "string", "place": "string",
        "category_name": "string", "day": "date", "found": "int64",
        "came_back": "int64", "hours": "float64", "state": "string",
    },
    "fact_dispatch": {
        "id": "string", "subject": "string", "doer": "string", "at": "string", "due_at": "string",
        "ended_at": "string", "outcome": "string", "rework": "int64", "day": "date",
        "number": "string", "stage": "string", "region": "string", "area": "string",
        "community": "string", "address": "string", "category_name": "string",
        "state": "string",
    },
}  # fmt: skip
COLUMNS["fact_line"] = COLUMNS["fact_work"]
"""Columns of every fact view with their types. ``fact_line`` is ``fact_work`` read day by day."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The fact tables that a figure's rows may be made of, already cut to what is asked.

    ``until`` is the last day asked for.
    """

    work: Table
    task: Table
    place: Table
    campaign: Table
    round: Table
    draft: Table
    message: Table
    case: Table
    dispatch: Table
    until: DateScalar


def table(name: str) -> Table:
    """One fact table, unbound."""
    return ibis.table(COLUMNS[name], name=name)
