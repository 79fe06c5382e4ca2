"""The same step for a whole selection: each row an action of its own, each with its outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wangge.cases import actions
from wangge.cases.queries.cases import one_case
from wangge.cases.queries.duty import proposed_unit
from wangge.cases.queries.lists import numbers_of
from wangge.cases.web.lists import DECIDING, LISTED, bulk_context
from wangge.kernel.clock import now
from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, translate
from wangge.kernel.words import Said, say
from wangge.people.asking import acting
from wangge.people.rules import Acting

LIMIT = 200
"""Cases at a time: about what one person looks through, and a few seconds of work."""

Act = Callable[[UUID, UUID], object]
"""What is done to one case, under an id of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; ``reason`` says why it wasn't done, None if it was."""

    case: UUID
    reason: Said | None = None


def each(cases: Sequence[UUID], id: UUID, act: Act) -> list[Outcome]:
    """Do something to each case under an id derived from the form's: repeating is the same.

    A row that is refused leaves the others as they are. Raises :class:`Invalid` for no row or
    more than :data:`LIMIT`.
    """
    if not cases:
        raise Invalid(say("Choose at least one case."))
    if len(cases) > LIMIT:
        raise Invalid(say("At most %(limit)s cases at a time.", limit=LIMIT))
    outcomes = []
    for case in dict.fromkeys(cases):
        try:
            act(case, derived_id(id, case))
            outcomes.append(Outcome(case))
        except Mendable as error:
            outcomes.append(Outcome(case, error.reason))
    return outcomes


@dataclass(frozen=True, slots=True)
class Form:
    """What the bar over a selection sent: who acts when, and what was typed beside the rows."""

    by: Acting
    at: datetime
    unit: UUID | None
    text: str

    def doing(self, id: UUID) -> dict[str, Any]:
        return {"by": self.by, "at": self.at, "id": id}


def _file(form: Form, case: UUID, id: UUID) -> None:
    """File under the category it was reported with, by the condition proposed for it."""
    found = one_case(case, user=form.by)
    if found.category_id is None:
        raise Invalid(say("It has no category yet. Open it and choose one."))
    actions.file_case(case=case, category=found.category_id, **form.doing(id))


def _dispatch(form: Form, case: UUID, id: UUID) -> None:
    """Dispatch to the unit on duty there."""
    actions.dispatch_case(case=case, unit=_on_duty(form, case), **form.doing(id))


def _dispatch_to(form: Form, case: UUID, id: UUID) -> None:
    """Dispatch to the unit that was chosen."""
    if form.unit is None:
        raise Invalid(say("Choose the unit."), "unit")
    actions.dispatch_case(case=case, unit=form.unit, **form.doing(id))


def _on_duty(form: Form, case: UUID) -> UUID:
    found = one_case(case, user=form.by)
    unit = proposed_unit(region=found.region, category=found.category_id, at=form.at)
    if unit is None:
        raise Invalid(say("Nobody is on duty for this there. Choose the unit yourself."))
    return unit


def _file_and_dispatch(form: Form, case: UUID, id: UUID) -> None:
    _file(form, case, derived_id(id, "file"))
    try:
        _dispatch(form, case, derived_id(id, "dispatch"))
    except Mendable as error:
        raise Invalid(say("Filed, but not dispatched: %(reason)s", reason=error.reason)) from error


def _refuse(form: Form, case: UUID, id: UUID) -> None:
    actions.refuse_case(case=case, reason=form.text, **form.doing(id))


def _close(form: Form, case: UUID, id: UUID) -> None:
    actions.close_case(case=case, **form.doing(id))


def _urge(form: Form, case: UUID, id: UUID) -> None:
    actions.urge_case(case=case, text=form.text, **form.doing(id))


def _grant(form: Form, case: UUID, id: UUID) -> None:
    actions.grant_request(case=case, answer=form.text, **form.doing(id))


def _deny(form: Form, case: UUID, id: UUID) -> None:
    actions.deny_request(case=case, answer=form.text, **form.doing(id))


ACTS: dict[str, tuple[Callable[[Form, UUID, UUID], None], Any]] = {
    "file": (_file, _("Accept and file")),
    "file_dispatch": (_file_and_dispatch, _("File and dispatch as proposed")),
    "dispatch": (_dispatch, _("Dispatch as proposed")),
    "dispatch_to": (_dispatch_to, _("Dispatch")),
    "refuse": (_refuse, _("Refuse")),
    "close": (_close, _("Close the case")),
    "urge": (_urge, _("Urge")),
    "grant": (_grant, _("Grant")),
    "deny": (_deny, _("Deny")),
}
"""What can be done to a selection; the rules of each row decide whether it may."""
WITH_REASON = ("refuse", "deny")


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Act on a selection, then show what became of each row; those refused stay chosen.

    The answer is the page of outcomes itself: sent again, the form's id makes it the same.
    """
    user = acting(request)
    back = _back(request)
    try:
        name = request.POST.get("act", "")
        if name not in ACTS:
            raise Invalid(say("This form is incomplete. Open the page again and repeat."))
        form = _form(request, user, name)
        act, label = ACTS[name]
        outcomes = each(_chosen(request), action_id(request), lambda case, id: act(form, case, id))
    except Mendable as error:
        messages.error(request, translate(error.reason))
        return redirect(back)
    return render(request, "cases/list_outcome.html", _told(user, outcomes, label, back, name))


def _form(request: HttpRequest, user: Acting, name: str) -> Form:
    text = request.POST.get(f"text_{name}", "").replace("\0", "").strip()
    if name in WITH_REASON and not text:
        raise Invalid(say("Say why; it stays in the journal."))
    return Form(user, now(), _uuid(request.POST.get("unit", "")), text)


def _chosen(request: HttpRequest) -> list[UUID]:
    found = (_uuid(text) for text in request.POST.getlist("case"))
    return [id for id in found if id is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _told(
    user: Acting, outcomes: list[Outcome], label: Any, back: str, name: str
) -> dict[str, Any]:
    known = numbers_of([outcome.case for outcome in outcomes], user=user)
    rows = [(known.get(outcome.case), outcome) for outcome in outcomes]
    return {
        "label": label,
        "back": back,
        "done": [row for row in rows if row[1].reason is None],
        "refused": [row for row in rows if row[1].reason is not None],
        **bulk_context(user, DECIDING if name in DECIDING else LISTED),
    }


def _back(request: HttpRequest) -> str:
    """The list that the form stood on."""
    path = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(path, {request.get_host()}, request.is_secure())
    return path if safe else reverse("cases:cases")
