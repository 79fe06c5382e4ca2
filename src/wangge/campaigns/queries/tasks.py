"""Lists of tasks, and one task with all that its page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet

from wangge.campaigns.models import Task, Terms
from wangge.campaigns.queries.access import facts_of, seen_tasks, terms_of, whole_task
from wangge.campaigns.rules import (
    RIGHT_FOR,
    UNDONE,
    Act,
    Count,
    RoundState,
    TaskState,
    is_late,
    missing_evidence,
    stated,
    times,
    why_not,
)
from wangge.kernel.pages import PAGE_SIZE, Page, page_of
from wangge.kernel.words import Qualifier, Said
from wangge.people.rules import Acting, PostKind
from wangge.places.queries import under, within
from wangge.trail.queries import proofs_of
from wangge.trail.queries.evidence import Shown
from wangge.trail.rules import Stage
from wangge.worklog.models import Measure, Record
from wangge.worklog.rules.records import Origin, State

KIND = "campaigns.task"
_LEFT = [state.value for state in UNDONE]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of tasks is cut to; empty values cut nothing.

    ``area`` is a code prefix (community or grid), ``state`` a :class:`TaskState` value; ``left``
    keeps what isn't covered, ``late`` what is past its day or carried over, ``mine`` one's own.
    """

    campaign: UUID | None = None
    area: str = ""
    state: str = ""
    left: bool = False
    late: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page of tasks, the coverage of all that the filter leaves, and how many are late."""

    page: Page[Task]
    count: Count
    cancelled: int
    late: int


def task_list(
    *,
    user: Acting,
    today: date,
    round: UUID | None = None,
    cut: Filter | None = None,
    after: str = "",
    size: int = PAGE_SIZE,
) -> TaskList:
    """Tasks in the order of the plan, paged by key, with totals over the whole selection."""
    rows = _cut(seen_tasks(user), cut or Filter(), user, today)
    if round is not None:
        rows = rows.filter(round=round)
    by_state = list(rows.order_by().values_list("state").annotate(n=CountRows("pk")))
    late = rows.filter(_late(today)).count()
    total = sum((times(TaskState(state), number) for state, number in by_state), Count())
    cancelled = sum(number for state, number in by_state if state == TaskState.CANCELLED.value)
    shown = rows.select_related(
        "round", "campaign", "place__kind", "grid", "unit", "assignee", "done_by"
    )
    page = page_of(shown, after, size, newest_first=False)
    return TaskList(page, total, cancelled, late)


def selection(
    *, user: Acting, today: date, round: UUID | None, cut: Filter, limit: int
) -> list[UUID]:
    """The ids of all tasks that a filter leaves, at most ``limit`` and one more."""
    rows = _cut(seen_tasks(user), cut, user, today)
    if round is not None:
        rows = rows.filter(round=round)
    return list(rows.order_by("pk").values_list("pk", flat=True)[: limit + 1])


def all_tasks(*, user: Acting, today: date, round: UUID | None, cut: Filter) -> Iterator[Task]:
    """Every task that a filter leaves, in the order of the plan, as they come."""
    rows = _cut(seen_tasks(user), cut, user, today)
    if round is not None:
        rows = rows.filter(round=round)
    shown = rows.select_related(
        "round", "campaign", "place__kind", "grid", "unit", "assignee", "done_by", "checked_by"
    )
    return shown.order_by("pk").iterator(chunk_size=2000)


def names_of(*, tasks: Sequence[UUID], user: Acting) -> dict[UUID, str]:
    """Where each task is, for a sentence about several of them."""
    rows = seen_tasks(user).filter(pk__in=tasks).select_related("place", "grid")
    return {task.pk: str(task.place or task.grid) for task in rows}


def _cut(rows: QuerySet[Task], cut: Filter, user: Acting, today: date) -> QuerySet[Task]:
    if cut.campaign:
        rows = rows.filter(campaign=cut.campaign)
    if cut.area:
        rows = rows.filter(under(cut.area))
    if cut.state:
        rows = rows.filter(state=cut.state)
    if cut.left:
        rows = rows.filter(state__in=[*_LEFT, TaskState.CARRIED.value])
    if cut.late:
        rows = rows.filter(_late(today))
    return rows.filter(_own(user)) if cut.mine else rows


def _late(today: date) -> Q:
    """The query's form of ``rules.is_late``; a test holds the two together."""
    return Q(state__in=_LEFT) & (Q(due_on__lt=today) | Q(weeks_carried__gt=0))


def _own(user: Acting) -> Q:
    """Given to one's post, or to nobody else and within one's unit or one's grid."""
    free = Q(assignee__isnull=True) & Q(unit=user.unit)
    if user.kind is PostKind.GRID_LEADER:
        free |= Q(assignee__isnull=True) & under(user.region)
    return Q(assignee=user.post) | free


