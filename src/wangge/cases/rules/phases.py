"""The six phases of the daily loop as a page shows them, and time left in words. Pure.

The phases are those of GB/T 30428; which stage waits for which is this program's own reading.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wangge.cases.rules.stages import Stage
from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say


class Phase(Choice):
    """信息收集 → 案卷建立 → 任务派遣 → 任务处理 → 处理反馈 → 核查结案."""

    COLLECT = "collect", N_("Collected")
    FILE = "file", N_("Put on file")
    DISPATCH = "dispatch", N_("Sent to a unit")
    HANDLE = "handle", N_("Handling")
    FEEDBACK = "feedback", N_("Reported back")
    CLOSE = "close", N_("Verified and closed")


AWAITED: dict[Stage, Phase | None] = {
    Stage.REPORTED: Phase.FILE,
    Stage.CONFIRMING: Phase.FILE,
    Stage.SELF_HANDLED: Phase.CLOSE,
    Stage.FILED: Phase.DISPATCH,
    Stage.DISPATCHED: Phase.HANDLE,
    Stage.SUSPENDED: Phase.HANDLE,
    Stage.HANDLED: Phase.CLOSE,
    Stage.VERIFIED: Phase.CLOSE,
    Stage.SPLIT: Phase.DISPATCH,
    Stage.CLOSED: None,
    Stage.REFUSED: Phase.FILE,
    Stage.MERGED: Phase.FILE,
    Stage.VOID: None,
}
"""The phase that a stage waits for; none where nothing is still to come or the way ended early."""
CUT_SHORT = (Stage.REFUSED, Stage.MERGED, Stage.VOID)
"""Stages in which a case left the loop before its end."""


class Progress(Choice):
    """How far a phase is."""

    DONE = "done", N_("done")
    NOW = "now", N_("now")
    AHEAD = "ahead", N_("to come")
    LEFT_OUT = "left_out", N_("left out")


@dataclass(frozen=True, slots=True)
class Instants:
    """When the phases of a case were reached, as far as they were, and the limits they had."""

    stage: Stage
    reported_at: datetime
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    handled_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    handle_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """A phase on the strip: ``at`` when it was reached, ``due_at`` until when it should be.

    ``span`` is how long the unit took, for the phase of handling.
    """

    phase: Phase
    progress: Progress
    at: datetime | None = None
    due_at: datetime | None = None
    span: Said | None = None
    is_late: bool = False


def phases_of(case: Instants, at: datetime) -> list[Reached]:
    """The six phases in their order. A case taken up again shows anew what it has to pass again."""
    awaited = AWAITED[case.stage]
    reached = {
        Phase.COLLECT: case.reported_at,
        Phase.FILE: case.filed_at,
        Phase.DISPATCH: case.dispatched_at,
        Phase.HANDLE: case.handled_at,
        Phase.FEEDBACK: case.handled_at,
        Phase.CLOSE: case.closed_at,
    }
    order = list(Phase)
    here = order.index(awaited) if awaited else len(order)
    return [
        _reached(case, phase, place, here, reached[phase], at) for place, phase in enumerate(order)
    ]


def _reached(
    case: Instants, phase: Phase, place: int, here: int, when: datetime | None, at: datetime
) -> Reached:
    cut = case.stage in CUT_SHORT
    if place == here and not cut:
        late = case.due_at is not None and at > case.due_at
        return Reached(phase, Progress.NOW, due_at=case.due_at, is_late=late)
    if place > here or (cut and (place == here or when is None)):
        return Reached(phase, Progress.LEFT_OUT if cut else Progress.AHEAD)
    if when is None:
        return Reached(phase, Progress.LEFT_OUT)
    if phase is Phase.HANDLE:
        late = case.handle_due_at is not None and when > case.handle_due_at
        span = lasting(when - case.dispatched_at) if case.dispatched_at else None
        return Reached(phase, Progress.DONE, when, case.handle_due_at, span, late)
    return Reached(phase, Progress.DONE, when)


def lasting(span: timedelta) -> Said:
    """A length of time in the two units that matter: 1 day 3 hours, 2 hours 10 minutes."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        if not hours or days > 9:
            return say("%(days)s d", days=days)
        return say("%(days)s d %(hours)s h", days=days, hours=hours)
    if hours:
        if not minutes % 60:
            return say("%(hours)s h", hours=hours)
        return say("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes % 60)
    return say("%(minutes)s min", minutes=minutes)


def time_left(due_at: datetime | None, at: datetime) -> Said | None:
    """How long until a limit, or since; by the clock on the wall, not in working time."""
    if due_at is None:
        return None
    if at > due_at:
        return say("late by %(span)s", span=lasting(at - due_at))
    return say("%(span)s left", span=lasting(due_at - at))
