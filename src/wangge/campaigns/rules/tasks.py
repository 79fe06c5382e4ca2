"""States of a task, who may do what to it, and what a report of it must contain. Pure.

That a task is checked by somebody else than who did it is this product's own rule, after the
report's 监督考核.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Qualifier, Said, plain, say
from wangge.people.rules import OWN_UNIT_ONLY, RIGHTS, Acting, PostKind, Right
from wangge.people.rules import why_not as why_not_right
from wangge.trail.rules import Stage
from wangge.worklog.rules.reported import Work


class TaskState(Choice):
    """A task is made open, assigned, done, and checked or sent back; or carried over undone."""

    OPEN = "open", N_("Not assigned")
    ASSIGNED = "assigned", N_("Assigned")
    DONE = "done", N_("Done, to be checked")
    SENT_BACK = "sent_back", N_("Sent back")
    CHECKED = "checked", N_("Checked")
    CARRIED = "carried", N_("Carried over")
    CANCELLED = "cancelled", N_("Cancelled")


class Act(Choice):
    """What can happen to a task. The last one only happens to all when a round closes."""

    ASSIGN = "assign", N_("Assign")
    DO = "do", N_("Report as done")
    CHECK = "check", N_("Check off")
    SEND_BACK = "send_back", N_("Send back")
    CANCEL = "cancel", N_("Cancel task")
    CARRY = "carry", N_("Carry over")


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the state table: in ``state``, ``act`` by who has ``right`` leads to ``next``."""

    state: TaskState
    act: Act
    next: TaskState
    right: Right


STEPS: tuple[Step, ...] = (
    Step(TaskState.OPEN, Act.ASSIGN, TaskState.ASSIGNED, Right.ASSIGN_TASK),
    Step(TaskState.ASSIGNED, Act.ASSIGN, TaskState.ASSIGNED, Right.ASSIGN_TASK),
    Step(TaskState.SENT_BACK, Act.ASSIGN, TaskState.SENT_BACK, Right.ASSIGN_TASK),
    Step(TaskState.OPEN, Act.DO, TaskState.DONE, Right.DO_TASK),
    Step(TaskState.ASSIGNED, Act.DO, TaskState.DONE, Right.DO_TASK),
    Step(TaskState.SENT_BACK, Act.DO, TaskState.DONE, Right.DO_TASK),
    Step(TaskState.DONE, Act.CHECK, TaskState.CHECKED, Right.CHECK_TASK),
    Step(TaskState.DONE, Act.SEND_BACK, TaskState.SENT_BACK, Right.CHECK_TASK),
    Step(TaskState.OPEN, Act.CANCEL, TaskState.CANCELLED, Right.PLAN),
    Step(TaskState.ASSIGNED, Act.CANCEL, TaskState.CANCELLED, Right.PLAN),
    Step(TaskState.SENT_BACK, Act.CANCEL, TaskState.CANCELLED, Right.PLAN),
    Step(TaskState.OPEN, Act.CARRY, TaskState.CARRIED, Right.PLAN),
    Step(TaskState.ASSIGNED, Act.CARRY, TaskState.CARRIED, Right.PLAN),
    Step(TaskState.SENT_BACK, Act.CARRY, TaskState.CARRIED, Right.PLAN),
)
TABLE = {(step.state, step.act): step for step in STEPS}
RIGHT_FOR = {step.act: step.right for step in STEPS}
UNDONE = tuple(state for state in TaskState if (state, Act.DO) in TABLE)
"""States in which there is still something to do; these are carried over."""
COVERED = (TaskState.DONE, TaskState.CHECKED)
"""States that count as covered."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules need to know of a task."""

    state: TaskState
    region: str
    unit: UUID | None = None
    done_by: UUID | None = None
    done_kind: PostKind | None = None
    done_account: UUID | None = None


def why_not(act: Act, task: TaskFacts, user: Acting) -> Said | None:
    """Why somebody may not do this to a task: the right, then the state, then who did it."""
    if (reason := why_not_right(user, RIGHT_FOR[act], task.region)) is not None:
        return reason
    if user.kind in OWN_UNIT_ONLY and task.unit != user.unit:
        return say("This task was given to another unit.")
    if (task.state, act) not in TABLE:
        return say(
            "This task is “%(state)s”; “%(act)s” isn't possible then.",
            state=task.state.label,
            act=act.label,
        )
    if act in (Act.CHECK, Act.SEND_BACK):
        return _why_not_judge(task, user)
    return None


def _why_not_judge(task: TaskFacts, user: Acting) -> Said | None:
    if task.done_by is not None and task.done_by == user.post:
        return say("Your post did this task; somebody else checks it.")
    if task.done_account is not None and task.done_account == user.account:
        return say("You did this task yourself, in another post; somebody else checks it.")
    if task.done_kind is user.kind:
        return say("A post of the same kind as yours did this task; another kind checks it.")
    return None


def missing_evidence(wants_before: bool, wants_after: bool, has: Collection[Stage]) -> Said | None:
    """Which photo that a campaign demands isn't there."""
    before = wants_before and Stage.BEFORE not in has
    after = wants_after and Stage.AFTER not in has
    if before and after:
        return say("The photos from before and after the work are missing.")
    if before:
        return say("The photo from before the work is missing.")
    return say("The photo from after the work is missing.") if after else None


def why_not_work(work: Sequence[Work], report: str, measures: Collection[str]) -> Said | None:
    """Why a report of work can't be taken. ``measures`` are the codes that the campaign counts."""
    codes = [line.measure for line in work]
    if not work and not report.strip():
        return say("Say what was done: a quantity, or a sentence.")
    if foreign := sorted(set(codes) - set(measures)):
        return say("This campaign doesn't count: %(codes)s.", codes=", ".join(foreign))
    if len(set(codes)) < len(codes):
        return say("The same quantity is entered twice. Put it into one line.")
    if any(line.amount <= 0 for line in work):
        return say("An amount must be more than zero.")
    return None


def stated(amount: Decimal, unit: str, qualifier: Qualifier) -> str:
    """A single amount as it was reported: 2.5余吨, 约3吨. Unlike a sum it isn't rounded."""
    digits = plain(amount)
    if qualifier is Qualifier.ABOUT:
        return f"约{digits}{unit}"
    return f"{digits}余{unit}" if qualifier is Qualifier.OVER else f"{digits}{unit}"


def is_late(state: TaskState, due_on: date, weeks_carried: int, today: date) -> bool:
    """Undone and past its day, or undone and already carried over from an earlier week."""
    return state in UNDONE and (due_on < today or weeks_carried > 0)


def responsible(region: str, answering: Iterable[tuple[UUID, str]]) -> UUID | None:
    """Who answers for a region: the one whose own region is the longest prefix of it.

    ``answering`` are pairs of id and region code; of equals the first given. None if nobody's
    region contains it.
    """
    best: tuple[int, UUID] | None = None
    for id, code in answering:
        if region.startswith(code) and (best is None or len(code) > best[0]):
            best = (len(code), id)
    return best[1] if best else None


def why_not_assignee(kind: PostKind, post_region: str, task_region: str) -> Said | None:
    """Why a post can't be given a task: it does none, or not there."""
    if Right.DO_TASK not in RIGHTS[kind]:
        return say("This post doesn't do tasks: %(kind)s.", kind=kind.label)
    if not task_region.startswith(post_region):
        return say("This post's area doesn't contain the task.")
    return None
