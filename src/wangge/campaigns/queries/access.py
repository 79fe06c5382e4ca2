"""What somebody may see of programmes, rounds and tasks, and finding one of them."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from wangge.campaigns.models import Campaign, Programme, Round, Task, Terms
from wangge.campaigns.rules import TaskFacts, TaskState
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.rules import OWN_UNIT_ONLY, Acting, PostKind
from wangge.places.queries import under, within
from wangge.places.rules import LENGTHS
from wangge.trail.rules import SEE

M = TypeVar("M", bound=Model)


def around(user: Acting, column: str = "region") -> Q:
    """Rows whose area lies in somebody's area or contains it: a plan concerns all below it."""
    if not user.region:
        return Q()
    above = ["", *(user.region[:length] for length in LENGTHS if length <= len(user.region))]
    return under(user.region, column) | Q(**{f"{column}__in": above})


def seen_programmes(user: Acting) -> QuerySet[Programme]:
    """Programmes that concern somebody's area."""
    if user.why_not(SEE, user.region) is not None:
        return Programme.objects.none()
    return Programme.objects.filter(around(user))


def seen_rounds(user: Acting) -> QuerySet[Round]:
    """Rounds of the programmes that somebody sees."""
    return Round.objects.filter(programme__in=seen_programmes(user)).select_related("programme")


def seen_tasks(user: Acting) -> QuerySet[Task]:
    """Tasks in somebody's area; a company sees only those of its own unit."""
    tasks = within(Task.objects.all(), user)
    return tasks.filter(unit=user.unit) if user.kind in OWN_UNIT_ONLY else tasks


def _one(rows: QuerySet[M], id: UUID | str) -> M:
    found = rows.filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such thing, or it lies outside your area."))
    return found


def programme_of(id: UUID, user: Acting) -> Programme:
    """One programme. Raises :class:`NotFound`."""
    return _one(seen_programmes(user), id)


def campaign_of(id: UUID, user: Acting) -> Campaign:
    """One campaign with its programme. Raises :class:`NotFound`."""
    rows = Campaign.objects.filter(programme__in=seen_programmes(user))
    return _one(rows.select_related("programme"), id)


def round_of(id: UUID, user: Acting) -> Round:
    """One round with its programme. Raises :class:`NotFound`."""
    return _one(seen_rounds(user), id)


def task_of(id: UUID, user: Acting) -> Task:
    """One task with what the rules need of it. Raises :class:`NotFound`."""
    return _one(seen_tasks(user).select_related("round", "done_by"), id)


def whole_task(id: UUID, user: Acting) -> Task:
    """One task with all that it points to, for its page. Raises :class:`NotFound`."""
    rows = seen_tasks(user).select_related(
        "round__programme", "campaign", "place__kind", "grid", "unit", "assignee", "done_by",
        "checked_by", "carried_from__round",
    )  # fmt: skip
    return _one(rows, id)


def terms_of(task: Task) -> Terms:
    """What the task's campaign asked for in its round."""
    return Terms.objects.get(round_id=task.round_id, campaign_id=task.campaign_id)


def facts_of(task: Task) -> TaskFacts:
    """A task as the rules see it."""
    return TaskFacts(
        state=TaskState(task.state),
        region=task.region,
        unit=task.unit_id,
        done_by=task.done_by_id,
        done_kind=PostKind(task.done_by.kind) if task.done_by else None,
        done_account=task.done_account_id,
    )
