"""The daily loop and its side branches through the actions."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from wangge.cases import actions, queries
from wangge.cases.models import CalendarDay, Case, Dispatch, Reporter, Request
from wangge.cases.rules import Ask, LimitUnit, Outcome, Resolution, Source, Stage
from wangge.cases.rules.catalogue import why_not_extensions
from wangge.cases.tests.make import make_category, make_condition
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.people.rules import PUBLIC, Acting
from wangge.people.tests.cast import AT, GRID, Cast
from wangge.places.models import Grid
from wangge.trail.models import Entry

pytestmark = pytest.mark.django_db
BOX = [[102.6, 25.0], [102.7, 25.0], [102.7, 25.1], [102.6, 25.1], [102.6, 25.0]]


@pytest.fixture(autouse=True)
def year(db: None) -> None:
    """The calendar knows 2020."""
    CalendarDay.objects.create(day=date(2020, 10, 1), is_working=False, name="国庆节")


@pytest.fixture
def litter(cast: Cast) -> UUID:
    found = make_category()
    make_condition(found)
    return found.pk


def report(cast: Cast, at: datetime = AT, **more: object) -> Case:
    case = new_id()
    given = {"source": Source.PATROL, "text": "路口有垃圾", "region": GRID, "by": cast.leader}
    actions.report_case(case=case, at=at, id=new_id(), **(given | more))
    return Case.objects.get(pk=case)


def do(name: str, case: Case, by: Acting, at: datetime, **more: object) -> Case:
    getattr(actions, name)(case=case.pk, by=by, at=at, id=new_id(), **more)
    return Case.objects.get(pk=case.pk)


def dispatched(cast: Cast, litter: UUID, at: datetime = AT, **more: object) -> Case:
    case = do("file_case", report(cast, at, **more), cast.clerk, at, category=litter)
    return do("dispatch_case", case, cast.clerk, at, unit=cast.handler.unit)


def test_the_whole_loop(cast: Cast, litter: UUID) -> None:
    case = report(cast)
    assert case.number == "PJ-20200831-0001"
    assert case.stage == Stage.REPORTED.value
    assert case.due_at is not None
    case = do("ask_confirm", case, cast.clerk, AT)
    case = do("confirm_case", case, cast.inspector, AT + timedelta(minutes=5))
    assert case.confirmed is True
    case = do("file_case", case, cast.clerk, AT + timedelta(minutes=6), category=litter)
    at = AT + timedelta(minutes=10)
    case = do("dispatch_case", case, cast.clerk, at, unit=cast.handler.unit)
    assert case.stage == Stage.DISPATCHED.value
    assert (case.limit, case.limit_unit) == (Decimal(4), LimitUnit.WORK_HOURS.value)
    case = do("handle_case", case, cast.handler, at + timedelta(hours=1), report="清完了")
    case = do("pass_case", case, cast.inspector, at + timedelta(hours=2))
    case = do("close_case", case, cast.clerk, at + timedelta(hours=3))
    assert case.stage == Stage.CLOSED.value
    assert case.due_at is None
    names = list(
        Entry.objects.filter(subject=case.pk).order_by("at", "id").values_list("action", flat=True)
    )
    assert names == [
        "cases.report", "cases.ask_confirm", "cases.confirm", "cases.file", "cases.dispatch",
        "cases.handle", "cases.verify", "cases.close",
    ]  # fmt: skip
    run = Dispatch.objects.get(case=case)
    assert (run.outcome, run.ended_at) == (Outcome.HANDLED.value, case.handled_at)


def test_numbers_of_a_day_follow_each_other(cast: Cast) -> None:
    numbers = [report(cast).number[-4:] for _ in range(3)]
    assert numbers == ["0001", "0002", "0003"]
    assert report(cast, AT + timedelta(days=1)).number == "PJ-20200901-0001"


def test_a_replay_is_the_same_report(cast: Cast) -> None:
    case, id = new_id(), new_id()
    for _ in range(3):
        entry = actions.report_case(
            case=case, source=Source.PATROL, text="垃圾", region=GRID, by=cast.leader, at=AT, id=id
        )
        assert entry.data["number"] == "PJ-20200831-0001"
    assert Case.objects.count() == 1
    assert report(cast).number == "PJ-20200831-0002"


def test_rework_counts_and_runs_anew(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    case = do("handle_case", case, cast.handler, AT + timedelta(hours=1), report="清完了")
    case = do("fail_case", case, cast.inspector, AT + timedelta(hours=2), reason="还有")
    assert (case.stage, case.reworks) == (Stage.DISPATCHED.value, 1)
    runs = Dispatch.objects.filter(case=case).order_by("number")
    assert [(run.number, run.is_rework) for run in runs] == [(1, False), (2, True)]
    with pytest.raises(Refused):
        do("pass_case", case, cast.inspector, AT + timedelta(hours=3))


def test_the_handler_never_verifies(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    case = do("handle_case", case, cast.handler, AT, report="清完了")
    with pytest.raises(Refused):
        do("pass_case", case, cast.handler, AT)


def test_more_time_once(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    due = case.due_at
    asked = {"ask": Ask.EXTEND, "reason": "下雨", "limit": Decimal(2)}
    case = do("ask_office", case, cast.handler, AT, request=new_id(), **asked)
    with pytest.raises(Refused):
        do("grant_request", case, cast.clerk, AT)
    case = do("grant_request", case, cast.head, AT + timedelta(minutes=5))
    assert case.extensions == 1
    assert case.due_at == case.handle_due_at
    assert case.due_at > due
    assert Dispatch.objects.get(case=case).due_at == case.due_at
    with pytest.raises(Refused):
        do("ask_office", case, cast.handler, AT, request=new_id(), **asked)


def test_more_time_as_often_as_the_office_allows(cast: Cast, litter: UUID) -> None:
    old = make_condition(make_category())
    tomorrow = AT.date() + timedelta(days=1)
    actions.change_limit(
        condition=old.pk, limit=Decimal(4), limit_unit=LimitUnit.WORK_HOURS, since=tomorrow,
        most_extensions=2, by=cast.clerk, at=AT, id=new_id(),
    )  # fmt: skip
    at = AT + timedelta(days=1)
    case = dispatched(cast, litter, at)
    asked = {"ask": Ask.EXTEND, "reason": "下雨", "limit": Decimal(2)}
    for _ in range(2):
        case = do("ask_office", case, cast.handler, at, request=new_id(), **asked)
        case = do("grant_request", case, cast.head, at)
    assert case.extensions == 2
    with pytest.raises(Refused):
        do("ask_office", case, cast.handler, at, request=new_id(), **asked)
    assert why_not_extensions(9) is None
    assert why_not_extensions(10) is not None


def test_a_return_goes_back_to_be_dispatched(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    more = {"request": new_id(), "ask": Ask.RETURN, "reason": "不是我们的路段"}
    case = do("ask_office", case, cast.handler, AT, **more)
    case = do("grant_request", case, cast.head, AT)
    assert (case.stage, case.unit_id, case.returns) == (Stage.FILED.value, None, 1)
    assert Dispatch.objects.get(case=case).outcome == Outcome.RETURNED.value


def test_a_denied_request_changes_nothing(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    due = case.due_at
    more = {"request": new_id(), "ask": Ask.SUSPEND, "reason": "等拆迁"}
    case = do("ask_office", case, cast.handler, AT, **more)
    case = do("deny_request", case, cast.head, AT, answer="先清理表面")
    assert (case.stage, case.due_at) == (Stage.DISPATCHED.value, due)
    assert Request.objects.get(case=case).answer == "先清理表面"


def test_a_suspended_case_keeps_what_was_left(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    left = case.due_at - AT
    more = {"request": new_id(), "ask": Ask.SUSPEND, "reason": "等拆迁"}
    case = do("ask_office", case, cast.handler, AT, **more)
    case = do("grant_request", case, cast.head, AT)
    assert (case.stage, case.due_at) == (Stage.SUSPENDED.value, None)
    later = AT + timedelta(days=7)
    case = do("resume_case", case, cast.clerk, later)
    assert case.due_at == later + left
    assert later < case.yellow_at < case.due_at


def test_void_needs_another_person(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    more = {"request": new_id(), "ask": Ask.VOID, "reason": "重复立案"}
    case = do("ask_office", case, cast.head, AT, **more)
    with pytest.raises(Refused):
        do("grant_request", case, cast.head, AT)
    case = do("grant_request", case, cast.commander, AT)
    assert (case.stage, case.reason) == (Stage.VOID.value, "重复立案")


def test_merging_keeps_both_and_closes_the_copy(cast: Cast, litter: UUID) -> None:
    target = dispatched(cast, litter)
    secret = "s" * 40
    copy = report(cast, by=PUBLIC, reporter=actions.NewReporter(secret, phone="13800000000"))
    assert "13800000000" not in Reporter.objects.get(case=copy).phone
    copy = do("merge_case", copy, cast.clerk, AT, target=target.pk)
    assert (copy.stage, copy.merged_into_id) == (Stage.MERGED.value, target.pk)
    with pytest.raises(Refused):
        remark = {"remark": new_id(), "text": "还在"}
        do("comment_case", copy, cast.clerk, AT, **remark)


def test_a_split_case_closes_with_its_last_part(cast: Cast, litter: UUID) -> None:
    case = do("file_case", report(cast), cast.clerk, AT, category=litter)
    parts = [
        actions.Part(new_id(), litter, cast.handler.unit, "垃圾"),
        actions.Part(new_id(), litter, cast.company.unit, "树枝"),
    ]
    case = do("split_case", case, cast.clerk, AT, parts=parts)
    assert case.stage == Stage.SPLIT.value
    for part, unit in zip(parts, (cast.handler, cast.company), strict=True):
        one = Case.objects.get(pk=part.case)
        assert one.number.startswith(case.number)
        one = do("handle_case", one, unit, AT, report="清完了")
        one = do("pass_case", one, cast.inspector, AT)
        assert Case.objects.get(pk=case.pk).stage == Stage.SPLIT.value
        do("close_case", one, cast.clerk, AT)
    assert Case.objects.get(pk=case.pk).stage == Stage.CLOSED.value


def test_settled_on_the_spot_is_looked_at(cast: Cast) -> None:
    case = do("self_handle_case", report(cast), cast.leader, AT, report="当场清了")
    assert case.stage == Stage.SELF_HANDLED.value
    with pytest.raises(Refused):
        do("pass_case", case, cast.community, AT)
    case = do("pass_case", case, cast.inspector, AT)
    assert case.stage == Stage.CLOSED.value
    assert case.filed_at is None
    other = do("self_handle_case", report(cast), cast.leader, AT, report="当场清了")
    assert do("fail_case", other, cast.inspector, AT, reason="没有").stage == Stage.REPORTED.value


def test_what_comes_back_is_named(cast: Cast, litter: UUID) -> None:
    Grid.objects.filter(pk=GRID).update(polygon={"type": "Polygon", "coordinates": [BOX]},
                                        edition=1)  # fmt: skip
    first = dispatched(cast, litter, lng=102.65, lat=25.05, region="")
    first = do("handle_case", first, cast.handler, AT, report="清完了")
    first = do("close_case", do("pass_case", first, cast.inspector, AT), cast.clerk, AT)
    later = AT + timedelta(days=40)
    again = report(cast, later, lng=102.6501, lat=25.0501, region="")
    assert again.region == GRID
    again = do("file_case", again, cast.clerk, later, category=litter)
    assert again.recurs_id == first.pk
    assert queries.recurrence(again, user=cast.clerk) == [first]
    far = AT + timedelta(days=200)
    late = do("file_case", report(cast, far, lng=102.65, lat=25.05, region=""), cast.clerk, far,
              category=litter)  # fmt: skip
    assert late.recurs_id is None


def test_positions_at_the_door(cast: Cast) -> None:
    Grid.objects.filter(pk=GRID).update(polygon={"type": "Polygon", "coordinates": [BOX]},
                                        edition=2)  # fmt: skip
    with pytest.raises(Invalid, match="swapped"):
        report(cast, lng=25.05, lat=102.65, region="")
    with pytest.raises(Invalid, match="outside the area"):
        report(cast, lng=103.5, lat=25.05, region="")
    with pytest.raises(Invalid, match="GCJ-02"):
        # 334 m north of the box as GCJ-02 shifts it
        report(cast, lng=102.65, lat=24.998, region="")
    moved = report(cast, lng=102.65, lat=25.05, crs=Crs.GCJ02, region="")
    assert moved.lng != 102.65
    with pytest.raises(Invalid, match="where"):
        report(cast, by=PUBLIC, region="")


def test_texts_at_the_door(cast: Cast) -> None:
    with pytest.raises(Invalid, match="10000 characters"):
        report(cast, text="字" * 10_000)
    assert report(cast, text="垃\0圾\x1b").text == "垃圾"
    assert report(cast, text="<b>垃圾</b>").text == "<b>垃圾</b>"
    with pytest.raises(Invalid, match="what the problem is"):
        report(cast, text="  ")


def test_the_slower_of_two_is_told_what_happened(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    stale = Case.objects.get(pk=case.pk)
    do("handle_case", case, cast.handler, AT, report="清完了")
    from wangge.cases.actions.base import change

    with pytest.raises(Conflict, match="handler handler was first: “Handled”"):
        change(stale, AT, by=cast.clerk, urges=1)


def test_nobody_elses_cases(cast: Cast, litter: UUID) -> None:
    case = dispatched(cast, litter)
    for user in (cast.stranger, cast.neighbour, cast.company):
        with pytest.raises(NotFound):
            queries.one_case(case.pk, user=user)
    assert queries.one_case(case.pk, user=cast.handler) == case


def test_leaders_urge_and_supervise(cast: Cast, litter: UUID) -> None:
    case = do("urge_case", dispatched(cast, litter), cast.commander, AT, text="快")
    assert case.urges == 1
    with pytest.raises(Refused):
        do("answer_supervision", case, cast.handler, AT, text="没有督办")
    case = do("supervise_case", case, cast.commander, AT, text="今天完成")
    assert case.supervised_at == AT
    case = do("answer_supervision", case, cast.handler, AT, text="已安排")
    assert case.answered_at == AT


def test_the_office_calls_back_and_reopens(cast: Cast, litter: UUID) -> None:
    case = do("handle_case", dispatched(cast, litter), cast.handler, AT, report="清完了")
    case = do("close_case", do("pass_case", case, cast.inspector, AT), cast.clerk, AT)
    case = do("contact_reporter", case, cast.clerk, AT, resolution="unsolved", satisfaction="not")
    assert case.resolution == Resolution.UNSOLVED.value
    case = do("reopen_case", case, cast.clerk, AT, reason="仍有积水")
    assert (case.stage, case.reopened) == (Stage.FILED.value, 1)


def test_a_changed_limit_counts_for_later_dispatches_only(cast: Cast, litter: UUID) -> None:
    first = dispatched(cast, litter)
    found = first.condition
    today = AT.date()
    type(found).objects.filter(pk=found.pk).update(until=today)
    type(found).objects.create(
        category_id=litter, name=found.name, filing="x", closing="x", limit=9,
        since=today + timedelta(days=1),
    )  # fmt: skip
    later = AT + timedelta(days=1)
    second = dispatched(cast, litter, later)
    assert second.limit == Decimal(9)
    assert Case.objects.get(pk=first.pk).limit == Decimal(4)


def test_put_right_in_the_open(cast: Cast, litter: UUID) -> None:
    case = do("amend_case", report(cast), cast.clerk, AT, category=litter, address="普吉路 3 号")
    assert case.category_id == litter
    entry = Entry.objects.filter(subject=case.pk, action="cases.amend").get()
    assert entry.data["changed"]["address"] == ["", "普吉路 3 号"]
    with pytest.raises(Refused):
        do("amend_case", case, cast.clerk, AT, region="530102010")


def test_a_part_tells_what_came_before_it(cast: Cast, litter: UUID) -> None:
    from wangge.cases.queries.page import case_page

    case = do("file_case", report(cast), cast.clerk, AT, category=litter)
    parts = [actions.Part(new_id(), litter, cast.handler.unit, "一半") for _ in range(2)]
    do("split_case", case, cast.clerk, AT, parts=parts)
    one = Case.objects.get(pk=parts[0].case)
    do("handle_case", one, cast.handler, AT + timedelta(hours=1), report="清完了")
    seen = [entry.action for entry, _ in case_page(one.pk, user=cast.clerk, at=AT).timeline]
    assert seen == ["cases.report", "cases.file", "cases.split", "cases.handle"]
