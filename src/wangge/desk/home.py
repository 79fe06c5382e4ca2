"""What somebody should look at next: composed from the domains' own queries, one call each."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wangge.campaigns import queries as campaigns
from wangge.campaigns.queries import Filter
from wangge.campaigns.rules import Count, TaskState, is_late
from wangge.cases.queries.own import waiting_for
from wangge.cases.rules import Light
from wangge.cases.rules.queues import Queue
from wangge.insight.briefs.reading import Filter as BriefFilter
from wangge.insight.briefs.reading import brief_list
from wangge.insight.figures import Answer, ask
from wangge.insight.rules import BriefSpan, BriefState
from wangge.kernel.words import N_
from wangge.people.rules import RIGHTS, Acting, Right
from wangge.worklog.queries.messages import messages
from wangge.worklog.queries.records import Sought, records
from wangge.worklog.rules.records import State

KEY_FIGURES = ("waste_cleared", "illegal_ads_removed", "shared_bikes_cleared", "volunteers")
"""The totals that the home page shows; a figure's page opens each to its rows."""
OWN_TASKS = 8
"""Own tasks that the home page lists before it refers to the whole list."""


@dataclass(frozen=True, slots=True)
class Week:
    """The round that runs now, as far as it lies in somebody's area."""

    id: UUID
    programme: Any
    number: int
    starts_on: date
    ends_on: date
    is_open: bool
    days_left: int
    count: Count
    late: int


@dataclass(frozen=True, slots=True)
class Todo:
    """A kind of thing that waits for somebody, and where to do it."""

    label: str
    number: int
    address: str
    query: str = ""
    icon: str = "work"
    is_late: bool = False
    more: bool = False
    """Whether there are more than ``number``, where counting them all isn't worth it."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of somebody's own tasks, in a line."""

    id: UUID
    where: str
    campaign: str
    state: TaskState
    due_on: date
    is_late: bool

    @property
    def is_back(self) -> bool:
        """Whether it was sent back, which comes before everything else."""
        return self.state is TaskState.SENT_BACK


@dataclass(frozen=True, slots=True)
class WeekBrief:
    """The weekly brief of the round's week; without an ``id`` it is still to be written."""

    id: UUID | None = None
    state: BriefState | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """A person's own day: ``tasks`` are their own, ``brief`` is for who writes briefs.

    ``outside`` says that they work on the spot, ``sees`` that they see records at all.
    """

    week: Week | None
    todos: list[Todo]
    own: Count | None = None
    tasks: list[Own] = field(default_factory=list)
    figures: list[Answer] = field(default_factory=list)
    brief: WeekBrief | None = None
    outside: bool = False
    sees: bool = True


def home(*, user: Acting, today: date, at: datetime) -> Home:
    """The home page of a post: the week's round, what waits, own tasks, key figures."""
    rights = RIGHTS[user.kind]
    week = _week(user, today) if Right.SEE in rights else None
    does = Right.DO_TASK in rights
    return Home(
        week=week,
        todos=[*_cases(user, at), *_todos(user, today, week)],
        own=campaigns.mine_counts(user=user) if does else None,
        tasks=_own(user, today) if does else [],
        figures=_figures(user, week, today) if week and not does else [],
        brief=_brief(user, week) if week and Right.WRITE_BRIEF in rights else None,
        outside=does or (Right.VERIFY_CASE in rights and Right.CHECK_TASK not in rights),
        sees=Right.SEE in rights,
    )


def _own(user: Acting, today: date) -> list[Own]:
    return [
        Own(
            id=task.pk,
            where=str(task.place or task.grid or ""),
            campaign=task.campaign.name,
            state=TaskState(task.state),
            due_on=task.due_on,
            is_late=is_late(TaskState(task.state), task.due_on, task.weeks_carried, today),
        )
        for task in campaigns.mine(user=user, limit=OWN_TASKS)
    ]


