"""Handing entries on, sealing them, sweeping files that nobody names."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from wangge.trail.models import Delivery, Entry, Evidence, Seal
from wangge.trail.queries.seals import content_of, head, header
from wangge.trail.rules import digest, reactions_to, retry_at, wanted

log = logging.getLogger("wangge.trail")
BATCH = 1000
"""Entries under one seal at most, so that opening one stays quick."""
YOUNG = timedelta(days=1)
"""A file younger than this may belong to a row that isn't committed yet."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run handed on, and how many entries a reaction failed on."""

    done: int
    failed: int


def deliver(at: datetime, limit: int = 500) -> Delivered:
    """Hand waiting entries to the reactions registered for them, oldest first.

    Each entry is one transaction: what its reactions write is committed with the mark that it was
    delivered, or not at all. A failure is noted beside the entry and tried again later; the
    entries behind it don't wait for it. Two workers never take the same entry.
    """
    known = wanted()
    waiting = Entry.objects.filter(delivered_at__isnull=True)
    waiting.exclude(action__in=known).update(delivered_at=at)
    due = waiting.filter(action__in=known).filter(
        Q(delivery__isnull=True) | Q(delivery__next_at__lte=at)
    )
    done = failed = 0
    for id in list(due.order_by("at", "id").values_list("pk", flat=True)[:limit]):
        try:
            done += _deliver(id, at)
        except Exception as error:  # a reaction may fail in any way; the queue must go on
            log.exception("reaction failed on entry %s", id)
            _put_off(id, at, error)
            failed += 1
    return Delivered(done, failed)


def _deliver(id: UUID, at: datetime) -> int:
    with transaction.atomic():
        rows = Entry.objects.filter(pk=id, delivered_at__isnull=True)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        entry = rows.first()
        if entry is None:  # another worker has it
            return 0
        for react in reactions_to(entry.action):
            react(entry)
        Delivery.objects.filter(pk=id).delete()
        return Entry.objects.filter(pk=id, delivered_at__isnull=True).update(delivered_at=at)


def _put_off(id: UUID, at: datetime, error: Exception) -> None:
    words = f"{type(error).__name__}: {error}"[:200]
    with transaction.atomic():
        row, new = Delivery.objects.get_or_create(
            pk=id, defaults={"attempts": 1, "next_at": retry_at(at, 1), "error": words}
        )
        if not new:
            Delivery.objects.filter(pk=id).update(
                attempts=F("attempts") + 1, next_at=retry_at(at, row.attempts + 1), error=words
            )


def seal_entries(at: datetime) -> int:
    """Seal every committed entry that has no seal yet, in batches by id; how many were sealed.

    Entries are chosen by lacking a seal, not by number: one committed late, with an id older than
    what is sealed, simply goes under the next seal. Two sealers at once write a chain of one:
    the second finds the number taken and leaves.
    """
    sealed = 0
    try:
        while count := _seal_batch(at):
            sealed += count
    except IntegrityError:
        log.info("another sealer is at work")
    return sealed


def _seal_batch(at: datetime) -> int:
    with transaction.atomic():
        batch = list(Entry.objects.filter(seal__isnull=True).order_by("id")[:BATCH])
        if not batch:
            return 0
        last, previous = head()
        parts = [header(last + 1, len(batch), at), *map(content_of, batch)]
        seal = Seal.objects.create(
            number=last + 1,
            digest=digest(previous, parts),
            previous=previous,
            entries=len(batch),
            at=at,
        )
        ids = [entry.pk for entry in batch]
        took = Entry.objects.filter(pk__in=ids, seal__isnull=True).update(seal=seal)
        if took != len(batch):
            raise IntegrityError("entries were sealed by somebody else")
        return took


def sweep_orphans(at: datetime) -> int:
    """Remove files that no row names, left by a process that died between file and row.

    Half-written files and files older than a day go; a file in use again has been touched.
    """
    root = Path(settings.MEDIA_ROOT)
    before = at - YOUNG
    old = [file for file in _files(root) if _changed(file) < before.timestamp()]
    removed = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        names = [file.name.partition(".")[0] for file in some]
        named = set(Evidence.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for file in some:
            # Asked again at the last moment: it may have been taken up in between.
            if file.name.partition(".")[0] not in named and _changed(file) < before.timestamp():
                file.unlink(missing_ok=True)
                removed += 1
    return removed


def _files(root: Path) -> Iterator[Path]:
    return (file for file in root.rglob("*") if file.is_file())


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return time.time()
