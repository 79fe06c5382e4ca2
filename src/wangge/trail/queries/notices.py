"""One's own notices and how one is reached."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from wangge.kernel.asking import Asker
from wangge.kernel.errors import refuse
from wangge.kernel.sealing import unseal_secret
from wangge.kernel.words import Said
from wangge.outside.messages import Channel
from wangge.trail.models import Notice, Parcel, Reach
from wangge.trail.rules import READ_TRAIL
from wangge.trail.rules.notices import ParcelState, Rhythm


def notices(*, user: Asker, unread: bool = False) -> QuerySet[Notice]:
    """What one was told, to be paged newest first."""
    rows = Notice.objects.filter(account=user.account)
    return rows.filter(read_at__isnull=True) if unread else rows


def unread(*, user: Asker, most: int = 100) -> int:
    """How many notices wait to be read, counted up to ``most``."""
    return notices(user=user, unread=True)[:most].count()


def sentence_of(notice: Notice) -> Said:
    """What a notice says, ready to be translated."""
    return Said(notice.said, notice.params)


@dataclass(frozen=True, slots=True)
class OwnReach:
    """How one is reached, with the address mostly hidden."""

    id: UUID
    channel: Channel
    masked: str
    rhythm: Rhythm
    quiet: str


def reaches(*, user: Asker) -> list[OwnReach]:
    """How one is reached outside the page."""
    rows = Reach.objects.filter(account=user.account).order_by("channel")
    return [
        OwnReach(
            row.pk,
            Channel(row.channel),
            masked(unseal_secret(row.address, settings.SECRET_KEY) or ""),
            Rhythm(row.rhythm),
            f"{row.quiet_from:%H:%M}-{row.quiet_until:%H:%M}"
            if row.quiet_from and row.quiet_until
            else "",
        )
        for row in rows
    ]


def masked(text: str) -> str:
    """Enough of an address to know it by."""
    return f"{text[:2]}…{text[-3:]}" if len(text) > 6 else "…"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that couldn't be sent."""

    id: UUID
    channel: Channel
    attempts: int
    error: str
    at: datetime
    given_up: bool


def stuck_parcels(*, user: Asker, limit: int = 50) -> list[Stuck]:
    """Messages that failed at least once and aren't sent yet, for who reads the journal."""
    refuse(user.why_not(READ_TRAIL, user.region))
    rows = Parcel.objects.filter(attempts__gt=0).exclude(state=ParcelState.SENT.value)
    return [
        Stuck(row.pk, Channel(row.channel), row.attempts, row.error, row.at,
              row.state == ParcelState.FAILED.value)
        for row in rows.order_by("-pk")[:limit]
    ]  # fmt: skip
