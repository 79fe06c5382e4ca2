"""What the campaign office does beside the rounds: messages, sign-ups, corrections, briefs."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from wangge.demo import plan
from wangge.demo.story import ROUGH_WEEK, split
from wangge.demo.weeks import Play, hour, monday_of
from wangge.insight.actions import draft_brief, issue_brief
from wangge.insight.rules import BriefSpan
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.worklog.actions import (
    confirm_records,
    correct_record,
    draft_record,
    receive_message,
)
from wangge.worklog.models import Record
from wangge.worklog.rules.records import Origin, State

WAITING = (
    ("云冶", "今日清理共享单车46辆,粘贴宣传图画12张,劝导不文明养犬行为3起。"),
    (
        "联家",
        "今天上午我社区出动志愿者20人次,清理楼道杂物1.5吨,清理小广告35张。明天计划修补路面5处。",
    ),
    ("观音寺", "截至目前,我社区累计清理共享单车610余辆。今日清运建筑垃圾2车,约3吨。"),
)
"""Messages of 2 September that the office has not settled yet; nothing in them is counted."""


def communities_report(play: Play, week: int) -> None:
    """Each community sends its week in a message; the office reads and confirms it."""
    bikes = play.story.week("shared_bikes_cleared", week)
    posters = play.story.week("posters", week)
    day = monday_of(week) + timedelta(days=1 if week == plan.WEEKS else 4)
    for number, community in enumerate(plan.COMMUNITIES):
        rough = "余" if week == ROUGH_WEEK and number == 0 else ""
        text = (
            f"本周{community}社区清理共享单车{bikes[number]}{rough}辆,"
            f"粘贴宣传图画{posters[number]}张。"
        )
        message = _send(play, community, text, day)
        drafts = Record.objects.filter(origin=Origin.MESSAGE.value, origin_id=message)
        confirm_records(
            records=list(drafts.order_by("id").values_list("id", flat=True)),
            by=play.stage.actors["neiqin"],
            at=hour(day, 17, 20 + number),
            id=new_id(),
        )


def _send(play: Play, community: str, text: str, day: date, clock: int = 17) -> UUID:
    message = new_id()
    receive_message(
        message=message,
        text=text,
        region=plan.community_code(community),
        sender=play.stage.units[f"{community}社区"],
        sent_on=day,
        campaign=play.campaigns[5],
        by=play.stage.actors["neiqin"],
        at=hour(day, clock),
        id=new_id(),
    )
    return message


def leave_waiting(play: Play) -> None:
    """This morning's messages lie in the inbox."""
    for community, text in WAITING:
        _send(play, community, text, plan.TODAY, clock=9)


def units_sign_up(play: Play) -> None:
    """In the first weeks 36 units join with 320 volunteers, entered on the office's form."""
    measures = {
        "civilised_units": plan.CIVILISED_UNITS,
        "sunk_units": plan.SUNK_UNITS,
        "household_units": plan.HOUSEHOLD_UNITS,
    }
    heads = iter(split(Decimal(320), 36, play.stage.chance, Decimal(1)))
    for position, (measure, name) in enumerate(
        (measure, name) for measure, names in measures.items() for name in names
    ):
        day = plan.FIRST_WEEK + timedelta(days=position % 25)
        number = 6 if measure == "civilised_units" else 7
        _enter(play, measure, Decimal(1), name, number, day)
        _enter(play, "volunteers", next(heads), name, 7, day)


def _enter(play: Play, measure: str, amount: Decimal, unit: str, campaign: int, day: date) -> None:
    """One record through the form, confirmed by the head of the office."""
    record = new_id()
    draft_record(
        record=record,
        measure=measure,
        amount=amount,
        qualifier=Qualifier.EXACT,
        region=plan.STREET,
        unit=play.stage.units[unit],
        starts_on=day,
        ends_on=day,
        campaign=play.campaigns[campaign],
        by=play.stage.actors["neiqin"],
        at=hour(day, 15),
        id=new_id(),
    )
    confirm_records(records=[record], by=play.stage.actors["zhuren"], at=hour(day, 16), id=new_id())


def correct_one(play: Play) -> None:
    """A misheard number, found in week 8 and corrected in the open; the total is as it should be.

    The replaced amount is entered too high first by correcting it twice, so history shows both.
    """
    day = monday_of(8) + timedelta(days=2)
    record = (
        Record.objects.filter(
            measure="plants", state=State.CONFIRMED.value, ends_on__lt=monday_of(8)
        )
        .order_by("id")
        .first()
    )
    if record is None:
        raise LookupError("week 8 came before any plants were counted")
    wrong, right = new_id(), new_id()
    steps = (
        (record.pk, wrong, record.amount * 10, "误将计划数录入"),
        (wrong, right, record.amount, "核对台账，恢复为实际数"),
    )
    for minute, (old, new, amount, reason) in enumerate(steps):
        correct_record(
            record=old,
            replacement=new,
            amount=amount,
            qualifier=Qualifier(record.qualifier),
            reason=reason,
            by=play.stage.actors["zhuren"],
            at=hour(day, 11, minute),
            id=new_id(),
        )


def week_brief(play: Play, week: int) -> None:
    """The Monday after, the office issues the brief of the week."""
    monday = monday_of(week)
    brief = new_id()
    at = hour(monday + timedelta(days=7), 10)
    draft_brief(
        brief=brief,
        programme=play.programme,
        region=plan.STREET,
        span=BriefSpan.WEEK,
        starts_on=monday,
        ends_on=monday + timedelta(days=6),
        by=play.stage.actors["neiqin"],
        at=at,
        id=new_id(),
    )
    issue_brief(brief=brief, by=play.stage.actors["zhuren"], at=at, id=new_id())
