"""Pages of tasks: lists, one task, reporting it on a phone, acting on a selection."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from wangge.campaigns import actions, queries
from wangge.campaigns.queries.tasks import TaskPage
from wangge.campaigns.web.forms import (
    LATE,
    Line,
    day_or_none,
    filter_of,
    lines_of,
    uuid_or_none,
    work_of,
)
from wangge.campaigns.web.plans import today
from wangge.campaigns.web.rounds import bulk_context
from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid, Mendable, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt, translate
from wangge.kernel.words import Qualifier, say
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right
from wangge.trail.actions import keep_evidence
from wangge.trail.rules import Stage

MOST_PHOTOS = 9
"""Photos of one stage that a report takes."""
NAMED = 10
"""Rows of a selection that a sentence names before it says how many more."""


def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks of every round; without a filter those that are late."""
    user = acting(request)
    cut = filter_of(request.GET, LATE)
    listed = queries.task_list(
        user=user, today=today(), cut=cut, after=request.GET.get("after", "")
    )
    show = request.GET.get("show") or LATE
    context = {"list": listed, "cut": cut, "show": show, "today": today(), **bulk_context(request)}
    return render(request, "campaigns/tasks.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """What one's own post has to do, for a phone."""
    user = acting(request)
    context = {
        "tasks": queries.mine(user=user),
        "count": queries.mine_counts(user=user),
        "does": user.why_not(Right.DO_TASK, user.region) is None,
        "today": today(),
    }
    return render(request, "campaigns/mine.html", context)


def task(request: HttpRequest, task: UUID) -> HttpResponse:
    """One task with its evidence, quantities, history and what may be done."""
    user = acting(request)
    page = queries.task_page(task=task, user=user, today=today())
    context: dict[str, Any] = {"page": page, "task": page.task}
    if page.buttons["assign"].why is None:
        context["units"] = queries.units_for(user=user)
        context["posts_to"] = queries.posts_for(user=user, today=today(), region=page.task.region)
    return render(request, "campaigns/task.html", context)


def do(request: HttpRequest, task: UUID) -> HttpResponse:
    """The form in the street: photos, quantities, a sentence."""
    user = acting(request)
    page = queries.task_page(task=task, user=user, today=today())
    refuse(page.buttons["do"].why)
    report = Report(request.POST, page)
    if request.method == "POST" and _report(request, user, page, report):
        messages.success(request, gettext("Reported. It will be checked."))
        return redirect("campaigns:task", task)
    return render(
        request,
        "campaigns/do.html",
        {
            "page": page,
            "task": page.task,
            "report": report,
            "qualifiers": Qualifier.labels(),
            "most": MOST_PHOTOS,
        },
    )


class Report:
    """What was typed and which photos are kept already, so that nothing has to be sent twice."""

    def __init__(self, data: QueryDict, page: TaskPage) -> None:
        sent = bool(data)
        typed = lines_of(data, [asked.measure.pk for asked in page.asked]) if sent else {}
        self.text = data.get("report", "") if sent else page.task.report
        self.lines = typed or {
            asked.measure.pk: Line(
                "" if asked.amount is None else f"{asked.amount.normalize():f}", asked.qualifier
            )
            for asked in page.asked
        }
        self.rows = [(asked.measure, self.lines[asked.measure.pk]) for asked in page.asked]
        self.before = _ids(data.getlist("kept_before"))
        self.after = _ids(data.getlist("kept_after"))

    def proofs(self) -> list[tuple[UUID, Stage]]:
        """The kept photos with their stage."""
        return [(id, Stage.BEFORE) for id in self.before] + [(id, Stage.AFTER) for id in self.after]


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [id for id in map(uuid_or_none, texts) if id is not None][:MOST_PHOTOS]


def _report(request: HttpRequest, user: Acting, page: TaskPage, report: Report) -> bool:
    """Keep the photos, then report; what went wrong is said on the same form."""
    try:
        id = action_id(request)
        report.before += _keep(request, "before", page, user, id)
        report.after += _keep(request, "after", page, user, id)
        actions.do_task(
            task=page.task.pk,
            report=report.text,
            work=work_of(report.lines, id),
            proofs=report.proofs(),
            by=user,
            at=now(),
            id=id,
        )
    except Mendable as error:
        messages.error(request, translate(error.reason))
        return False
    return True


def _keep(request: HttpRequest, stage: str, page: TaskPage, user: Acting, id: UUID) -> list[UUID]:
    files = request.FILES.getlist(stage)
    if len(files) > MOST_PHOTOS:
        raise Invalid(say("At most %(most)s photos of each stage.", most=MOST_PHOTOS), stage)
    kept = []
    for place, file in enumerate(files):
        evidence = derived_id(id, stage, place)
        keep_evidence(
            evidence=evidence,
            upload=cast(BinaryIO, file),
            name=file.name or stage,
            region=page.task.region,
            by=user,
            at=now(),
            id=derived_id(evidence, "keep"),
        )
        kept.append(evidence)
    return kept


@require_POST
def assign(request: HttpRequest, task: UUID) -> HttpResponse:
    """Give a task to a unit or a post."""
    user = acting(request)

    def act() -> object:
        return actions.assign_task(
            task=task, **_whom(request.POST), by=user, at=now(), id=action_id(request)
        )

    attempt(request, act, gettext("Assigned."))
    return redirect("campaigns:task", task)


def _whom(data: QueryDict) -> dict[str, Any]:
    return {
        "unit": uuid_or_none(data.get("unit", "")),
        "assignee": uuid_or_none(data.get("assignee", "")),
        "due_on": day_or_none(data.get("due_on", "")),
    }


@require_POST
def check(request: HttpRequest, task: UUID) -> HttpResponse:
    """Accept what was done."""
    user = acting(request)
    attempt(
        request,
        lambda: actions.check_task(task=task, by=user, at=now(), id=action_id(request)),
        gettext("Checked off. Its quantities count now."),
    )
    return redirect("campaigns:task", task)


@require_POST
def send_back(request: HttpRequest, task: UUID) -> HttpResponse:
    """Don't accept what was done."""
    return _with_reason(request, task, actions.send_back_task, gettext("Sent back."))


@require_POST
def cancel(request: HttpRequest, task: UUID) -> HttpResponse:
    """Take a task out of its round."""
    return _with_reason(request, task, actions.cancel_task, gettext("Cancelled."))


def _with_reason(
    request: HttpRequest, task: UUID, act: Callable[..., object], done: str
) -> HttpResponse:
    user, reason = acting(request), request.POST.get("reason", "")
    attempt(
        request,
        lambda: act(task=task, reason=reason, by=user, at=now(), id=action_id(request)),
        done,
    )
    return redirect("campaigns:task", task)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Assign or check a selection, or all that the filter leaves; each row's outcome is said."""
    user = acting(request)
    try:
        chosen = _chosen(request, user)
        at, id = now(), action_id(request)
        if request.POST.get("act") == "check":
            outcomes = actions.check_tasks(tasks=chosen, by=user, at=at, id=id)
        else:
            outcomes = actions.assign_tasks(
                tasks=chosen, **_whom(request.POST), by=user, at=at, id=id
            )
    except Mendable as error:
        messages.error(request, translate(error.reason))
    else:
        _tell(request, user, outcomes)
    return redirect(_back(request))


def _chosen(request: HttpRequest, user: Acting) -> list[UUID]:
    if not request.POST.get("whole"):
        return [id for id in map(uuid_or_none, request.POST.getlist("task")) if id is not None]
    query = QueryDict(request.POST.get("query", ""))
    return queries.selection(
        user=user,
        today=today(),
        round=uuid_or_none(request.POST.get("round", "")),
        cut=filter_of(query, request.POST.get("otherwise", LATE)),
        limit=actions.LIMIT,
    )


def _tell(request: HttpRequest, user: Acting, outcomes: list[actions.Outcome]) -> None:
    done = sum(outcome.reason is None for outcome in outcomes)
    if done:
        messages.success(
            request,
            ngettext("%(count)s task done.", "%(count)s tasks done.", done) % {"count": done},
        )
    refused: dict[str, list[UUID]] = {}
    for outcome in outcomes:
        if outcome.reason is not None:
            refused.setdefault(translate(outcome.reason), []).append(outcome.task)
    names = queries.names_of(tasks=[task for some in refused.values() for task in some], user=user)
    for reason, some in refused.items():
        named = gettext(", ").join(names[task] for task in some[:NAMED] if task in names)
        words = {"count": len(some), "names": named, "reason": reason}
        messages.warning(request, gettext("%(count)s not done (%(names)s): %(reason)s") % words)


def _back(request: HttpRequest) -> str:
    """The list that the form stood on."""
    path = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(path, {request.get_host()}, request.is_secure())
    return path if safe else "campaigns:tasks"
