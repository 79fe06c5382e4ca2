"""The ledger of requests: more time, return, suspension, voiding."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wangge.cases.queries.requests import ledger
from wangge.cases.rules import Ask
from wangge.cases.web.lists import DECIDING, bulk_context
from wangge.kernel.clock import now
from wangge.kernel.errors import refuse
from wangge.people.asking import acting
from wangge.people.rules import Right


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, or ``?show=decided`` what was decided."""
    user = acting(request)
    refuse(user.why_not(Right.SEE, user.region))
    decided = request.GET.get("show") == "decided"
    ask = request.GET.get("ask", "")
    chosen = Ask(ask) if ask in set(Ask) else None
    found = ledger(
        user=user, at=now(), decided=decided, ask=chosen, after=request.GET.get("after", "")
    )
    context = {
        "ledger": found,
        "decided": decided,
        "ask": chosen,
        "asks": list(Ask),
        **bulk_context(user, () if decided else DECIDING),
    }
    return render(request, "cases/list_requests.html", context)
