"""A year of cases as a story: what was reported when, where, by whom, and what came of it. Pure.

Everything here is made up with a fixed seed. Texts come from :mod:`wangge.demo.cases_words`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import TypeVar
from uuid import UUID

from wangge.cases.rules import Ask, Source, Stage
from wangge.demo import plan
from wangge.demo.cases_words import Wording, told, wordings_of
from wangge.kernel.clock import HERE

T = TypeVar("T")
SEED = 20190903
"""Of its own, so that the campaigns' weeks are the same with and without cases."""

A_MONTH = (
    (2019, 9, 62), (2019, 10, 64), (2019, 11, 60), (2019, 12, 56), (2020, 1, 44), (2020, 2, 28),
    (2020, 3, 62), (2020, 4, 70), (2020, 5, 82), (2020, 6, 128), (2020, 7, 152), (2020, 8, 150),
)  # fmt: skip
"""Reports of each month, those that come back and those of the last days apart: few around the
Spring Festival and in the weeks of the epidemic, most in the summer of the campaigns."""

OFTEN: dict[str, int] = {
    "06010": 13, "06011": 5, "06012": 6, "06013": 5, "06014": 3, "06036": 8, "06042": 6, "06001": 3,
    "06027": 4, "06028": 4, "06030": 3, "06035": 3, "07001": 8, "07003": 3, "08001": 3, "08004": 3,
    "09001": 6, "09005": 7, "09006": 7, "09009": 8, "09010": 7, "09011": 7, "09012": 4, "01037": 4,
    "01002": 3, "10002": 2, "06038": 2, "06045": 2, "06007": 3,
}  # fmt: skip
"""How often each category is met, beside the others."""

SOURCES = ((Source.PATROL, 44), (Source.PUBLIC, 34), (Source.HOTLINE, 16), (Source.SUPERIOR, 6))
SPOTS = (
    ("普兴农贸市场", "06042", 5), ("塘边农贸市场", "09006", 5), ("云冶农贸市场", "06010", 4),
    ("水沟巷", "06011", 4), ("豆腐巷", "06030", 3), ("第一小学周边", "09009", 5),
    ("第二小学周边", "09001", 4), ("云建新村", "06036", 4), ("轻机宿舍", "09010", 4),
    ("共享单车停放点3号", "09011", 5), ("王筇路", "09005", 3), ("红砖里", "09012", 3),
)  # fmt: skip
"""Where the same thing comes back: place, category, how often in the year."""


class Fate(Enum):
    """What becomes of a report."""

    PLAIN = "plain"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    DISPROVED = "disproved"
    COPIED = "copied"
    SELF_HANDLED = "self_handled"
    SPLIT = "split"
    EXTENDED = "extended"
    DENIED = "denied"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    VOIDED = "voided"


FATES = (
    (Fate.PLAIN, 640), (Fate.REFUSED, 50), (Fate.CONFIRMED, 75), (Fate.DISPROVED, 22),
    (Fate.COPIED, 50), (Fate.SELF_HANDLED, 55), (Fate.SPLIT, 12), (Fate.EXTENDED, 35),
    (Fate.DENIED, 16), (Fate.RETURNED, 25), (Fate.SUSPENDED, 16), (Fate.VOIDED, 8),
)  # fmt: skip
REWORKED, LATE = 0.08, 0.13

QUEUE: tuple[tuple[Stage, int, float, float], ...] = (
    (Stage.REPORTED, 12, 0, 0.7),
    (Stage.CONFIRMING, 6, 0.1, 1),
    (Stage.SELF_HANDLED, 3, 0.1, 0.8),
    (Stage.FILED, 10, 0.03, 0.8),
    (Stage.DISPATCHED, 40, 0.05, 2.6),
    (Stage.SUSPENDED, 3, 5, 12),
    (Stage.SPLIT, 2, 0.6, 1.5),
    (Stage.HANDLED, 15, 0.55, 1.8),
    (Stage.VERIFIED, 6, 0.75, 1.8),
)
"""What is left to do on the last day: a stage, how many wait in it, and how many days ago the
youngest and the oldest of them were reported."""
ASKED = (Ask.EXTEND, Ask.EXTEND, Ask.SUSPEND, Ask.RETURN, Ask.VOID)
"""What is being asked on the last day about cases that are being handled."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place that reports name: its grid, and its id where it is registered."""

    grid: str
    kind: str
    name: str
    place: UUID | None = None

    def address(self, chance: Random) -> str:
        """Where at the site, as people say it."""
        if self.kind == "old_estate":
            return f"{self.name}{chance.randint(1, 14)}栋"
        if self.kind in ("k26", "k32"):
            return f"{self.name}{chance.randint(1, 160)}号"
        return self.name


@dataclass(slots=True)
class Tale:
    """One report and its fate. ``stop`` is the stage in which it waits on the last day."""

    at: datetime
    source: Source
    wording: Wording
    site: Site
    address: str
    text: str
    fate: Fate = Fate.PLAIN
    late: bool = False
    reworks: int = 0
    recurring: bool = False
    stop: Stage | None = None
    ask: Ask | None = None
    copies: list[tuple[Wording, str]] = field(default_factory=list)
    """Further residents who report the same, with their words."""


