"""Programmes, their campaigns, and a round as a whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Prefetch, Q

from wangge.campaigns.models import Campaign, Programme, Round
from wangge.campaigns.queries.access import (
    campaign_of,
    programme_of,
    round_of,
    seen_programmes,
    seen_rounds,
)
from wangge.campaigns.rules import (
    Plan,
    RoundState,
    missed_weeks,
    why_not_close,
    why_not_open,
)
from wangge.kernel.clock import Period
from wangge.kernel.words import Said
from wangge.people.models import Unit
from wangge.people.rules import Acting, Right, why_not
from wangge.places.models import PlaceKind
from wangge.worklog.models import Measure


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in the list: campaigns counted with and without their open slots."""

    programme: Programme
    campaigns: int
    slots: int
    open_round: Round | None


def programmes(*, user: Acting) -> list[ProgrammeRow]:
    """Every programme that concerns somebody's area, newest first."""
    found = seen_programmes(user).annotate(
        planned=CountRows("campaigns"),
        slots=CountRows("campaigns", filter=Q(campaigns__name="")),
    )
    rows = list(found.order_by("-starts_on", "-id"))
    rounds = Round.objects.filter(programme__in=rows, state=RoundState.OPEN.value)
    opened = {one.programme_id: one for one in rounds}
    return [ProgrammeRow(row, row.planned, row.slots, opened.get(row.pk)) for row in rows]


def week_round(*, user: Acting, today: date) -> UUID | None:
    """The round that concerns somebody this week: the open one, else the last that began."""
    rounds = seen_rounds(user).filter(starts_on__lte=today)
    # "open" sorts after "closed".
    found = rounds.order_by("-state", "-starts_on", "-id").first()
    return found.pk if found else None


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme's plan; ``why_not_plan`` and ``why_not_open`` grey its buttons."""

    programme: Programme
    campaigns: list[Campaign]
    slots: int
    open_round: Round | None
    missed: list[Period]
    why_not_plan: Said | None
    why_not_open: Said | None


def programme_page(*, programme: UUID, user: Acting, today: date) -> ProgrammePage:
    """The plan with its campaigns in order. Raises :class:`NotFound`."""
    found = programme_of(programme, user)
    rounds = list(found.rounds.order_by("-starts_on"))
    open_round = next((one for one in rounds if one.state == RoundState.OPEN.value), None)
    campaigns = list(
        found.campaigns.order_by("number").prefetch_related(
            Prefetch("kinds", PlaceKind.objects.order_by("code")),
            Prefetch("measures", Measure.objects.order_by("section", "code")),
            Prefetch("units", Unit.objects.order_by("region", "name")),
        )
    )
    plan = Plan(
        found.region, found.starts_on, found.ends_on, open_round.number if open_round else None
    )
    return ProgrammePage(
        programme=found,
        campaigns=campaigns,
        slots=sum(not campaign.name for campaign in campaigns),
        open_round=open_round,
        missed=missed_weeks(
            found.starts_on, found.ends_on, {one.starts_on for one in rounds}, today
        ),
        why_not_plan=why_not(user, Right.PLAN, found.region),
        why_not_open=why_not_open(plan, today, today, user),
    )


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign for its form: what it points to as lists of codes and ids."""

    campaign: Campaign
    kinds: list[str]
    measures: list[str]
    units: list[str]
    why_not_plan: Said | None


def campaign_page(*, campaign: UUID, user: Acting) -> CampaignPage:
    """One campaign with its links. Raises :class:`NotFound`."""
    found = campaign_of(campaign, user)
    return CampaignPage(
        campaign=found,
        kinds=list(found.kinds.values_list("pk", flat=True)),
        measures=list(found.measures.values_list("pk", flat=True)),
        units=[str(pk) for pk in found.units.values_list("pk", flat=True)],
        why_not_plan=why_not(user, Right.PLAN, found.programme.region),
    )


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with its neighbours and whether it may be closed."""

    round: Round
    open: bool
    before: Round | None
    after: Round | None
    why_not_close: Said | None


def round_page(*, round: UUID, user: Acting, today: date) -> RoundPage:
    """One round. Raises :class:`NotFound`."""
    found = round_of(round, user)
    others = Round.objects.filter(programme=found.programme_id)
    return RoundPage(
        round=found,
        open=found.state == RoundState.OPEN.value,
        before=others.filter(number__lt=found.number).order_by("-number").first(),
        after=others.filter(number__gt=found.number).order_by("number").first(),
        why_not_close=why_not_close(
            RoundState(found.state), found.programme.region, found.ends_on, today, user
        ),
    )
