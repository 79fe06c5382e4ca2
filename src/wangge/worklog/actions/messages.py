"""Messages: received whole, their results drafted, unknown wordings mapped once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.places.queries import under
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.worklog.actions.measures import learn
from wangge.worklog.actions.records import new_draft
from wangge.worklog.actions.work import invalid, measured
from wangge.worklog.models import Message, Record
from wangge.worklog.queries.measures import lexicon
from wangge.worklog.queries.messages import figures_of, named_in, one_message
from wangge.worklog.queries.records import facts_of, one_record
from wangge.worklog.rules.drafting import (
    Named,
    Reading,
    amount_of,
    drafted,
    span_of,
    where_of,
    why_not_message,
)
from wangge.worklog.rules.measures import Lexicon, unit_factor, why_not_unit
from wangge.worklog.rules.reading import ReadFigure, read_message
from wangge.worklog.rules.records import (
    Act,
    Origin,
    State,
    why_not,
    why_not_days,
    why_not_draft,
)

KIND = "worklog.message"


@action("worklog.receive_message")
def receive_message(
    *,
    message: UUID,
    text: str,
    region: str,
    sender: UUID | None,
    sent_on: date,
    campaign: UUID | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Keep a text whole and draft the results read from it; none counts before a person confirms.

    Raises :class:`Conflict` for the same text from the same area on the same day.
    """
    refuse(why_not_draft(region, sender, by))
    invalid(why_not_message(text), "text")
    invalid(why_not_days(sent_on, sent_on, day_of(at)), "sent_on")
    if Message.objects.filter(region=region, sent_on=sent_on, text=text).exists():
        raise Conflict(say("This message was received already; it wasn't taken twice."))
    figures = read_message(text)
    kept = Message.objects.create(
        id=message,
        text=text,
        sender_id=sender,
        region=region,
        sent_on=sent_on,
        campaign=campaign,
        reading=[_kept(figure) for figure in figures],
        at=at,
    )
    chosen = [figure for figure, yes in zip(figures, drafted(figures), strict=True) if yes]
    drafts = _drafts(kept, chosen, by, at, id)
    Record.objects.bulk_create(drafts)
    data = {"figures": len(figures), "drafts": len(drafts), "sent_on": str(sent_on)}
    return Note(KIND, message, region, data)


def _kept(figure: ReadFigure) -> dict[str, object]:
    """A figure as the message keeps it: as printed for machines, with how exact it is."""
    return figure.as_json() | {"qualifier": figure.qualifier.value, "hedge": figure.hedge}


def _drafts(
    message: Message, figures: Sequence[ReadFigure], by: Acting, at: datetime, id: UUID
) -> list[Record]:
    """Drafts of some figures of a message; one that can't be a record is left to a person."""
    words = lexicon(message.sent_on)
    known = named_in(message.region, user=by) if figures else []
    found = []
    for figure in figures:
        try:
            found.append(_draft(message, figure, words, known, by, at, new_id()))
        except Invalid:
            continue
    return found


def _draft(
    message: Message,
    figure: ReadFigure,
    words: Lexicon,
    known: Sequence[Named],
    by: Acting,
    at: datetime,
    record: UUID,
) -> Record:
    where = where_of(figure, message.text, known)
    if where is not None and not where.region.startswith(by.region):
        where = None
    thing = (figure.object or "").replace(where.name, "") if where else figure.object
    meaning = words.meaning(figure.verb, thing, figure.unit)
    amount, qualifier = amount_of(figure, meaning.factor if meaning else Decimal(1))
    days = span_of(figure.period, message.sent_on)
    return new_draft(
        record=record,
        measure=meaning.measure if meaning else None,
        amount=amount,
        qualifier=qualifier,
        region=where.region if where else message.region,
        place=where.place if where else None,
        unit=message.sender_id,
        starts_on=days.start,
        ends_on=days.end,
        campaign=message.campaign,
        origin=Origin.MESSAGE,
        origin_id=message.pk,
        remark="",
        read=Reading.of(figure),
        at=at,
    )


