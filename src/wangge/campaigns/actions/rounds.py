"""Rounds: opened once a week with all their tasks, closed with their coverage frozen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Max, Q

from wangge.campaigns.models import Campaign, Coverage, Programme, Round, Task, Terms
from wangge.campaigns.queries.access import programme_of, round_of
from wangge.campaigns.rules import (
    UNDONE,
    Count,
    Plan,
    RoundState,
    Spread,
    TaskState,
    areas_of,
    responsible,
    times,
    why_not_close,
    why_not_open,
)
from wangge.kernel.clock import Period, day_of, week_of
from wangge.kernel.errors import Conflict, refuse
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people.models import Post, Unit
from wangge.people.rules import Acting, PostKind
from wangge.places.models import Grid, Place
from wangge.places.queries import under
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("campaigns.open_round")
def open_round(
    *, round: UUID, programme: UUID, day: date, by: Acting, at: datetime, id: UUID
) -> Note:
    """Open the round of the week that ``day`` lies in, with one task for each place or grid.

    A task left undone by the round before is made anew, knowing the one it carries on. Each task
    is made with a proposal of who does it. Give ``rules.round_id(programme, day)`` as ``round``.
    Raises :class:`Conflict` where the week has its round already.
    """
    plan = programme_of(programme, by)
    # One opening or closing of a programme at a time.
    Programme.objects.select_for_update().get(pk=programme)
    week = week_of(day)
    rounds = Round.objects.filter(programme=plan)
    if rounds.filter(starts_on=week.start).exists():
        raise Conflict(say("This week's round is open already."))
    refuse(why_not_open(_plan(plan), day, day_of(at), by))
    last = rounds.aggregate(last=Max("number"))["last"] or 0
    opened = Round.objects.create(
        id=round,
        programme=plan,
        number=last + 1,
        starts_on=week.start,
        ends_on=week.end,
        opened_at=at,
    )
    tasks = _make(opened, plan, week, day_of(at))
    data = {
        "number": opened.number,
        "starts_on": str(week.start),
        "tasks": len(tasks),
        "carried": sum(task.carried_from_id is not None for task in tasks),
    }
    return Note("campaigns.round", round, plan.region, data)


def _plan(programme: Programme) -> Plan:
    open_one = programme.rounds.filter(state=RoundState.OPEN.value).first()
    return Plan(
        programme.region,
        programme.starts_on,
        programme.ends_on,
        open_one.number if open_one else None,
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where one task is: at a place, or in a whole grid."""

    region: str
    grid: str | None
    place: UUID | None = None
    kind: str = ""

    def key(self, campaign: UUID) -> tuple[UUID, UUID | None, str | None]:
        return (campaign, self.place, None if self.place else self.grid)


def _make(opened: Round, plan: Programme, week: Period, today: date) -> list[Task]:
    campaigns = list(
        plan.campaigns.exclude(name="")
        .order_by("number")
        .prefetch_related("kinds", "measures", "units")
    )
    Terms.objects.bulk_create([_terms(opened, campaign) for campaign in campaigns])
    places, grids = _spots(plan.region, campaigns, today)
    carried = _carried(plan, today)
    leaders = _leaders(plan.region, today)
    tasks = []
    for campaign in campaigns:
        units = [(unit.pk, unit.region) for unit in _answering(campaign, today)]
        kinds = {kind.pk for kind in campaign.kinds.all()}
        spots = (
            grids
            if campaign.spread == Spread.GRID.value
            else [spot for spot in places if spot.kind in kinds]
        )
        for spot in spots:
            task = _task(opened, campaign, spot, week, carried.get(spot.key(campaign.pk)))
            task.unit_id = task.unit_id or responsible(spot.region, units)
            task.assignee_id = task.assignee_id or leaders.get(spot.region[:15])
            tasks.append(task)
    for task, task_id in zip(tasks, sorted(new_id() for _ in tasks), strict=True):
        # In the order of the plan, which is the order of every list.
        task.pk = task_id
    Task.objects.bulk_create(tasks, batch_size=500)
    return tasks


def _terms(opened: Round, campaign: Campaign) -> Terms:
    return Terms(
        round=opened,
        campaign=campaign,
        name=campaign.name,
        spread=campaign.spread,
        kinds=sorted(kind.pk for kind in campaign.kinds.all()),
        measures=sorted(measure.pk for measure in campaign.measures.all()),
        units=sorted(str(unit.pk) for unit in campaign.units.all()),
        wants_before=campaign.wants_before,
        wants_after=campaign.wants_after,
    )


