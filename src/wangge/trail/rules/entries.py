"""What an action leaves behind, and how a batch of entries is sealed. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_

SEE = "see"
"""The right to see records; posts get it in ``people.rules``."""

READ_TRAIL = "read_trail"
"""The right to read the journal; posts get it in ``people.rules``."""

GENESIS = "0" * 64
"""What the first seal is chained to."""


class Stage(Choice):
    """What a piece of evidence shows of the work."""

    BEFORE = "before", N_("Before")
    AFTER = "after", N_("After")
    OTHER = "other", N_("Other")


@dataclass(frozen=True, slots=True)
class Note:
    """What an action wants remembered.

    ``kind`` and ``id`` name the thing acted on, ``region`` its code (empty for the whole system),
    ``data`` plain JSON values in the words of the domain: what changed, from what, why.
    """

    kind: str
    id: UUID
    region: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """One byte string for one content, whatever the order of keys."""
    return json.dumps(
        fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    ).encode()


def digest(previous: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """The seal over a batch: SHA-256 over the previous seal and each entry's content, in order."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        chain.update(hashlib.sha256(canonical(entry)).digest())
    return chain.hexdigest()


def end_of(prefix: str) -> str:
    """The first code after everything under a non-empty prefix: ``code >= p and code < end``.

    A code of nines only has no next number, so it ends at ``:`` (the sign after 9).
    """
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
