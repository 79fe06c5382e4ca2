"""Lists: what each filter leaves, paging in each order, who sees what, and how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wangge.cases.models import Case
from wangge.cases.queries.lists import cases_listed, listed_values
from wangge.cases.queries.sought import Order, Sought, lit
from wangge.cases.rules import ENDED, OPEN, Act, Light, Severity, Source, Stage
from wangge.cases.rules.limits import light_of
from wangge.cases.rules.queues import NEXT, STAGES_OF, Queue
from wangge.cases.tests.make import make_case, make_category, make_request
from wangge.people.models import Unit
from wangge.people.tests.cast import AT, FIRST, GRID, NEXT_GRID, SECOND, STREET, Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def listed(user, at=AT, **wanted):
    return [row.id for row in cases_listed(user=user, sought=Sought(**wanted), at=at).rows]


def all_pages(user, sought, order=Order.NEW, size=3):
    ids, after = [], ""
    while True:
        page = cases_listed(
            user=user, sought=sought, at=AT, after=after, size=size, order=order, counted=False
        )
        ids += [row.id for row in page.rows]
        after = page.following
        if not after:
            return ids


def test_every_stage_stands_in_a_queue_or_lives_on_in_its_parts():
    single = [stage for queue in Queue if queue not in (Queue.OPEN, Queue.ALL)
              for stage in STAGES_OF[queue]]  # fmt: skip
    assert sorted(single) == sorted(set(Stage) - {Stage.SPLIT})
    assert set(NEXT) == set(OPEN) - {Stage.SPLIT}


def test_each_filter_leaves_what_it_says(cast: Cast):
    ads = make_category("06020", "非法小广告", class_code="07")
    plain = make_case(cast, reported_at=AT - timedelta(days=9))
    other = make_case(
        cast,
        Stage.DISPATCHED,
        category=ads,
        source=Source.HOTLINE.value,
        severity=Severity.URGENT.value,
        region=NEXT_GRID,
        supervised_at=AT,
        recurs=plain,
        reworks=1,
        account_id=cast.clerk.account,
        origin="campaigns.task",
    )
    make_request(other)
    clerk = cast.clerk
    handler = cast.handler.unit
    for wanted in (
        {"stages": (Stage.DISPATCHED,)},
        {"stages": (Stage.DISPATCHED, Stage.SUSPENDED)},
        {"source": Source.HOTLINE},
        {"severity": Severity.URGENT},
        {"category": ads.pk},
        {"class_code": "07"},
        {"region": NEXT_GRID},
        {"region": NEXT_GRID, "stages": OPEN},
        {"region": NEXT_GRID, "stages": (Stage.DISPATCHED,)},
        {"unit": handler},
        {"unit": handler, "stages": OPEN},
        {"unit": handler, "stages": (Stage.DISPATCHED,)},
        {"since": date(2020, 8, 30)},
        {"since": date(2020, 8, 30), "until": date(2020, 9, 2)},
        {"supervised": True},
        {"recurring": True},
        {"reworked": True},
        {"requested": True},
        {"reported": True},
        {"origin": "campaigns.task"},
    ):
        assert listed(clerk, **wanted) == [other.pk], wanted
    for wanted in (
        {"no_unit": True},
        {"until": date(2020, 8, 30)},
        {"region": GRID},
        {"stages": (Stage.REPORTED,)},
        {"class_code": "06"},
    ):
        assert listed(clerk, **wanted) == [plain.pk], wanted
    assert listed(clerk, region=SECOND) == []
    assert listed(clerk, class_code="99") == []
    assert listed(clerk, since=date.min, until=date.max) == [other.pk, plain.pk]


def test_lights_follow_the_rule(cast: Cast):
    make_case(cast, due_at=None, yellow_at=None)
    make_case(cast, yellow_at=None)
    make_case(cast)
    ended = make_case(cast, Stage.CLOSED, due_at=AT, yellow_at=AT)
    for at in (AT, AT + 3.5 * HOUR, AT + 4 * HOUR, AT + 5 * HOUR):
        for light in Light:
            expected = {
                case.pk
                for case in Case.objects.exclude(pk=ended.pk)
                if light_of(at, case.yellow_at, case.due_at) is light
            }
            assert set(listed(cast.clerk, at, light=light)) == expected, (at, light)
            open_ones = Case.objects.exclude(pk=ended.pk)
            assert set(open_ones.filter(lit(light, at)).values_list("pk", flat=True)) == expected
    assert listed(cast.clerk, AT + 5 * HOUR, stages=ENDED, light=Light.RED) == []
    assert set(listed(cast.clerk, AT + 5 * HOUR, late=True)) == set(
        listed(cast.clerk, AT + 5 * HOUR, light=Light.RED)
    )


@pytest.mark.parametrize("order", [Order.NEW, Order.LATE])
def test_pages_join_without_gap_or_double(cast: Cast, order):
    made = [
        make_case(cast, due_at=AT + (number % 3) * HOUR, reported_at=AT + (number % 2) * HOUR)
        for number in range(10)
    ]
    ids = all_pages(cast.clerk, Sought(stages=OPEN), order)
    key = {
        Order.NEW: lambda case: (-case.pk.int,),
        Order.LATE: lambda case: (case.due_at, case.pk.int),
    }[order]
    assert ids == [case.pk for case in sorted(made, key=key)]


def test_a_span_of_days_is_paged_by_the_day_of_reporting(cast: Cast):
    made = [make_case(cast, reported_at=AT - number % 4 * HOUR) for number in range(9)]
    week = Sought(since=date(2020, 8, 25), until=date(2020, 9, 1))
    page = cases_listed(user=cast.clerk, sought=week, at=AT)
    assert page.order is Order.REPORTED
    expected = sorted(made, key=lambda case: (case.reported_at, case.pk.int), reverse=True)
    assert all_pages(cast.clerk, week) == [case.pk for case in expected]


def test_most_urgent_first_leaves_out_what_has_no_limit(cast: Cast):
    make_case(cast, due_at=None, yellow_at=None)
    urgent = make_case(cast)
    assert all_pages(cast.clerk, Sought(), Order.LATE) == [urgent.pk]


@pytest.mark.parametrize(
    "after", ["x", "~", "2020-01-01~x", "9999-99-99~1", "\0", "1" * 5000,
              "0001-01-01T00:00:00+00:00~018f0000-0000-7000-8000-000000000000"],
)  # fmt: skip
@pytest.mark.parametrize("order", [Order.NEW, Order.LATE])
def test_a_made_up_key_starts_from_the_top(cast: Cast, after, order):
    case = make_case(cast)
    page = cases_listed(
        user=cast.clerk, sought=Sought(stages=OPEN), at=AT, after=after, order=order
    )
    assert [row.id for row in page.rows] == [case.pk]


def test_everybody_sees_their_own_area_and_units_their_own_work(cast: Cast):
    here = make_case(cast, region=GRID)
    there = make_case(cast, region=NEXT_GRID)
    units = make_case(cast, Stage.DISPATCHED, region=SECOND)
    reported = make_case(cast, region=FIRST, account_id=cast.company.account)
    companys = make_case(cast, Stage.CLOSED, region=FIRST, unit_id=cast.company.unit)
    both = make_case(
        cast, Stage.HANDLED, region=GRID, unit_id=cast.company.unit, account_id=cast.company.account
    )
    every = {case.pk for case in (here, there, units, reported, companys, both)}
    assert set(listed(cast.clerk)) == set(listed(cast.commander)) == every
    assert set(listed(cast.leader)) == {here.pk, both.pk}
    assert set(listed(cast.neighbour)) == {there.pk}
    assert listed(cast.handler) == [units.pk]
    assert listed(cast.company) == [both.pk, companys.pk, reported.pk]
    assert all_pages(cast.company, Sought(), size=1) == [both.pk, companys.pk, reported.pk]
    assert listed(cast.company, stages=OPEN) == [both.pk, reported.pk]
    assert listed(cast.company, unit=cast.handler.unit) == []
    assert listed(cast.company, reported=True) == [both.pk, reported.pk]
    assert listed(cast.company, light=Light.GREEN) == [both.pk, reported.pk]
    assert listed(cast.stranger) == []


def test_counts_say_what_waits_where(cast: Cast):
    make_case(cast)
    make_case(cast, due_at=AT - HOUR)
    late = make_case(cast, Stage.DISPATCHED, due_at=AT - HOUR)
    make_case(cast, Stage.CLOSED)
    make_request(late)
    counts = cases_listed(user=cast.clerk, sought=Sought(stages=OPEN), at=AT).counts
    assert str(counts.queues[Queue.ACCEPT]) == "2"
    assert str(counts.queues[Queue.HANDLE]) == "1"
    assert str(counts.queues[Queue.OPEN]) == str(counts.found) == "3"
    assert str(counts.queues[Queue.REQUESTS]) == "1"
    assert str(counts.lights[Light.RED]) == "2"
    own = cases_listed(user=cast.handler, sought=Sought(stages=OPEN), at=AT).counts
    assert [own.queues[queue].number for queue in (Queue.OPEN, Queue.ACCEPT)] == [1, 0]


def test_counting_stops_where_nobody_reads_on(cast: Cast, monkeypatch):
    monkeypatch.setattr("wangge.cases.queries.counts.MOST", 2)
    for _ in range(4):
        make_case(cast)
    counts = cases_listed(user=cast.clerk, sought=Sought(stages=OPEN), at=AT).counts
    assert str(counts.queues[Queue.ACCEPT]) == "2+"


def test_a_row_says_what_to_do_now(cast: Cast):
    make_case(cast)
    sent = make_case(cast, Stage.DISPATCHED)
    make_request(sent, by=cast.handler)
    page = cases_listed(user=cast.clerk, sought=Sought(), at=AT)
    assert [(row.awaits, row.next) for row in page.rows] == [
        (Act.HANDLE, None),
        (Act.FILE, Act.FILE),
    ]
    assert cases_listed(user=cast.head, sought=Sought(), at=AT).rows[0].next is Act.GRANT
    assert cases_listed(user=cast.handler, sought=Sought(), at=AT).rows[0].next is Act.HANDLE
    row = page.rows[1]
    assert (row.category, row.where) == ("暴露垃圾", "王家桥第一网格")


def test_a_page_takes_the_same_few_queries_whatever_its_length(cast: Cast):
    def queries(user, **wanted):
        with CaptureQueriesContext(connection) as asked:
            cases_listed(user=user, sought=Sought(text="垃圾", **wanted), at=AT)
        return len(asked)

    make_case(cast)
    few = queries(cast.clerk), queries(cast.handler)
    for number in range(30):
        unit = Unit.objects.create(name=f"单位{number}", region=STREET, kind="sanitation")
        make_request(
            make_case(
                cast,
                Stage.DISPATCHED,
                unit=unit,
                category=make_category(f"06{number:03d}", f"类别{number}"),
                region=(GRID, NEXT_GRID, SECOND)[number % 3],
            )
        )
    many = queries(cast.clerk), queries(cast.handler)
    assert few[0] == many[0] <= 5
    assert many[1] <= 6


def test_plain_rows_for_the_api_come_by_one_query(cast: Cast):
    for _ in range(3):
        make_case(cast, due_at=AT - HOUR)
    with CaptureQueriesContext(connection) as asked:
        rows, following = listed_values(user=cast.clerk, sought=Sought(), at=AT, size=2)
    assert len(asked) == 1
    assert [row["light"] for row in rows] == ["red", "red"]
    assert rows[0]["category_name"] == "暴露垃圾"
    rest, end = listed_values(user=cast.clerk, sought=Sought(), at=AT, after=following, size=2)
    assert (len(rest), end) == (1, "")
    assert rest[0]["id"] not in {row["id"] for row in rows}


def test_lists_walk_an_index_in_its_order_instead_of_sorting(cast: Cast):
    """On SQLite, which has no statistics, the plan follows from how the question is written."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by its statistics")
    from wangge.cases.queries.sought import cut

    for wanted, order, index in (
        ({}, Order.NEW, "sqlite_autoindex_cases_case_1"),
        ({"stages": ENDED, "source": Source.HOTLINE}, Order.NEW, "sqlite_autoindex_cases_case_1"),
        ({"stages": OPEN}, Order.NEW, "cases_case_open"),
        ({"stages": (Stage.DISPATCHED, Stage.SUSPENDED)}, Order.NEW, "cases_case_open"),
        ({"stages": (Stage.FILED,)}, Order.NEW, "cases_case_stage_id"),
        ({"stages": (Stage.FILED,), "region": GRID}, Order.NEW, "cases_case_list"),
        ({"region": GRID}, Order.NEW, "cases_case_region"),
        ({"category": make_category().pk}, Order.NEW, "cases_case_category"),
        ({"unit": cast.handler.unit}, Order.NEW, "cases_case_unit_id"),
        ({"supervised": True}, Order.NEW, "cases_case_supervised"),
        ({"stages": OPEN}, Order.LATE, "cases_case_due"),
        ({"light": Light.RED, "region": FIRST}, Order.LATE, "cases_case_due"),
    ):
        chosen = cut(user=cast.clerk, sought=Sought(**wanted), at=AT, order=order)
        column = "due_at" if order is Order.LATE else "-pk"
        rows = chosen.rows.order_by(column, "pk") if order is Order.LATE else None
        plan = (rows or chosen.rows.order_by(column)).values("pk", "number")[:50].explain()
        assert index in plan, (wanted, plan)
        assert "TEMP B-TREE" not in plan, (wanted, plan)
