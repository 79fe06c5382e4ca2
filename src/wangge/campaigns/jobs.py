"""Rounds close and open by themselves. Each job may run twice, late, or twice at once."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from wangge.campaigns.actions import close_round, open_round
from wangge.campaigns.models import Campaign, Programme, Round
from wangge.campaigns.rules import RoundState, round_id
from wangge.kernel.clock import day_of, week_of
from wangge.kernel.errors import Conflict
from wangge.kernel.ids import derived_id
from wangge.people.rules import CLOCKWORK


def close_due_rounds(at: datetime) -> int:
    """Close every round whose week is over; how many. Run before :func:`open_due_rounds`."""
    due = Round.objects.filter(state=RoundState.OPEN.value, ends_on__lt=day_of(at))
    closed = 0
    for round in due.order_by("starts_on").values_list("pk", flat=True):
        try:
            close_round(round=round, by=CLOCKWORK, at=at, id=derived_id("close", round))
            closed += 1
        except Conflict:
            continue  # A person closed it between the question and the action.
    return closed


def open_due_rounds(at: datetime) -> int:
    """Open the present week's round of every running programme without one; how many.

    Weeks that passed while nothing ran stay without a round: the programme's page says so. A
    programme whose last round is still open waits for :func:`close_due_rounds`.
    """
    today = day_of(at)
    week = week_of(today)
    rounds = Round.objects.filter(programme=OuterRef("pk"))
    due = Programme.objects.filter(
        ~Exists(rounds.filter(starts_on=week.start)),
        ~Exists(rounds.filter(state=RoundState.OPEN.value)),
        Exists(Campaign.objects.filter(programme=OuterRef("pk")).exclude(name="")),
        starts_on__lte=week.end,
        ends_on__gte=week.start,
    )
    opened = 0
    for programme in due.order_by("pk").values_list("pk", flat=True):
        round = round_id(programme, today)
        try:
            open_round(
                round=round, programme=programme, day=today, by=CLOCKWORK, at=at,
                id=derived_id("open", round),
            )  # fmt: skip
            opened += 1
        except Conflict:
            continue  # A person opened it between the question and the action.
    return opened
