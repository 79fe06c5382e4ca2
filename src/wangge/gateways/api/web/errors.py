"""What stands against a request before any rule of a domain is asked, and every refusal's code."""

from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound, Refused
from wangge.kernel.words import Said


class Malformed(Mendable):
    """The request can't be read at all."""

    def __init__(self, reason: Said, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


class NotKnown(Mendable):
    """No token, or one that opens nothing."""


class TooMany(Mendable):
    """Too many wrong tokens from one address. ``wait`` in seconds."""

    def __init__(self, reason: Said, wait: int) -> None:
        super().__init__(reason)
        self.wait = wait


CODES: dict[type[Mendable], tuple[int, str]] = {
    Malformed: (400, "malformed"),
    NotKnown: (401, "token"),
    Refused: (403, "refused"),
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    Invalid: (422, "invalid"),
    TooMany: (429, "too_many"),
}
"""Refusal → status and the code that programs go by."""
