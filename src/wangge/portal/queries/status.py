"""What the holder of a private link is told of a case. The secret is the only right asked for."""

from dataclasses import dataclass
from uuid import UUID

from wangge.cases.models import Case, Remark
from wangge.cases.queries import case_of_secret, facts_of
from wangge.cases.rules import Stage, why_not_reporter_reopen
from wangge.kernel.errors import NotFound
from wangge.kernel.words import Said, say
from wangge.portal.rules import PLAIN, Phase, Progress, phases
from wangge.trail.queries import Shown, Stored, shown_file, shown_for
from wangge.trail.rules import Stage as Shows

KIND = "cases.case"


@dataclass(frozen=True, slots=True)
class PartTold:
    """One part of a case that several units handle."""

    number: str
    unit: str
    stage: str


@dataclass(frozen=True, slots=True)
class Told:
    """A case as its reporter sees it.

    ``number`` is the one the reporter was given, ``goes_on`` the one it was merged into, empty
    where it wasn't. ``own`` are the photos the reporter sent, ``after`` those of the unit's work.
    """

    number: str
    goes_on: str
    case: Case
    kind: str
    kind_en: str
    stage: str
    is_closed: bool
    phases: list[Phase]
    parts: list[PartTold]
    remarks: list[Remark]
    own: list[Shown]
    after: list[Shown]
    text: str
    address: str
    why_not_reopen: Said | None


def told(secret: str) -> Told:
    """Everything the page of a private link shows. Raises :class:`NotFound` for any other text."""
    case, reporter = case_of_secret(secret)
    reported: Case = reporter.case
    first = _is_first(reported, reporter.at)
    stage = Stage(case.stage)
    return Told(
        number=reported.number,
        goes_on=case.number if case.pk != reported.pk else "",
        case=case,
        kind=(case.category.public_name or case.category.name) if case.category else "",
        kind_en=case.category.name_en if case.category else "",
        stage=PLAIN[stage],
        is_closed=stage is Stage.CLOSED,
        phases=phases(_progress(case)),
        parts=_parts(case) if stage is Stage.SPLIT else [],
        remarks=list(Remark.objects.filter(case=case, is_public=True).order_by("at", "id")),
        own=_own(reported) if first else [],
        after=shown_for(KIND, case.pk, Shows.AFTER),
        text=reported.text if first else "",
        address=reported.address if first else "",
        why_not_reopen=why_not_reporter_reopen(facts_of(case)),
    )


def number_of(secret: str) -> str:
    """The number that belongs to a private link. Raises :class:`NotFound`."""
    number: str = case_of_secret(secret)[1].case.number
    return number


def photo(secret: str, evidence: UUID, small: bool = False) -> Stored:
    """A photo that the page of a link shows. Raises :class:`NotFound` for any other one."""
    case, reporter = case_of_secret(secret)
    seen = shown_for(KIND, case.pk, Shows.AFTER)
    if _is_first(reporter.case, reporter.at):
        seen += _own(reporter.case)
    for shown in seen:
        if shown.evidence == evidence and shown.is_picture:
            return shown_file(shown, small)
    raise NotFound(say("There is no such photo."))


def _is_first(case: Case, at: object) -> bool:
    """Whether this reporter opened the case; who joined later sees nothing the first one sent."""
    return bool(at == case.reported_at)


def _own(case: Case) -> list[Shown]:
    """What came with the report itself; a unit adds photos of its own from before it works."""
    return [
        shown
        for shown in shown_for(KIND, case.pk, Shows.BEFORE)
        if shown.is_picture and shown.at <= case.reported_at
    ]


def _progress(case: Case) -> Progress:
    return Progress(
        stage=Stage(case.stage),
        reported_at=case.reported_at,
        filed_at=case.filed_at,
        dispatched_at=case.dispatched_at,
        handled_at=case.handled_at,
        verified_at=case.verified_at,
        closed_at=case.closed_at,
        stage_at=case.stage_at,
        unit=case.unit.name if case.unit else "",
        reason=case.reason,
        reworks=case.reworks,
        reopened=case.reopened,
    )


def _parts(case: Case) -> list[PartTold]:
    rows = case.parts.select_related("unit").order_by("number")
    return [
        PartTold(row.number, row.unit.name if row.unit else "", PLAIN[Stage(row.stage)])
        for row in rows
    ]
