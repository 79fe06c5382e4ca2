"""How the report's totals came about, week by week: a seeded split of each total. Pure.

Each total below is at least what the report prints and floors to it: "300余吨" came out of 312.6
tons, of which one record was itself only known as a lower bound. The exact totals are exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from wangge.demo.plan import WEEKS

TOTALS: dict[str, tuple[Decimal, int]] = {
    "waste_cleared": (Decimal("312.6"), 40),
    "small_ads_removed": (Decimal(10460), 30),
    "billboards_dismantled": (Decimal(117), 5),
    "road_patches": (Decimal(113), 5),
    "plants": (Decimal(2000), 6),
    "commitments": (Decimal(1000), 12),
    "shared_bikes_cleared": (Decimal(5236), 9),
    "posters": (Decimal(1500), 9),
    "volunteer_activities": (Decimal(86), 5),
}
"""Measure → total until 2 September, and in how many records a week it was reported."""

ROUGH_WEEK = 6
ROUGH = {
    "waste_cleared",
    "small_ads_removed",
    "billboards_dismantled",
    "road_patches",
    "shared_bikes_cleared",
    "volunteer_activities",
}
"""In this week one amount of each of these was reported with 余: the total is a lower bound."""


def split(total: Decimal, parts: int, chance: Random, step: Decimal) -> list[Decimal]:
    """Cut a total into positive parts, multiples of ``step``, that add up to it exactly."""
    units = int(total / step)
    if units < parts:
        raise ValueError(f"{total} can't be cut into {parts} parts of {step} or more")
    weights = [chance.uniform(0.4, 1.6) for _ in range(parts)]
    spare, scale = units - parts, sum(weights)
    counts = [1 + int(spare * weight / scale) for weight in weights]
    for position in range(units - sum(counts)):
        counts[position % parts] += 1
    return [count * step for count in counts]


@dataclass
class Story:
    """The amounts still to be reported, by measure and week (1 to 12)."""

    chance: Random
    amounts: dict[str, dict[int, list[Decimal]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for measure, (total, a_week) in TOTALS.items():
            step = Decimal("0.1") if measure == "waste_cleared" else Decimal(1)
            parts = split(total, a_week * WEEKS, self.chance, step)
            self.amounts[measure] = {
                week: parts[(week - 1) * a_week : week * a_week] for week in range(1, WEEKS + 1)
            }

    def week(self, measure: str, week: int) -> list[Decimal]:
        """The amounts of one measure in one week."""
        return self.amounts[measure][week]


def dealt(amounts: list[Decimal], hands: int) -> Iterator[tuple[int, Decimal]]:
    """Deal amounts to ``hands`` in turn: (hand, amount), so that every amount lands somewhere."""
    for position, amount in enumerate(amounts):
        yield position % hands, amount
