"""What happens by itself, and how often. Each job may run twice or late without harm."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections

log = logging.getLogger("wangge.schedule")


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of clockwork: ``do(at=…)`` no more often than ``every``."""

    name: str
    do: Callable[..., Any]
    every: timedelta


def jobs() -> list[Job]:
    """All jobs of all domains."""
    from wangge.campaigns.jobs import close_due_rounds, open_due_rounds
    from wangge.cases.jobs import learn_categories, warn_of_late
    from wangge.insight.jobs import add_up_sums
    from wangge.portal.jobs import sweep_visits
    from wangge.trail.jobs import deliver, seal_entries, send_parcels, sweep_orphans

    return [
        Job("trail.deliver", deliver, timedelta(seconds=2)),
        Job("trail.send_parcels", send_parcels, timedelta(seconds=10)),
        Job("trail.seal", seal_entries, timedelta(minutes=5)),
        Job("trail.sweep_orphans", sweep_orphans, timedelta(hours=24)),
        Job("portal.sweep_visits", sweep_visits, timedelta(hours=24)),
        Job("insight.add_up_sums", add_up_sums, timedelta(hours=1)),
        Job("cases.warn_of_late", warn_of_late, timedelta(minutes=1)),
        Job("cases.learn_categories", learn_categories, timedelta(hours=24)),
        Job("campaigns.close_due_rounds", close_due_rounds, timedelta(minutes=1)),
        Job("campaigns.open_due_rounds", open_due_rounds, timedelta(minutes=1)),
    ]


class Clockwork:
    """Remembers when each job last ran and runs what is due."""

    def __init__(self, work: list[Job]) -> None:
        self.work = work
        self.last: dict[str, datetime] = {}

    def tick(self, at: datetime) -> list[str]:
        """Run every due job once; a job that fails is logged and tried again next time."""
        ran = []
        for job in self.work:
            last = self.last.get(job.name)
            if last is not None and at - last < job.every:
                continue
            self.last[job.name] = at
            try:
                job.do(at=at)
                ran.append(job.name)
            except Exception:
                log.exception("job failed: %s", job.name)
                close_old_connections()
        return ran
