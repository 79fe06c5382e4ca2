"""Which figures of a message become drafts, for which days and where. Pure.

By the conventions of message reading: results are drafted; plans, rates, comparisons, scope and
other articles never; a part is left out when its total is drafted, so that nothing counts twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from wangge.kernel.clock import Period, week_of
from wangge.kernel.words import N_, Qualifier, Said, say
from wangge.worklog.rules.reading import ReadFigure, Role

LONGEST = 20_000
"""Characters of one message: a long report has about 4,000."""

CUMULATIVE = "cumulative"
SHARES = frozenset({"%", "‰", "百分点", "个百分点"})

WHY_LEFT_OUT: Mapping[Role, str] = {
    Role.SCOPE: N_("how far it reached, not work done"),
    Role.PLAN: N_("planned, not done"),
    Role.RATE: N_("so much for each"),
    Role.CHANGE: N_("compared with before"),
    Role.FOREIGN: N_("about something else"),
    Role.PART: N_("part of a total that is counted"),
}


def span_of(period: str | None, sent_on: date) -> Period:
    """The days that a figure counts for, from the words of its period and the day it was sent."""
    if period == "week":
        return Period(week_of(sent_on).start, sent_on)
    if period == "month":
        return Period(sent_on.replace(day=1), sent_on)
    if period == "year":
        return Period(sent_on.replace(month=1, day=1), sent_on)
    return Period(sent_on, sent_on)


def drafted(figures: Sequence[ReadFigure]) -> list[bool]:
    """For each figure whether it becomes a draft by itself."""
    return [
        figure.amount > 0
        and figure.unit not in SHARES
        and (
            figure.role is Role.MAIN
            or (figure.role is Role.PART and not _has_total(figures, position))
        )
        for position, figure in enumerate(figures)
    ]


def _has_total(figures: Sequence[ReadFigure], position: int) -> bool:
    """Whether a result in the same unit stands before a part: 劝导12起,其中犬只3起."""
    part = figures[position]
    return any(
        figure.role is Role.MAIN and figure.unit == part.unit for figure in figures[:position]
    )


def why_left_out(figure: ReadFigure) -> str:
    """Why a figure isn't drafted by itself, as a label."""
    if figure.unit in SHARES:
        return N_("a share, not an amount")
    return WHY_LEFT_OUT.get(figure.role, N_("no amount"))


def amount_of(figure: ReadFigure, factor: Decimal) -> tuple[Decimal, Qualifier]:
    """The amount to count and how exact it is; of a range the lower end, as a lower bound."""
    amount = round(figure.amount * factor, 3)
    return amount, Qualifier.OVER if figure.amount_max is not None else figure.qualifier


@dataclass(frozen=True, slots=True)
class Named:
    """A community, grid or place by a name that a message may use."""

    name: str
    region: str
    place: UUID | None = None


ENDINGS = ("居民委员会", "村民委员会", "居委会", "村委会")


def short_names(name: str) -> list[str]:
    """The names people use for a community: 王家桥社区居民委员会 → …, 王家桥社区, 王家桥."""
    found = [name]
    for ending in ENDINGS:
        if name.endswith(ending):
            found.append(name.removesuffix(ending))
    last = found[-1]
    if last.endswith("社区") and len(last) > 3:
        found.append(last.removesuffix("社区"))
    return [one for one in dict.fromkeys(found) if len(one) > 1]


def short_name(name: str) -> str:
    """A region's name as pages print it: without 居民委员会, but still a 社区."""
    return min((one for one in short_names(name) if one.endswith("社区")), key=len, default=name)


def resolve(words: str | None, known: Iterable[Named]) -> Named | None:
    """The place that some words name: the longest known name in them, then the smallest area."""
    if not words:
        return None
    hits = [one for one in known if one.name and one.name in words]
    return max(hits, key=lambda one: (len(one.name), len(one.region)), default=None)


def where_of(figure: ReadFigure, text: str, known: Sequence[Named]) -> Named | None:
    """The place of a figure: the one its reading names, else the last one named in its sentence.

    In a sentence only names of three characters and more count, so that 普吉 in a longer word
    isn't taken for a place.
    """
    found = resolve(figure.place, known)
    if found is not None:
        return found
    start = max(text.rfind(stop, 0, figure.start) for stop in "。;；!！\n") + 1
    before = text[start : figure.start]
    hits = [(before.rfind(one.name), len(one.name), one) for one in known if len(one.name) > 2]
    hits = [hit for hit in hits if hit[0] >= 0]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None


def why_not_message(text: str) -> Said | None:
    """Why a text can't be received."""
    if not text.strip():
        return say("The message is empty.")
    if len(text) > LONGEST:
        return say(
            "The message is too long: %(length)s characters, at most %(most)s.",
            length=len(text),
            most=LONGEST,
        )
    if any(sign < " " and sign not in "\n\r\t" for sign in text) or "\ufffd" in text:
        return say("The message holds characters that aren't text. Copy it again.")
    return None


def fresh(total: Decimal, counted: Decimal) -> Decimal | None:
    """What is new of a running total, or None where no more than that is counted already."""
    return total - counted if total > counted else None


@dataclass(frozen=True, slots=True)
class Reading:
    """The words that a draft was read from, kept with it until and after a person maps them."""

    verb: str = ""
    object: str = ""
    unit: str = ""
    text: str = ""
    start: int | None = None
    cumulative: bool = False

    @classmethod
    def of(cls, figure: ReadFigure) -> "Reading":
        """The words of a figure, cut to what a record keeps."""
        return cls(
            verb=(figure.verb or "")[:40],
            object=(figure.object or "")[:120],
            unit=figure.unit[:24],
            text=figure.surface[:80],
            start=figure.start,
            cumulative=figure.period == CUMULATIVE,
        )
