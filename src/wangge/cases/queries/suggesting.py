"""Categories that a few words suggest: shown with their confidence, never applied by themselves."""

import logging
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wangge.cases.queries.catalogue import category
from wangge.cases.rules.suggesting import Model, guess, unpacked
from wangge.kernel.errors import NotFound

log = logging.getLogger("wangge.cases")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that may fit; ``confidence`` from 0 to 1 is how often such a guess is right."""

    category: UUID
    name: str
    confidence: float


LEAST = 0.02
"""A guess below one in fifty is noise beside those before it. This program's own choice."""
_kept: tuple[Path, int, Model | None] | None = None


def file_of_model() -> Path:
    """Where what was learnt lies, in the installation's data folder."""
    return Path(settings.HOME) / "suggesting.npz"


def learnt() -> Model | None:
    """What was learnt, read again when the file changes; None without a readable one."""
    global _kept
    file = file_of_model()
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return None
    kept = _kept
    if kept is None or kept[:2] != (file, changed):
        kept = _kept = (file, changed, _read(file))
    return kept[2]


def _read(file: Path) -> Model | None:
    try:
        return unpacked(file.read_bytes())
    except (OSError, ValueError) as error:
        log.warning("no suggestions of categories until they are learnt anew: %s", error)
        return None


def suggest(text: str, *, limit: int = 3) -> list[Suggestion]:
    """The categories that a text suggests, the likeliest first; empty before anything is learnt.

    Reference data, so no user is asked for.
    """
    model = learnt()
    if model is None:
        return []
    found = []
    for id, confidence in guess(model, text, limit):
        if confidence < LEAST:
            break
        try:
            found.append(Suggestion(id, category(id).name, confidence))
        except NotFound:
            continue  # Learnt from another catalogue; the next learning mends it.
    return found
