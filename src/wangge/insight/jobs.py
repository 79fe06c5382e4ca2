"""Clockwork of this domain."""

from datetime import datetime

from wangge.insight.figures.views import compact


def add_up_sums(*, at: datetime) -> None:
    """Put together what PostgreSQL has appended to the daily sums; may run late or twice."""
    compact()
