"""A quantity as somebody reports it together with something else: a task, a case. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from wangge.kernel.words import Qualifier


@dataclass(frozen=True, slots=True)
class Work:
    """One quantity: the id its record gets, and an amount in the measure's unit, above zero."""

    record: UUID
    measure: str
    amount: Decimal
    qualifier: Qualifier = Qualifier.EXACT
