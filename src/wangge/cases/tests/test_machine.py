"""Random legal and illegal acts by everybody: whatever happens, the invariants of a case hold."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.cases import actions
from wangge.cases.models import CalendarDay, Case, Condition, Dispatch, Request
from wangge.cases.queries import facts_of, waiting_request
from wangge.cases.rules import (
    ENDED,
    GRANTED,
    TABLE,
    Act,
    Ask,
    Decision,
    LimitUnit,
    Outcome,
    Source,
    Stage,
    why_not,
)
from wangge.cases.tests.make import make_case, make_category, make_condition
from wangge.kernel.errors import Mendable, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.people.rules import Acting
from wangge.people.tests.cast import AT, GRID, PARTS, Cast
from wangge.trail.models import Entry

pytestmark = pytest.mark.django_db

EVERYBODY = sorted(PARTS)
ACTS = sorted(Act, key=lambda act: act.value)
Act_ = Callable[[Case, dict[str, Any]], object]


def doing(cast: Cast, litter: UUID, target: UUID) -> dict[Act, Act_]:
    """Each act as a call with arguments that are all right."""

    def plain(action: Any, **more: Any) -> Act_:
        return lambda case, who: action(case=case.pk, **more, **who)

    def ask(what: Ask) -> Act_:
        limit = {"limit": Decimal(2), "limit_unit": LimitUnit.WORK_HOURS}
        return lambda case, who: actions.ask_office(
            case=case.pk, request=new_id(), ask=what, reason="下雨",
            **(limit if what is Ask.EXTEND else {}), **who,
        )  # fmt: skip

    def split(case: Case, who: dict[str, Any]) -> object:
        parts = [actions.Part(new_id(), litter, cast.handler.unit, "一半") for _ in range(2)]
        return actions.split_case(case=case.pk, parts=parts, **who)

    def comment(case: Case, who: dict[str, Any]) -> object:
        return actions.comment_case(case=case.pk, remark=new_id(), text="看过", **who)

    return {
        Act.ASK_CONFIRM: plain(actions.ask_confirm),
        Act.CONFIRM: plain(actions.confirm_case),
        Act.DISPROVE: plain(actions.disprove_case, text="没有"),
        Act.FILE: plain(actions.file_case, category=litter),
        Act.REFUSE: plain(actions.refuse_case, reason="不归我们"),
        Act.MERGE: plain(actions.merge_case, target=target),
        Act.SPLIT: split,
        Act.DISPATCH: plain(actions.dispatch_case, unit=cast.handler.unit),
        Act.SELF_HANDLE: plain(actions.self_handle_case, report="当场清了"),
        Act.HANDLE: plain(actions.handle_case, report="清完了"),
        Act.PASS: plain(actions.pass_case),
        Act.FAIL: plain(actions.fail_case, reason="还有"),
        Act.CLOSE: plain(actions.close_case),
        Act.ASK_EXTEND: ask(Ask.EXTEND),
        Act.ASK_RETURN: ask(Ask.RETURN),
        Act.ASK_SUSPEND: ask(Ask.SUSPEND),
        Act.ASK_VOID: ask(Ask.VOID),
        Act.GRANT: plain(actions.grant_request),
        Act.DENY: plain(actions.deny_request, answer="不行"),
        Act.RESUME: plain(actions.resume_case),
        Act.URGE: plain(actions.urge_case),
        Act.SUPERVISE: plain(actions.supervise_case, text="今天完成"),
        Act.ANSWER: plain(actions.answer_supervision, text="已安排"),
        Act.REOPEN: plain(actions.reopen_case, reason="又有了"),
        Act.AMEND: plain(actions.amend_case, address="门口"),
        Act.COMMENT: comment,
    }


def new_case(cast: Cast) -> UUID:
    case = new_id()
    actions.report_case(
        case=case, source=Source.PATROL, text="垃圾", region=GRID, by=cast.leader, at=AT,
        id=new_id(),
    )  # fmt: skip
    return case


@pytest.fixture
def stage(cast: Cast) -> tuple[Cast, dict[Act, Act_]]:
    CalendarDay.objects.create(day=date(2020, 10, 1), is_working=False, name="国庆节")
    litter = make_category()
    make_condition(litter)
    return cast, doing(cast, litter.pk, new_case(cast))


STEP = st.tuples(st.sampled_from(ACTS), st.sampled_from(EVERYBODY))
USUAL = [
    (Act.FILE, "clerk"), (Act.DISPATCH, "clerk"), (Act.HANDLE, "handler"), (Act.PASS, "inspector"),
    (Act.CLOSE, "clerk"),
]  # fmt: skip


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(USUAL)), st.lists(STEP, max_size=14))
def test_whatever_happens(
    stage: tuple[Cast, dict[Act, Act_]], usual: int, steps: list[tuple[Act, str]]
) -> None:
    """After some of the usual way, fourteen times anything by anybody."""
    cast, calls = stage
    with transaction.atomic():
        case = Case.objects.get(pk=new_case(cast))
        for minute, (act, who) in enumerate([*USUAL[:usual], *steps]):
            case = once(case, act, calls[act], getattr(cast, who), minute)
            hold(case)
        transaction.set_rollback(True)


def once(case: Case, act: Act, call: Act_, user: Acting, minute: int) -> Case:
    """Try an act: it happens exactly when the rules have nothing against it."""
    waiting = waiting_request(case.pk)
    reason = why_not(act, facts_of(case, waiting), user)
    before = Entry.objects.filter(subject=case.pk).count()
    try:
        call(case, {"by": user, "at": AT + timedelta(minutes=minute), "id": new_id()})
    except Mendable:
        assert reason is not None
        after = Case.objects.get(pk=case.pk)
        assert after.updated_at == case.updated_at
        assert Entry.objects.filter(subject=case.pk).count() == before
        return after
    assert reason is None
    after = Case.objects.get(pk=case.pk)
    assert Entry.objects.filter(subject=case.pk).count() == before + 1
    expected = TABLE[Stage(case.stage), act].next
    if act is Act.GRANT and waiting is not None:
        expected = GRANTED[Ask(waiting.ask)] or expected
    assert after.stage == expected.value
    return after


def hold(case: Case) -> None:
    """What is true of every case at every moment."""
    stage = Stage(case.stage)
    running = Dispatch.objects.filter(case=case, outcome=Outcome.RUNNING.value)
    assert running.count() == (1 if stage in (Stage.DISPATCHED, Stage.SUSPENDED) else 0)
    assert Dispatch.objects.filter(case=case).count() == case.dispatches
    assert Request.objects.filter(case=case, decision=Decision.WAITING.value).count() <= 1
    if stage in ENDED:
        assert case.closed_at is not None
        assert case.due_at is None
    else:
        assert case.closed_at is None
    if stage in (Stage.DISPATCHED, Stage.HANDLED, Stage.VERIFIED):
        assert case.unit_id is not None
        assert case.filed_at is not None
    if stage in (Stage.DISPATCHED, Stage.FILED, Stage.HANDLED, Stage.REPORTED):
        assert case.due_at is not None
        assert case.yellow_at is not None
        assert case.yellow_at <= case.due_at
    if stage is Stage.SUSPENDED:
        assert case.due_at is None
    assert (stage is Stage.MERGED) == (case.merged_into_id is not None)
    assert case.extensions <= 1
    if case.verified_by is not None and case.handled_by is not None:
        assert case.verified_by != case.handled_by


@pytest.mark.slow
@pytest.mark.parametrize("at_stage", list(Stage))
def test_every_act_by_everybody_at_every_stage(
    stage: tuple[Cast, dict[Act, Act_]], at_stage: Stage
) -> None:
    """Whatever the stage, each post can do exactly what the rules allow it."""
    cast, calls = stage
    case = make_case(cast, at_stage, condition=Condition.objects.get(), account_id=None)
    if at_stage in (Stage.DISPATCHED, Stage.SUSPENDED):
        Dispatch.objects.create(case=case, number=1, unit_id=cast.handler.unit, at=AT)
    for act in ACTS:
        for part in EVERYBODY:
            user = getattr(cast, part)
            reason = why_not(act, facts_of(case), user)
            with transaction.atomic():
                try:
                    calls[act](case, {"by": user, "at": AT, "id": new_id()})
                    done = True
                except (Refused, NotFound):
                    done = False
                transaction.set_rollback(True)
            assert done is (reason is None), (at_stage, act, part, reason)
