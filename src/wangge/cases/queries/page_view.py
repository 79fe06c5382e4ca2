"""What the page of one case is made of, and which of its buttons stand where."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.cases.models import Case, Remark, Request
from wangge.cases.queries.cases import Button
from wangge.cases.queries.near import Near
from wangge.cases.rules import (
    Act,
    Decision,
    Light,
    Resolution,
    Satisfaction,
    Severity,
    Source,
    Stage,
    Sure,
)
from wangge.cases.rules.phases import Reached
from wangge.cases.rules.telling import Told
from wangge.kernel.words import Said
from wangge.trail.queries import Happening, Shown
from wangge.worklog.models import Record

LIKELY = (
    Act.GRANT,
    Act.FILE,
    Act.CONFIRM,
    Act.DISPATCH,
    Act.HANDLE,
    Act.PASS,
    Act.CLOSE,
    Act.RESUME,
    Act.ANSWER,
)
"""What is most probably done next, the first that is possible."""


BESIDE = (
    Act.REFUSE,
    Act.DENY,
    Act.MERGE,
    Act.ASK_CONFIRM,
    Act.SPLIT,
    Act.ASK_EXTEND,
    Act.ASK_RETURN,
    Act.SELF_HANDLE,
    Act.URGE,
    Act.SUPERVISE,
    Act.REOPEN,
    Act.COMMENT,
)
"""What stands beside it, the first few that are possible."""
BESIDE_MOST = 3
STEPS_AHEAD = (Act.FILE, Act.CONFIRM, Act.DISPATCH, Act.HANDLE, Act.PASS, Act.CLOSE)
"""Steps of the daily loop; why somebody can't take the one that is due is said on the page."""
TWINS = (Act.FAIL, Act.DISPROVE)
"""Answers of a question that another button opens."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The unit that the duty table proposes; without one the grid is a blind spot."""

    unit: UUID | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and its decision with the names of the posts behind it.

    ``wanted`` and ``unit`` are the time asked for, empty where none is.
    """

    request: Request
    label: str
    decision: Decision
    by: str
    decided_by: str
    wanted: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A quantity of work recorded with the case."""

    record: Record
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Informant:
    """Somebody who is kept informed, masked; ``phone_whole`` only for who calls them back."""

    at: datetime
    name: str
    phone: str
    email: str
    phone_whole: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A part or a copy of the case."""

    case: Case
    stage: Stage


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos of a case by when they were taken."""

    before: list[Shown]
    after: list[Shown]
    other: list[Shown]

    @property
    def number(self) -> int:
        """How many there are in all."""
        return len(self.before) + len(self.after) + len(self.other)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with everything around it. ``able`` are the acts that the post could ever do."""

    case: Case
    stage: Stage
    source: Source
    severity: Severity
    is_open: bool
    light: Light
    left: Said | None
    where: str
    grid: str
    phases: list[Reached]
    buttons: dict[str, Button]
    able: list[Button]
    next: Button | None
    proposal: Proposal
    photos: Photos
    similar: list[Near]
    history: list[Case]
    requests: list[Asked]
    waiting: Asked | None
    remarks: list[Remark]
    records: list[Reported]
    reporters: list[Informant]
    may_call: bool
    parts: list[Other]
    copies: list[Other]
    category_sure: Sure | None
    condition_sure: Sure | None
    limit: str
    limit_label: str
    resolution: Resolution | None
    satisfaction: Satisfaction | None
    origin_url: str
    origin_label: str
    reported_by: str
    timeline: list[tuple[Happening, Told]]
    newest: UUID | None

    @property
    def beside(self) -> list[Button]:
        """What stands beside the primary button: the likeliest of the rest."""
        ranked = [self.buttons[act.value] for act in BESIDE]
        return [one for one in ranked if one.why is None and one != self.next][:BESIDE_MOST]

    @property
    def further(self) -> list[Button]:
        """Everything else that is possible."""
        shown = [self.next, *self.beside]
        return [one for one in self.able if one.why is None and one not in shown]

    @property
    def greyed(self) -> list[Button]:
        """What the post could do at another stage, or were it not for who did what."""
        return [one for one in self.able if one.why is not None]

    @property
    def explained(self) -> list[Button]:
        """Steps that this stage waits for and this post may not take, although it has the right."""
        return [one for one in self.greyed if one.here and one.act in STEPS_AHEAD]

    @property
    def possible(self) -> list[Button]:
        """Acts that can be done now."""
        return [one for one in self.buttons.values() if one.why is None]
