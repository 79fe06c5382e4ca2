"""What a resident says of a case through a client program that reported it, or follows it."""

from datetime import datetime
from uuid import UUID

from wangge.cases.actions.base import change, note
from wangge.cases.models import Remark
from wangge.cases.queries.open311 import public_case
from wangge.cases.rules import TABLE, Act, Stage
from wangge.cases.rules.work import written
from wangge.kernel.errors import Invalid, Refused, refuse
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right, why_not
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("cases.receive_update")
def receive_update(
    *,
    case: UUID,
    remark: UUID,
    text: str,
    state: str = "",
    media_url: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Keep a resident's update as a public remark. ``state`` is what they say of the problem.

    That stays a claim, shown beside who said it: no stage changes by it, since only those who look
    on the spot verify. Raises :class:`NotFound` for a case that isn't public and
    :class:`Refused` for one that takes no remarks any more.
    """
    found = public_case(user=by, number="", id=case)
    refuse(why_not(by, Right.REPORT_CASE, found.region))
    if (Stage(found.stage), Act.COMMENT) not in TABLE:
        raise Refused(say("This request takes no more updates. Report the problem anew."))
    said = written(text, "description")
    if not said:
        raise Invalid(say("“%(field)s” is required.", field="description"), "description")
    change(found, at, by=by)
    author = f"{by.name} · {state}" if state else by.name
    Remark.objects.create(
        id=remark, case=found, text=said, is_public=True, author=author[:80], at=at
    )
    return note(found, text=said, public=True, state=state, media_url=media_url)
