"""Random work on a programme, legal and illegal; what must hold holds after every step."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wangge.campaigns.actions import (
    assign_task,
    cancel_task,
    check_task,
    close_round,
    do_task,
    send_back_task,
)
from wangge.campaigns.jobs import close_due_rounds, open_due_rounds
from wangge.campaigns.models import Coverage, Round, Task
from wangge.campaigns.rules import Count, TaskState, Work, count
from wangge.campaigns.tests.make import a_photo, a_programme, a_round, doing
from wangge.kernel.errors import Mendable
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, STREET, make_cast
from wangge.trail.models import Entry
from wangge.trail.rules import Stage
from wangge.worklog.models import Record

WHO = ("clerk", "head", "community", "leader", "neighbour", "sub_commander", "company")


class Weeks(RuleBasedStateMachine):
    """Everybody does anything to any task; weeks pass; only the rules stand against it."""

    def __init__(self) -> None:
        super().__init__()
        self.cast = make_cast()
        self.made = a_programme(self.cast.clerk)
        a_round(self.made, self.cast.clerk)
        photo = a_photo(self.cast.clerk, STREET)
        self.proofs = [(photo, Stage.BEFORE), (photo, Stage.AFTER)]
        self.at = AT

    def who(self, part: str):
        return getattr(self.cast, part)

    def pick(self, number: int) -> Task:
        ids = list(Task.objects.order_by("pk").values_list("pk", flat=True))
        return Task.objects.get(pk=ids[number % len(ids)])

    def attempt(self, act, **words) -> bool:
        try:
            act(**words)
        except Mendable:
            return False
        return True

    @rule(number=st.integers(0, 40), part=st.sampled_from(WHO))
    def assign(self, number: int, part: str) -> None:
        self.attempt(assign_task, task=self.pick(number).pk, **doing(self.who(part), self.at))

    @rule(
        number=st.integers(0, 40), part=st.sampled_from(WHO), photos=st.booleans(),
        amount=st.sampled_from([None, -1, 2]),
    )  # fmt: skip
    def do(self, number: int, part: str, photos: bool, amount: int | None) -> None:
        task = self.pick(number)
        work = [] if amount is None else [Work(new_id(), "waste", Decimal(amount))]
        proofs = self.proofs if photos else []
        done = self.attempt(
            do_task, task=task.pk, report="清", work=work, proofs=proofs,
            **doing(self.who(part), self.at),
        )  # fmt: skip
        if done and task.campaign_id == self.made.sweep:
            assert photos or task.state == TaskState.SENT_BACK.value
            assert amount != -1

    @rule(number=st.integers(0, 40), part=st.sampled_from(WHO))
    def check(self, number: int, part: str) -> None:
        self.attempt(check_task, task=self.pick(number).pk, **doing(self.who(part), self.at))

    @rule(number=st.integers(0, 40), part=st.sampled_from(WHO), reason=st.sampled_from(["", "脏"]))
    def send_back(self, number: int, part: str, reason: str) -> None:
        words = doing(self.who(part), self.at)
        self.attempt(send_back_task, task=self.pick(number).pk, reason=reason, **words)

    @rule(number=st.integers(0, 40), part=st.sampled_from(WHO))
    def cancel(self, number: int, part: str) -> None:
        words = doing(self.who(part), self.at)
        self.attempt(cancel_task, task=self.pick(number).pk, reason="封闭", **words)

    @rule(days=st.integers(1, 10))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        close_due_rounds(self.at)
        open_due_rounds(self.at)

    @rule(part=st.sampled_from(WHO))
    def close_by_hand(self, part: str) -> None:
        opened = Round.objects.filter(state="open").first()
        if opened:
            self.attempt(close_round, round=opened.pk, **doing(self.who(part), self.at))

    @invariant()
    def nobody_checked_what_they_did(self) -> None:
        for task in Task.objects.filter(state="checked").select_related("done_by", "checked_by"):
            assert task.done_by_id != task.checked_by_id
            assert task.done_by.kind != task.checked_by.kind
            check = Entry.objects.get(action="campaigns.check_task", subject=task.pk)
            assert check.account_id != task.done_account_id

    @invariant()
    def records_count_once_and_only_when_checked(self) -> None:
        states = dict(Task.objects.values_list("pk", "state"))
        live = Counter()
        for record in Record.objects.exclude(state="voided"):
            expected = {"done": "draft", "checked": "confirmed"}[states[record.origin_id]]
            assert record.state == expected
            live[record.origin_id, record.measure_id] += 1
        assert set(live.values()) <= {1}

    @invariant()
    def the_chain_of_carried_tasks_is_whole(self) -> None:
        for task in Task.objects.exclude(carried_from=None).select_related("carried_from__round"):
            before = task.carried_from
            assert before.state == TaskState.CARRIED.value
            assert task.weeks_carried == before.weeks_carried + 1
            assert before.round.starts_on < task.round.starts_on
            assert (before.campaign_id, before.place_id, before.grid_id) == (
                task.campaign_id, task.place_id, task.grid_id,
            )  # fmt: skip
        for closed in Round.objects.filter(state="closed"):
            later = Round.objects.filter(number=closed.number + 1).first()
            carried = closed.tasks.filter(state="carried")
            assert later is None or carried.filter(carried_to__round=later).count() == len(carried)

    @invariant()
    def coverage_stays_as_it_was_frozen(self) -> None:
        for closed in Round.objects.filter(state="closed"):
            whole = Coverage.objects.filter(round=closed, region=STREET)
            frozen = sum(
                (Count(row.tasks, row.done, row.checked, row.carried) for row in whole), Count()
            )
            now = count(TaskState(state) for state in closed.tasks.values_list("state", flat=True))
            assert frozen.carried == now.carried
            assert frozen.done + frozen.carried == frozen.tasks
            assert frozen.checked <= frozen.done <= frozen.tasks
        assert Round.objects.filter(state="open").count() <= 1


@pytest.mark.slow
@pytest.mark.django_db
def test_random_weeks() -> None:
    from django.db import transaction

    class InOneTransaction(Weeks):
        """Each run is rolled back, so that the next starts from nothing."""

        def __init__(self) -> None:
            self.frame = transaction.atomic()
            self.frame.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    InOneTransaction.TestCase.settings = settings(
        max_examples=12, stateful_step_count=25, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    InOneTransaction.TestCase().runTest()
