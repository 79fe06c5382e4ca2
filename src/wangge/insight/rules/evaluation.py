"""How work on cases is evaluated: shares, bands, composite scores, levels, ranks. Pure.

What is divided by what, the weights, bands and thresholds are dated rows (``ScoringRule``) with
their source; here stands only how such a row is read and reckoned with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, TypeVar

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say
from wangge.people.rules import Acting, Right

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
K = TypeVar("K")


class Subject(Choice):
    """Who or what is evaluated."""

    AREAS = "areas", N_("Grids")
    COMMUNITIES = "communities", N_("Communities")
    UNITS = "units", N_("Responsible units")
    INSPECTORS = "inspectors", N_("Inspectors")
    CLERKS = "clerks", N_("Filing clerks")
    DISPATCHERS = "dispatchers", N_("Dispatchers")
    HEADS = "heads", N_("Duty heads")


class Sort(Choice):
    """What a dated rule says."""

    INDICATOR = "indicator", N_("Indicator")
    COMPOSITE = "composite", N_("Composite score")
    BANDS = "bands", N_("Bands of a count")
    LEVELS = "levels", N_("Levels")
    PERIOD = "period", N_("Which cases belong to a period")


class Basis(Choice):
    """Which cases belong to a period."""

    BEGUN = "begun", N_("By when they were reported or dispatched")
    HAPPENED = "happened", N_("By when each event happened")
    """A share then covers what came into its denominator in the period."""


class Reading(Choice):
    """How a part of a composite score becomes points from 0 to 100."""

    RATE = "rate", N_("the rate itself")
    REST = "rest", N_("100 less the rate")
    BANDS = "bands", N_("by the bands of the count")


@dataclass(frozen=True, slots=True)
class Formula:
    """A rate: ``numerator`` of ``denominator``, keys of base counts. ``high`` ones are good."""

    key: str
    variant: str
    name: str
    name_en: str
    numerator: str
    denominator: str
    high: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composite score: ``of`` is an indicator, or a count where read by bands."""

    of: str
    reading: Reading
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Composite:
    """Weighted parts that add up to 100. Without ``least`` points of weight there is no score."""

    parts: tuple[Part, ...]
    least: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """Points by how large a count is: the first step that it doesn't exceed, or ``beyond``."""

    steps: tuple[tuple[int, Decimal], ...]
    beyond: Decimal

    def points(self, count: int) -> Decimal:
        """What a count is worth."""
        return next((points for upto, points in self.steps if count <= upto), self.beyond)


@dataclass(frozen=True, slots=True)
class Level:
    """A letter from a score on, with its colour; the colour's name is a CSS class."""

    letter: str
    start: Decimal
    colour: str


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole`` cases. A share of nothing has no value."""

    part: int
    whole: int

    @property
    def value(self) -> Decimal | None:
        """Per cent, cut off to a tenth so that only the whole reads 100; None of nothing."""
        if self.whole == 0:
            return None
        return (self.part * HUNDRED / self.whole).quantize(TENTH, ROUND_DOWN)

    @property
    def rest(self) -> int:
        """Those of the whole that aren't in the part."""
        return self.whole - self.part


@dataclass(frozen=True, slots=True)
class Score:
    """A composite score, and from how many of the 100 points of weight it was made."""

    value: Decimal
    weight: Decimal

    @property
    def whole(self) -> bool:
        """Whether no part was missing."""
        return self.weight == HUNDRED


def points_of(
    part: Part,
    rates: Mapping[str, Decimal | None],
    counts: Mapping[str, int],
    bands: Mapping[str, Bands],
) -> Decimal | None:
    """The points of one part, or None where there is nothing to make them of."""
    if part.reading is Reading.BANDS:
        steps = bands.get(part.of)
        return None if steps is None or part.of not in counts else steps.points(counts[part.of])
    rate = rates.get(part.of)
    if rate is None:
        return None
    return rate if part.reading is Reading.RATE else HUNDRED - rate


def score_of(
    composite: Composite,
    rates: Mapping[str, Decimal | None],
    counts: Mapping[str, int],
    bands: Mapping[str, Bands],
) -> Score | None:
    """The weighted mean of the parts that have points; None where too little weight has any.

    A missing part is left out and the others keep their proportions: counted as 0 it would punish,
    counted as 100 it would reward somebody for having had nothing to do.
    """
    total = weight = Decimal(0)
    for part in composite.parts:
        points = points_of(part, rates, counts, bands)
        if points is not None:
            total += points * part.weight
            weight += part.weight
    if weight == 0 or weight < composite.least:
        return None
    return Score((total / weight).quantize(TENTH, ROUND_DOWN), weight)


