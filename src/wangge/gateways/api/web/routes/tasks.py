"""Tasks of the campaigns: what is to do, reporting it as done, checking it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.campaigns import actions, queries
from wangge.campaigns.rules import TaskState, Work
from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.routes.case_acts import Proof, Quantity, Reasoned, proofs_in
from wangge.gateways.api.web.types import After, Day, Doing, Done, Region, Size, Text
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import day_of, now
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import translate
from wangge.people.asking import acting

router = Router(tags=["Tasks"])


class TaskOut(BaseModel):
    """A task of a round."""

    id: UUID
    round: UUID
    campaign: UUID
    campaign_name: str
    place: UUID | None
    place_name: str
    grid: str | None
    region: str
    unit: UUID | None
    unit_name: str
    assignee: UUID | None
    state: TaskState
    due_on: date
    weeks_carried: int
    report: str
    send_back_reason: str


class Tasks(BaseModel):
    """A page of tasks in the order of the plan, with the coverage of all that the filter leaves."""

    rows: list[TaskOut]
    following: str
    covered: int
    all: int
    late: int


class May(BaseModel):
    """An act, and why not where it isn't possible."""

    act: str
    why_not: str | None


class TaskWhole(TaskOut):
    """A task with what may be done to it."""

    acts: list[May]
    measures: list[str] = Field(description="Codes of the quantities that are asked for.")
    wants_before: bool
    wants_after: bool


class TaskDone(Doing):
    """What was done, with quantities and photos."""

    report: Text = ""
    work: list[Quantity] = Field([], max_length=50)
    proofs: list[Proof] = Field([], max_length=20)


class Assigning(Doing):
    """To whom; with neither, as it was proposed."""

    unit: UUID | None = None
    assignee: UUID | None = Field(None, description="A post.")
    due_on: Day | None = None


@router.get("", response=Tasks)
def tasks(
    request: HttpRequest,
    round: UUID | None = None,
    campaign: UUID | None = None,
    region: Region | None = None,
    state: TaskState | None = None,
    mine: bool = False,
    late: bool = False,
    left: bool = False,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """Tasks in your area; of the present round unless another one is named."""
    user, today = acting(request), day_of(now())
    found = queries.task_list(
        user=user,
        today=today,
        round=round or queries.week_round(user=user, today=today),
        cut=queries.Filter(campaign, region or "", state or "", left, late, mine),
        after=after,
        size=size,
    )
    return answer(
        {
            "rows": [_shown(row) for row in found.page.rows],
            "following": found.page.following,
            "covered": found.count.done,
            "all": found.count.tasks,
            "late": found.late,
        }
    )


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "round": row.round_id,
        "campaign": row.campaign_id,
        "campaign_name": row.campaign.name,
        "place": row.place_id,
        "place_name": row.place.name if row.place else "",
        "grid": row.grid_id,
        "region": row.region,
        "unit": row.unit_id,
        "unit_name": row.unit.name if row.unit else "",
        "assignee": row.assignee_id,
        "state": row.state,
        "due_on": row.due_on,
        "weeks_carried": row.weeks_carried,
        "report": row.report,
        "send_back_reason": row.send_back_reason,
    }


@router.get("/{task}", response=TaskWhole)
def task(request: HttpRequest, task: UUID) -> HttpResponse:
    """One task, with what may be done to it."""
    page = queries.task_page(task=task, user=acting(request), today=day_of(now()))
    acts = [
        {"act": name, "why_not": translate(button.why) if button.why else None}
        for name, button in page.buttons.items()
    ]
    return answer(
        {
            **_shown(page.task),
            "acts": acts,
            "measures": page.terms.measures,
            "wants_before": page.terms.wants_before,
            "wants_after": page.terms.wants_after,
        }
    )


@router.post("/{task}/assign", response=Done)
def assign(request: HttpRequest, task: UUID, body: Assigning | None = None) -> HttpResponse:
    """Give a task to a unit or a post."""
    given = body or Assigning()
    return do(
        request,
        actions.assign_task,
        id_of(request, given),
        task=task,
        unit=given.unit,
        assignee=given.assignee,
        due_on=given.due_on,
    )


@router.post("/{task}/do", response=Done)
def done(request: HttpRequest, task: UUID, body: TaskDone) -> HttpResponse:
    """Report a task as done."""
    id = id_of(request, body)
    work = [
        Work(
            record=line.record or derived_id(id, "work", place),
            measure=line.measure,
            amount=line.amount,
            qualifier=line.qualifier,
        )
        for place, line in enumerate(body.work)
    ]
    return do(
        request,
        actions.do_task,
        id,
        task=task,
        report=body.report,
        work=work,
        proofs=proofs_in(body.proofs),
    )


@router.post("/{task}/check", response=Done)
def check(request: HttpRequest, task: UUID, body: Doing | None = None) -> HttpResponse:
    """Accept what was done; its quantities count from now on."""
    return do(request, actions.check_task, id_of(request, body), task=task)


@router.post("/{task}/send_back", response=Done)
def send_back(request: HttpRequest, task: UUID, body: Reasoned) -> HttpResponse:
    """It has to be done again; its quantities are voided."""
    return do(request, actions.send_back_task, id_of(request, body), task=task, reason=body.reason)


@router.post("/{task}/cancel", response=Done)
def cancel(request: HttpRequest, task: UUID, body: Reasoned) -> HttpResponse:
    """Take a task out of its round."""
    return do(request, actions.cancel_task, id_of(request, body), task=task, reason=body.reason)
