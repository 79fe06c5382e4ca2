"""Messages go out: taken by one worker, sent, marked. Nothing is lost when a channel fails."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext, override

from wangge.kernel.pages import translate
from wangge.kernel.sealing import unseal_secret
from wangge.kernel.words import Said
from wangge.outside.messages import Channel, NotSent, send
from wangge.trail.models import Parcel
from wangge.trail.rules import retry_at
from wangge.trail.rules.notices import GIVE_UP_AFTER, LEASE, MOST_IN_ONE, ParcelState

log = logging.getLogger("wangge.trail")


@dataclass(frozen=True, slots=True)
class SentOut:
    """What one run sent, in messages, and how many a channel didn't take."""

    sent: int
    failed: int


def send_parcels(at: datetime, limit: int = 200) -> SentOut:
    """Send what is due, each receiver's notices in one message.

    A parcel is taken by compare-and-set before it is sent, so two workers never send it both; one
    whose worker died on the way is taken again after :data:`LEASE` and may then arrive twice:
    twice is better than never. A failed one is tried again with growing waits, and given up for a
    person to look at after :data:`GIVE_UP_AFTER` attempts.
    """
    waiting = Q(state=ParcelState.WAITING.value, due_at__lte=at)
    stranded = Q(state=ParcelState.SENDING.value, taken_at__lt=at - LEASE)
    due = Parcel.objects.filter(waiting | stranded).order_by("group", "id")[:limit]
    sent = failed = 0
    for _, parcels in groupby(list(due), key=lambda parcel: parcel.group):
        taken = [parcel for parcel in parcels if _take(parcel, at)]
        if not taken:
            continue
        try:
            _send(taken)
        except NotSent as error:
            _put_off(taken, at, error)
            failed += 1
        else:
            _done(taken, at)
            sent += 1
    return SentOut(sent, failed)


def _take(parcel: Parcel, at: datetime) -> bool:
    same = Parcel.objects.filter(pk=parcel.pk, state=parcel.state, taken_at=parcel.taken_at)
    return bool(same.update(state=ParcelState.SENDING.value, taken_at=at))


def _send(parcels: list[Parcel]) -> None:
    first = parcels[0]
    address = unseal_secret(first.address, settings.SECRET_KEY)
    if address is None:
        raise NotSent("the address was kept under another key")
    with override(first.language or settings.LANGUAGE_CODE):
        lines = [_line(parcel) for parcel in parcels[:MOST_IN_ONE]]
        if more := len(parcels) - MOST_IN_ONE:
            lines += [gettext("… and %(count)s more") % {"count": more}] if more > 0 else []
        title = gettext("Wangge") if len(parcels) == 1 else gettext("Wangge: %(count)s notices")
        send(Channel(first.channel), address, title % {"count": len(parcels)}, "\n".join(lines))


def _line(parcel: Parcel) -> str:
    words = translate(Said(parcel.said, parcel.params))
    link = f"{settings.PUBLIC_URL}{parcel.path}" if settings.PUBLIC_URL and parcel.path else ""
    return f"{words} {link}".strip()


def _ids(parcels: Iterable[Parcel]) -> list[UUID]:
    return [parcel.pk for parcel in parcels]


def _done(parcels: list[Parcel], at: datetime) -> None:
    Parcel.objects.filter(pk__in=_ids(parcels)).update(
        state=ParcelState.SENT.value, sent_at=at, address="", error=""
    )


def _put_off(parcels: list[Parcel], at: datetime, error: NotSent) -> None:
    log.warning("channel %s didn't take a message: %s", parcels[0].channel, error)
    for parcel in parcels:
        attempts = parcel.attempts + 1
        over = attempts >= GIVE_UP_AFTER
        Parcel.objects.filter(pk=parcel.pk).update(
            state=(ParcelState.FAILED if over else ParcelState.WAITING).value,
            attempts=attempts,
            due_at=retry_at(at, attempts),
            error=str(error)[:200],
        )


def retry_failed(at: datetime) -> int:
    """Try again what was given up, once its channel works again; how many."""
    given_up = Parcel.objects.filter(state=ParcelState.FAILED.value)
    return given_up.update(state=ParcelState.WAITING.value, attempts=0, due_at=at)
