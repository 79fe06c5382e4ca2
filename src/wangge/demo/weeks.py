"""Twelve weeks of the programme, played day by day through the actions themselves."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from wangge.campaigns.actions import (
    Work,
    assign_task,
    check_task,
    close_round,
    do_task,
    open_round,
    plan_campaign,
    plan_programme,
    send_back_task,
)
from wangge.campaigns.models import Task
from wangge.demo import plan
from wangge.demo.pictures import lane
from wangge.demo.stage import Stage
from wangge.demo.story import ROUGH, ROUGH_WEEK, Story, dealt
from wangge.kernel.clock import HERE
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.rules import CLOCKWORK, Acting
from wangge.trail.actions import keep_evidence
from wangge.trail.rules import Stage as Shown

BY_TASK = {
    "waste_cleared",
    "small_ads_removed",
    "billboards_dismantled",
    "road_patches",
    "plants",
    "commitments",
    "volunteer_activities",
}
"""Reported with tasks; the rest comes in messages and on the office's form."""

STUBBORN = "水沟巷"
"""A lane that was not reached for three weeks running, as happens."""


@dataclass
class Play:
    """The programme being played: its stage, its story, and ids by campaign number."""

    stage: Stage
    story: Story
    programme: UUID = field(default_factory=new_id)
    campaigns: dict[int, UUID] = field(default_factory=dict)
    pictures: dict[tuple[str, bool], UUID] = field(default_factory=dict)


def hour(day: date, clock: int, minute: int = 0) -> datetime:
    """An instant at the office."""
    return datetime.combine(day, time(clock, minute), HERE)


