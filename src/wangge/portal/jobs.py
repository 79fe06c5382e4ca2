"""Clockwork of the portal: forgetting who came."""

from datetime import datetime, timedelta

from wangge.portal.models import Visit

FORGOTTEN_AFTER = timedelta(days=2)


def sweep_visits(at: datetime) -> int:
    """Forget visits older than two days; how many rows went."""
    return Visit.objects.filter(since__lt=at - FORGOTTEN_AFTER).delete()[0]
