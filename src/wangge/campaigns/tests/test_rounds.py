"""Rounds: opened, closed, carried over, by hand and by clockwork."""

from datetime import timedelta

import pytest

from wangge.campaigns.actions import (
    cancel_task,
    check_task,
    close_round,
    open_round,
)
from wangge.campaigns.jobs import close_due_rounds, open_due_rounds
from wangge.campaigns.models import Campaign, Coverage, Round
from wangge.campaigns.rules import round_id
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
from wangge.kernel.errors import Conflict, Refused
from wangge.kernel.ids import new_id
from wangge.people.models import Post
from wangge.people.tests.cast import AT, FIRST, GRID, NEXT_GRID, SECOND, STREET, Cast
from wangge.places.models import Place
from wangge.trail.models import Entry

pytestmark = pytest.mark.django_db


# Rounds


def test_a_round_makes_a_task_for_each_place_or_grid(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    a_place("东市", FIRST, GRID, kind="market")
    shut = a_place("旧巷", FIRST, GRID)
    Place.objects.filter(pk=shut).update(closed_on=MONDAY)
    later = a_place("北巷", FIRST, NEXT_GRID)
    Place.objects.filter(pk=later).update(closed_on=MONDAY + WEEK)
    a_place("远巷", "530102010", None)
    opened = a_round(made, cast.clerk)
    places = opened.tasks.filter(campaign=made.sweep).values_list("place__name", flat=True)
    assert sorted(places) == ["东巷", "北巷", "南巷", "西巷"]
    grids = opened.tasks.filter(campaign=made.patrol).values_list("grid", flat=True)
    assert sorted(grids) == [GRID, NEXT_GRID]
    assert {task.due_on for task in opened.tasks.all()} == {opened.ends_on}


def test_each_task_comes_with_a_proposal(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    lane = the_task(opened, "东巷")
    assert (lane.state, lane.region) == ("open", GRID)
    assert (lane.unit_id, lane.assignee_id) == (cast.community.unit, cast.leader.post)
    far = the_task(opened, "南巷")
    assert (far.unit_id, far.assignee_id) == (cast.clerk.unit, None)


def test_one_round_a_week(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    opened = a_round(made, cast.clerk)
    with pytest.raises(Conflict):
        open_round(
            round=new_id(), programme=made.programme, day=opened.ends_on, **doing(cast.head, SUNDAY)
        )
    with pytest.raises(Refused, match="still open"):
        a_round(made, cast.clerk, AT + WEEK)
    with pytest.raises(Refused, match="until 2020-09-06"):
        close_round(round=opened.pk, **doing(cast.clerk))


def test_what_was_left_undone_is_made_anew(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    first = a_round(made, cast.clerk)
    done(the_task(first, "东巷"), cast.leader)
    close_round(round=first.pk, **doing(cast.clerk, SUNDAY))
    left = the_task(first, "西巷")
    assert left.state == "carried"
    second = a_round(made, cast.clerk, AT + WEEK)
    fresh, again = the_task(second, "东巷"), the_task(second, "西巷")
    assert (fresh.carried_from, fresh.weeks_carried) == (None, 0)
    assert (again.carried_from, again.weeks_carried, again.state) == (left, 1, "open")
    close_round(round=second.pk, **doing(cast.clerk, SUNDAY + WEEK))
    third = a_round(made, cast.clerk, AT + 2 * WEEK)
    assert the_task(third, "西巷").weeks_carried == 2
    assert (Round.objects.get(pk=third.pk).number, third.starts_on) == (3, MONDAY + 2 * WEEK)


def test_a_closed_post_isnt_proposed_again(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    first = a_round(made, cast.clerk)
    close_round(round=first.pk, **doing(cast.clerk, SUNDAY))
    Post.objects.filter(pk=cast.leader.post).update(closed_on=MONDAY + WEEK)
    again = the_task(a_round(made, cast.clerk, AT + WEEK), "东巷")
    assert again.assignee is None


def test_coverage_is_frozen_for_campaign_community_and_grid(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    opened = a_round(made, cast.clerk)
    first, second = the_task(opened, "东巷"), the_task(opened, "西巷")
    done(first, cast.leader)
    done(second, cast.leader)
    check_task(task=first.pk, **doing(cast.clerk))
    cancel_task(task=the_task(opened, NEXT_GRID).pk, reason="施工封闭", **doing(cast.clerk))
    close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))
    rows = {
        (row.campaign_id, row.region): (row.tasks, row.done, row.checked, row.carried)
        for row in Coverage.objects.all()
    }
    assert rows == {
        (made.sweep, STREET): (3, 2, 1, 1),
        (made.sweep, FIRST): (2, 2, 1, 0),
        (made.sweep, SECOND): (1, 0, 0, 1),
        (made.sweep, GRID): (2, 2, 1, 0),
        (made.patrol, STREET): (1, 0, 0, 1),
        (made.patrol, FIRST): (1, 0, 0, 1),
        (made.patrol, GRID): (1, 0, 0, 1),
    }
    check_task(task=second.pk, **doing(cast.clerk, SUNDAY + timedelta(days=1)))
    assert Coverage.objects.get(campaign=made.sweep, region=GRID).checked == 1


# Clockwork


def test_the_week_turns_by_itself(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    assert open_due_rounds(AT) == 1
    assert open_due_rounds(AT + timedelta(hours=1)) == 0
    first = Round.objects.get(pk=round_id(made.programme, MONDAY))
    assert close_due_rounds(SUNDAY) == 0
    monday = AT + WEEK
    assert (close_due_rounds(monday), open_due_rounds(monday)) == (1, 1)
    assert (close_due_rounds(monday), open_due_rounds(monday)) == (0, 0)
    assert the_task(Round.objects.get(number=2), "东巷").carried_from == the_task(first, "东巷")
    entry = Entry.objects.get(
        kind="campaigns.round", subject=first.pk, action="campaigns.close_round"
    )
    assert entry.account_id is None


def test_after_an_outage_only_the_present_week_opens(cast: Cast) -> None:
    a_programme(cast.clerk)
    open_due_rounds(AT)
    later = AT + 3 * WEEK
    close_due_rounds(later)
    open_due_rounds(later)
    assert [one.starts_on for one in Round.objects.order_by("number")] == [
        MONDAY,
        MONDAY + 3 * WEEK,
    ]


def test_nothing_opens_outside_the_programme_or_without_campaigns(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    assert open_due_rounds(AT + 20 * WEEK) == 0
    Campaign.objects.filter(programme=made.programme).update(name="")
    assert open_due_rounds(AT) == 0