def day_for(monday: date, position: int, tasks: int) -> date:
    """Work spreads over three days of a week, in the last week over the two that are past."""
    days = (plan.TODAY - monday).days if monday <= plan.TODAY < monday + timedelta(days=7) else 3
    return monday + timedelta(days=position * days // tasks)


def monday_of(week: int) -> date:
    """The Monday of week 1 to 12."""
    return plan.FIRST_WEEK + timedelta(weeks=week - 1)


def lay_plan(play: Play) -> None:
    """Enter the programme and its ten campaigns, the tenth an open slot."""
    at = hour(plan.FIRST_WEEK - timedelta(days=3), 9)
    by = play.stage.actors["zhuren"]
    plan_programme(
        programme=play.programme,
        slug="puji",
        name="普吉街道创建全国文明城市攻坚",
        document="《普吉街道创建全国文明城市十大专项行动工作方案》",
        region=plan.STREET,
        starts_on=plan.FIRST_WEEK,
        ends_on=date(2020, 12, 31),
        by=by,
        at=at,
        id=new_id(),
    )
    for line in plan.CAMPAIGNS:
        play.campaigns[line.number] = new_id()
        plan_campaign(
            campaign=play.campaigns[line.number],
            programme=play.programme,
            number=line.number,
            name=line.name,
            spread=line.spread,
            kinds=line.kinds,
            measures=line.measures,
            units=[unit for name in line.units for unit in _named(play.stage, name)],
            wants_before=line.before,
            wants_after=line.after,
            by=by,
            at=at,
            id=new_id(),
        )


def _named(stage: Stage, name: str) -> list[UUID]:
    if name == "communities":
        return [stage.units[f"{community}社区"] for community in plan.COMMUNITIES]
    return [stage.units[name]]


def play_week(play: Play, week: int) -> None:
    """One round from its opening to its close; the twelfth stops on 2 September at noon."""
    monday, open_still = monday_of(week), week == plan.WEEKS
    this_round = new_id()
    with transaction.atomic():
        open_round(
            round=this_round,
            programme=play.programme,
            day=monday,
            by=CLOCKWORK,
            at=hour(monday, 0, 5),
            id=new_id(),
        )
        tasks = list(
            Task.objects.filter(round=this_round)
            .select_related("campaign", "place")
            .order_by("campaign__number", "region", "id")
        )
        _assign(play, tasks, monday)
        reached = [task for task in tasks if _reached(play, task, week)]
        finished = reached[::2] if open_still else reached
        work = _work(play, week, finished)
        _do(play, reached, work, monday)
        _check(play, finished, work, monday)
        if not open_still:
            close_round(
                round=this_round,
                by=CLOCKWORK,
                at=hour(monday + timedelta(days=7), 0, 1),
                id=new_id(),
            )


def _reached(play: Play, task: Task, week: int) -> bool:
    """Whether the week's work got there: nine in ten, half by the Wednesday of the last week."""
    if task.place is not None and task.place.name == STUBBORN and week in (9, 10, 11):
        return False
    return play.stage.chance.random() < (0.55 if week == plan.WEEKS else 0.92)


def _assign(play: Play, tasks: list[Task], monday: date) -> None:
    """The office gives each task to the leader of its grid, in the name of the community."""
    for task in tasks:
        community = plan.COMMUNITIES[int(task.region[9:12]) - 1]
        assign_task(
            task=task.pk,
            unit=play.stage.units[f"{community}社区"],
            assignee=play.stage.posts[_leader(play, task)],
            by=play.stage.actors["neiqin"],
            at=hour(monday, 9),
            id=new_id(),
        )


def _leader(play: Play, task: Task) -> str:
    """The seat of the leader of the task's grid."""
    code = task.region if len(task.region) == 15 else task.region + "001"
    order = next(n for n, ground in enumerate(play.stage.grids, 1) if ground.code == code)
    return f"wangge{order:02d}"


def _work(play: Play, week: int, tasks: list[Task]) -> dict[UUID, list[Work]]:
    """Deal the week's amounts to the tasks of the campaigns that count them."""
    given: dict[UUID, list[Work]] = {}
    for line in plan.CAMPAIGNS:
        hands = [task.pk for task in tasks if task.campaign.number == line.number]
        for measure in (name for name in line.measures if name in BY_TASK):
            sums = [Decimal(0)] * len(hands)
            for hand, amount in dealt(play.story.week(measure, week), len(hands)):
                sums[hand] += amount
            rough = measure in ROUGH and week == ROUGH_WEEK
            for task, amount in zip(hands, sums, strict=True):
                if amount:
                    qualifier = Qualifier.OVER if rough else Qualifier.EXACT
                    rough = False
                    given.setdefault(task, []).append(
                        Work(record=new_id(), measure=measure, amount=amount, qualifier=qualifier)
                    )
    return given


def _do(play: Play, tasks: list[Task], work: dict[UUID, list[Work]], monday: date) -> None:
    """Grid leaders report through the first days of the week, with photos where they are due."""
    for position, task in enumerate(tasks):
        by = play.stage.actors[_leader(play, task)]
        at = hour(day_for(monday, position, len(tasks)), 10, position % 60)
        proofs = []
        if task.campaign.wants_before:
            proofs.append((_picture(play, task, True, by, at), Shown.BEFORE))
        if task.campaign.wants_after:
            proofs.append((_picture(play, task, False, by, at), Shown.AFTER))
        do_task(
            task=task.pk,
            report="已完成",
            work=work.get(task.pk, []),
            proofs=proofs,
            by=by,
            at=at,
            id=new_id(),
        )


def _picture(play: Play, task: Task, littered: bool, by: Acting, at: datetime) -> UUID:
    """The week's picture of this grid, drawn once and shown for each of its tasks."""
    key = (f"{at.isocalendar().week}-{task.region}", littered)
    if key not in play.pictures:
        play.pictures[key] = new_id()
        keep_evidence(
            evidence=play.pictures[key],
            upload=lane(hash_of(task.region) % 40, littered),
            name="整治前.jpg" if littered else "整治后.jpg",
            region=task.region,
            by=by,
            at=at,
            id=new_id(),
        )
    return play.pictures[key]


def hash_of(code: str) -> int:
    """A small number that stays the same for a code (Python's own hash changes every run)."""
    return sum((place + 1) * int(digit) for place, digit in enumerate(code))


def _check(play: Play, tasks: list[Task], work: dict[UUID, list[Work]], monday: date) -> None:
    """The office checks; a few are sent back and stay undone when the week ends.

    Only tasks without quantities are sent back: the week's amounts have to be counted in full.
    """
    office = play.stage.actors["neiqin"]
    for position, task in enumerate(tasks):
        at = hour(day_for(monday, position, len(tasks)), 16, position % 60)
        if task.pk not in work and play.stage.chance.random() < 0.05:
            send_back_task(
                task=task.pk,
                reason="现场复核未达标，请再整治",
                by=office,
                at=at,
                id=new_id(),
            )
            continue
        check_task(task=task.pk, by=office, at=at, id=new_id())
