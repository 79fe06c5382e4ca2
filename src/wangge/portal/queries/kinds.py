"""The kinds of problem that residents choose from, the usual ones first."""

from collections import Counter
from datetime import datetime

from django.core.cache import cache

from wangge.cases.models import Case, Category
from wangge.cases.queries import categories
from wangge.kernel.clock import day_of

USUAL = 8
"""Kinds that a phone's screen shows at once."""
LOOKED_AT = 2000
"""Latest cases that say what is usual; more would say the same."""
KEPT_FOR = 600
"""Seconds that what is usual is kept."""


def kinds(at: datetime) -> tuple[list[Category], list[Category]]:
    """The usual kinds of these weeks, then all that residents are offered, by class."""
    offered = categories(day_of(at), public=True)
    often: list[str] | None = cache.get("portal.usual")
    if often is None:
        latest = Case.objects.order_by("-pk").values_list("category", flat=True)[:LOOKED_AT]
        counted = Counter(str(id) for id in latest if id is not None)
        often = [id for id, _ in counted.most_common()]
        cache.set("portal.usual", often, KEPT_FOR)
    rank = {id: place for place, id in enumerate(often)}
    usual = sorted(offered, key=lambda row: rank.get(str(row.pk), len(rank)))[:USUAL]
    return usual, offered
