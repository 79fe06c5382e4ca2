"""Filters that somebody keeps under a name, for themselves alone."""

from datetime import datetime
from uuid import UUID

from wangge.cases.models import SavedView
from wangge.cases.queries.views import one_view
from wangge.kernel.errors import Invalid, Refused, refuse
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "cases.view"
MOST = 20
"""Views of one account: more than fit above a list are no help."""
LONGEST = 60


@action("cases.save_view")
def save_view(*, view: UUID, name: str, query: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Keep a filter under a name; the same name again keeps the newer one.

    ``query`` is the address's part behind the question mark, as the list reads it. Raises
    :class:`Invalid` without a name, :class:`Refused` beyond :data:`MOST`.
    """
    refuse(by.why_not(Right.SEE, by.region))
    if by.account is None:
        raise Refused(say("Only somebody with an account keeps views."))
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST:
        raise Invalid(
            say("Give the view a name of at most %(most)s characters.", most=LONGEST), "name"
        )
    query = query.replace("\0", "")
    if len(query) > 1000:
        raise Invalid(say("This filter is too long to be kept."), "query")
    own = SavedView.objects.filter(account_id=by.account)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Refused(say("You keep %(most)s views already; delete one first.", most=MOST))
    own.filter(name=name).delete()
    SavedView.objects.create(pk=view, account_id=by.account, name=name, query=query, at=at)
    return Note(KIND, view, by.region, {"name": name})


@action("cases.delete_view")
def delete_view(*, view: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Drop a view of one's own. Raises :class:`NotFound` for anybody else's."""
    found = one_view(view, user=by)
    name = found.name
    found.delete()
    return Note(KIND, view, by.region, {"name": name})
