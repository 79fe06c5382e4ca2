"""Planning, rounds and tasks through their actions."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wangge.campaigns.actions import (
    Work,
    amend_campaign,
    amend_programme,
    assign_task,
    assign_tasks,
    cancel_task,
    check_task,
    check_tasks,
    close_round,
    do_task,
    fill_slot,
    plan_campaign,
    plan_programme,
    send_back_task,
)
from wangge.campaigns.models import Campaign, Programme, Task
from wangge.campaigns.queries.access import terms_of
from wangge.campaigns.rules import Spread
from wangge.campaigns.tests.make import (
    MONDAY,
    SUNDAY,
    WEEK,
    a_photo,
    a_programme,
    a_round,
    doing,
    done,
    the_task,
)
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, GRID, NEXT_GRID, STREET, Cast
from wangge.trail.models import Entry, Proof
from wangge.trail.rules import Stage
from wangge.worklog.models import Record

pytestmark = pytest.mark.django_db

# Planning


def test_ten_are_counted_though_one_has_no_name(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    for number in range(4, 11):
        plan_campaign(
            campaign=new_id(), programme=made.programme, number=number, name=f"行动{number}",
            **doing(cast.clerk),
        )  # fmt: skip
    assert Campaign.objects.filter(programme=made.programme).count() == 10


def test_planning_refuses_what_makes_no_sense(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    words = {
        "programme": new_id(), "slug": "puji", "name": "再来", "region": STREET,
        "starts_on": MONDAY, "ends_on": MONDAY + WEEK,
    }  # fmt: skip
    with pytest.raises(Conflict, match="taken"):
        plan_programme(**words, **doing(cast.clerk))
    with pytest.raises(Invalid, match="before it begins"):
        plan_programme(**words | {"slug": "b", "ends_on": MONDAY - WEEK}, **doing(cast.clerk))
    with pytest.raises(Refused):
        plan_programme(**words | {"slug": "c"}, **doing(cast.leader))
    with pytest.raises(Invalid, match="ghost"):
        plan_campaign(
            campaign=new_id(), programme=made.programme, number=9, name="九", kinds=["ghost"],
            **doing(cast.clerk),
        )  # fmt: skip
    with pytest.raises(Conflict, match="already"):
        plan_campaign(
            campaign=new_id(), programme=made.programme, number=1, name="一", **doing(cast.clerk)
        )
    with pytest.raises(NotFound):
        plan_campaign(
            campaign=new_id(), programme=made.programme, number=9, name="九",
            **doing(cast.stranger),
        )  # fmt: skip


def test_a_slot_is_filled_once_and_makes_tasks_from_the_next_round(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    first = a_round(made, cast.clerk)
    assert not first.tasks.filter(campaign=made.slot).exists()
    fill_slot(campaign=made.slot, name="第十项", spread=Spread.GRID, **doing(cast.clerk))
    assert not first.tasks.filter(campaign=made.slot).exists()
    with pytest.raises(Conflict):
        fill_slot(campaign=made.slot, name="另一项", **doing(cast.head))
    close_round(round=first.pk, **doing(cast.clerk, SUNDAY))
    second = a_round(made, cast.clerk, AT + WEEK)
    assert second.tasks.filter(campaign=made.slot).count() == 2


def test_a_slot_stays_a_slot_without_a_name(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    with pytest.raises(Invalid):
        fill_slot(campaign=made.slot, name=" ", **doing(cast.clerk))


def test_amending_counts_from_the_next_round(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    first = a_round(made, cast.clerk)
    amend_campaign(
        campaign=made.sweep, name="陈年垃圾", spread=Spread.PLACE, kinds=["lane"],
        measures=["ads"], units=[], wants_before=False, wants_after=False, **doing(cast.clerk),
    )  # fmt: skip
    task = the_task(first, "东巷")
    assert terms_of(task).measures == ["ads", "waste"]
    with pytest.raises(Refused, match="photos from before and after"):
        do_task(task=task.pk, report="清了", **doing(cast.leader))
    close_round(round=first.pk, **doing(cast.clerk, SUNDAY))
    later = the_task(a_round(made, cast.clerk, AT + WEEK), "东巷")
    do_task(task=later.pk, report="清了", **doing(cast.leader, AT + WEEK))


def test_a_programme_is_prolonged(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    amend_programme(
        programme=made.programme, name="新名", document="方案", ends_on=MONDAY + 20 * WEEK,
        **doing(cast.clerk),
    )  # fmt: skip
    assert Programme.objects.get().name == "新名"
    with pytest.raises(Invalid):
        amend_programme(
            programme=made.programme, name="新名", document="", ends_on=MONDAY - 20 * WEEK,
            **doing(cast.clerk),
        )  # fmt: skip


# Tasks


def test_a_task_is_given_as_proposed_or_to_somebody_else(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    assign_task(task=task.pk, **doing(cast.clerk))
    task.refresh_from_db()
    assert (task.state, task.assignee_id) == ("assigned", cast.leader.post)
    assign_task(
        task=task.pk, unit=cast.company.unit, assignee=cast.company.post,
        due_on=MONDAY + timedelta(days=2), **doing(cast.community),
    )  # fmt: skip
    task.refresh_from_db()
    assert (task.assignee_id, task.due_on.day) == (cast.company.post, 2)


def test_a_task_isnt_given_to_just_anybody(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    task = the_task(opened, "东巷")
    for assignee in (cast.neighbour.post, cast.head.post, new_id()):
        with pytest.raises(Invalid):
            assign_task(task=task.pk, assignee=assignee, **doing(cast.clerk))
    with pytest.raises(Invalid, match="week"):
        assign_task(task=task.pk, due_on=MONDAY + WEEK, **doing(cast.clerk))
    with pytest.raises(Refused):
        assign_task(task=task.pk, **doing(cast.leader))
    with pytest.raises(NotFound):
        assign_task(task=task.pk, **doing(cast.neighbour))
    Task.objects.filter(pk=task.pk).update(unit=None, assignee=None)
    with pytest.raises(Invalid, match="Choose"):
        assign_task(task=task.pk, **doing(cast.clerk))


def test_doing_keeps_photos_and_drafts_that_count_once_checked(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    done(task, cast.leader, report=" 清完 ")
    task.refresh_from_db()
    assert (task.state, task.done_by_id, task.report) == ("done", cast.leader.post, "清完")
    record = Record.objects.get()
    assert (record.state, record.qualifier, record.region) == ("draft", "over", GRID)
    assert (record.origin, record.origin_id, record.campaign) == ("task", task.pk, task.campaign_id)
    assert (record.unit_id, record.ends_on) == (cast.community.unit, MONDAY)
    assert Proof.objects.filter(subject=task.pk).count() == 2
    with pytest.raises(Refused):
        check_task(task=task.pk, **doing(cast.leader))
    check_task(task=task.pk, **doing(cast.clerk))
    record.refresh_from_db()
    assert record.state == "confirmed"


def test_the_photo_that_lacks_is_named(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    with pytest.raises(Refused, match="photo from after the work"):
        done(task, cast.leader, proofs=[(a_photo(cast.leader), Stage.BEFORE)])
    assert not Record.objects.exists()
    assert not Proof.objects.exists()


def test_foreign_or_negative_quantities_are_refused(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    for measure, amount in (("trees", 1), ("waste", -1), ("waste", 0)):
        with pytest.raises(Invalid):
            done(task, cast.leader, work=[Work(new_id(), measure, Decimal(amount))])
    task.refresh_from_db()
    assert task.state == "open"


def test_sent_back_its_quantities_are_void_and_it_is_done_again(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    done(task, cast.leader)
    with pytest.raises(Invalid, match="reason"):
        send_back_task(task=task.pk, reason=" ", **doing(cast.clerk))
    send_back_task(task=task.pk, reason="墙角未清", **doing(cast.clerk))
    assert Record.objects.get().state == "voided"
    assert Record.objects.get().void_reason == "墙角未清"
    work = [Work(new_id(), "waste", Decimal(3))]
    do_task(task=task.pk, work=work, **doing(cast.leader))
    check_task(task=task.pk, **doing(cast.clerk))
    counted = Record.objects.get(state="confirmed")
    assert counted.amount == 3


def test_a_done_task_may_be_judged_after_its_round_closed(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    opened = a_round(made, cast.clerk)
    task = the_task(opened, "东巷")
    done(task, cast.leader)
    close_round(round=opened.pk, **doing(cast.clerk, SUNDAY))
    send_back_task(task=task.pk, reason="照片不清", **doing(cast.clerk, AT + WEEK))
    do_task(task=task.pk, report="已重拍", **doing(cast.leader, AT + WEEK))
    check_task(task=task.pk, **doing(cast.clerk, AT + WEEK))
    task.refresh_from_db()
    assert task.state == "checked"


def test_a_cancelled_task_is_out(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    cancel_task(task=task.pk, reason="拆迁围挡", **doing(cast.clerk))
    with pytest.raises(Refused, match="isn't possible"):
        done(task, cast.leader)


def test_the_same_form_twice_is_once(cast: Cast) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    words = {
        "task": task.pk, "report": "清完", "work": [Work(new_id(), "waste", Decimal(1))],
        "proofs": [(a_photo(cast.leader), Stage.BEFORE), (a_photo(cast.leader), Stage.AFTER)],
        **doing(cast.leader),
    }  # fmt: skip
    assert do_task(**words) == do_task(**words)
    assert Record.objects.count() == 1


# Many at once


def test_a_selection_says_row_by_row_what_became_of_it(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    tasks = [the_task(opened, "东巷"), the_task(opened, "西巷"), the_task(opened, NEXT_GRID)]
    cancel_task(task=tasks[1].pk, reason="封闭", **doing(cast.clerk))
    ids = [task.pk for task in tasks]
    words = {"tasks": ids, **doing(cast.clerk)}
    outcomes = assign_tasks(**words)
    assert [outcome.reason is None for outcome in outcomes] == [True, False, True]
    assert assign_tasks(**words)[0].reason is None
    assert Entry.objects.filter(action="campaigns.assign_task").count() == 2
    done(tasks[0], cast.leader)
    checked = check_tasks(tasks=ids, **doing(cast.clerk))
    assert [outcome.reason is None for outcome in checked] == [True, False, False]


def test_a_selection_has_bounds(cast: Cast) -> None:
    with pytest.raises(Invalid):
        assign_tasks(tasks=[], **doing(cast.clerk))
    with pytest.raises(Invalid):
        assign_tasks(tasks=[new_id() for _ in range(501)], **doing(cast.clerk))
