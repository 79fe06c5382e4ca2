"""What the dialogs of a case's page send: parse, one action, say how it went."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from wangge.cases import actions, queries
from wangge.cases.queries.page import newest_of
from wangge.cases.rules import Ask, LimitUnit
from wangge.cases.web.case import shown
from wangge.cases.web.forms import ActForm, Options, SplitForm, form_of
from wangge.kernel.clock import HERE, day_of, now
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, translate
from wangge.people.asking import acting
from wangge.people.rules import Acting

Doing = Callable[[ActForm, dict[str, Any]], object]
"""The action of an act: its valid form, and ``case``, ``by``, ``at``, ``id`` for the call."""


def _do(request: HttpRequest, case: UUID, name: str, act: Doing, done: str) -> HttpResponse:
    """One act: a form that isn't complete comes back open with what was typed in it.

    Who comes second is told who was first, and lands on the case as it stands now.
    """
    user, at = acting(request), now()
    form = form_of(name, Options(user, day_of(at)), request.POST)
    if not form.is_valid():
        return shown(request, case, name, form, status=422)
    try:
        act(form, _call(request, case, user, at))
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, translate(error.reason))
        return shown(request, case, name, form, status=422)
    except (Conflict, Refused) as error:
        messages.error(request, translate(error.reason))
        if isinstance(error, Refused):
            _tell_meanwhile(request, case, user)
    else:
        messages.success(request, done)
    return redirect("cases:case", case)


def _tell_meanwhile(request: HttpRequest, case: UUID, user: Acting) -> None:
    """What happened since the form was opened, which may be why the act isn't possible any more."""
    newest = newest_of(case, user=user)
    if newest is None or str(newest[0].id) == request.POST.get("seen", ""):
        return
    entry, said = newest
    words = {
        "what": translate(said.headline),
        "who": entry.who or translate(entry.title),
        "when": entry.at.astimezone(HERE).strftime("%m-%d %H:%M"),
    }
    messages.warning(request, gettext("Meanwhile: %(what)s (%(who)s, %(when)s).") % words)


def _call(request: HttpRequest, case: UUID, user: Acting, at: datetime) -> dict[str, Any]:
    return {"case": case, "by": user, "at": at, "id": action_id(request)}


@require_POST
def file(request: HttpRequest, case: UUID) -> HttpResponse:
    """Accept a report and file it."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.file_case(**form.cleaned_data, **call)

    return _do(request, case, "file", act, gettext("Filed. Dispatch it next."))


@require_POST
def refuse(request: HttpRequest, case: UUID) -> HttpResponse:
    """Don't accept a report."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.refuse_case(reason=form.cleaned_data["reason"], **call)

    return _do(request, case, "refuse", act, gettext("Not accepted; the reporter can read why."))


@require_POST
def merge(request: HttpRequest, case: UUID) -> HttpResponse:
    """Close a copy in favour of the case it repeats."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        try:
            target = queries.case_numbered(form.cleaned_data["target"], user=call["by"])
        except NotFound as error:
            raise Invalid(error.reason, "target") from None
        return actions.merge_case(target=target.pk, **call)

    return _do(request, case, "merge", act, gettext("Merged. Its reporters follow the other case."))


@require_POST
def split(request: HttpRequest, case: UUID) -> HttpResponse:
    """Split a file into parts for several units."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        parts = [
            actions.Part(derived_id(call["id"], "part", place), category, unit, text)
            for place, unit, category, text in cast(SplitForm, form).parts()
        ]
        return actions.split_case(parts=parts, **call)

    return _do(request, case, "split", act, gettext("Split; each part is with its unit."))


