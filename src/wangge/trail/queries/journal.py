"""What happened, for somebody: the timeline of a thing and the journal of an area."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.kernel.asking import Asker
from wangge.kernel.clock import start_of
from wangge.kernel.errors import refuse
from wangge.kernel.pages import PAGE_SIZE
from wangge.trail.models import Delivery, Entry
from wangge.trail.queries.scope import area, within
from wangge.trail.rules import READ_TRAIL, SEE, label_of

TIMELINE = 200
"""Entries of one thing that its page shows at most, the newest."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry in plain words. ``label`` is untranslated; ``seal`` is None until it is sealed."""

    id: UUID
    at: datetime
    who: str
    title: str
    action: str
    label: str
    kind: str
    subject: UUID
    region: str
    data: dict[str, Any]
    seal: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the journal; ``following`` is the key of the next one, empty at the end."""

    rows: list[Happening]
    following: str


def entries_of(kind: str, id: UUID, user: Asker) -> list[Happening]:
    """The timeline of a thing, oldest first; empty for a post that may not see its records."""
    rows = within(Entry.objects.filter(kind=kind, subject=id), user, SEE)
    newest = list(rows.order_by("-at", "-id")[:TIMELINE])
    return [_happening(entry) for entry in reversed(newest)]


def journal(
    *,
    user: Asker,
    action: str = "",
    who: str = "",
    region: str = "",
    since: date | None = None,
    until: date | None = None,
    after: str = "",
    size: int = PAGE_SIZE,
) -> Stretch:
    """The journal of an area, newest first, paged by (time, id).

    ``who`` is part of a name or title, ``region`` a code prefix, ``until`` includes its day.
    Raises :class:`Refused` without the right to read the journal.
    """
    refuse(user.why_not(READ_TRAIL, user.region))
    rows = Entry.objects.filter(area(user.region)).filter(area(region))
    if action:
        rows = rows.filter(action=action)
    if who:
        rows = rows.filter(Q(actor_name__icontains=who) | Q(actor_title__icontains=who))
    if since:
        rows = rows.filter(at__gte=start_of(since))
    if until:
        rows = rows.filter(at__lt=start_of(until + timedelta(days=1)))
    found = list(_after(rows, after).order_by("-at", "-id")[: size + 1])
    following = ""
    if len(found) > size:
        last = found[size - 1]
        following = f"{last.at.isoformat()}_{last.pk}"
    return Stretch([_happening(entry) for entry in found[:size]], following)


def _after(rows: QuerySet[Entry], key: str) -> QuerySet[Entry]:
    """The rows older than a key; one that is no key starts from the top."""
    time, _, id = key.partition("_")
    try:
        at, pk = datetime.fromisoformat(time), UUID(id)
    except ValueError:
        return rows
    if at.tzinfo is None:
        return rows
    return rows.filter(Q(at__lt=at) | Q(at=at, id__lt=pk))


def _happening(entry: Entry) -> Happening:
    return Happening(
        id=entry.pk,
        at=entry.at,
        who=entry.actor_name,
        title=entry.actor_title,
        action=entry.action,
        label=label_of(entry.action),
        kind=entry.kind,
        subject=entry.subject,
        region=entry.region,
        data=entry.data,
        seal=entry.seal_id,
    )


def stuck() -> list[tuple[Happening, int, str]]:
    """Entries a reaction keeps failing on: (entry, attempts, last error), for the command line."""
    rows = Delivery.objects.select_related("entry").order_by("entry_id")
    return [(_happening(row.entry), row.attempts, row.error) for row in rows]