def _week(user: Acting, today: date) -> Week | None:
    found = campaigns.week_round(user=user, today=today)
    if found is None:
        return None
    page = campaigns.round_page(round=found, user=user, today=today)
    listed = campaigns.task_list(user=user, today=today, round=found, size=1)
    one = page.round
    return Week(
        id=found,
        programme=one.programme,
        number=one.number,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        is_open=page.open,
        days_left=max(0, (one.ends_on - today).days),
        count=listed.count,
        late=listed.late,
    )


CASES: dict[Queue | Light, tuple[str, str, str, str]] = {
    Queue.ACCEPT: (N_("Cases to accept"), "cases:cases", "queue=accept", "empty"),
    Queue.REQUESTS: (N_("Requests about cases to decide"), "cases:cases", "queue=requests", "flag"),
    Queue.DISPATCH: (N_("Cases to dispatch"), "cases:cases", "queue=dispatch", "right"),
    Queue.HANDLE: (N_("Cases to handle"), "cases:mine", "", "photo"),
    Queue.CONFIRM: (N_("Cases to confirm on the spot"), "cases:mine", "", "eye"),
    Queue.VERIFY: (N_("Cases to verify"), "cases:mine", "", "check"),
    Queue.CLOSE: (N_("Cases to close"), "cases:cases", "queue=close", "lock"),
    Light.RED: (N_("Late cases"), "cases:cases", "light=red", "late"),
}
"""What waits about cases, in the order of the daily loop: words, page, cut, picture."""


def _cases(user: Acting, at: datetime) -> list[Todo]:
    counted = waiting_for(user=user, at=at)
    found = []
    for kind, (label, address, query, icon) in CASES.items():
        if kind in counted:
            number, is_late = counted[kind], kind is Light.RED and bool(counted[kind])
            found.append(Todo(label, number.number, address, query, icon, is_late, number.more))
    return found


def _todos(user: Acting, today: date, week: Week | None) -> list[Todo]:
    """What waits, in the order in which an office works it off; nothing that is done with."""
    rights = RIGHTS[user.kind]
    found = []
    if Right.CONFIRM_WORK in rights:
        waiting = messages(user=user).count()
        drafts = records(user=user, sought=Sought(state=State.DRAFT.value)).count()
        found += [
            Todo(N_("Messages to go through"), waiting, "worklog:messages", icon="message"),
            Todo(N_("Drafts to confirm"), drafts, "worklog:records", "state=draft", icon="work"),
        ]
    if Right.CHECK_TASK in rights:
        found.append(_tasks(user, today, N_("Tasks to check"), TaskState.DONE, "check"))
    if Right.ASSIGN_TASK in rights:
        found.append(_tasks(user, today, N_("Tasks to assign"), TaskState.OPEN, "people"))
    if Right.ISSUE_BRIEF in rights:
        drafts = brief_list(user=user, size=1).drafts
        found.append(Todo(N_("Briefs to issue"), drafts, "insight:briefs", "state=draft", "doc"))
    if Right.SEE in rights:
        late = campaigns.task_list(user=user, today=today, cut=Filter(late=True), size=1)
        found.append(
            Todo(N_("Late tasks"), late.late, "campaigns:tasks", "show=late", "late", late.late > 0)
        )
    return found


def _brief(user: Acting, week: Week) -> WeekBrief:
    found = brief_list(user=user, cut=BriefFilter(span=BriefSpan.WEEK.value), size=5)
    for brief in found.page.rows:
        if brief.starts_on == week.starts_on and brief.programme_id == week.programme.pk:
            return WeekBrief(brief.pk, BriefState(brief.state))
    return WeekBrief()


def _tasks(user: Acting, today: date, label: str, state: TaskState, icon: str) -> Todo:
    cut = Filter(state=state.value)
    listed = campaigns.task_list(user=user, today=today, cut=cut, size=1)
    return Todo(label, listed.count.tasks, "campaigns:tasks", f"show={state.value}", icon)


def _figures(user: Acting, week: Week | None, today: date) -> list[Answer]:
    if week is None:
        return []
    answers = ask(KEY_FIGURES, user=user, programme=week.programme, until=today)
    return [answers[key] for key in KEY_FIGURES]
