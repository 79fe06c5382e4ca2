"""Reads: cut to an area, sums that agree, a constant number of queries, quick rounds."""

from datetime import timedelta
from uuid import UUID

import pytest

from wangge.campaigns import queries
from wangge.campaigns.actions import (
    cancel_task,
    check_task,
    close_round,
    open_round,
    plan_campaign,
)
from wangge.campaigns.models import Coverage, Round, Task
from wangge.campaigns.queries import Filter
from wangge.campaigns.queries.access import seen_tasks
from wangge.campaigns.rules import TaskState, is_late, round_id
from wangge.campaigns.tests.make import (
    MONDAY,
    SUNDAY,
    WEEK,
    a_place,
    a_programme,
    a_round,
    doing,
    done,
    the_task,
)
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, FIRST, GRID, NEXT_GRID, SECOND, STREET, Cast
from wangge.places.models import Place

pytestmark = pytest.mark.django_db


def test_everybody_sees_only_their_area(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    seen = {part: seen_tasks(user).count() for part, user in cast.everybody().items()}
    assert (seen["clerk"], seen["community"], seen["leader"]) == (5, 4, 3)
    assert (seen["neighbour"], seen["company"], seen["stranger"]) == (1, 0, 0)
    Task.objects.filter(pk=the_task(opened, "东巷").pk).update(unit=cast.company.unit)
    assert seen_tasks(cast.company).count() == 1
    with pytest.raises(NotFound):
        queries.task_page(task=the_task(opened, "东巷").pk, user=cast.neighbour, today=MONDAY)


def test_live_and_frozen_coverage_agree(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    loose = Place.objects.get(name="南巷")
    Task.objects.filter(place=loose).update(region=STREET)
    done(the_task(opened, "东巷"), cast.leader)
    done(the_task(opened, GRID), cast.leader, work=[], report="巡查")
    check_task(task=the_task(opened, GRID).pk, **doing(cast.clerk))
    cancel_task(task=the_task(opened, NEXT_GRID).pk, reason="封闭", **doing(cast.clerk))
    live = {part: queries.matrix(round=opened.pk, user=user) for part, user in seers(cast)}
    close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))
    for part, user in seers(cast):
        before, after = live[part], queries.matrix(round=opened.pk, user=user)
        assert (before.frozen, after.frozen) == (False, True)
        assert table(before) == table(after), part
        assert (before.whole.tasks, before.whole.done) == (after.whole.tasks, after.whole.done)
    assert live["clerk"].rows[-1].code == ""


def seers(cast: Cast):
    return [(part, getattr(cast, part)) for part in ("clerk", "community", "leader", "neighbour")]


def table(matrix):
    return [
        (row.code, [(cell.count.tasks, cell.count.done, cell.count.checked) for cell in row.cells])
        for row in matrix.rows
    ]


def test_the_matrix_adds_up(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    done(the_task(opened, "东巷"), cast.leader)
    matrix = queries.matrix(round=opened.pk, user=cast.clerk)
    assert [row.name for row in matrix.rows] == ["王家桥社区", "大塘社区"]
    assert sum(row.total.tasks for row in matrix.rows) == matrix.whole.tasks == 5
    assert sum(column.total.done for column in matrix.columns) == matrix.whole.done == 1
    assert matrix.rows[1].cells[1].count.share is None


def test_grids_come_weakest_first(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    done(the_task(opened, "东巷"), cast.leader)
    for _ in range(2):
        rows = queries.by_grid(round=opened.pk, user=cast.clerk)
        assert [(row.code, row.total.done) for row in rows] == [(NEXT_GRID, 0), (GRID, 1)]
        if Round.objects.filter(state="open").exists():
            close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))


def test_the_history_shows_each_round_as_it_was(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    opened = a_round(made, cast.clerk)
    done(the_task(opened, "东巷"), cast.leader)
    close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))
    a_round(made, cast.clerk, AT + WEEK)
    history = queries.history(programme=made.programme, user=cast.clerk)
    assert [(week.number, week.open, week.total.done) for week in history.weeks] == [
        (2, True, 0),
        (1, False, 1),
    ]
    assert [name for _, _, name in history.columns][-1] == ""
    mine = queries.history(programme=made.programme, user=cast.leader)
    assert mine.weeks[1].total.tasks == 3


