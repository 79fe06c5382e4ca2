"""Who is to be told: the accounts that hold posts with a right over a region today."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from wangge.people.models import Tenure
from wangge.people.rules import RIGHTS, PostKind, Right


def holders(
    right: Right,
    region: str,
    *,
    on: date,
    unit: UUID | None = None,
    among: Collection[PostKind] = tuple(PostKind),
) -> list[UUID]:
    """The accounts whose post has ``right`` and an area that contains ``region``.

    With a ``unit`` only those of its posts; ``among`` narrows to kinds of post. For the
    clockwork, which tells people what happened; nobody sees the list.
    """
    kinds = [kind.value for kind in among if right in RIGHTS[kind]]
    above = [region[:length] for length in (0, 2, 4, 6, 9, 12, 15) if length <= len(region)]
    rows = (
        Tenure.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
        .filter(Q(post__closed_on__isnull=True) | Q(post__closed_on__gt=on))
        .filter(post__kind__in=kinds, post__region__in=above, account__is_active=True)
    )
    if unit is not None:
        rows = rows.filter(post__unit=unit)
    return list(rows.order_by("account").values_list("account", flat=True).distinct())
