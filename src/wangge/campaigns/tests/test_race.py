"""Two at once: one is first, the other is told; nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from wangge.campaigns.actions import (
    assign_task,
    check_task,
    close_round,
    do_task,
    open_round,
    send_back_task,
    tasks,
)
from wangge.campaigns.jobs import open_due_rounds
from wangge.campaigns.models import Coverage, Round, Task
from wangge.campaigns.queries.access import task_of
from wangge.campaigns.rules import round_id
from wangge.campaigns.tests.make import (
    MONDAY,
    SUNDAY,
    a_programme,
    a_round,
    doing,
    done,
    the_task,
)
from wangge.kernel.errors import Conflict, Mendable
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, GRID, Cast
from wangge.worklog.models import Record


@pytest.mark.django_db
def test_what_was_decided_on_an_old_state_is_a_conflict(cast: Cast, monkeypatch) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    task = the_task(opened, "东巷")
    done(task, cast.leader)
    stale = task_of(task.pk, cast.clerk)
    check_task(task=task.pk, **doing(cast.head))
    monkeypatch.setattr(tasks, "task_of", lambda id, by: stale)
    for late in (
        lambda: check_task(task=task.pk, **doing(cast.clerk)),
        lambda: send_back_task(task=task.pk, reason="脏", **doing(cast.clerk)),
    ):
        with pytest.raises(Conflict):
            late()
    assert Record.objects.get().state == "confirmed"


@pytest.mark.django_db
def test_two_clerks_assign_one_task(cast: Cast, monkeypatch) -> None:
    task = the_task(a_round(a_programme(cast.clerk), cast.clerk), "东巷")
    assign_task(task=task.pk, **doing(cast.clerk))
    stale = task_of(task.pk, cast.clerk)
    company = {"assignee": cast.company.post, "unit": cast.company.unit}
    assign_task(task=task.pk, **company, **doing(cast.head))
    monkeypatch.setattr(tasks, "task_of", lambda id, by: stale)
    with pytest.raises(Conflict):
        assign_task(task=task.pk, assignee=cast.leader.post, **doing(cast.clerk))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all let go together; what each gave or raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            gate.wait()
            return act()
        except Mendable as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


threads = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="a database in memory has one writer; threads race on PostgreSQL",
)


@threads
@pytest.mark.django_db(transaction=True)
def test_of_four_checks_one_counts(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    task = the_task(opened, "东巷")
    done(task, cast.leader)
    results = at_once(
        *(
            lambda who=who: check_task(task=task.pk, **doing(who))
            for who in (cast.clerk, cast.head)
        ),
        *(
            lambda who=who: send_back_task(task=task.pk, reason="脏", **doing(who))
            for who in (cast.clerk, cast.sub_commander)
        ),
    )
    assert sum(not isinstance(result, Mendable) for result in results) == 1
    task.refresh_from_db()
    assert (task.state, Record.objects.get().state) in (
        ("checked", "confirmed"),
        ("sent_back", "voided"),
    )


@threads
@pytest.mark.django_db(transaction=True)
def test_one_week_opens_once_whoever_opens_it(cast: Cast) -> None:
    made = a_programme(cast.clerk)
    round = round_id(made.programme, MONDAY)
    words = {"round": round, "programme": made.programme, "day": MONDAY}
    at_once(
        lambda: open_due_rounds(AT),
        lambda: open_due_rounds(AT),
        lambda: open_round(**words, **doing(cast.clerk)),
        lambda: open_round(**words | {"round": new_id()}, **doing(cast.head)),
    )
    assert Round.objects.count() == 1
    assert Task.objects.count() == 5


@threads
@pytest.mark.django_db(transaction=True)
def test_done_while_the_round_closes_is_done_or_carried(cast: Cast) -> None:
    opened = a_round(a_programme(cast.clerk), cast.clerk)
    task = the_task(opened, GRID)
    results = at_once(
        lambda: close_round(round=opened.pk, **doing(cast.clerk, SUNDAY)),
        lambda: do_task(task=task.pk, report="巡查", **doing(cast.leader, SUNDAY)),
        lambda: close_round(round=opened.pk, **doing(cast.head, SUNDAY)),
    )
    assert sum(isinstance(result, Mendable) for result in (results[0], results[2])) == 1
    task.refresh_from_db()
    assert task.state == ("carried" if isinstance(results[1], Mendable) else "done")
    frozen = Coverage.objects.get(campaign=task.campaign_id, region=GRID)
    assert frozen.done == (1 if task.state == "done" else 0)
