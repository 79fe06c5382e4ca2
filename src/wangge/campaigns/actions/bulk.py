"""The same action on a whole selection, each row with its own outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wangge.campaigns.actions.tasks import assign_task, check_task
from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Said, say
from wangge.people.rules import Acting
from wangge.trail.models import Entry

LIMIT = 500
"""Tasks at a time: about what one person looks through, and a second or two of work."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; ``reason`` says why it wasn't done, None if it was."""

    task: UUID
    reason: Said | None = None


def assign_tasks(
    *,
    tasks: Sequence[UUID],
    unit: UUID | None = None,
    assignee: UUID | None = None,
    due_on: date | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> list[Outcome]:
    """Assign each task; without unit and post each as it was proposed.

    Every row is an action of its own, under an id derived from ``id``: repeating is the same.
    """

    def act(task: UUID, row: UUID) -> Entry:
        return assign_task(
            task=task, unit=unit, assignee=assignee, due_on=due_on, by=by, at=at, id=row
        )

    return _each(tasks, id, act)


def check_tasks(*, tasks: Sequence[UUID], by: Acting, at: datetime, id: UUID) -> list[Outcome]:
    """Check off each task that may be checked; the others say why not."""

    def act(task: UUID, row: UUID) -> Entry:
        return check_task(task=task, by=by, at=at, id=row)

    return _each(tasks, id, act)


def _each(tasks: Sequence[UUID], id: UUID, act: Callable[[UUID, UUID], Entry]) -> list[Outcome]:
    if not tasks:
        raise Invalid(say("Choose at least one task."))
    if len(tasks) > LIMIT:
        raise Invalid(say("At most %(limit)s tasks at a time.", limit=LIMIT))
    outcomes = []
    with transaction.atomic():
        for task in dict.fromkeys(tasks):
            try:
                act(task, derived_id(id, task))
                outcomes.append(Outcome(task))
            except Mendable as error:
                outcomes.append(Outcome(task, error.reason))
    return outcomes
