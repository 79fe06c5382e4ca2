"""The numbers of a brief: each asked from its figure, for the brief's area and days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from wangge.insight.briefs import prose
from wangge.insight.briefs.content import AnnexLine, Ref
from wangge.insight.figures import FIGURES, Answer, ask
from wangge.insight.rules import BriefSpan
from wangge.people.rules import Acting
from wangge.places.queries import names

TASKS = ("tasks_made", "tasks_covered", "tasks_checked", "coverage_rate", "tasks_late")
"""What a brief says of tasks."""

AMOUNTS = ("waste_cleared", "illegal_ads_removed", "shared_bikes_cleared", "posters", "plants")
"""Candidates for the columns of work by area, of which the first four with rows are shown."""

TOGETHER = ((*TASKS[:4], *AMOUNTS), (*prose.figures(), *TASKS))
"""Figures that are asked together even where only some are stated: a question that was put
before costs a tenth of a new one, whose statement has yet to be made."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a brief is about: a programme, an area (a code prefix), days with both ends in.

    A brief to date asks from the very beginning, whatever its first day.
    """

    programme: UUID
    region: str
    span: BriefSpan
    starts_on: date
    ends_on: date

    def since(self, ref: Ref | None = None) -> date | None:
        """The first day that a number of this brief is asked from; None from the beginning."""
        to_date = self.span is BriefSpan.TO_DATE or (ref is not None and ref.whole)
        return None if to_date else self.starts_on


@dataclass(frozen=True, slots=True)
class Number:
    """A figure's answer as a brief states it. ``ref`` is its reference in this brief."""

    ref: str
    name: str
    unit: str
    value: Decimal | None
    text: str
    rows: int
    definition: str
    filter: str

    @property
    def bare(self) -> str:
        """The wording without its unit, for a column whose header names that."""
        return self.text.removesuffix(self.unit)

    @property
    def line(self) -> AnnexLine:
        """Its line of the annex."""
        value = "" if self.value is None else f"{self.value:f}"
        return AnnexLine(
            self.ref, self.name, self.text, self.definition, self.filter, self.rows, value
        )


def known(text: str) -> bool:
    """Whether a reference is written well and names a figure."""
    try:
        return Ref.of(text).key in FIGURES
    except ValueError:
        return False


def numbers(refs: Iterable[str], asked: Asked, user: Acting) -> dict[str, Number]:
    """The numbers behind references, asked for somebody: one question for each area and span.

    References that name no figure are left out. Raises what asking raises: :class:`NotFound`
    for an area outside the person's own.
    """
    groups: dict[tuple[str, bool], list[Ref]] = defaultdict(list)
    for text in dict.fromkeys(refs):
        if known(text):
            ref = Ref.of(text)
            groups[ref.region, ref.whole].append(ref)
    areas = names(region for region, _ in groups)
    found = {}
    for (region, _), some in groups.items():
        answers = ask(
            _together({ref.key for ref in some}),
            user=user,
            programme=asked.programme,
            until=asked.ends_on,
            since=asked.since(some[0]),
            region=region or asked.region,
        )
        for ref in some:
            found[ref.text] = _number(ref, answers[ref.key], short(areas.get(region, region)))
    return found


def _together(keys: set[str]) -> list[str]:
    """The smallest known set that holds these keys, else the keys in the registry's order."""
    known_set = next((some for some in TOGETHER if keys <= set(some)), None)
    return list(known_set) if known_set else [key for key in FIGURES if key in keys]


def short(name: str) -> str:
    """王家桥社区居民委员会 → 王家桥社区, as tables have room for."""
    for long, kind in (
        ("居民委员会", "社区"),
        ("居委会", "社区"),
        ("村民委员会", "村"),
        ("村委会", "村"),
    ):
        if name.endswith(long) and len(name) > len(long):
            stem = name.removesuffix(long)
            return stem if stem.endswith(("社区", "村")) else stem + kind
    return name


def _number(ref: Ref, answer: Answer, area: str) -> Number:
    name = answer.figure.name.zh
    marks = [*(["累计"] if ref.whole else []), *([area] if area else [])]
    return Number(
        ref=ref.text,
        name=f"{name}（{'，'.join(marks)}）" if marks else name,
        unit=answer.figure.unit,
        value=answer.value,
        text=answer.text,
        rows=answer.rows,
        definition=answer.definition.zh,
        filter=answer.filter.zh,
    )
