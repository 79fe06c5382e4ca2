"""One registry of what a row may be about: (kind, id) → a label and an address.

Lower domains keep the origin of a row as (kind, id) without knowing the domain above that made
it; each domain registers its kinds in ``apps.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that has a page: ``kind`` is ``domain.thing``."""

    kind: str
    label: str
    url: Callable[[str], str]


_known: dict[str, Subject] = {}


def register(kind: str, label: str, url: Callable[[str], str]) -> None:
    """Make a kind known; a second registration of the same kind is a fault in the code."""
    if kind in _known:
        raise ValueError(f"registered twice: {kind}")
    _known[kind] = Subject(kind, label, url)


def lookup(kind: str) -> Subject | None:
    """What is known of a kind, or None."""
    return _known.get(kind)


def url_of(kind: str, id: UUID | str) -> str:
    """The page of a thing, or an empty string where it has none."""
    subject = _known.get(kind)
    return subject.url(str(id)) if subject else ""
