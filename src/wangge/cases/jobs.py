"""Clockwork of cases. May run twice, late, or twice at once."""

from datetime import datetime

from django.db.models import F, Q

from wangge.cases.actions import warn_late
from wangge.cases.models import Case
from wangge.cases.rules import OPEN
from wangge.kernel.errors import Conflict
from wangge.kernel.ids import derived_id
from wangge.people.rules import CLOCKWORK


def warn_of_late(at: datetime, limit: int = 200) -> int:
    """Tell of every case whose limit has passed since it was last told; how many."""
    untold = Q(late_told_at__isnull=True) | Q(late_told_at__lt=F("due_at"))
    late = Case.objects.filter(
        untold, stage__in=[stage.value for stage in OPEN], due_at__lt=at
    ).order_by("due_at", "id")
    told = 0
    for case, due_at in list(late.values_list("pk", "due_at")[:limit]):
        try:
            warn_late(case=case, by=CLOCKWORK, at=at, id=derived_id("late", case, due_at))
            told += 1
        except Conflict:
            continue  # Somebody acted on it between the question and the action.
    return told
