"""Cutting rows down to somebody's area; the trail lies below the domain that knows regions."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from wangge.kernel.asking import Asker
from wangge.trail.rules import end_of

M = TypeVar("M", bound=Model)


def area(prefix: str) -> Q:
    """Rows under a code prefix, as a range that both databases find by index."""
    return Q(region__gte=prefix, region__lt=end_of(prefix)) if prefix else Q()


def within(rows: QuerySet[M], user: Asker, right: str) -> QuerySet[M]:
    """The rows in somebody's area, none for a post without the right."""
    if user.why_not(right, user.region) is not None:
        return rows.none()
    return rows.filter(area(user.region))