def test_a_missed_week_is_said(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    a_round(made, cast.clerk)
    page = queries.programme_page(
        programme=made.programme, user=cast.clerk, today=MONDAY + 2 * WEEK
    )
    assert [week.start for week in page.missed] == [MONDAY - WEEK, MONDAY + WEEK]
    assert page.slots == 1


def test_late_in_the_list_is_late_in_the_rules(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    opened = a_round(made, cast.clerk)
    done(the_task(opened, "东巷"), cast.leader)
    Task.objects.filter(pk=the_task(opened, "西巷").pk).update(weeks_carried=2)
    for day in (MONDAY, opened.ends_on, opened.ends_on + timedelta(days=1)):
        listed = queries.task_list(user=cast.clerk, today=day, cut=Filter(late=True))
        expected = {
            task.pk
            for task in Task.objects.all()
            if is_late(TaskState(task.state), task.due_on, task.weeks_carried, day)
        }
        assert {task.pk for task in listed.page.rows} == expected
        assert listed.late == len(expected)
    assert queries.late(user=cast.clerk, today=MONDAY)[0].place.name == "西巷"


def test_a_list_is_paged_by_key_with_totals_over_all(cast: Cast) -> None:
    a_round(a_programme(cast.clerk), cast.clerk)
    seen: list[UUID] = []
    after = ""
    for _ in range(3):
        listed = queries.task_list(user=cast.clerk, today=MONDAY, after=after, size=2)
        assert listed.count.tasks == 5
        seen += [task.pk for task in listed.page.rows]
        after = listed.page.following
    assert len(seen) == len(set(seen)) == 5
    assert after == ""


def test_mine_are_given_to_me_or_lie_in_my_grid(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    assert len(queries.mine(user=cast.leader)) == 3
    given = the_task(opened, "东巷")
    Task.objects.filter(pk=given.pk).update(assignee=cast.company.post, unit=cast.company.unit)
    assert len(queries.mine(user=cast.leader)) == 2
    assert queries.mine(user=cast.company) == [given]
    counted = queries.mine_counts(user=cast.leader)
    assert (counted.tasks, counted.done) == (2, 0)


def test_the_week_is_the_open_round_or_the_last(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    assert queries.week_round(user=cast.clerk, today=MONDAY) is None
    opened = a_round(made, cast.clerk)
    assert queries.week_round(user=cast.leader, today=MONDAY) == opened.pk
    assert queries.week_round(user=cast.stranger, today=MONDAY) is None


def many(cast: Cast, campaigns: int, places: int):
    """A programme over many places, its places alternating between two grids."""
    made = a_programme(cast.clerk)
    for number in range(places):
        a_place(f"巷{number}", FIRST, (GRID, NEXT_GRID)[number % 2])
    for number in range(campaigns):
        plan_campaign(
            campaign=new_id(), programme=made.programme, number=10 + number, name=f"行动{number}",
            kinds=["lane"], measures=["waste"], **doing(cast.clerk),
        )  # fmt: skip
    return made


def test_pages_ask_a_constant_number_of_questions(
    cast: Cast, django_assert_max_num_queries
) -> None:
    opened = a_round(many(cast, 3, 30), cast.clerk)
    user = cast.clerk
    with django_assert_max_num_queries(8):
        queries.matrix(round=opened.pk, user=user)
    with django_assert_max_num_queries(4):
        queries.by_grid(round=opened.pk, user=user)
    with django_assert_max_num_queries(4):
        queries.task_list(user=user, today=MONDAY, round=opened.pk)
    with django_assert_max_num_queries(10):
        queries.task_page(task=opened.tasks.first().pk, user=user, today=MONDAY)
    with django_assert_max_num_queries(6):
        queries.history(programme=opened.programme_id, user=user)
    with django_assert_max_num_queries(7):
        queries.programme_page(programme=opened.programme_id, user=user, today=MONDAY)


def test_opening_asks_no_question_per_task(cast: Cast, django_assert_max_num_queries) -> None:
    made = many(cast, 4, 60)
    day = AT.date()
    with django_assert_max_num_queries(30):
        open_round(
            round=round_id(made.programme, day), programme=made.programme, day=day,
            **doing(cast.clerk),
        )  # fmt: skip
    assert Task.objects.count() == 5 * 63 + 2
    opened = Round.objects.get()
    with django_assert_max_num_queries(20):
        close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))
    with django_assert_max_num_queries(30):
        a_round(made, cast.clerk, AT + WEEK)
    assert Task.objects.filter(weeks_carried=1).count() == 5 * 63 + 2
    assert Coverage.objects.filter(region=SECOND).count() == 5