def sites() -> list[Site]:
    """Sites by name alone, for measurements that need no database."""
    named = (
        ("old_estate", plan.ESTATES), ("k32", plan.LANES), ("k38", plan.MARKETS),
        ("k26", plan.ROADS), ("k23", plan.SCHOOLS), ("shared_bike_point", plan.BIKE_POINTS),
        ("k50", plan.TOILETS), ("k31", plan.JUNCTIONS),
    )  # fmt: skip
    return [Site("", kind, name) for kind, names in named for name in names]


def year(known: Sequence[Site], chance: Random) -> list[Tale]:
    """Every report of the year, oldest first."""
    tales = [*_months(known, chance), *_coming_back(known, chance), *_queue(known, chance)]
    return sorted(tales, key=lambda tale: tale.at)


def _pick(weights: Sequence[tuple[T, int]], chance: Random) -> T:
    return chance.choices([one for one, _ in weights], [much for _, much in weights])[0]


def _tale(at: datetime, code: str, site: Site, source: Source, chance: Random) -> Tale:
    known = wordings_of(code, source.value)
    wording = chance.choice(known)
    address = site.address(chance)
    return Tale(at, source, wording, site, address, told(wording, address, chance))


def _months(known: Sequence[Site], chance: Random) -> Iterator[Tale]:
    codes, often = list(OFTEN), list(OFTEN.values())
    for number, month, reports in A_MONTH:
        first = date(number, month, 3 if (number, month) == (2019, 9) else 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if (number, month) == (2020, 8):
            last = date(2020, 8, 24)  # What was reported later is told by the queue.
        for _ in range(reports):
            source = _pick(SOURCES, chance)
            day = first + timedelta(days=chance.randint(0, (last - first).days))
            code = chance.choices(codes, often)[0]
            tale = _tale(_clock(day, source, chance), code, chance.choice(known), source, chance)
            _settle_fate(tale, chance)
            yield tale


def _clock(day: date, source: Source, chance: Random) -> datetime:
    """Residents write at any waking hour, patrols walk and the office takes calls by day."""
    hour = int(chance.triangular(6, 23, 19)) if source is Source.PUBLIC else chance.randint(8, 17)
    return datetime.combine(day, time(hour, chance.randint(0, 59), chance.randint(0, 59)), HERE)


def _settle_fate(tale: Tale, chance: Random) -> None:
    fate = _pick(FATES, chance)
    if fate is Fate.SELF_HANDLED and tale.source is not Source.PATROL:
        fate = Fate.PLAIN
    tale.fate = fate
    tale.late = chance.random() < LATE
    if chance.random() < REWORKED:
        tale.reworks = 2 if chance.random() < 0.15 else 1
    if fate is Fate.COPIED:
        words = [one for one in wordings_of(tale.wording.code, "public") if one != tale.wording]
        for wording in chance.sample(words, chance.choice((1, 1, 1, 2))):
            tale.copies.append((wording, told(wording, tale.address, chance)))


def _coming_back(known: Sequence[Site], chance: Random) -> Iterator[Tale]:
    """A dozen spots whose problem returns within a few weeks of each cure."""
    for name, code, times in SPOTS:
        site = next(one for one in known if one.name == name)
        day = date(2020, 8, 20) - timedelta(days=chance.randint(2, 12) + 44 * (times - 1))
        for _ in range(times):
            source = _pick(SOURCES[:3], chance)
            tale = _tale(_clock(day, source, chance), code, site, source, chance)
            tale.recurring = True
            yield tale
            day += timedelta(days=chance.randint(30, 43))


def _queue(known: Sequence[Site], chance: Random) -> Iterator[Tale]:
    codes, often = list(OFTEN), list(OFTEN.values())
    asked = list(ASKED)
    now = datetime.combine(plan.TODAY, time(9, 30), HERE)
    for stage, waiting, young, old in QUEUE:
        for place in range(waiting):
            source = Source.PATROL if stage is Stage.SELF_HANDLED else _pick(SOURCES, chance)
            back = timedelta(days=young + (old - young) * ((place + 0.5) / waiting) ** 3)
            at = _awake(now - back, source, chance)
            code = chance.choices(codes, often)[0]
            tale = _tale(at, code, chance.choice(known), source, chance)
            tale.stop = stage
            if stage is Stage.DISPATCHED and place >= 15 and asked:
                tale.ask = asked.pop()
            yield tale


def _awake(at: datetime, source: Source, chance: Random) -> datetime:
    """The evening before instead of the night, and the afternoon for those who work by day."""
    opens, closes = (6, 23) if source is Source.PUBLIC else (8, 18)
    if at.hour < opens:
        at -= timedelta(days=1)
        return at.replace(hour=closes - 1, minute=chance.randint(0, 59))
    return at.replace(hour=closes - 1) if at.hour >= closes else at
