"""The one way to cut rows down to what somebody may see."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from wangge.kernel.asking import Asker
from wangge.trail.rules import SEE, end_of

M = TypeVar("M", bound=Model)


def under(prefix: str, column: str = "region") -> Q:
    """Rows whose code lies under a prefix, as a range that both databases find by index."""
    if not prefix:
        return Q()
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": end_of(prefix)})


def within(rows: QuerySet[M], user: Asker, column: str = "region") -> QuerySet[M]:
    """Only the rows in somebody's area, and none for a post that may not see records."""
    if user.why_not(SEE, user.region) is not None:
        return rows.none()
    return rows.filter(under(user.region, column))
