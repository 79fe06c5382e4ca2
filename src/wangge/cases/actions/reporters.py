"""What reporters do with their link: join a case, say whether it is solved, have it reopened once.

The secret of the link is the right to it; nobody's post is asked for.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wangge.cases.actions.base import change, note, open_again, show
from wangge.cases.actions.report import NewReporter, add_reporter
from wangge.cases.models import Case, Remark
from wangge.cases.queries.cases import facts_of
from wangge.cases.queries.reporters import at_end, case_of_secret
from wangge.cases.rules import (
    OPEN,
    Resolution,
    Satisfaction,
    Stage,
    why_not_reporter_reopen,
)
from wangge.cases.rules.work import reason_of, written
from wangge.kernel.errors import Invalid, NotFound, Refused, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.words import N_, say
from wangge.people.rules import Acting, Right, why_not
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.trail.rules import Stage as Shown


@action("cases.join")
def join_case(
    *,
    case: UUID,
    reporter: NewReporter,
    text: str = "",
    evidence: Sequence[UUID] = (),
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """One more person met the same problem: they are kept informed of this case too.

    What they write becomes a remark for the office, their photos are shown as ``OTHER``. A case
    merged meanwhile leads to where it went. Raises :class:`Refused` for one that has ended.
    """
    named = Case.objects.filter(pk=case).first()
    if named is None:
        raise NotFound(say("There is no such case."))
    found = at_end(named)
    refuse(why_not(by, Right.REPORT_CASE, found.region))
    if Stage(found.stage) not in OPEN:
        raise Refused(say("This case has ended meanwhile. Send yours as a new report."))
    said = written(text, "text")
    change(found, at, by=by)
    add_reporter(found, reporter, at)
    if said:
        Remark.objects.create(
            id=derived_id("joined", id), case=found, text=said, author=N_("Another reporter"), at=at
        )
    photos = show(found.pk, [(one, Shown.OTHER) for one in evidence], by)
    return note(found, text=said, photos=photos or None)


@action("cases.reopen")
def reopen_by_reporter(*, secret: str, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """It isn't solved: the case is opened again and waits to be dispatched anew, once.

    Raises :class:`Refused` with the reason against it, :class:`Invalid` without a reason.
    """
    found, _ = case_of_secret(secret)
    refuse(why_not_reporter_reopen(facts_of(found)))
    because = reason_of(reason)
    open_again(found, at, by=by)
    return note(found, reason=because, by_reporter=True)


@action("cases.rate")
def rate_by_reporter(
    *,
    secret: str,
    resolution: str,
    satisfaction: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """What the reporter says of a closed case: solved or not, and how content they are.

    May be said anew while it stays closed; the last word counts. Raises :class:`Refused` before it
    is closed, :class:`Invalid` for an answer that isn't one.
    """
    found, _ = case_of_secret(secret)
    if found.stage != Stage.CLOSED.value:
        raise Refused(say("This can be said once the case is closed."))
    if resolution not in set(Resolution):
        raise Invalid(say("Say whether it is solved."), "resolution")
    if satisfaction not in {"", *Satisfaction}:
        raise Invalid(say("Choose one of the answers."), "satisfaction")
    change(found, at, by=by, resolution=resolution, satisfaction=satisfaction)
    return note(found, resolution=resolution, satisfaction=satisfaction)
