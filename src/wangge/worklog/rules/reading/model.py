"""What one figure read from a message is.

The fields follow the annotation conventions of the message-reading specification: amount and
unit as written, who governs it (verb, object), and what kind of statement it is (role).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wangge.kernel.words import Qualifier


class Role(StrEnum):
    """What a figure says, which decides whether it may become a record of work."""

    MAIN = "main"
    """A result."""
    PART = "part"
    """A part of a total: after 其中, in brackets, a category of a total."""
    SCOPE = "scope"
    """How many places or groups were involved; no work done."""
    PLAN = "plan"
    """A target, something due, a next step."""
    RATE = "rate"
    """So much for each household, team or person."""
    CHANGE = "change"
    """A comparison with an earlier period."""
    FOREIGN = "foreign"
    """Another article on the same page."""


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One figure of a message, with the exact place it was read from."""

    verb: str | None
    object: str | None
    amount: Decimal
    amount_max: Decimal | None
    unit: str
    qualifier: Qualifier
    hedge: str
    role: Role
    surface: str
    start: int
    period: str | None
    place: str | None

    @property
    def approx(self) -> bool:
        """Whether the writer hedged the amount."""
        return self.qualifier is not Qualifier.EXACT

    def as_json(self) -> dict[str, Any]:
        """The figure in the keys of ``wangge read-message --jsonl``."""
        shown: dict[str, Any] = {
            "verb": self.verb,
            "object": self.object,
            "amount": as_number(self.amount),
            "unit": self.unit,
            "approx": self.approx,
            "role": self.role.value,
            "surface": self.surface,
            "start": self.start,
            "period": self.period,
            "place": self.place,
        }
        if self.amount_max is not None:
            shown["amount_max"] = as_number(self.amount_max)
        return shown


def as_number(amount: Decimal) -> int | float:
    """JSON wants a whole number without a point: 12, not 12.0."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
