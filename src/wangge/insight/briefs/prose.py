"""The sentences of a brief, from numbers that know their figure. Pure.

The wording follows the report: 截至…，…共清理…300余吨，…. A number whose rows are none is left
out of its sentence, a sentence without numbers is not written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from wangge.insight.briefs.content import Paragraph, Run
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

NAME = re.compile(r"\{([^{}\n]+)\}")
PLACE = re.compile(r"\{([a-z0-9_~@]+)\}")


class Stated(Protocol):
    """A number as a sentence needs it: its official wording and how many rows it was made of."""

    @property
    def text(self) -> str: ...
    @property
    def rows(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Clause:
    """Words before one number. The verb is said once for neighbours that share it."""

    verb: str
    object: str
    key: str
    anew: bool = False
    """Whether the verb is said again even after a neighbour with the same one."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its clauses, in groups that a semicolon divides."""

    heading: str
    groups: tuple[tuple[Clause, ...], ...]


SECTIONS = (
    Section(
        "大清理、大整治",
        (
            (
                Clause("清理", "城中村片区", "urban_village_areas"),
                Clause("清理", "城中村小组", "urban_village_groups"),
                Clause("清理", "老旧小区", "old_estates"),
                Clause("清理", "乱堆乱放废弃物", "waste_cleared", anew=True),
            ),
            (
                Clause("清理铲除", "小广告", "illegal_ads_removed"),
                Clause("拆除", "违规户外广告牌", "billboards_dismantled"),
                Clause("清理", "共享单车", "shared_bikes_cleared"),
            ),
        ),
    ),
    Section(
        "宣传发动与设施修补",
        (
            (
                Clause("粘贴", "文明氛围营造宣传图画", "posters"),
                Clause("发放", "“门前三包”承诺书", "commitments"),
            ),
            (
                Clause("修补", "路面", "road_patches"),
                Clause("补植", "绿植", "plants"),
            ),
        ),
    ),
    Section(
        "志愿服务",
        (
            (
                Clause("组织", "各级文明单位", "civilised_units"),
                Clause("组织", "区级下沉单位", "sunk_units"),
                Clause("组织", "公共户单位", "household_units"),
                Clause("组织", "志愿者", "volunteers"),
                Clause("开展", "志愿服务活动", "volunteer_activities"),
            ),
        ),
    ),
)
"""The report's own order. Every key is a published figure."""

NUMERALS = "一二三四五六七八九十"


def figures() -> list[str]:
    """Every figure that the sentences may state."""
    return [clause.key for section in SECTIONS for group in section.groups for clause in group]


def spoken(day: date) -> str:
    """9月2日."""
    return f"{day.month}月{day.day}日"


def opening(span: str, start: date, end: date) -> str:
    """How the period is said: a week, up to a day, or from a day to a day."""
    if span == "week":
        return f"本周（{spoken(start)}至{spoken(end)}）"
    if span == "to_date":
        return f"截至{spoken(end)}"
    return f"{spoken(start)}至{spoken(end)}"


def sections(numbers: Mapping[str, Stated], *, when: str, who: str) -> list[tuple[str, Paragraph]]:
    """(heading, paragraph) of each section that has something to say."""
    written = []
    for section in SECTIONS:
        told = [
            [clause for clause in group if clause.key in numbers and numbers[clause.key].rows]
            for group in section.groups
        ]
        groups = [group for group in told if group]
        if groups:
            written.append((section.heading, _told(groups, numbers, f"{when}，{who}共")))
    return written


def _told(
    groups: Sequence[Sequence[Clause]], numbers: Mapping[str, Stated], lead: str
) -> Paragraph:
    runs = [Run(lead)]
    for position, group in enumerate(groups):
        verb = ""
        for place, clause in enumerate(group):
            again = clause.verb == verb and not clause.anew
            mark = "" if place == 0 else "、" if again else "，"
            if place == 0 and position:
                mark = "；"
            said = clause.object if again else clause.verb + clause.object
            runs += [Run(mark + said), Run(numbers[clause.key].text, clause.key)]
            verb = clause.verb
    return Paragraph((*runs, Run("。")))


def numbered(headings: Iterable[str]) -> list[Paragraph]:
    """Headings of the first level: 一、二、三、."""
    return [
        Paragraph((Run(f"{NUMERALS[position]}、{heading}"),), 1)
        for position, heading in enumerate(headings)
    ]


def editable(paragraph: Paragraph, called: Mapping[str, str]) -> str:
    """A paragraph as its writer edits it: numbers are ``{name}`` and can't be mistyped.

    ``called`` gives the names of references; one without a name stands as itself.
    """
    return "".join(
        f"{{{called.get(run.figure, run.figure)}}}" if run.figure else run.text
        for run in paragraph.runs
    )


def referred(text: str, refs: Mapping[str, str]) -> str:
    """A writer's text with the references that its ``{names}`` stand for.

    ``refs`` gives the reference of each name and of each reference itself. Raises
    :class:`Invalid` for braces around anything else.
    """

    def one(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name not in refs:
            raise Invalid(say("There is no figure “%(key)s” in this brief.", key=name))
        return f"{{{refs[name]}}}"

    return NAME.sub(one, text)


def named(text: str) -> list[str]:
    """The references that a text in braces names, known or not."""
    return [found[1] for found in PLACE.finditer(text)]


def edited(text: str, numbers: Mapping[str, Stated], level: int = 0) -> Paragraph:
    """A paragraph from what its writer typed.

    Raises :class:`Invalid` for a ``{key}`` that names no figure of this brief.
    """
    runs: list[Run] = []
    position = 0
    for found in PLACE.finditer(text):
        key = found[1]
        if key not in numbers:
            raise Invalid(say("There is no figure “%(key)s” in this brief.", key=key))
        if found.start() > position:
            runs.append(Run(text[position : found.start()]))
        runs.append(Run(numbers[key].text, key))
        position = found.end()
    if position < len(text):
        runs.append(Run(text[position:]))
    return Paragraph(tuple(runs), level)


def restated(paragraph: Paragraph, numbers: Mapping[str, Stated]) -> Paragraph:
    """The same words with the numbers of now."""
    return Paragraph(
        tuple(
            Run(numbers[run.figure].text, run.figure) if run.figure in numbers else run
            for run in paragraph.runs
        ),
        paragraph.level,
    )
