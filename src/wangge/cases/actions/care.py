"""Leading and following up: urge, supervise, remark, reopen, speak to the reporter, add photos."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from wangge.cases.actions.base import (
    Proofs,
    allowed,
    change,
    note,
    open_again,
    show,
    step,
)
from wangge.cases.models import Case, Remark
from wangge.cases.queries.cases import one_case
from wangge.cases.rules import Act, Resolution, Satisfaction
from wangge.cases.rules.work import reason_of, written
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right, why_not
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.trail.rules import Stage as Shown


@action("cases.urge")
def urge_case(*, case: UUID, text: str = "", by: Acting, at: datetime, id: UUID) -> Note:
    """Urge whoever has to act next (催办)."""
    found, _ = allowed(Act.URGE, case, by)
    step(found, Act.URGE, at, by=by, urges=F("urges") + 1)
    return note(found, text=written(text, "text", 300))


@action("cases.supervise")
def supervise_case(*, case: UUID, text: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Put a case under supervision with an opinion that the unit has to answer (督办)."""
    found, _ = allowed(Act.SUPERVISE, case, by)
    said = reason_of(text, "text")
    step(found, Act.SUPERVISE, at, by=by, supervised_at=at, answered_at=None)
    return note(found, text=said)


@action("cases.answer")
def answer_supervision(*, case: UUID, text: str, by: Acting, at: datetime, id: UUID) -> Note:
    """The unit's answer to a supervision."""
    found, _ = allowed(Act.ANSWER, case, by)
    said = reason_of(text, "text")
    step(found, Act.ANSWER, at, by=by, answered_at=at)
    return note(found, text=said)


@action("cases.reopen")
def reopen_case(*, case: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Open a closed case again; it waits to be dispatched anew."""
    found, _ = allowed(Act.REOPEN, case, by)
    because = reason_of(reason)
    open_again(found, at, by=by)
    return note(found, reason=because)


@action("cases.comment")
def comment_case(
    *,
    case: UUID,
    remark: UUID,
    text: str,
    is_public: bool = False,
    status: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Say something about a case; a public remark is what its reporters read."""
    found, _ = allowed(Act.COMMENT, case, by)
    said = written(text, "text")
    if not said:
        raise Invalid(say("Write the remark first."), "text")
    change(found, at, by=by)
    Remark.objects.create(
        id=remark,
        case=found,
        text=said,
        is_public=is_public,
        author=by.title,
        status=status[:40],
        at=at,
    )
    return note(found, text=said, public=is_public or None)


@action("cases.prove")
def prove_case(
    *, case: UUID, evidence: UUID, stage: Shown, by: Acting, at: datetime, id: UUID
) -> Note:
    """Add a kept photo to a case that is open."""
    found, _ = allowed(Act.COMMENT, case, by)
    proofs: Proofs = [(evidence, stage)]
    change(found, at, by=by)
    return note(found, photos=show(case, proofs, by))


@action("cases.contact")
def contact_reporter(
    *,
    case: UUID,
    text: str = "",
    resolution: str = "",
    satisfaction: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """The office has spoken to the reporter (回访); what they said of the result, if anything."""
    found = one_case(case, user=by)
    refuse(why_not(by, Right.FILE_CASE, found.region))
    if resolution not in ("", *Resolution) or satisfaction not in ("", *Satisfaction):
        raise Invalid(say("Choose one of the answers."), "resolution")
    said = written(text, "text", 300)
    changes = {"resolution": resolution, "satisfaction": satisfaction}
    change(
        found,
        at,
        by=by,
        contacted_at=found.contacted_at or at,
        **{key: value for key, value in changes.items() if value},
    )
    return note(found, text=said, resolution=resolution, satisfaction=satisfaction)


@action("cases.warn_late")
def warn_late(*, case: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """A limit has passed: whoever has to act next, and the office, are told once."""
    found = one_case(case, user=by)
    late = Case.objects.filter(
        Q(late_told_at__isnull=True) | Q(late_told_at__lt=F("due_at")), pk=case, due_at__lt=at
    )
    if not late.update(late_told_at=at):
        raise Conflict(say("This case isn't late any more, or it was told already."))
    return note(found, due=found.due_at.isoformat() if found.due_at else None)
