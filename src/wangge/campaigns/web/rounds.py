"""Pages of rounds: this week, one round, its grids, the history; opening and closing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wangge.campaigns import actions, queries
from wangge.campaigns.queries import Matrix
from wangge.campaigns.rules import round_id
from wangge.campaigns.web.forms import ALL, LEFT, FilterForm, filter_of
from wangge.campaigns.web.plans import today
from wangge.kernel.clock import now
from wangge.kernel.pages import action_id, attempt
from wangge.people.asking import acting
from wangge.people.rules import Right


def week(request: HttpRequest) -> HttpResponse:
    """The round that concerns somebody now; how to get one where there is none."""
    user = acting(request)
    found = queries.week_round(user=user, today=today())
    if found is not None:
        return round(request, found)
    return render(request, "campaigns/no_round.html", {"rows": queries.programmes(user=user)})


def round(request: HttpRequest, round: UUID) -> HttpResponse:
    """Coverage by campaign and community, then the tasks; what isn't covered comes first."""
    user = acting(request)
    page = queries.round_page(round=round, user=user, today=today())
    coverage = queries.matrix(round=round, user=user)
    otherwise = LEFT if coverage.whole.left else ALL
    cut = filter_of(request.GET, otherwise)
    listed = queries.task_list(
        user=user, today=today(), round=round, cut=cut, after=request.GET.get("after", "")
    )
    context = {
        "page": page,
        "round": page.round,
        "matrix": coverage,
        "list": listed,
        "cut": cut,
        "show": request.GET.get("show") or otherwise,
        "form": _filters(request, coverage, otherwise),
        "otherwise": otherwise,
        "plans": user.why_not(Right.PLAN, page.round.programme.region) is None,
        "does": user.why_not(Right.DO_TASK, user.region) is None,
        "today": today(),
        **bulk_context(request),
    }
    return render(request, "campaigns/round.html", context)


def _filters(request: HttpRequest, coverage: Matrix, otherwise: str) -> FilterForm:
    data = request.GET.copy()
    data.setdefault("show", otherwise)
    return FilterForm(
        data,
        [(str(column.id), f"{column.number} {column.name}") for column in coverage.columns],
        [(row.code, row.name) for row in coverage.rows if row.code],
    )


def bulk_context(request: HttpRequest) -> dict[str, Any]:
    """What a list needs to act on a selection: the rights, and whom to assign to."""
    user = acting(request)
    context: dict[str, Any] = {
        "why_not_assign": user.why_not(Right.ASSIGN_TASK, user.region),
        "why_not_check": user.why_not(Right.CHECK_TASK, user.region),
        "limit": actions.LIMIT,
    }
    if context["why_not_assign"] is None:
        context["units"] = queries.units_for(user=user)
        context["posts_to"] = queries.posts_for(user=user, today=today())
    return context


def grids(request: HttpRequest, round: UUID) -> HttpResponse:
    """Coverage of each grid, the weakest first."""
    user = acting(request)
    context = {
        "page": queries.round_page(round=round, user=user, today=today()),
        "rows": queries.by_grid(round=round, user=user),
    }
    return render(request, "campaigns/grids.html", context)


def history(request: HttpRequest, programme: UUID) -> HttpResponse:
    """Every round with its closing coverage."""
    user = acting(request)
    context = {
        "page": queries.programme_page(programme=programme, user=user, today=today()),
        "history": queries.history(programme=programme, user=user),
    }
    return render(request, "campaigns/history.html", context)


@require_POST
def open_week(request: HttpRequest, programme: UUID) -> HttpResponse:
    """Open this week's round by hand."""
    user, day = acting(request), today()
    opened = round_id(programme, day)
    done = attempt(
        request,
        lambda: actions.open_round(
            round=opened, programme=programme, day=day, by=user, at=now(), id=action_id(request)
        ),
        gettext("The round is open and its tasks are made."),
    )
    if done:
        return redirect("campaigns:round", opened)
    return redirect("campaigns:programme", programme)


@require_POST
def close(request: HttpRequest, round: UUID) -> HttpResponse:
    """Close a round by hand."""
    user = acting(request)
    attempt(
        request,
        lambda: actions.close_round(round=round, by=user, at=now(), id=action_id(request)),
        gettext("The round is closed and its coverage is frozen."),
    )
    return redirect("campaigns:round", round)
