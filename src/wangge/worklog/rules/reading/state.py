"""What is carried from one figure of a message to the next."""

from dataclasses import dataclass, field

from .grammar import Left
from .model import ReadFigure


@dataclass(slots=True)
class State:
    """What is carried from one figure to the next."""

    verb: str | None = None
    pending: Left | None = None
    """Verb and object of a clause without figure: 发放宣传资料,共计500份."""
    period: str | None = None
    said: str | None = None
    """The period said in this sentence so far."""
    place: str | None = None
    parts: set[str | None] | None = None
    """Behind 其中: the verbs its parts go with; another verb ends the parts."""
    end: int = 0
    """Where the last figure ended."""
    limit: int = 0
    """Where other articles begin on the page."""
    foreign_until: int = 0
    read: list[ReadFigure] = field(default_factory=list)
