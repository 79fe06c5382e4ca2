"""Pages of messages: the inbox, pasting one, and settling what was read from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt, page_of, translate
from wangge.kernel.words import Qualifier, Said, plain, say
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.worklog.actions import (
    amend_draft,
    confirm_records,
    draft_figure,
    map_reading,
    receive_message,
    settle_message,
)
from wangge.worklog.queries.messages import (
    Inbox,
    drafts_left,
    figures_of,
    messages,
    one_message,
    records_of,
)
from wangge.worklog.queries.options import area_names, measure_options
from wangge.worklog.queries.records import counted, facts_of, one_record
from wangge.worklog.rules.drafting import fresh, why_left_out
from wangge.worklog.rules.reading import ReadFigure, Role
from wangge.worklog.rules.records import Act, Origin, State, acts_on, why_not_draft
from wangge.worklog.web.forms import InboxForm, MessageForm
from wangge.worklog.web.marking import marked
from wangge.worklog.web.records import own_unit

STATES = dict(State.labels())
QUALIFIERS = dict(Qualifier.labels())


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The messages of an area; what is left to do first."""
    user = acting(request)
    given = request.GET.copy()
    given.setdefault("state", "waiting")
    form = InboxForm(given, user=user)
    form.is_valid()
    clean = form.cleaned_data
    state = clean.get("state") or "waiting"
    sought = Inbox(
        state="" if state == "all" else state,
        region=clean.get("region", ""),
        since=clean.get("since"),
        until=clean.get("until"),
        text=clean.get("text", ""),
    )
    page = page_of(messages(user=user, inbox=sought), request.GET.get("after", ""))
    return render(
        request,
        "worklog/messages.html",
        {
            "form": form,
            "page": page,
            "state": state,
            "filtered": bool(set(request.GET) & {"region", "since", "until", "text"}),
            "drafts": drafts_left([row.pk for row in page.rows]),
            "names": area_names(row.region for row in page.rows),
            "why_enter": why_not_right(user, Right.RECORD_WORK, user.region),
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    """Paste a message."""
    user, at = acting(request), now()
    initial = {
        "sent_on": day_of(at),
        "region": request.GET.get("region", ""),
        "campaign": request.GET.get("campaign", ""),
        "unit": own_unit(user),
    }
    form = MessageForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        action, clean = action_id(request), form.cleaned_data
        message = derived_id(action, "message")
        try:
            receive_message(
                message=message,
                text=clean["text"],
                region=clean["region"],
                sender=UUID(clean["unit"]) if clean["unit"] else None,
                sent_on=clean["sent_on"],
                campaign=clean["campaign"],
                by=user,
                at=at,
                id=action,
            )
            return redirect("worklog:message", message)
        except Mendable as error:
            field = error.field if isinstance(error, Invalid) else ""
            form.add_error(field if field in form.fields else None, translate(error.reason))
    why = why_not_right(user, Right.RECORD_WORK, user.region)
    shown = {"form": form, "why": why}
    return render(request, "worklog/new_message.html", shown, status=422 if form.errors else 200)


@dataclass(slots=True)
class Line:
    """One figure of a message with what became of it, for its row on the page."""

    number: int
    figure: ReadFigure
    record: Any = None
    state: str = ""
    why: dict[str, Said | None] | None = None
    left_out: str = ""
    may_take: bool = False
    counted: Decimal | None = None
    fresh: Decimal | None = None

    @property
    def look(self) -> str:
        """How its words are marked in the text."""
        if self.record is None:
            return "out"
        return "unknown" if self.record.measure_id is None else str(self.record.state)

    @property
    def words(self) -> str:
        """What was read, as one phrase."""
        figure = self.figure
        return f"{figure.verb or ''}{figure.object or ''} {figure.surface}".strip()


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """A message beside what was read from it."""
    user = acting(request)
    message = one_message(id, user=user)
    lines = _lines(message, user)
    ready = [line.record for line in lines if line.why and line.why["confirm"] is None]
    regions = {message.region, *(line.record.region for line in lines if line.record)}
    drafts = [line for line in lines if line.record and line.record.state == State.DRAFT.value]
    return render(
        request,
        "worklog/message.html",
        {
            "message": message,
            "text": _text(message.text, lines),
            "lines": lines,
            "ready": ready,
            "drafts": drafts,
            "names": area_names(regions),
            "states": STATES,
            "qualifiers": QUALIFIERS,
            "measures": measure_options(user, message.sent_on)
            if any(line.look == "unknown" for line in drafts)
            else [],
            "why": why_not_draft(message.region, message.sender_id, user),
            "why_confirm": why_not_right(user, Right.CONFIRM_WORK, message.region),
        },
    )


def _text(text: str, lines: list[Line]) -> SafeString:
    spans = [(line.figure.start, line.figure.surface, line.number, line.look) for line in lines]
    return marked(text, spans)


def _lines(message: Any, user: Acting) -> list[Line]:
    found = records_of(message)
    lines = []
    for number, figure in enumerate(figures_of(message), 1):
        line = Line(number, figure, found.get(figure.start))
        if line.record is not None:
            line.state = line.record.state
            line.why = {act.value: why for act, why in acts_on(facts_of(line.record), user).items()}
        if line.record is None or line.state == State.VOIDED.value:
            line.left_out = why_left_out(figure) if line.record is None else ""
            line.may_take = figure.role in (Role.MAIN, Role.PART, Role.SCOPE) and figure.amount > 0
        lines.append(line)
    _compare(message, lines)
    return lines


def _compare(message: Any, lines: list[Line]) -> None:
    """Beside each running total, what is counted of it already and what would be new."""
    totals = [
        line for line in lines if line.record and line.record.cumulative and line.look == "draft"
    ]
    for region in {line.record.region for line in totals}:
        here = [line for line in totals if line.record.region == region]
        codes = {line.record.measure_id for line in here}
        known = counted(codes, region, **_since(message))
        for line in here:
            line.counted = known.get(line.record.measure_id, Decimal(0))
            line.fresh = fresh(line.record.amount, line.counted)


def _since(message: Any) -> dict[str, Any]:
    """The days over which a running total is compared: the year so far, in its campaign."""
    return {
        "since": date(message.sent_on.year, 1, 1),
        "until": message.sent_on,
        "campaign": message.campaign,
    }


@require_POST
def confirm_all(request: HttpRequest, id: UUID) -> HttpResponse:
    """Confirm every draft of a message that is ready, or the ticked ones."""
    user, action = acting(request), action_id(request)
    message = one_message(id, user=user)
    ready = [
        record.pk
        for record in records_of(message).values()
        if acts_on(facts_of(record), user)[Act.CONFIRM] is None
    ]
    attempt(
        request,
        lambda: confirm_records(records=ready, by=user, at=now(), id=action),
        gettext("Confirmed; it counts now."),
    )
    return redirect("worklog:message", id)


@require_POST
def settle(request: HttpRequest, id: UUID) -> HttpResponse:
    """Nothing is left to do in a message."""
    user, action = acting(request), action_id(request)
    done = attempt(
        request,
        lambda: settle_message(message=id, by=user, at=now(), id=action),
        gettext("The message is settled."),
    )
    return redirect("worklog:messages") if done else redirect("worklog:message", id)


@require_POST
def take_up(request: HttpRequest, id: UUID, start: int) -> HttpResponse:
    """Draft a figure that wasn't drafted by itself."""
    user, action = acting(request), action_id(request)
    attempt(
        request,
        lambda: draft_figure(message=id, start=start, by=user, at=now(), id=action),
        gettext("Taken up as a draft."),
    )
    return redirect("worklog:message", id)


@require_POST
def map_to(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say which measure a wording means."""
    user, action = acting(request), action_id(request)
    record = one_record(id, user=user)
    attempt(
        request,
        lambda: map_reading(
            record=id,
            measure=request.POST.get("measure", ""),
            remember="remember" in request.POST,
            by=user,
            at=now(),
            id=action,
        ),
        gettext("The wording has its measure now."),
    )
    if record.origin == Origin.MESSAGE.value:
        return redirect("worklog:message", record.origin_id)
    return redirect("worklog:record", id)


@require_POST
def fresh_part(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say how much of a running total is new: the difference, or all of it."""
    user, action = acting(request), action_id(request)
    record = one_record(id, user=user)
    if record.origin != Origin.MESSAGE.value or record.origin_id is None:
        raise Invalid(say("This draft wasn't read from a message. Amend it instead."))
    message = one_message(record.origin_id, user=user)
    amount = record.amount
    if request.POST.get("take") == "difference" and record.measure_id:
        known = counted([record.measure_id], record.region, **_since(message))
        before = known.get(record.measure_id, Decimal(0))
        new_part = fresh(amount, before)
        if new_part is None:
            reason = say("%(counted)s are counted already: nothing is new.", counted=plain(before))
            attempt(request, lambda: refuse(reason), "")
            return redirect("worklog:message", message.pk)
        amount = new_part
    attempt(
        request,
        lambda: amend_draft(
            record=id,
            measure=record.measure_id,
            amount=amount,
            qualifier=Qualifier(record.qualifier),
            region=record.region,
            place=record.place_id,
            unit=record.unit_id,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
            remark=gettext("From a running total of %(amount)s") % {"amount": plain(record.amount)},
            by=user,
            at=now(),
            id=action,
        ),
        gettext("The draft says what is new."),
    )
    return redirect("worklog:message", message.pk)
