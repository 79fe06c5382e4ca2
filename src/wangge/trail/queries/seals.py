"""The chain of seals, computed again from what the tables hold today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wangge.kernel.words import Said, say
from wangge.trail.models import Entry, Seal
from wangge.trail.rules import GENESIS, digest

CONTENT = (
    "id",
    "action",
    "kind",
    "subject",
    "region",
    "data",
    "account_id",
    "post",
    "actor_name",
    "actor_title",
    "at",
)
"""What a seal covers: every column of an entry but its seal and its delivery."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first seal that doesn't fit what lies under it, and in what way."""

    number: int
    reason: Said


def content_of(entry: Entry) -> dict[str, Any]:
    """An entry as it is sealed."""
    return {name: getattr(entry, name) for name in CONTENT}


def header(number: int, entries: int, at: datetime) -> dict[str, Any]:
    """What the seal says of itself is sealed too, before its entries."""
    return {"seal": number, "entries": entries, "at": at}


def head() -> tuple[int, str]:
    """Number and digest of the last seal; (0, zeros) where nothing is sealed yet.

    Whoever writes this pair down elsewhere can later tell that the end was not cut off.
    """
    last = Seal.objects.order_by("-number").first()
    return (last.number, last.digest) if last else (0, GENESIS)


def verify_seals(known: Mapping[int, str] | None = None) -> Broken | None:
    """Compute every seal again, oldest first; the first that doesn't fit, or None.

    ``known`` maps numbers of seals to digests written down outside of the database: with them
    a chain that was cut off at its end, or forged from some point on, shows as well.
    """
    previous, number, known = GENESIS, 0, known or {}
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number:
            return Broken(number, say("Seal %(number)s is missing.", number=number))
        if broken := _broken(seal, previous):
            return broken
        if known.get(number, seal.digest) != seal.digest:
            return Broken(
                number,
                say("Seal %(number)s isn't the one that was written down.", number=number),
            )
        previous = seal.digest
    lost = [written for written in known if written > number]
    if lost:
        return Broken(
            number + 1, say("Seal %(number)s was written down and is missing.", number=min(lost))
        )
    return None


def _broken(seal: Seal, previous: str) -> Broken | None:
    if seal.previous != previous:
        return Broken(
            seal.number,
            say("Seal %(number)s doesn't follow from the one before it.", number=seal.number),
        )
    under = Entry.objects.filter(seal_id=seal.number)
    count = under.count()
    if count != seal.entries:
        return Broken(
            seal.number,
            say(
                "Under seal %(number)s lie %(count)s entries instead of %(entries)s: entries "
                "were removed or slipped in.",
                number=seal.number,
                count=count,
                entries=seal.entries,
            ),
        )
    parts = _parts(seal, under.order_by("id").iterator())
    if digest(previous, parts) != seal.digest:
        return Broken(
            seal.number,
            say(
                "An entry under seal %(number)s, or the seal itself, was changed after sealing.",
                number=seal.number,
            ),
        )
    return None


def _parts(seal: Seal, entries: Iterator[Entry]) -> Iterator[Mapping[str, Any]]:
    yield header(seal.number, seal.entries, seal.at)
    for entry in entries:
        yield content_of(entry)