def late(*, user: Acting, today: date, limit: int = 20) -> list[Task]:
    """What is late in an area, longest undone first."""
    rows = (
        seen_tasks(user)
        .filter(_late(today))
        .select_related("round", "campaign", "place", "grid", "unit", "assignee")
    )
    return list(rows.order_by("-weeks_carried", "due_on", "id")[:limit])


def mine(*, user: Acting, limit: int = 200) -> list[Task]:
    """One's own tasks that are still to do: sent back first, then the longest undone.

    One post has a few dozen; ``limit`` guards the phone against a slip in planning.
    """
    rows = (
        seen_tasks(user)
        .filter(_own(user), state__in=_LEFT)
        .select_related("round", "campaign", "place__kind", "grid", "unit", "assignee")
    )
    return sorted(
        rows.order_by("-weeks_carried", "due_on", "id")[:limit],
        key=lambda task: (task.state != TaskState.SENT_BACK.value, -task.weeks_carried, task.pk),
    )


def mine_counts(*, user: Acting) -> Count:
    """One's own tasks in open rounds, counted."""
    rows = seen_tasks(user).filter(_own(user), round__state=RoundState.OPEN.value)
    states = rows.order_by().values_list("state").annotate(n=CountRows("pk"))
    return sum((times(TaskState(state), number) for state, number in states), Count())


@dataclass(frozen=True, slots=True)
class Button:
    """An action on a task and, where it is greyed, why."""

    act: Act
    why: Said | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A record of work reported with a task; ``label`` is its state, untranslated."""

    record: Record
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A quantity that the campaign counts, with what an earlier report said of it."""

    measure: Measure
    amount: Decimal | None = None
    qualifier: str = "exact"


@dataclass(frozen=True, slots=True)
class TaskPage:
    """All that a task's page shows. ``missing`` is the photo still lacking, if any.

    ``greyed`` are the buttons that one's post would have, were the task in another state or done
    by somebody else.
    """

    task: Task
    terms: Terms
    late: bool
    buttons: dict[str, Button]
    records: list[Reported]
    before: list[Shown]
    after: list[Shown]
    other: list[Shown]
    asked: list[Asked]
    missing: Said | None
    greyed: list[Button]
    carried_to: Task | None = field(default=None)


def task_page(*, task: UUID, user: Acting, today: date) -> TaskPage:
    """One task with its evidence, quantities and what may be done. Raises :class:`NotFound`."""
    found = whole_task(task, user)
    terms = terms_of(found)
    facts = facts_of(found)
    proofs = proofs_of(KIND, [task], user).get(task, [])
    rows = within(Record.objects.filter(origin=Origin.TASK.value, origin_id=task), user)
    records = list(rows.select_related("measure").order_by("id"))
    state = TaskState(found.state)
    buttons = {act.value: Button(act, why_not(act, facts, user)) for act in Act if act != Act.CARRY}
    return TaskPage(
        task=found,
        terms=terms,
        late=is_late(state, found.due_on, found.weeks_carried, today),
        buttons=buttons,
        records=[_reported(record) for record in records],
        before=[shown for shown in proofs if shown.stage is Stage.BEFORE],
        after=[shown for shown in proofs if shown.stage is Stage.AFTER],
        other=[shown for shown in proofs if shown.stage is Stage.OTHER],
        asked=_asked(terms, records if state is TaskState.SENT_BACK else []),
        missing=missing_evidence(
            terms.wants_before, terms.wants_after, {shown.stage for shown in proofs}
        ),
        greyed=[
            button
            for act, button in buttons.items()
            if button.why and user.why_not(RIGHT_FOR[Act(act)], found.region) is None
        ],
        carried_to=Task.objects.filter(carried_from=found).select_related("round").first(),
    )


def _reported(record: Record) -> Reported:
    unit = record.measure.unit if record.measure else ""
    words = stated(record.amount, unit, Qualifier(record.qualifier))
    return Reported(record, State(record.state).label, words)


def _asked(terms: Terms, voided: Sequence[Record]) -> list[Asked]:
    """The quantities of the form, in the plan's order; the last report's stand in it again."""
    dropped = [record for record in voided if record.state == State.VOIDED.value]
    latest = max((record.at for record in dropped), default=None)
    said = {record.measure_id: record for record in dropped if record.at == latest}
    measures = Measure.objects.in_bulk(terms.measures)
    asked = []
    for code in terms.measures:
        earlier = said.get(code)
        if earlier is None:
            asked.append(Asked(measures[code]))
        else:
            asked.append(Asked(measures[code], earlier.amount, earlier.qualifier))
    return asked
