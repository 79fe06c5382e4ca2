"""Whether an address came too often."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, Sum

from wangge.kernel.clock import day_of, start_of
from wangge.portal.models import Visit
from wangge.portal.rules import LIMITS, Gate, Limit, since, visitor


def again_at(*, gate: Gate, address: str, at: datetime) -> datetime | None:
    """When an address that came too often may come again; None: it may now."""
    limit = limit_of(gate)
    if not limit.most:
        return None
    began = since(limit, at)
    key = visitor(address, gate, day_of(at), settings.SECRET_KEY)
    found = Visit.objects.filter(key=key).aggregate(
        day=Sum("count"), span=Sum("count", filter=Q(since=began))
    )
    if (found["day"] or 0) > limit.most_a_day:
        return start_of(day_of(at) + timedelta(days=1))
    return began + limit.span if (found["span"] or 0) > limit.most else None


def limit_of(gate: Gate) -> Limit:
    """The limit of a gate here; an installation sets that of reports, 0 for none."""
    limit = LIMITS[gate]
    if gate is not Gate.REPORT:
        return limit
    most = settings.REPORTS_PER_HOUR
    return replace(limit, most=most, most_a_day=most * limit.most_a_day // limit.most)
