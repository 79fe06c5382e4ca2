"""When a round opens and closes. Pure.

Source: the report of 2 September 2020, 每周开展一轮 (one round of every campaign each week).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.clock import Period, week_of
from wangge.kernel.ids import derived_id
from wangge.kernel.words import N_, Said, say
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right


class Spread(Choice):
    """What one task of a campaign covers."""

    PLACE = "place", N_("One task for each place")
    GRID = "grid", N_("One task for each grid")


class RoundState(Choice):
    """A round is open for its week and then closed with its coverage."""

    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Round closed")


def round_id(programme: UUID, day: date) -> UUID:
    """The id of a programme's round in the week of ``day``: the same whoever opens it."""
    return derived_id("campaigns.round", programme, week_of(day).start)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules need to know of a programme. ``open_round`` is the number of the open one."""

    region: str
    starts_on: date
    ends_on: date
    open_round: int | None = None


def why_not_open(plan: Plan, day: date, today: date, user: Acting) -> Said | None:
    """Why no round can be opened for the week of ``day``."""
    if (reason := why_not_right(user, Right.PLAN, plan.region)) is not None:
        return reason
    week = week_of(day)
    if week.end < plan.starts_on or week.start > plan.ends_on:
        return say("The programme doesn't run in that week.")
    if today not in week:
        return say("Only the round of the present week can be opened.")
    if plan.open_round is not None:
        return say(
            "Round %(number)s is still open; it has to be closed first.", number=plan.open_round
        )
    return None


def why_not_close(
    state: RoundState, region: str, ends_on: date, today: date, user: Acting
) -> Said | None:
    """Why a round can't be closed: from the last day of its week on it can."""
    if (reason := why_not_right(user, Right.PLAN, region)) is not None:
        return reason
    if state is RoundState.CLOSED:
        return say("This round is closed already.")
    if today < ends_on:
        return say("The round's week runs until %(day)s.", day=ends_on.isoformat())
    return None


def missed_weeks(
    starts_on: date, ends_on: date, opened: Collection[date], today: date
) -> list[Period]:
    """Weeks of a programme that are over and had no round. ``opened`` are Mondays."""
    week, missed = week_of(starts_on), []
    last = min(ends_on, today)
    while week.end < today and week.start <= last:
        if week.start not in opened:
            missed.append(week)
        week = week_of(week.end + timedelta(days=1))
    return missed
