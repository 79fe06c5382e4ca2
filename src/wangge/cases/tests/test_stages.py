"""The stage table as rules: two axes, ends, and what stands against an act."""

import pytest

from wangge.cases.rules import (
    ENDED,
    OPEN,
    STEPS,
    TABLE,
    Act,
    Ask,
    CaseFacts,
    Stage,
    why_not,
    why_not_merge,
    why_not_reporter_reopen,
)
from wangge.kernel.ids import new_id
from wangge.people.rules import RIGHTS, Acting, PostKind, Right

GRID = "530102009001001"


def acting(kind: PostKind, region: str = "530102009", **more: object) -> Acting:
    return Acting(new_id(), "x", new_id(), "x", kind, region, **more)


def test_who_handles_never_verifies() -> None:
    both = [k for k in PostKind if {Right.HANDLE_CASE, Right.VERIFY_CASE} <= RIGHTS[k]]
    assert both == []


def test_who_asks_the_office_never_grants() -> None:
    units = [k for k in PostKind if {Right.HANDLE_CASE, Right.APPROVE_CASE} <= RIGHTS[k]]
    assert units == []


def test_every_stage_is_reached_and_every_open_one_left() -> None:
    reached = {step.next for step in STEPS} | {Stage.REPORTED, Stage.VOID}
    assert reached == set(Stage)
    left = {step.stage for step in STEPS if step.next is not step.stage}
    assert left >= set(OPEN) - {Stage.SPLIT}
    assert not set(ENDED) & set(OPEN)
    assert len(TABLE) == len(STEPS)


@pytest.mark.parametrize("kind", list(PostKind))
def test_rights_alone_decide_before_the_stage(kind: PostKind) -> None:
    for step in STEPS:
        facts = CaseFacts(step.stage, GRID, asked=None)
        reason = why_not(step.act, facts, acting(kind))
        if step.right not in RIGHTS[kind]:
            assert reason is not None


def test_a_handler_of_another_unit() -> None:
    mine, other = new_id(), new_id()
    user = acting(PostKind.HANDLER, unit=mine)
    assert why_not(Act.HANDLE, CaseFacts(Stage.DISPATCHED, GRID, unit=mine), user) is None
    reason = why_not(Act.HANDLE, CaseFacts(Stage.DISPATCHED, GRID, unit=other), user)
    assert "another unit" in str(reason)


def test_verifying_ones_own_work() -> None:
    inspector = acting(PostKind.INSPECTOR, unit=new_id())
    for facts in (
        CaseFacts(Stage.HANDLED, GRID, handled_account=inspector.account),
        CaseFacts(Stage.HANDLED, GRID, handled_unit=inspector.unit),
        CaseFacts(Stage.HANDLED, GRID, handled_kind=PostKind.INSPECTOR),
    ):
        assert why_not(Act.PASS, facts, inspector) is not None
        assert why_not(Act.FAIL, facts, inspector) is not None
    fine = CaseFacts(Stage.HANDLED, GRID, handled_account=new_id(), handled_kind=PostKind.HANDLER)
    assert why_not(Act.PASS, fine, inspector) is None


def test_one_question_at_a_time_and_one_extension() -> None:
    unit = new_id()
    user = acting(PostKind.HANDLER, unit=unit)
    asked = CaseFacts(Stage.DISPATCHED, GRID, unit=unit, asked=Ask.RETURN)
    assert why_not(Act.ASK_SUSPEND, asked, user) is not None
    extended = CaseFacts(Stage.DISPATCHED, GRID, unit=unit, extensions=1)
    assert "extended already" in str(why_not(Act.ASK_EXTEND, extended, user))
    twice = CaseFacts(Stage.DISPATCHED, GRID, unit=unit, extensions=1, most_extensions=2)
    assert why_not(Act.ASK_EXTEND, twice, user) is None


def test_nobody_grants_what_they_asked_for() -> None:
    head = acting(PostKind.OFFICE_HEAD)
    own = CaseFacts(Stage.FILED, GRID, asked=Ask.VOID, asked_account=head.account)
    assert why_not(Act.GRANT, own, head) is not None
    other = CaseFacts(Stage.FILED, GRID, asked=Ask.VOID, asked_account=new_id())
    assert why_not(Act.GRANT, other, head) is None
    assert why_not(Act.DENY, CaseFacts(Stage.FILED, GRID), head) is not None


def test_outside_the_area() -> None:
    assert why_not(Act.FILE, CaseFacts(Stage.REPORTED, GRID), acting(PostKind.CLERK, "530103"))


def test_a_reporter_reopens_once() -> None:
    assert why_not_reporter_reopen(CaseFacts(Stage.CLOSED, GRID)) is None
    assert why_not_reporter_reopen(CaseFacts(Stage.CLOSED, GRID, reopened=1)) is not None
    assert why_not_reporter_reopen(CaseFacts(Stage.HANDLED, GRID)) is not None


def test_merging_into_what_is_open() -> None:
    case, target = new_id(), new_id()
    assert why_not_merge(case, case, Stage.FILED) is not None
    for stage in (*ENDED, Stage.SPLIT, Stage.SELF_HANDLED):
        assert why_not_merge(case, target, stage) is not None
    assert why_not_merge(case, target, Stage.DISPATCHED) is None


def test_only_the_finder_settles_on_the_spot() -> None:
    leader = acting(PostKind.GRID_LEADER, GRID)
    assert why_not(Act.SELF_HANDLE, CaseFacts(Stage.REPORTED, GRID), leader) is not None
    own = CaseFacts(Stage.REPORTED, GRID, reporter=leader.account)
    assert why_not(Act.SELF_HANDLE, own, leader) is None
