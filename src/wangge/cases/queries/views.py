"""Saved views: each account sees its own."""

from uuid import UUID

from wangge.cases.models import SavedView
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.rules import Acting


def saved_views(*, user: Acting) -> list[SavedView]:
    """Somebody's own views by name."""
    if user.account is None:
        return []
    return list(SavedView.objects.filter(account_id=user.account).order_by("name"))


def one_view(id: UUID, *, user: Acting) -> SavedView:
    """One of somebody's own views. Raises :class:`NotFound`."""
    found = next((view for view in saved_views(user=user) if view.pk == id), None)
    if found is None:
        raise NotFound(say("There is no such view."))
    return found
