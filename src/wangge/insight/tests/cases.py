"""Cases in every state that evaluation tells apart, written straight into their tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wangge.cases.models import Case, Dispatch
from wangge.cases.rules import Outcome, Source, Stage
from wangge.cases.tests.make import make_case
from wangge.insight.actions import load_scoring
from wangge.kernel.ids import derived_id, new_id
from wangge.people.tests.cast import SYSTEM, Cast

START = datetime(2020, 9, 1, 1, tzinfo=UTC)
"""Nine in the morning of the first of September in Puji."""
END = datetime(2020, 9, 30, 15, tzinfo=UTC)
LATER = datetime(2020, 10, 1, 1, tzinfo=UTC)


def hours(number: float) -> datetime:
    """So many hours after the start."""
    return START + timedelta(hours=number)


def load_rules() -> None:
    """The package's rules of evaluation."""
    load_scoring(by=SYSTEM, at=START, id=derived_id("insight.scoring", "tests"))


def filed(cast: Cast, stage: Stage = Stage.FILED, **columns: Any) -> Case:
    """A case that a clerk filed in time."""
    values: dict[str, Any] = {
        "reported_at": START, "source": Source.PATROL.value, "account_id": cast.inspector.account,
        "accept_due_at": hours(2), "filed_at": hours(1), "filed_by": cast.clerk.post,
        "dispatch_due_at": hours(3),
    } | columns  # fmt: skip
    return make_case(cast, stage, **values)


def sent(cast: Cast, stage: Stage = Stage.DISPATCHED, **columns: Any) -> Case:
    """A case that was dispatched in time, due after ten hours, with its dispatch."""
    values: dict[str, Any] = {
        "dispatched_at": hours(2), "dispatched_by": cast.clerk.post, "handle_due_at": hours(10),
        "unit_id": cast.handler.unit, "dispatches": 1,
    } | columns  # fmt: skip
    case = filed(cast, stage, **values)
    done = case.handled_at is not None
    outcome = Outcome.HANDLED if done else Outcome.RUNNING
    if stage is Stage.VOID:
        outcome = Outcome.VOIDED
    Dispatch.objects.create(
        id=new_id(), case=case, number=1, unit_id=case.unit_id, at=case.dispatched_at,
        due_at=case.handle_due_at, ended_at=case.handled_at, outcome=outcome.value,
    )  # fmt: skip
    return case


def done(cast: Cast, stage: Stage = Stage.CLOSED, **columns: Any) -> Case:
    """A case that was handled, verified and closed in time."""
    values: dict[str, Any] = {
        "handled_at": hours(8), "verify_due_at": hours(12), "verified_at": hours(9),
        "verified_by": cast.inspector.post, "closed_at": hours(10), "closed_by": cast.head.post,
    }  # fmt: skip
    if stage is Stage.HANDLED:
        values = {"handled_at": hours(8), "verify_due_at": hours(12)}
    return sent(cast, stage, **(values | columns))


def a_dozen(cast: Cast) -> dict[str, Case]:
    """Twelve cases of September, each told apart by its name."""
    made = {
        "fine": done(cast),
        "late": done(cast, handled_at=hours(11)),
        "reworked": done(cast, reworks=1, dispatches=2),
        "handled": done(cast, Stage.HANDLED),
        "overdue": sent(cast),
        "running": sent(cast, handle_due_at=END + timedelta(days=30)),
        "suspended": sent(cast, Stage.SUSPENDED),
        "void": sent(cast, Stage.VOID),
        "public": done(
            cast, source=Source.PUBLIC.value, account_id=None, confirm_asked_at=hours(0.2),
            confirm_due_at=hours(1), confirmed_at=hours(0.5), confirmed=True,
            confirmed_by=cast.inspector.post, contacted_at=hours(12), resolution="solved",
            satisfaction="fairly",
        ),
        "refused": make_case(
            cast, Stage.REFUSED, source=Source.HOTLINE.value, reported_at=START,
            closed_at=hours(1), confirm_asked_at=hours(0.2), confirm_due_at=hours(0.4),
            confirmed_at=hours(0.5), confirmed=False, confirmed_by=cast.inspector.post,
        ),
        "waiting": make_case(
            cast, source=Source.PATROL.value, account_id=cast.inspector.account, reported_at=START
        ),
    }  # fmt: skip
    made["again"] = filed(cast, recurs=made["fine"], filed_at=hours(3))
    Dispatch.objects.create(
        id=new_id(), case=made["reworked"], number=2, unit_id=cast.handler.unit, at=hours(5),
        due_at=hours(9), ended_at=hours(8), outcome="handled", is_rework=True,
    )  # fmt: skip
    return made