def level_of(score: Decimal | None, levels: Sequence[Level]) -> Level | None:
    """The level a score reaches; ``levels`` are in falling order."""
    if score is None:
        return None
    return next((level for level in levels if score >= level.start), None)


def ranks(scores: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Places by score, the best first; equal scores share one, what has no score has none."""
    order = sorted(
        ((score, key) for key, score in scores.items() if score is not None),
        key=lambda pair: -pair[0],
    )
    found: dict[K, int] = {}
    before: tuple[Decimal, int] | None = None
    for place, (score, key) in enumerate(order, 1):
        found[key] = before[1] if before and before[0] == score else place
        before = (score, found[key])
    return found


def formula_from(key: str, variant: str, content: Mapping[str, Any]) -> Formula:
    """An indicator's row as a formula."""
    return Formula(
        key=key,
        variant=variant,
        name=content["name"],
        name_en=content["name_en"],
        numerator=content["numerator"],
        denominator=content["denominator"],
        high=content.get("better", "high") == "high",
        subjects=tuple(Subject(one) for one in content["subjects"]),
    )


def composite_from(content: Mapping[str, Any]) -> Composite:
    """A composite's row as weighted parts."""
    parts = tuple(
        Part(one["of"], Reading(one["as"]), Decimal(str(one["weight"]))) for one in content["parts"]
    )
    return Composite(parts, Decimal(str(content.get("least", 0))))


def bands_from(content: Mapping[str, Any]) -> Bands:
    """The row of a count's bands."""
    steps = tuple((int(upto), Decimal(str(points))) for upto, points in content["steps"])
    return Bands(steps, Decimal(str(content["beyond"])))


def levels_from(content: Mapping[str, Any]) -> list[Level]:
    """The row of levels, the best first."""
    found = [
        Level(one["letter"], Decimal(str(one["from"])), one["colour"]) for one in content["levels"]
    ]
    return sorted(found, key=lambda level: -level.start)


def why_not_content(
    sort: Sort, content: Mapping[str, Any], counts: Iterable[str], indicators: Iterable[str]
) -> Said | None:
    """Why a rule can't say this. ``counts`` and ``indicators`` are the keys there are."""
    known_counts, known = set(counts), set(indicators)
    if sort is Sort.INDICATOR:
        unknown = {content["numerator"], content["denominator"]} - known_counts
        if unknown:
            return say("There is no count “%(key)s”.", key=min(unknown))
    if sort is Sort.COMPOSITE:
        return _why_not_composite(composite_from(content), known_counts, known)
    if sort is Sort.BANDS:
        return _why_not_bands(bands_from(content))
    if sort is Sort.LEVELS:
        return _why_not_levels(levels_from(content))
    return None


def _why_not_composite(composite: Composite, counts: set[str], indicators: set[str]) -> Said | None:
    total = sum((part.weight for part in composite.parts), Decimal(0))
    if any(part.weight < 0 for part in composite.parts) or total != HUNDRED:
        return say("The weights come to %(total)s; they must come to 100.", total=total)
    if not 0 < composite.least <= HUNDRED:
        return say("The least weight for a score lies between 1 and 100.")
    for part in composite.parts:
        if part.of not in (counts if part.reading is Reading.BANDS else indicators):
            return say("There is no indicator “%(key)s”.", key=part.of)
    return None


def _why_not_bands(bands: Bands) -> Said | None:
    ends = [upto for upto, _ in bands.steps]
    if not ends or ends != sorted(set(ends)):
        return say("Each band must reach further than the one before it.")
    if not all(0 <= points <= HUNDRED for points in (*(p for _, p in bands.steps), bands.beyond)):
        return say("Points lie between 0 and 100.")
    return None


def _why_not_levels(levels: Sequence[Level]) -> Said | None:
    starts = [level.start for level in levels]
    if not starts or starts[-1] != 0 or len(set(starts)) != len(starts):
        return say("Levels begin at different scores, the lowest at 0.")
    if not all(0 <= start <= HUNDRED for start in starts):
        return say("Points lie between 0 and 100.")
    return None


def why_not_rule(user: Acting, since: date, today: date, latest: date | None) -> Said | None:
    """Why somebody may not let a rule hold from a day on.

    What was evaluated stays as it was: a rule begins today or later, and after the one it follows.
    """
    if reason := user.why_not(Right.PLAN, user.region):
        return reason
    if since < today:
        return say("A rule holds from today on or later: what was evaluated stays as it was.")
    if latest is not None and since <= latest:
        return say(
            "A rule that holds from %(day)s is entered already; begin after it.",
            day=latest.isoformat(),
        )
    return None
