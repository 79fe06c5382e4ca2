"""The portal's own change: counting visits.

Everything else that residents do is an action of ``cases``. Counting isn't one: it is no event of
anybody's work, and the trail keeps what it is told for good, which a visit must not be.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import F

from wangge.kernel.clock import day_of
from wangge.portal.models import Visit
from wangge.portal.queries.visits import again_at, limit_of
from wangge.portal.rules import Gate, since, visitor


def count_visit(*, gate: Gate, address: str, at: datetime) -> datetime | None:
    """Count one visit of an address; when to come again if it was one too many, else None.

    It is counted before it is judged, so that many at one moment can't slip through together.
    """
    limit = limit_of(gate)
    if not limit.most:
        return None
    key = visitor(address, gate, day_of(at), settings.SECRET_KEY)
    now = Visit.objects.filter(key=key, since=since(limit, at))
    if not now.update(count=F("count") + 1):
        fresh = Visit(key=key, since=since(limit, at))
        Visit.objects.bulk_create([fresh], ignore_conflicts=True)
        now.update(count=F("count") + 1)
    return again_at(gate=gate, address=address, at=at)