@require_POST
def dispatch(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give a file to a unit."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.dispatch_case(**form.cleaned_data, **call)

    return _do(request, case, "dispatch", act, gettext("Dispatched."))


@require_POST
def ask_confirm(request: HttpRequest, case: UUID) -> HttpResponse:
    """Send somebody to look before it is filed."""
    return _do(
        request,
        case,
        "ask_confirm",
        lambda form, call: actions.ask_confirm(**call),
        gettext("Sent to be confirmed on the spot."),
    )


@require_POST
def close(request: HttpRequest, case: UUID) -> HttpResponse:
    """Close a verified case."""
    return _do(
        request,
        case,
        "close",
        lambda form, call: actions.close_case(**call),
        gettext("Closed."),
    )


@require_POST
def resume(request: HttpRequest, case: UUID) -> HttpResponse:
    """Go on with a suspended case."""
    return _do(
        request,
        case,
        "resume",
        lambda form, call: actions.resume_case(**call),
        gettext("Resumed; its time runs on."),
    )


def _asking(request: HttpRequest, case: UUID, name: str, ask: Ask) -> HttpResponse:
    def act(form: ActForm, call: dict[str, Any]) -> object:
        data = form.cleaned_data
        unit = data.get("limit_unit")
        return actions.ask_office(
            request=derived_id(call["id"], "request"),
            ask=ask,
            reason=data["reason"],
            limit=data.get("limit"),
            limit_unit=LimitUnit(unit) if unit else None,
            **call,
        )

    return _do(request, case, name, act, gettext("Asked; the decision shows here."))


@require_POST
def ask_extend(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask for more time."""
    return _asking(request, case, "ask_extend", Ask.EXTEND)


@require_POST
def ask_return(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask to give it back."""
    return _asking(request, case, "ask_return", Ask.RETURN)


@require_POST
def ask_suspend(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask to let it rest."""
    return _asking(request, case, "ask_suspend", Ask.SUSPEND)


@require_POST
def ask_void(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask to void it."""
    return _asking(request, case, "ask_void", Ask.VOID)


@require_POST
def grant(request: HttpRequest, case: UUID) -> HttpResponse:
    """Grant what was asked."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.grant_request(answer=form.cleaned_data["answer"], **call)

    return _do(request, case, "grant", act, gettext("Granted."))


@require_POST
def deny(request: HttpRequest, case: UUID) -> HttpResponse:
    """Deny what was asked."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.deny_request(answer=form.cleaned_data["answer"], **call)

    return _do(request, case, "deny", act, gettext("Denied; the unit can read why."))


@require_POST
def urge(request: HttpRequest, case: UUID) -> HttpResponse:
    """Urge whoever has to act."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.urge_case(text=form.cleaned_data["text"], **call)

    return _do(request, case, "urge", act, gettext("Urged."))


@require_POST
def supervise(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put it under supervision."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.supervise_case(text=form.cleaned_data["text"], **call)

    return _do(
        request, case, "supervise", act, gettext("Under supervision; the unit has to answer.")
    )


@require_POST
def answer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Answer a supervision."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.answer_supervision(text=form.cleaned_data["text"], **call)

    return _do(request, case, "answer", act, gettext("Answered."))


@require_POST
def reopen(request: HttpRequest, case: UUID) -> HttpResponse:
    """Open a closed case again."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.reopen_case(reason=form.cleaned_data["reason"], **call)

    return _do(request, case, "reopen", act, gettext("Reopened. Dispatch it anew."))


@require_POST
def amend(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put category or place right."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.amend_case(**cast(Any, form).changes(), **call)

    return _do(request, case, "amend", act, gettext("Put right."))


@require_POST
def comment(request: HttpRequest, case: UUID) -> HttpResponse:
    """Add a remark."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        remark = derived_id(call["id"], "remark")
        return actions.comment_case(remark=remark, **form.cleaned_data, **call)

    return _do(request, case, "comment", act, gettext("Remark added."))


@require_POST
def contact(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down a call to the reporter."""

    def act(form: ActForm, call: dict[str, Any]) -> object:
        return actions.contact_reporter(**form.cleaned_data, **call)

    return _do(request, case, "contact", act, gettext("Written down."))
