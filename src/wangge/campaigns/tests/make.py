"""A small programme for tests: two campaigns over the cast's grids, and an empty slot."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from PIL import Image

from wangge.campaigns.actions import Work, do_task, open_round, plan_campaign, plan_programme
from wangge.campaigns.models import Round, Task
from wangge.campaigns.rules import Spread, round_id
from wangge.kernel.clock import day_of, week_of
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.words import Qualifier
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.people.tests.cast import AT, FIRST, GRID, NEXT_GRID, SECOND, STREET
from wangge.places.models import Place, PlaceKind
from wangge.trail.actions import keep_evidence
from wangge.trail.rules import Stage
from wangge.worklog.models import Measure

MONDAY = date(2020, 8, 31)
WEEK = timedelta(days=7)
SUNDAY = AT + timedelta(days=6)


@dataclass(frozen=True)
class Made:
    """Ids: ``sweep`` over places wants photos before and after, ``patrol`` is over grids."""

    programme: UUID
    sweep: UUID
    patrol: UUID
    slot: UUID


def a_measure(code: str, unit: str = "吨") -> None:
    Measure.objects.get_or_create(
        code=code,
        defaults={
            "verb": "清理",
            "object": code,
            "unit": unit,
            "name_en": code,
            "section": "cleanup",
            "since": date(2020, 1, 1),
            "source": "tests",
        },
    )


def a_place(name: str, region: str, grid: str | None, kind: str = "lane") -> UUID:
    PlaceKind.objects.get_or_create(
        code=kind, defaults={"name": kind, "name_en": kind, "source": "tests"}
    )
    place = derived_id("place", name)
    Place.objects.get_or_create(
        pk=place,
        defaults={"kind_id": kind, "name": name, "region": grid or region, "grid_id": grid},
    )
    return place


def a_programme(by: Acting, at: datetime = AT) -> Made:
    """Three lanes (two in the first grid, one in the second community), two grids."""
    a_measure("waste")
    a_measure("ads", "条")
    a_place("东巷", FIRST, GRID)
    a_place("西巷", FIRST, GRID)
    a_place("南巷", SECOND, None)
    made = Made(*(derived_id("made", part) for part in ("programme", "sweep", "patrol", "slot")))
    doing = {"by": by, "at": at}
    plan_programme(
        programme=made.programme,
        slug="puji",
        name="十大专项行动",
        region=STREET,
        starts_on=week_of(day_of(at)).start - WEEK,
        ends_on=week_of(day_of(at)).end + 8 * WEEK,
        id=new_id(),
        **doing,
    )
    units = list(Unit.objects.filter(name__in=["clerk", "community"]).values_list("pk", flat=True))
    plan_campaign(
        campaign=made.sweep,
        programme=made.programme,
        number=1,
        name="陈年垃圾清理",
        kinds=["lane"],
        measures=["waste", "ads"],
        units=units,
        wants_before=True,
        wants_after=True,
        id=new_id(),
        **doing,
    )
    plan_campaign(
        campaign=made.patrol,
        programme=made.programme,
        number=2,
        name="重点路段日常巡查",
        spread=Spread.GRID,
        units=units,
        id=new_id(),
        **doing,
    )
    plan_campaign(campaign=made.slot, programme=made.programme, number=3, id=new_id(), **doing)
    return made


def a_round(made: Made, by: Acting, at: datetime = AT) -> Round:
    """The round of the week of ``at``."""
    day = day_of(at)
    id = round_id(made.programme, day)
    open_round(round=id, programme=made.programme, day=day, by=by, at=at, id=new_id())
    return Round.objects.get(pk=id)


def the_task(round: Round, where: str) -> Task:
    """A task by the name of its place or the code of its grid."""
    if where in (GRID, NEXT_GRID):
        return round.tasks.get(grid=where, place=None)
    return round.tasks.get(place__name=where)


def a_photo(by: Acting, region: str = GRID, at: datetime = AT) -> UUID:
    """A kept photo, each of its own colour."""
    evidence = new_id()
    picture = BytesIO()
    Image.new("RGB", (40, 30), f"#{evidence.hex[-6:]}").save(picture, "JPEG")
    picture.seek(0)
    keep_evidence(
        evidence=evidence, upload=picture, name="a.jpg", region=region, by=by, at=at, id=new_id()
    )
    return evidence


def doing(by, at=AT, **more):
    return {"by": by, "at": at, "id": new_id(), **more}


def done(task: Task, by, at=AT, amount: str = "2.5", **more):
    """Report a task of the sweep as it should be."""
    proofs = [(a_photo(by, task.region, at), stage) for stage in (Stage.BEFORE, Stage.AFTER)]
    work = [Work(new_id(), "waste", Decimal(amount), Qualifier.OVER)]
    return do_task(task=task.pk, **doing(by, at), **{"work": work, "proofs": proofs, **more})
