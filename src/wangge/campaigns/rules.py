"""Rounds, tasks and coverage. Pure.

Sources: the report of 2 September 2020 for the weekly round of every campaign (每周开展一轮) and
for ten campaigns of which it names nine. That a task is checked by somebody else than who did it
is this product's own rule, after the report's 监督考核.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.clock import Period, week_of
from wangge.kernel.ids import derived_id
from wangge.kernel.words import N_, Qualifier, Said, say
from wangge.people.rules import RIGHTS, Acting, PostKind, Right
from wangge.people.rules import why_not as why_not_right
from wangge.trail.rules import Stage


class Spread(Choice):
    """What one task of a campaign covers."""

    PLACE = "place", N_("One task for each place")
    GRID = "grid", N_("One task for each grid")


class RoundState(Choice):
    """A round is open for its week and then closed with its coverage."""

    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


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
    """One line of the state table: in ``state``, ``act`` leads to ``next`` for who has ``right``."""

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
    if user.kind is PostKind.COMPANY and task.unit != user.unit:
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


@dataclass(frozen=True, slots=True)
class Work:
    """A quantity reported with a task; ``amount`` in the measure's unit, more than zero."""

    record: UUID
    measure: str
    amount: Decimal
    qualifier: Qualifier = Qualifier.EXACT


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


# Rounds


def round_id(programme: UUID, day: date) -> UUID:
    """The id of a programme's round in the week of ``day``: the same whoever opens it."""
    return derived_id("campaigns.round", programme, week_of(day).start)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rules need to know of a programme. ``open_round`` is the number of the open one."""

    region: str
    starts_on: date
    ends_on: date
    open_round: int | None = None


def why_not_open(plan: Plan, day: date, today: date, user: Acting) -> Said | None:
    """Why no round can be opened for the week of ``day``."""
    if (reason := why_not_right(user, Right.PLAN, plan.region)) is not None:
        return reason
    week = week_of(day)
    if week.end < plan.starts_on or week.start > plan.ends_on:
        return say("The programme doesn't run in that week.")
    if today not in week:
        return say("Only the round of the present week can be opened.")
    if plan.open_round is not None:
        return say(
            "Round %(number)s is still open; it has to be closed first.", number=plan.open_round
        )
    return None


def why_not_close(
    state: RoundState, region: str, ends_on: date, today: date, user: Acting
) -> Said | None:
    """Why a round can't be closed: from the last day of its week on it can."""
    if (reason := why_not_right(user, Right.PLAN, region)) is not None:
        return reason
    if state is RoundState.CLOSED:
        return say("This round is closed already.")
    if today < ends_on:
        return say("The round's week runs until %(day)s.", day=ends_on.isoformat())
    return None


def missed_weeks(
    starts_on: date, ends_on: date, opened: Collection[date], today: date
) -> list[Period]:
    """Weeks of a programme that are over and had no round. ``opened`` are Mondays."""
    week, missed = week_of(starts_on), []
    last = min(ends_on, today)
    while week.end < today and week.start <= last:
        if week.start not in opened:
            missed.append(week)
        week = week_of(week.end + timedelta(days=1))
    return missed


# Coverage


@dataclass(frozen=True, slots=True)
class Count:
    """Tasks of a round in some area: all but the cancelled, those done, of these the checked.

    ``carried`` are those that went undone into the next round.
    """

    tasks: int = 0
    done: int = 0
    checked: int = 0
    carried: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.tasks + other.tasks,
            self.done + other.done,
            self.checked + other.checked,
            self.carried + other.carried,
        )

    @property
    def left(self) -> int:
        """Tasks not covered."""
        return self.tasks - self.done

    @property
    def share(self) -> Decimal | None:
        """Percentage done; None where there was nothing to do."""
        return share(self.done, self.tasks)

    @property
    def heat(self) -> str:
        """The shade of a cell."""
        return heat(self.share)


def count(states: Iterable[TaskState]) -> Count:
    """Coverage of single tasks; a cancelled one doesn't count at all."""
    total = Count()
    for state in states:
        if state is not TaskState.CANCELLED:
            total += Count(
                1,
                int(state in COVERED),
                int(state is TaskState.CHECKED),
                int(state is TaskState.CARRIED),
            )
    return total


def share(done: int, tasks: int) -> Decimal | None:
    """Percentage with one decimal, cut off so that only the whole reads 100; None of nothing."""
    if tasks == 0:
        return None
    return (Decimal(100 * done) / tasks).quantize(Decimal("0.1"), ROUND_DOWN)


def heat(percent: Decimal | None) -> str:
    """Five shades for a coverage cell, and ``none``. Quarters: this product's own choice."""
    if percent is None:
        return "none"
    if percent == 100:
        return "full"
    return ("q0", "q1", "q2", "q3")[min(int(percent // 25), 3)]


def community_of(region: str) -> str:
    """The community a code lies in, empty for a code above communities."""
    return region[:12] if len(region) >= 12 else ""


def areas_of(region: str, whole: str) -> set[str]:
    """The areas whose coverage counts a task: the whole programme, its community, its grid."""
    areas = {whole}
    for length in (12, 15):
        if len(region) >= length:
            areas.add(region[:length])
    return areas


# The generated page


def task_diagram() -> str:
    """``docs/states/task.md``: the table drawn, and who may do what in which state."""
    lines = [
        "# States of a task",
        "",
        "Generated from `wangge.campaigns.rules.STEPS`; don't edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {TaskState.OPEN.value}",
    ]
    lines += [f"    {step.state.value} --> {step.next.value}: {step.act.value}" for step in STEPS]
    final = [state for state in TaskState if all(step.state is not state for step in STEPS)]
    lines += [f"    {state.value} --> [*]" for state in final]
    lines += ["```", "", "| state | label |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in TaskState]
    lines += ["", "| state | action | next | right |", "|---|---|---|---|"]
    lines += [
        f"| `{step.state.value}` | `{step.act.value}` | `{step.next.value}` | `{step.right.value}` |"
        for step in STEPS
    ]
    return "\n".join([*lines, "", *_matrix(), ""])


def _matrix() -> list[str]:
    states = [state for state in TaskState if any(step.state is state for step in STEPS)]
    head = " | ".join(f"`{state.value}`" for state in states)
    lines = [
        "## Who may do what",
        "",
        f"| post | {head} |",
        "|---" * (len(states) + 1) + "|",
    ]
    for kind in PostKind:
        cells = [
            ", ".join(
                step.act.value
                for step in STEPS
                if step.state is state and step.right in RIGHTS[kind]
            )
            for state in states
        ]
        if any(cells):
            lines.append(f"| {kind.label} | " + " | ".join(cell or "—" for cell in cells) + " |")
    return [
        *lines,
        "",
        "Within the post's area only; a company only tasks of its own unit. `check` and `send_back`",
        "are refused to the post that did the task, to a post of the same kind and to the same",
        "person in another post. `carry` happens to every undone task when its round closes.",
    ]
