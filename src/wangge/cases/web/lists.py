"""The queue of cases: tabs by what to do next, a search card, a selection to act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wangge.cases.queries.choosing import units_to_choose
from wangge.cases.queries.counts import Counted
from wangge.cases.queries.lists import CasePage, Row, cases_listed
from wangge.cases.queries.views import saved_views
from wangge.cases.rules import Light
from wangge.cases.rules.queues import Queue
from wangge.cases.web.filters import (
    MARKS,
    FilterForm,
    is_narrowed,
    kept,
    order_of,
    queue_of,
    sought_of,
)
from wangge.cases.web.panels import ELSEWHERE
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import refuse
from wangge.people.asking import acting
from wangge.people.rules import OWN_UNIT_ONLY, Acting, Right

EMPTY: dict[Queue, tuple[Any, Any]] = {
    Queue.OPEN: (_("Nothing is open"), _("What residents and patrollers report shows here.")),
    Queue.ACCEPT: (_("Nothing waits to be accepted"), _("New reports show here at once.")),
    Queue.CONFIRM: (
        _("Nothing waits to be looked at"),
        _("What the office isn't sure about is sent here for a look on the spot."),
    ),
    Queue.DISPATCH: (_("Nothing waits to be dispatched"), _("What is filed shows here.")),
    Queue.HANDLE: (_("No unit has anything to handle"), _("What is dispatched shows here.")),
    Queue.VERIFY: (
        _("Nothing waits to be verified"),
        _("What units report as handled shows here."),
    ),
    Queue.CLOSE: (_("Nothing waits to be closed"), _("What is verified shows here.")),
    Queue.REQUESTS: (
        _("No request waits for a decision"),
        _("What units ask for (more time, return, suspension) shows here and in the ledger."),
    ),
    Queue.ENDED: (_("Nothing has ended yet"), _("Closed and refused cases show here.")),
    Queue.ALL: (_("No cases yet"), _("Report the first problem.")),
}
"""What an empty tab says, and what would fill it."""


NEEDED = {
    "file": Right.FILE_CASE,
    "dispatch": Right.FILE_CASE,
    "close": Right.FILE_CASE,
    "refuse": Right.FILE_CASE,
    "urge": Right.URGE_CASE,
    "grant": Right.APPROVE_CASE,
    "deny": Right.APPROVE_CASE,
}
"""The right behind each act on a selection."""
LISTED = ("file", "dispatch", "close", "urge", "refuse")
DECIDING = ("grant", "deny")
OFFERED: dict[Queue, tuple[str, ...]] = {
    Queue.OPEN: LISTED,
    Queue.ALL: LISTED,
    Queue.ACCEPT: ("file", "urge", "refuse"),
    Queue.CONFIRM: ("urge",),
    Queue.DISPATCH: ("dispatch", "urge"),
    Queue.HANDLE: ("urge",),
    Queue.VERIFY: ("urge",),
    Queue.CLOSE: ("close", "urge"),
    Queue.REQUESTS: DECIDING,
    Queue.ENDED: (),
}
"""What can be done to a selection of each queue."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue above the list; ``count`` is None where it isn't counted."""

    queue: Queue
    count: Counted | None
    is_current: bool


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of an area by what is to be done next."""
    user, at = acting(request), now()
    refuse(user.why_not(Right.SEE, user.region))
    sought, order = sought_of(request.GET), order_of(request.GET)
    page = cases_listed(
        user=user, sought=sought, at=at, after=request.GET.get("after", ""), order=order
    )
    queue = queue_of(request.GET)
    context = {
        "page": page,
        "queue": queue,
        "tabs": _tabs(page, queue),
        "order": page.order.value,
        "form": FilterForm(request.GET, user=user, on=day_of(at)),
        "marks": [(name, label, getattr(sought, name)) for name, label in MARKS.items()],
        "lights": [(light, page.counts.lights[light]) for light in (Light.RED, Light.YELLOW)]
        if page.counts
        else [],
        "light": sought.light,
        "views": saved_views(user=user),
        "query": kept(request.GET),
        "narrowed": is_narrowed(request.GET),
        "empty": EMPTY[queue],
        "own_unit": user.kind in OWN_UNIT_ONLY,
        "next_urls": {row.id: next_url(row) for row in page.rows},
        **bulk_context(user, OFFERED[queue]),
    }
    return render(request, "cases/list.html", context)


def _tabs(page: CasePage, queue: Queue) -> list[Tab]:
    counts = page.counts.queues if page.counts else {}
    return [Tab(one, counts.get(one), one is queue) for one in Queue]


def bulk_context(user: Acting, offered: Sequence[str]) -> dict[str, Any]:
    """What the bar over a selection offers to this post, of what the list may offer."""
    acts = [name for name in offered if user.why_not(NEEDED[name], user.region) is None]
    return {
        "bulk_acts": acts,
        "may_decide": user.why_not(Right.APPROVE_CASE, user.region) is None,
        "may_report": user.why_not(Right.REPORT_CASE, user.region) is None,
        "units": units_to_choose() if "dispatch" in acts else [],
    }


def next_url(row: Row) -> str:
    """Where the next step of a row is done: its own page, or the dialog of the case's page."""
    if row.next is None:
        return reverse("cases:case", args=[row.id])
    page = ELSEWHERE.get(row.next)
    if page is not None:
        return reverse(page, args=[row.id])
    return f"{reverse('cases:case', args=[row.id])}?act={row.next.value}"
