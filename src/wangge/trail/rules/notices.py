"""When a notice may leave the page for somebody's phone. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wangge.kernel.choices import Choice
from wangge.kernel.clock import HERE, start_of
from wangge.kernel.words import N_, Said, say

GIVE_UP_AFTER = 20
"""Attempts, about four days with the waits of the outbox; then a person has to look."""
LEASE = timedelta(minutes=10)
"""A parcel taken by a worker that has died is taken again after this."""
MOST_IN_ONE = 20
"""Notices that one message names before it says how many more there are."""


class ParcelState(Choice):
    """Where a message on its way out stands."""

    WAITING = "waiting", N_("To be sent")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Given up")


class Rhythm(Choice):
    """How often somebody wants to hear."""

    AT_ONCE = "at_once", N_("At once")
    HOURLY = "hourly", N_("Together, each hour")
    DAILY = "daily", N_("Together, each morning at half past eight")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing but the urgent disturbs; both ends None: none."""

    starts_at: time | None = None
    ends_at: time | None = None


def leaves_at(at: datetime, rhythm: Rhythm, quiet: Quiet, urgent: bool) -> datetime:
    """When a notice of ``at`` goes out. What is urgent waits for nothing."""
    if urgent:
        return at
    return _after_quiet(_next_round(at, rhythm), quiet)


def _next_round(at: datetime, rhythm: Rhythm) -> datetime:
    here = at.astimezone(HERE)
    if rhythm is Rhythm.HOURLY:
        return here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if rhythm is Rhythm.DAILY:
        today = start_of(here.date()) + timedelta(hours=8, minutes=30)
        return today if here <= today else today + timedelta(days=1)
    return at


def _after_quiet(at: datetime, quiet: Quiet) -> datetime:
    starts, ends = quiet.starts_at, quiet.ends_at
    if starts is None or ends is None or starts == ends:
        return at
    here = at.astimezone(HERE)
    clock = here.time()
    over_night = starts > ends
    inside = (clock >= starts or clock < ends) if over_night else starts <= clock < ends
    if not inside:
        return at
    morning = datetime.combine(here.date(), ends, HERE)
    return morning + timedelta(days=1) if over_night and clock >= starts else morning


def why_not_quiet(starts_at: time | None, ends_at: time | None) -> Said | None:
    """Why these can't be quiet hours."""
    if (starts_at is None) != (ends_at is None):
        return say("Give both ends of the quiet hours, or neither.")
    return None