@action("worklog.draft_figure")
def draft_figure(*, message: UUID, start: int, by: Acting, at: datetime, id: UUID) -> Note:
    """Draft a figure that wasn't drafted by itself, because a person says it is a result.

    ``start`` is its offset in the text. The draft's id is derived from the action's id.
    """
    kept = one_message(message, user=by)
    refuse(why_not_draft(kept.region, kept.sender_id, by))
    figure = next((one for one in figures_of(kept) if one.start == start), None)
    if figure is None:
        raise Invalid(say("There is no figure at this place of the message."))
    already = Record.objects.filter(
        origin=Origin.MESSAGE.value, origin_id=message, read_start=start
    ).exclude(state=State.VOIDED.value)
    if already.exists():
        raise Conflict(say("This figure was taken up already."))
    known = named_in(kept.region, user=by)
    made = _draft(kept, figure, lexicon(kept.sent_on), known, by, at, new_id())
    made.save(force_insert=True)
    Message.objects.filter(pk=message).update(settled_at=None)
    return Note(KIND, message, kept.region, {"record": str(made.pk), "words": figure.surface})


@action("worklog.settle_message")
def settle_message(*, message: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Say that nothing is left to do in a message; its remaining drafts are discarded."""
    kept = one_message(message, user=by)
    refuse(why_not_draft(kept.region, kept.sender_id, by))
    if kept.settled_at is not None:
        raise Conflict(say("This message is settled already."))
    dropped = Record.objects.filter(
        origin=Origin.MESSAGE.value, origin_id=message, state=State.DRAFT.value
    ).update(state=State.VOIDED.value, void_reason=NOT_COUNTED)
    Message.objects.filter(pk=message, settled_at__isnull=True).update(settled_at=at)
    return Note(KIND, message, kept.region, {"discarded": dropped})


NOT_COUNTED = "消息办结时未采用"
"""The reason kept with drafts that nobody took up when their message was settled."""


@action("worklog.map_reading")
def map_reading(
    *,
    record: UUID,
    measure: str,
    remember: bool = True,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a draft the measure that its wording means, and remember it for the next message.

    A reading without an object (清运约3吨) isn't remembered: it means something else each time.
    Other drafts waiting with the same words in the person's area get the measure too. Raises
    :class:`Invalid` where the unit read can't be counted in the measure's.
    """
    old = one_record(record, user=by)
    refuse(why_not(Act.AMEND, facts_of(old), by))
    target = measured(measure, old.ends_on)
    if not old.read_unit:
        raise Invalid(say("This draft wasn't read from a message. Amend it instead."))
    invalid(why_not_unit(old.read_unit, target.unit), "measure")
    factor = unit_factor(old.read_unit, target.unit) or Decimal(1)
    words = {"verb": old.read_verb, "object": old.read_object, "unit": old.read_unit}
    teachable = remember and bool(old.read_object) and _fits(words)
    remembered = teachable and learn(measure=measure, factor=factor, **words)
    alike = Record.objects.filter(pk=record)
    if remembered:
        alike |= Record.objects.filter(
            under(by.region),
            state=State.DRAFT.value,
            measure__isnull=True,
            read_verb=old.read_verb,
            read_object=old.read_object,
            read_unit=old.read_unit,
        )
    mapped = 0
    for draft in alike.filter(state=State.DRAFT.value):
        amount = round(draft.amount * factor, 3) if draft.measure_id is None else draft.amount
        mapped += Record.objects.filter(pk=draft.pk, state=State.DRAFT.value).update(
            measure=measure, amount=amount
        )
    if not mapped:
        raise Conflict(say("Somebody else has just changed this record. Look at it again."))
    return Note(
        "worklog.record",
        record,
        old.region,
        {"measure": measure, "words": words, "remembered": remembered, "drafts": mapped},
    )


def _fits(words: dict[str, str]) -> bool:
    """Whether the catalogue has room for these words; longer ones are no wording but a sentence."""
    return len(words["verb"]) <= 20 and len(words["object"]) <= 60 and len(words["unit"]) <= 12
