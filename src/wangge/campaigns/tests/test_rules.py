"""The table of states, who does never checks, the weeks, the arithmetic of coverage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from wangge.campaigns.rules import (
    STEPS,
    TABLE,
    UNDONE,
    Act,
    Count,
    Plan,
    RoundState,
    TaskFacts,
    TaskState,
    Work,
    areas_of,
    count,
    heat,
    is_late,
    missed_weeks,
    missing_evidence,
    responsible,
    round_id,
    share,
    task_diagram,
    why_not,
    why_not_assignee,
    why_not_close,
    why_not_open,
    why_not_work,
)
from wangge.kernel.ids import new_id
from wangge.people.rules import RIGHTS, Acting, PostKind
from wangge.trail.rules import Stage

GRID = "530102009001001"
MONDAY, SUNDAY = date(2020, 8, 31), date(2020, 9, 6)


def somebody(kind: PostKind, region: str = "530102009", unit: UUID | None = None) -> Acting:
    return Acting(new_id(), "某人", new_id(), kind.label, kind, region, unit)


LEADER = somebody(PostKind.GRID_LEADER, GRID)
CLERK = somebody(PostKind.CLERK)
DONE = TaskFacts(
    TaskState.DONE,
    GRID,
    done_by=LEADER.post,
    done_kind=PostKind.GRID_LEADER,
    done_account=LEADER.account,
)


def test_no_state_is_a_dead_end_by_mistake() -> None:
    final = {TaskState.CHECKED, TaskState.CARRIED, TaskState.CANCELLED}
    assert {step.state for step in STEPS} == set(TaskState) - final
    assert len(TABLE) == len(STEPS)
    assert UNDONE == (TaskState.OPEN, TaskState.ASSIGNED, TaskState.SENT_BACK)


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("kind", list(PostKind))
def test_the_table_decides(state: TaskState, act: Act, kind: PostKind) -> None:
    step = TABLE.get((state, act))
    allowed = step is not None and step.right in RIGHTS[kind]
    facts = TaskFacts(state, GRID)
    assert (why_not(act, facts, somebody(kind)) is None) == allowed


def test_no_kind_of_post_both_does_and_checks() -> None:
    doers = {
        kind
        for kind in PostKind
        if why_not(Act.DO, TaskFacts(TaskState.OPEN, GRID), somebody(kind)) is None
    }
    checkers = {
        kind
        for kind in PostKind
        if why_not(Act.CHECK, replace(DONE, done_kind=None), somebody(kind)) is None
    }
    assert doers
    assert checkers
    assert not doers & checkers


@pytest.mark.parametrize("act", [Act.CHECK, Act.SEND_BACK])
def test_who_did_it_never_judges_it(act: Act) -> None:
    assert why_not(act, DONE, CLERK) is None
    assert why_not(act, DONE, LEADER) is not None
    assert "same kind" in str(why_not(act, replace(DONE, done_kind=PostKind.CLERK), CLERK))
    assert "Your post" in str(why_not(act, replace(DONE, done_by=CLERK.post), CLERK))
    assert "yourself" in str(why_not(act, replace(DONE, done_account=CLERK.account), CLERK))


def test_a_company_touches_only_its_own() -> None:
    mine, other = new_id(), new_id()
    company = somebody(PostKind.COMPANY, unit=mine)
    assert why_not(Act.DO, TaskFacts(TaskState.OPEN, GRID, unit=mine), company) is None
    assert "another unit" in str(
        why_not(Act.DO, TaskFacts(TaskState.OPEN, GRID, unit=other), company)
    )


def test_outside_the_area() -> None:
    neighbour = somebody(PostKind.GRID_LEADER, "530102009001002")
    assert "outside" in str(why_not(Act.DO, TaskFacts(TaskState.OPEN, GRID), neighbour))


@pytest.mark.parametrize(
    ("before", "after", "has", "word"),
    [
        (False, False, set(), None),
        (True, False, set(), "from before the work"),
        (False, True, {Stage.BEFORE}, "from after the work"),
        (True, True, {Stage.OTHER}, "before and after"),
        (True, True, {Stage.BEFORE}, "from after the work"),
        (True, True, {Stage.BEFORE, Stage.AFTER}, None),
    ],
)
def test_the_missing_photo_is_named(before, after, has, word) -> None:
    reason = missing_evidence(before, after, has)
    assert reason is None if word is None else word in reason


def test_quantities_are_those_of_the_campaign() -> None:
    line = Work(new_id(), "waste", Decimal(2))
    assert why_not_work([line], "", ["waste"]) is None
    assert why_not_work([], "巡查无异常", ["waste"]) is None
    assert "what was done" in why_not_work([], " ", ["waste"])
    assert "trees" in why_not_work([replace(line, measure="trees")], "", ["waste"])
    assert "twice" in why_not_work([line, line], "", ["waste"])
    assert "more than zero" in why_not_work([replace(line, amount=Decimal(-1))], "", ["waste"])


def test_the_longest_prefix_answers() -> None:
    street, community, other = new_id(), new_id(), new_id()
    answering = [(street, "530102009"), (community, "530102009001"), (other, "530102009002")]
    assert responsible(GRID, answering) == community
    assert responsible("530102009003001", answering) == street
    assert responsible("530103", answering) is None
    assert responsible(GRID, [(street, "53"), (other, "53")]) == street


def test_only_who_does_tasks_there_is_given_them() -> None:
    assert why_not_assignee(PostKind.GRID_LEADER, GRID, GRID) is None
    assert "doesn't do tasks" in why_not_assignee(PostKind.CLERK, "530102009", GRID)
    assert "doesn't contain" in why_not_assignee(PostKind.GRID_LEADER, "530102009001002", GRID)


def test_late_is_past_its_day_or_carried() -> None:
    assert not is_late(TaskState.OPEN, SUNDAY, 0, SUNDAY)
    assert is_late(TaskState.SENT_BACK, SUNDAY, 0, date(2020, 9, 7))
    assert is_late(TaskState.ASSIGNED, SUNDAY, 1, MONDAY)
    assert not is_late(TaskState.DONE, SUNDAY, 3, date(2020, 9, 9))


PLAN = Plan("530102009", date(2020, 8, 26), date(2020, 10, 31))


def test_a_round_opens_in_its_own_week_once_the_last_is_closed() -> None:
    assert why_not_open(PLAN, MONDAY, date(2020, 9, 3), CLERK) is None
    assert "present week" in why_not_open(PLAN, MONDAY, date(2020, 9, 7), CLERK)
    assert "doesn't run" in why_not_open(PLAN, date(2020, 8, 17), date(2020, 8, 17), CLERK)
    assert why_not_open(PLAN, date(2020, 8, 24), date(2020, 8, 24), CLERK) is None
    assert "still open" in why_not_open(replace(PLAN, open_round=1), MONDAY, MONDAY, CLERK)
    assert "right" in why_not_open(PLAN, MONDAY, MONDAY, LEADER)


def test_a_round_closes_from_its_last_day_on() -> None:
    region = "530102009"
    assert "until" in why_not_close(RoundState.OPEN, region, SUNDAY, date(2020, 9, 5), CLERK)
    assert why_not_close(RoundState.OPEN, region, SUNDAY, SUNDAY, CLERK) is None
    assert "already" in why_not_close(RoundState.CLOSED, region, SUNDAY, SUNDAY, CLERK)


def test_the_id_of_a_week_is_one_id() -> None:
    programme = new_id()
    assert round_id(programme, MONDAY) == round_id(programme, SUNDAY)
    assert round_id(programme, MONDAY) != round_id(programme, date(2020, 9, 7))


def test_missed_weeks_are_said() -> None:
    opened = {date(2020, 6, 1), date(2020, 6, 15)}
    missed = missed_weeks(date(2020, 6, 3), date(2020, 6, 30), opened, date(2020, 6, 25))
    assert [week.start for week in missed] == [date(2020, 6, 8)]
    later = missed_weeks(date(2020, 6, 3), date(2020, 6, 30), opened, date(2020, 9, 1))
    assert [week.start.day for week in later] == [8, 22, 29]
    assert missed_weeks(date(2020, 6, 3), date(2020, 6, 30), set(), date(2020, 6, 7)) == []


def test_a_share_of_nothing_is_none_and_only_the_whole_is_100() -> None:
    assert share(0, 0) is None
    assert share(1999, 2000) == Decimal("99.9")
    assert share(2000, 2000) == 100
    assert [
        heat(some)
        for some in (None, Decimal(0), Decimal(25), Decimal(60), Decimal("99.9"), Decimal(100))
    ] == ["none", "q0", "q1", "q2", "q3", "full"]


def test_cancelled_tasks_count_neither_way() -> None:
    states = [TaskState.CANCELLED, TaskState.DONE, TaskState.CHECKED, TaskState.CARRIED]
    assert count(states) == Count(3, 2, 1, 1)
    assert count(states).left == 1


def test_a_task_counts_in_the_whole_its_community_and_its_grid() -> None:
    assert areas_of(GRID, "530102009") == {"530102009", "530102009001", GRID}
    assert areas_of("530102009", "530102009") == {"530102009"}
    assert areas_of(GRID, "530102009001") == {"530102009001", GRID}


def test_the_page_of_states_is_drawn_from_the_table() -> None:
    page = task_diagram()
    for step in STEPS:
        assert f"{step.state.value} --> {step.next.value}: {step.act.value}" in page
    assert "| Grid leader | do | do | — | do |" in page
