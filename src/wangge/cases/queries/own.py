"""One's own work for the phone: what to handle, what to look at on the spot, what one reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wangge.cases.models import Case
from wangge.cases.queries.cases import facts_of, light, mine_of
from wangge.cases.queries.counts import Counted, bounded, requests_of
from wangge.cases.rules import OPEN, Act, Decision, Light, Stage, why_not
from wangge.cases.rules.phases import time_left
from wangge.cases.rules.queues import STAGES_OF, Queue
from wangge.kernel.words import Said
from wangge.people.rules import RIGHTS, Acting, Right
from wangge.places.queries import names
from wangge.trail.queries import Shown, proofs_of

KIND = "cases.case"
MOST = 100
"""Cases of one list that a phone shows; a post has a few dozen."""
RECENT = 20
"""Own reports shown."""
STILL = timedelta(days=30)
"""How long an ended report of one's own stays in the list."""
JUDGED = {
    Stage.CONFIRMING: Act.CONFIRM,
    Stage.HANDLED: Act.PASS,
    Stage.SELF_HANDLED: Act.PASS,
}
"""What an inspector does at a stage, on the spot."""


WORKED_OFF = {
    Right.FILE_CASE: (Queue.ACCEPT, Queue.DISPATCH, Queue.CLOSE),
    Right.VERIFY_CASE: (Queue.CONFIRM, Queue.VERIFY),
}
"""The queues that a right works off."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case in one's own list: ``where`` in short, ``act`` what is to be done with it.

    ``spot`` is longitude and latitude as text, for scripts.
    """

    case: Case
    stage: Stage
    act: Act | None
    light: Light
    left: Said | None
    where: str
    photo: Shown | None
    spot: tuple[str, str] | None

    @property
    def is_back(self) -> bool:
        """Whether it came back as rework, which comes before everything else."""
        return self.stage is Stage.DISPATCHED and self.case.reworks > 0


@dataclass(frozen=True, slots=True)
class Mine:
    """Lists of one post; None where it has no such work at all."""

    handle: list[Line] | None
    judge: list[Line] | None
    reported: list[Line] | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all waits or was reported."""
        return not (self.handle or self.judge or self.reported)


def own_work(*, user: Acting, at: datetime) -> Mine:
    """What somebody has to do about cases, the most urgent first. A fixed number of queries."""
    rights = RIGHTS[user.kind]
    rows = {
        "handle": _to_handle(user) if Right.HANDLE_CASE in rights else None,
        "judge": _to_judge(user) if Right.VERIFY_CASE in rights else None,
        "reported": _reported(user, at) if Right.REPORT_CASE in rights else None,
    }
    every = [case for found in rows.values() for case in found or []]
    photos = proofs_of(KIND, [case.pk for case in every], user) if every else {}
    places = names(case.region for case in every)

    def lines(name: str, act: Act | None) -> list[Line] | None:
        found = rows[name]
        return None if found is None else [_line(case, act, at, places, photos) for case in found]

    return Mine(lines("handle", Act.HANDLE), lines("judge", None), lines("reported", None))


def waiting_for(*, user: Acting, at: datetime) -> dict[Queue | Light, Counted]:
    """How many cases wait for somebody's post, by queue; late ones under ``Light.RED``. One query.

    Only the queues that their rights let them work off are in it.
    """
    rights, mine = RIGHTS[user.kind], mine_of(Case.objects.all(), user)
    wanted: dict[Queue | Light, QuerySet[Any]] = {
        queue: mine.filter(stage__in=[stage.value for stage in STAGES_OF[queue]])
        for right, queues in WORKED_OFF.items()
        for queue in queues
        if right in rights
    }
    if Right.HANDLE_CASE in rights:
        own = mine.filter(unit=user.unit, unit__isnull=False)
        wanted[Queue.HANDLE] = own.filter(stage=Stage.DISPATCHED.value)
    if Right.APPROVE_CASE in rights:
        wanted[Queue.REQUESTS] = requests_of(user).filter(decision=Decision.WAITING.value)
    if Right.SEE in rights:
        late = mine.filter(stage__in=[stage.value for stage in OPEN], due_at__lt=at)
        wanted[Light.RED] = late
    return bounded({key: [rows] for key, rows in wanted.items()})


def _seen(user: Acting) -> QuerySet[Case]:
    return mine_of(Case.objects.select_related("category", "unit", "place"), user)


def _to_handle(user: Acting) -> list[Case]:
    """Dispatched to one's own unit; within it each post sees its own area."""
    stages = [Stage.DISPATCHED.value, Stage.SUSPENDED.value]
    rows = _seen(user).filter(unit=user.unit, unit__isnull=False, stage__in=stages)
    return sorted(
        rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST],
        key=lambda case: (case.stage == Stage.SUSPENDED.value, not case.reworks),
    )


def _to_judge(user: Acting) -> list[Case]:
    """What may be judged: not handled by oneself, one's unit or one's kind of post."""
    rows = _seen(user).filter(stage__in=[stage.value for stage in JUDGED])
    found = rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST]
    return [
        case for case in found if why_not(JUDGED[Stage(case.stage)], facts_of(case), user) is None
    ]


def _reported(user: Acting, at: datetime) -> list[Case]:
    if user.account is None:
        return []
    lately = Q(stage__in=[stage.value for stage in OPEN]) | Q(updated_at__gte=at - STILL)
    rows = _seen(user).filter(lately, account=user.account)
    return list(rows.order_by("-pk")[:RECENT])


def _line(
    case: Case,
    act: Act | None,
    at: datetime,
    places: dict[str, str],
    photos: dict[UUID, list[Shown]],
) -> Line:
    stage = Stage(case.stage)
    is_open = stage in OPEN
    pictures = [shown for shown in photos.get(case.pk, []) if shown.is_picture]
    return Line(
        case=case,
        stage=stage,
        act=act if stage is not Stage.SUSPENDED else None,
        light=light(case, at) if is_open else Light.NONE,
        left=time_left(case.due_at, at) if is_open else None,
        where=case.address
        or (case.place.name if case.place else "")
        or places.get(case.region, ""),
        photo=pictures[0] if pictures else None,
        spot=(f"{case.lng:.6f}", f"{case.lat:.6f}") if case.lng and case.lat else None,
    )
