"""Reads of units, posts and accounts."""

from wangge.people.queries.accounts import (
    AccountRow,
    Own,
    account,
    accounts,
    anybody,
    has_second_step,
    locked_until,
    own,
    person_named,
    second_step_secret,
)
from wangge.people.queries.acting import acting_as, posts_held
from wangge.people.queries.holders import holders
from wangge.people.queries.tokens import Bearer, TokenRow, bearer, own_tokens, tokens_of
from wangge.people.queries.units import (
    Holder,
    Node,
    UnitRow,
    areas,
    command_tree,
    people_to_appoint,
    post,
    posts_to_give,
    superiors,
    unit,
    units,
    units_to_choose,
)

__all__ = [
    "AccountRow",
    "Bearer",
    "Holder",
    "Node",
    "Own",
    "TokenRow",
    "UnitRow",
    "account",
    "accounts",
    "acting_as",
    "anybody",
    "areas",
    "bearer",
    "command_tree",
    "has_second_step",
    "holders",
    "locked_until",
    "own",
    "own_tokens",
    "people_to_appoint",
    "person_named",
    "post",
    "posts_held",
    "posts_to_give",
    "second_step_secret",
    "superiors",
    "tokens_of",
    "unit",
    "units",
    "units_to_choose",
]