def _answering(campaign: Campaign, today: date) -> Iterable[Unit]:
    units = sorted(campaign.units.all(), key=lambda unit: (unit.region, unit.pk))
    return [unit for unit in units if unit.closed_on is None or unit.closed_on > today]


def _spots(region: str, campaigns: list[Campaign], today: date) -> tuple[list[_Spot], list[_Spot]]:
    """Every open place of any campaign's kinds, and every grid, in the order of their codes."""
    kinds = {kind.pk for campaign in campaigns for kind in campaign.kinds.all()}
    open_today = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    places = Place.objects.filter(under(region), open_today, kind__in=kinds)
    rows = places.order_by("region", "id").values_list("region", "grid", "pk", "kind")
    codes = Grid.objects.filter(under(region, "code")).order_by("code")
    return (
        [_Spot(grid or code, grid, place, kind) for code, grid, place, kind in rows],
        [_Spot(code, code) for code in codes.values_list("code", flat=True)],
    )


def _carried(plan: Programme, today: date) -> dict[tuple[UUID, UUID | None, str | None], Task]:
    """What the round before left undone, by campaign and where; closed posts are forgotten."""
    closed = plan.rounds.filter(state=RoundState.CLOSED.value).order_by("-starts_on").first()
    if closed is None:
        return {}
    found = {}
    for task in closed.tasks.filter(state=TaskState.CARRIED.value).select_related("assignee"):
        post = task.assignee
        if post is not None and post.closed_on is not None and post.closed_on <= today:
            task.assignee = None
        found[task.campaign_id, task.place_id, None if task.place_id else task.grid_id] = task
    return found


def _leaders(region: str, today: date) -> dict[str, UUID]:
    """The grid leader's post of each grid."""
    posts = Post.objects.filter(under(region), kind=PostKind.GRID_LEADER.value).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    )
    return {post.region: post.pk for post in posts.order_by("-id")}


def _task(
    opened: Round, campaign: Campaign, spot: _Spot, week: Period, before: Task | None
) -> Task:
    return Task(
        round=opened,
        campaign=campaign,
        place_id=spot.place,
        grid_id=spot.grid,
        region=spot.region,
        due_on=week.end,
        carried_from=before,
        weeks_carried=before.weeks_carried + 1 if before else 0,
        unit_id=before.unit_id if before else None,
        assignee_id=before.assignee_id if before else None,
    )


@action("campaigns.close_round")
def close_round(*, round: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Close a round: what is undone is carried over, and coverage is frozen as it stands.

    Frozen per campaign for the whole programme, each community and each grid. A task waiting to
    be checked counts as done and may be checked later; the frozen numbers stay.
    """
    found = round_of(round, by)
    plan = found.programme
    Programme.objects.select_for_update().get(pk=plan.pk)
    if not Round.objects.filter(pk=round, state=RoundState.OPEN.value).exists():
        raise Conflict(say("This round is closed already."))
    refuse(why_not_close(RoundState(found.state), plan.region, found.ends_on, day_of(at), by))
    rows = Round.objects.filter(pk=round, state=RoundState.OPEN.value)
    if not rows.update(state=RoundState.CLOSED.value, closed_at=at):
        raise Conflict(say("This round is closed already."))
    found.tasks.filter(state__in=[state.value for state in UNDONE]).update(
        state=TaskState.CARRIED.value
    )
    whole = _freeze(found, plan.region)
    data = {
        "number": found.number,
        "tasks": whole.tasks,
        "done": whole.done,
        "checked": whole.checked,
        "carried": whole.carried,
    }
    return Note("campaigns.round", round, plan.region, data)


def _freeze(closed: Round, region: str) -> Count:
    """Write the coverage of a round and hand back the whole."""
    counts: dict[tuple[UUID, str], Count] = defaultdict(Count)
    for campaign in closed.terms.values_list("campaign", flat=True):
        counts[campaign, region] = Count()
    rows = (
        closed.tasks.exclude(state=TaskState.CANCELLED.value)
        .values_list("campaign", "region", "state")
        .annotate(n=CountRows("pk"))
        .order_by()
    )
    for campaign, code, state, number in rows:
        some = times(TaskState(state), number)
        for area in areas_of(code, region):
            counts[campaign, area] += some
    Coverage.objects.bulk_create(
        [
            Coverage(
                round=closed,
                campaign_id=campaign,
                region=area,
                tasks=some.tasks,
                done=some.done,
                checked=some.checked,
                carried=some.carried,
            )
            for (campaign, area), some in sorted(counts.items())
        ],
        batch_size=500,
    )
    return sum((some for (_, area), some in counts.items() if area == region), Count())
