"""The same thing sent twice is one thing: ids made from what was sent.

A client that got no answer sends again. What it sent, its key and the time in steps of
:data:`STEP` make the id; the step before is looked at too, so a repetition is known for at least
one step and at most two, however the clock stands.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from wangge.kernel.ids import derived_id

STEP = 300
"""Seconds."""


def first_of(
    parts: Sequence[object], at: datetime, known: Callable[[Sequence[UUID]], UUID | None]
) -> UUID:
    """The id of what these parts make now, or the one they made a moment ago if it is ``known``."""
    step = int(at.timestamp()) // STEP
    now, before = (derived_id(*parts, number) for number in (step, step - 1))
    return known([now, before]) or now
