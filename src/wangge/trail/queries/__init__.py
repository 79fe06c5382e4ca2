"""Reads of the trail: evidence, timelines, the journal, the state of its seals."""

from wangge.trail.queries.evidence import (
    Shown,
    Stored,
    evidence_file,
    proofs_of,
    shown_file,
    shown_for,
    thumbnail,
)
from wangge.trail.queries.journal import (
    Happening,
    Stretch,
    entries_of,
    journal,
    stuck,
)
from wangge.trail.queries.seals import Broken, content_of, head, verify_seals

__all__ = [
    "Broken",
    "Happening",
    "Shown",
    "Stored",
    "Stretch",
    "content_of",
    "entries_of",
    "evidence_file",
    "head",
    "journal",
    "proofs_of",
    "shown_file",
    "shown_for",
    "stuck",
    "thumbnail",
    "verify_seals",
]
