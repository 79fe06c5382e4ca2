"""Reads of cases, their catalogue, limits and duties."""

from wangge.cases.queries.calendar import calendar, stage_limit
from wangge.cases.queries.cases import (
    Button,
    buttons,
    case_numbered,
    facts_of,
    light,
    mine_of,
    one_case,
    waiting_request,
)
from wangge.cases.queries.catalogue import (
    categories,
    category,
    category_coded,
    condition_on,
    conditions,
    in_force_row,
)
from wangge.cases.queries.duty import BlindSpot, blind_spots, proposed_unit, unit_on_duty
from wangge.cases.queries.near import Near, near, recurrence
from wangge.cases.queries.reporters import case_of_secret
from wangge.cases.queries.suggesting import Suggestion, suggest

__all__ = [
    "BlindSpot",
    "Button",
    "Near",
    "Suggestion",
    "blind_spots",
    "buttons",
    "calendar",
    "case_numbered",
    "case_of_secret",
    "categories",
    "category",
    "category_coded",
    "condition_on",
    "conditions",
    "facts_of",
    "in_force_row",
    "light",
    "mine_of",
    "near",
    "one_case",
    "proposed_unit",
    "recurrence",
    "stage_limit",
    "suggest",
    "unit_on_duty",
    "waiting_request",
]
