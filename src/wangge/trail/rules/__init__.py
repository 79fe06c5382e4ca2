"""What an action leaves behind, how it is sealed, handed on and named, and what evidence may be."""

from wangge.trail.rules.entries import (
    GENESIS,
    READ_TRAIL,
    SEE,
    Note,
    Stage,
    canonical,
    digest,
    end_of,
)
from wangge.trail.rules.labels import label_actions, label_of, labelled
from wangge.trail.rules.outbox import Happened, reaction, reactions_to, retry_at, wanted
from wangge.trail.rules.pictures import LIMIT, Clean, clean, stored_as

__all__ = [
    "GENESIS",
    "LIMIT",
    "READ_TRAIL",
    "SEE",
    "Clean",
    "Happened",
    "Note",
    "Stage",
    "canonical",
    "clean",
    "digest",
    "end_of",
    "label_actions",
    "label_of",
    "labelled",
    "reaction",
    "reactions_to",
    "retry_at",
    "stored_as",
    "wanted",
]
