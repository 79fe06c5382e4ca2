"""Who may act and ask."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.models import Account, Tenure
from wangge.people.rules import Acting, PostKind


def posts_held(account: Account, on: date) -> list[Acting]:
    """Every post an account holds on a day, each ready to act, in the order they were given."""
    tenures = (
        Tenure.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on), account=account, since__lte=on
        )
        .filter(Q(post__closed_on__isnull=True) | Q(post__closed_on__gt=on))
        .select_related("post")
        .order_by("since", "id")
    )
    return [
        Acting(
            account=account.pk,
            name=account.name,
            post=tenure.post.pk,
            title=tenure.post.title,
            kind=PostKind(tenure.post.kind),
            region=tenure.post.region,
            unit=tenure.post.unit_id,
        )
        for tenure in tenures
    ]


def acting_as(account: Account, on: date, post: UUID | None = None) -> Acting:
    """One of the posts an account holds: the named one, or the first.

    Raises :class:`NotFound` where the account holds none (or not that one).
    """
    held = posts_held(account, on)
    for acting in held:
        if post in (None, acting.post):
            return acting
    raise NotFound(say("You hold no post today. Ask the campaign office to give you one."))
