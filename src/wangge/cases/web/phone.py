"""Pages for a phone in one hand: one's own work, handling, verifying, confirming on the spot."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wangge.cases import actions
from wangge.cases.queries.own import own_work
from wangge.cases.queries.page import case_page
from wangge.cases.queries.page_view import CaseView
from wangge.cases.rules import UNFILED, Act
from wangge.cases.web.case import page_context, position_of
from wangge.cases.web.forms import Options
from wangge.cases.web.panels import panels_of
from wangge.cases.web.photos import MOST_PHOTOS, keep, kept_before, proofs
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, translate
from wangge.kernel.words import Qualifier, say
from wangge.people.asking import acting
from wangge.people.rules import Acting
from wangge.trail.rules import Stage as Moment
from wangge.worklog.queries.options import measure_options
from wangge.worklog.rules.reported import Work

LINES = 6
"""Quantities that one report of handling takes."""
BESIDE = ("ask_extend", "ask_return", "ask_suspend", "answer", "comment")
"""Acts offered beside the report of handling."""
DONE_PHRASES = (
    _("Cleaned up; the ground is clear."),
    _("Repaired; works as it should."),
    _("The person in charge was told and put it right."),
    _("Removed and the spot tidied."),
)
FAIL_PHRASES = (
    _("It isn't cleaned up."),
    _("Only a part was done."),
    _("The photo doesn't show this spot."),
    _("It has come back already."),
)
DISPROVE_PHRASES = (
    _("Nothing of it can be seen on the spot."),
    _("It was gone when I came."),
    _("The spot can't be found."),
)


Verdicts = dict[str, tuple[Act, Callable[..., object]]]
"""The two answers of a look on the spot, each with its action."""


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own cases, ordered for the thumb."""
    user = acting(request)
    return render(request, "cases/mine.html", {"mine": own_work(user=user, at=now())})


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity as it was typed."""

    number: int
    measure: str = ""
    amount: str = ""
    qualifier: str = Qualifier.EXACT.value


def lines_of(data: QueryDict) -> list[Line]:
    """The quantities of a form, those left empty too, as many as it shows."""
    return [
        Line(
            number,
            data.get(f"measure_{number}", ""),
            data.get(f"amount_{number}", "").strip(),
            data.get(f"qualifier_{number}", Qualifier.EXACT.value),
        )
        for number in range(LINES)
    ]


def work_of(lines: list[Line], id: UUID) -> list[Work]:
    """Quantities for the action; ids of records follow from the form's, so twice is once.

    Raises :class:`Invalid` for a measure without an amount, or something that is no number.
    """
    work = []
    for line in lines:
        if not line.amount and not line.measure:
            continue
        if not line.measure:
            raise Invalid(say("Choose what the amount %(text)s counts.", text=line.amount), "work")
        if not line.amount:
            raise Invalid(say("Write how much it was, or take the line out."), "work")
        record = derived_id(id, "work", line.number)
        work.append(Work(record, line.measure, _amount(line.amount), _qualifier(line.qualifier)))
    return work


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except ArithmeticError:
        raise Invalid(say("This isn't a number: %(text)s.", text=text), "work") from None


def _qualifier(text: str) -> Qualifier:
    return Qualifier(text) if text in set(Qualifier) else Qualifier.EXACT


@dataclass
class Sheet:
    """What was typed and which photos are kept already, to show it again after a mistake."""

    text: str
    lines: list[Line]
    before: list[UUID]
    after: list[UUID]

    @classmethod
    def of(cls, data: QueryDict) -> "Sheet":
        """As the form was sent; empty for a fresh one."""
        before, after = kept_before(data, "before"), kept_before(data, "after")
        return cls(data.get("text", ""), lines_of(data), before, after)

    def keep(self, request: HttpRequest, view: CaseView, user: Acting, id: UUID) -> None:
        """Keep the photos that came with this sending."""
        for field, ids in (("before", self.before), ("after", self.after)):
            ids += [new for new in keep(request, field, view.case.region, user, id)
                    if new not in ids]  # fmt: skip

    @property
    def proofs(self) -> list[tuple[UUID, Moment]]:
        """All kept photos with their moment."""
        return proofs(self.before, Moment.BEFORE) + proofs(self.after, Moment.AFTER)


def handle(request: HttpRequest, case: UUID) -> HttpResponse:
    """Report a case as handled: photos, quantities, a sentence."""
    user = acting(request)
    view = case_page(case, user=user, at=now())
    act = Act.SELF_HANDLE if view.stage in UNFILED else Act.HANDLE
    do = actions.self_handle_case if act is Act.SELF_HANDLE else actions.handle_case

    def send(sheet: Sheet, id: UUID) -> object:
        work = work_of(sheet.lines, id)
        return do(case=case, report=sheet.text, work=work, proofs=sheet.proofs, by=user, at=now(),
                  id=id)  # fmt: skip

    sheet = Sheet.of(request.POST)
    if answer := _sent(request, view, sheet, user, send, gettext("Reported. It will be verified.")):
        return answer
    refuse(view.buttons[act.value].why)
    options = Options(user, day_of(now()))
    context = {
        "view": view,
        "case": view.case,
        "sheet": sheet,
        "form_id": request.POST.get("id", ""),
        "measures": measure_options(user, day_of(now())),
        "qualifiers": Qualifier.labels(),
        "phrases": DONE_PHRASES,
        "most": MOST_PHOTOS,
        "panels": [one for one in panels_of(view, options) if one.name in BESIDE],
        **page_context(),
    }
    return render(request, "cases/phone_handle.html", context)


def verify(request: HttpRequest, case: UUID) -> HttpResponse:
    """Look at what was done, on the spot: solved or not."""
    verdicts: Verdicts = {
        "yes": (Act.PASS, actions.pass_case),
        "no": (Act.FAIL, actions.fail_case),
    }
    words = {
        "title": gettext("Verify on the spot"),
        "question": gettext("Is it solved?"),
        "yes": gettext("Solved"),
        "no": gettext("Not solved"),
        "phrases": FAIL_PHRASES,
    }
    done = {"yes": gettext("Verified: solved."), "no": gettext("Back to the unit as rework.")}
    return _judge(request, case, verdicts, words, done)


def confirm(request: HttpRequest, case: UUID) -> HttpResponse:
    """Look whether it is so, before it is filed."""
    verdicts: Verdicts = {
        "yes": (Act.CONFIRM, actions.confirm_case),
        "no": (Act.DISPROVE, actions.disprove_case),
    }
    words = {
        "title": gettext("Confirm on the spot"),
        "question": gettext("Is it so?"),
        "yes": gettext("It is so"),
        "no": gettext("It isn't so"),
        "phrases": DISPROVE_PHRASES,
    }
    done = {"yes": gettext("Confirmed."), "no": gettext("Written down: it isn't so.")}
    return _judge(request, case, verdicts, words, done)


def _judge(
    request: HttpRequest,
    case: UUID,
    verdicts: Verdicts,
    words: dict[str, Any],
    done: dict[str, str],
) -> HttpResponse:
    user = acting(request)
    view = case_page(case, user=user, at=now())
    verdict = request.POST.get("verdict", "")

    def send(sheet: Sheet, id: UUID) -> object:
        if verdict not in verdicts:
            raise Invalid(say("Press one of the two answers."), "verdict")
        act, do = verdicts[verdict]
        said = {"reason" if act is Act.FAIL else "text": sheet.text}
        seen = proofs(sheet.after, Moment.OTHER)  # neither the unit's work nor the report's photos
        return do(case=case, proofs=seen, by=user, at=now(), id=id, **said)

    sheet = Sheet.of(request.POST)
    if answer := _sent(request, view, sheet, user, send, done.get(verdict, "")):
        return answer
    refuse(view.buttons[verdicts["yes"][0].value].why)
    context = {
        "view": view,
        "case": view.case,
        "sheet": sheet,
        "form_id": request.POST.get("id", ""),
        "words": words,
        "position": position_of(view),
        "most": MOST_PHOTOS,
        **page_context(),
    }
    return render(request, "cases/phone_judge.html", context)


def _sent(
    request: HttpRequest,
    view: CaseView,
    sheet: Sheet,
    user: Acting,
    send: Callable[[Sheet, UUID], object],
    done: str,
) -> HttpResponse | None:
    """What a sent form leads to; None shows it, again after a mistake.

    The photos are kept first. Who comes second lands on the case, which says what happened.
    """
    if request.method != "POST":
        return None
    try:
        id = action_id(request)
        sheet.keep(request, view, user, id)
        send(sheet, id)
    except Invalid as error:
        messages.error(request, translate(error.reason))
        return None
    except Mendable as error:
        messages.error(request, translate(error.reason))
        return redirect("cases:case", view.case.pk)
    messages.success(request, done)
    return redirect("cases:mine")
