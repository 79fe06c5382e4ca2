"""What can go wrong in a way that a person can mend. The web layer translates and shows these."""

from wangge.kernel.words import Said


class Mendable(Exception):
    """Something a person can mend; ``reason`` says how."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Mendable):
    """A rule or a right stands against the action."""


class Conflict(Mendable):
    """Somebody else was first; nothing was written."""


class NotFound(Mendable):
    """There is no such thing, or not within this person's area: the two look the same."""


class Invalid(Mendable):
    """A value can't be taken. ``field`` names it, empty when it concerns the whole."""

    def __init__(self, reason: Said, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


def refuse(reason: Said | None) -> None:
    """Raise :class:`Refused` if ``why_not`` gave a reason."""
    if reason is not None:
        raise Refused(reason)
