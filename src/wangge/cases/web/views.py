"""Keeping a filter under a name, and dropping it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wangge.cases.actions.views import delete_view, save_view
from wangge.cases.web.filters import kept
from wangge.kernel.clock import now
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt
from wangge.people.asking import acting


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that the list stands on."""
    user = acting(request)
    query = kept(QueryDict(request.POST.get("query", "")))
    attempt(
        request,
        lambda: save_view(
            view=derived_id(action_id(request), "view"),
            name=request.POST.get("name", ""),
            query=query,
            by=user,
            at=now(),
            id=action_id(request),
        ),
        gettext("Kept; it stands above the list from now on."),
    )
    return redirect(f"{reverse('cases:cases')}?{query}")


@require_POST
def delete(request: HttpRequest, view: UUID) -> HttpResponse:
    """Drop a view."""
    user = acting(request)
    attempt(
        request,
        lambda: delete_view(view=view, by=user, at=now(), id=action_id(request)),
        gettext("Deleted."),
    )
    return redirect("cases:cases")
