"""Writing a brief from figures: sentences, tables, charts, photos. Same data, same brief."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from wangge.insight.briefs import prose
from wangge.insight.briefs.content import (
    Block,
    Chart,
    Content,
    Footer,
    Masthead,
    Paragraph,
    Photos,
    Run,
    Table,
)
from wangge.insight.briefs.numbers import AMOUNTS, TASKS, Asked, Number, numbers, short
from wangge.insight.briefs.photos import pairs
from wangge.insight.figures import FIGURES, ask, programme_named, region_name
from wangge.insight.rules import BriefSpan
from wangge.kernel.clock import week_of
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.places.queries import browse, grids

COLUMNS = TASKS[:4]

WEEKS = 8
"""Weeks of a trend."""

AREAS = 40
"""Areas in a table; beyond these a brief isn't read, and the board has them."""

PAIRS = 2
"""Pairs of photos that a composed brief shows."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the brief's area, one level below it."""

    code: str
    name: str


@dataclass(slots=True)
class Draft:
    """What the composer works with. ``found`` holds every number asked so far."""

    asked: Asked
    user: Acting
    place: str
    areas: list[Area]
    found: dict[str, Number] = field(default_factory=dict)

    def rows(self, ref: str) -> int:
        """Rows behind a number, none for one that wasn't asked."""
        return self.found[ref].rows if ref in self.found else 0

    def cell(self, ref: str, *, bare: bool = True) -> Run:
        """A table's cell that states a number."""
        number = self.found[ref]
        return Run(number.bare if bare else number.text, ref)


def compose(asked: Asked, *, user: Acting, day: date, title: str = "") -> Content:
    """A brief of these days and this area, as ``user`` may see it, written on ``day``.

    Asks each figure for the area and for its parts. Raises what asking raises.
    """
    programme = programme_named(asked.programme, user)
    draft = Draft(asked, user, region_name(asked.region), areas_under(asked.region, user))
    whole = [*prose.figures(), *TASKS, *(f"{key}~all" for key in prose.figures())]
    draft.found = numbers(whole, asked, user)
    amounts = [key for key in AMOUNTS if draft.rows(key)][:4]
    wanted = (*(COLUMNS if draft.rows("tasks_made") else ()), *amounts)
    parts = [f"{key}@{area.code}" for area in draft.areas for key in wanted]
    draft.found |= numbers(parts, asked, user)
    blocks = _blocks(draft, amounts)
    issuer = _issuer(user) or draft.place
    return with_annex(
        Content(
            masthead=Masthead("工作简报", issuer, written(day)),
            title=title or title_for(draft.place, programme.name, asked),
            blocks=tuple(blocks),
            footer=Footer(printed_by=issuer, printed_on=written(day)),
        ),
        draft.found,
    )


def with_annex(content: Content, found: dict[str, Number]) -> Content:
    """The content with a line in its annex for every number that it states."""
    lines = tuple(found[ref].line for ref in content.figures() if ref in found)
    return replace(content, annex=lines)


def written(day: date) -> str:
    """2020年9月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def title_for(place: str, programme: str, asked: Asked) -> str:
    """A brief's title in at most 120 characters."""
    name = programme if len(programme) <= 40 else "专项工作"
    place = "" if place and place in name else place
    span = f"{prose.spoken(asked.starts_on)}至{prose.spoken(asked.ends_on)}"
    if asked.span is BriefSpan.TO_DATE:
        span = f"截至{prose.spoken(asked.ends_on)}"
    return f"关于{place}{name}推进情况的简报（{span}）"[:120]


def areas_under(region: str, user: Acting) -> list[Area]:
    """The areas one level below: communities of a subdistrict, grids of a community."""
    if len(region) >= 12:
        rows = grids(user=user, under=region).exclude(code=region)[:AREAS]
        return [Area(grid.code, grid.name) for grid in rows]
    found = browse(user=user, parent=region).order_by("code")[:AREAS]
    return [Area(row.code, short(row.name)) for row in found]


def _issuer(user: Acting) -> str:
    unit = Unit.objects.filter(pk=user.unit).first() if user.unit else None
    return unit.name if unit else ""


def _blocks(draft: Draft, amounts: Sequence[str]) -> list[Block]:
    asked = draft.asked
    when = prose.opening(asked.span.value, asked.starts_on, asked.ends_on)
    parts: list[tuple[str, list[Block]]] = []
    if draft.rows("tasks_made"):
        parts.append(("任务推进情况", _tasks(draft, when)))
    for heading, paragraph in prose.sections(draft.found, when=when, who=draft.place):
        parts.append((heading, [paragraph]))
    if any(draft.rows(key) for key in prose.figures()):
        parts.append(("工作量统计", _work(draft, when, amounts)))
    if shown := _photos(draft):
        parts.append(("整治前后对比", [shown]))
    if not parts:
        words = f"{when}，{draft.place}没有任务，也没有已确认的工作记录。"
        return [Paragraph((Run(words),))]
    headings = prose.numbered(heading for heading, _ in parts)
    return [
        block
        for heading, (_, blocks) in zip(headings, parts, strict=True)
        for block in (heading, *blocks)
    ]


def _tasks(draft: Draft, when: str) -> list[Block]:
    def told(before: str, key: str) -> tuple[Run, Run]:
        return Run(before), Run(draft.found[key].text, key)

    runs = [
        *told(f"{when}，{draft.place}共安排任务", "tasks_made"),
        *told("，已完成", "tasks_covered"),
        *told("，其中已核查", "tasks_checked"),
        *told("，任务覆盖率", "coverage_rate"),
    ]
    if draft.rows("tasks_late"):
        runs += told("；截止日仍逾期未完成", "tasks_late")
    blocks: list[Block] = [Paragraph((*runs, Run("。")))]
    ranked = _ranked(draft)
    if len(ranked) >= 4:
        blocks.append(_ranking(draft, ranked))
    if ranked:
        header = ("区域", "任务总数（项）", "已完成（项）", "已核查（项）", "覆盖率（%）")
        rows = tuple(
            (Run(area.name), *(draft.cell(f"{key}@{area.code}") for key in COLUMNS))
            for area in ranked
        )
        total = (Run("合计"), *(draft.cell(key) for key in COLUMNS))
        blocks.append(Table("coverage", "各区域任务完成情况", header, rows, total))
        points = tuple(
            (area.name, "覆盖率", float(_share(draft, area)), f"coverage_rate@{area.code}")
            for area in ranked
        )
        blocks.append(_bars(points))
    return blocks


def _bars(points: Iterable[tuple[str, str, float, str]]) -> Chart:
    told = tuple((name, series, value) for name, series, value, _ in points)
    return Chart("coverage", "各区域任务覆盖率", "bars", "%", told)


def _share(draft: Draft, area: Area) -> Decimal:
    return draft.found[f"coverage_rate@{area.code}"].value or Decimal(0)


def _ranked(draft: Draft) -> list[Area]:
    """Areas with tasks, the best covered first, those of one share in the order of codes."""
    busy = [area for area in draft.areas if draft.rows(f"tasks_made@{area.code}")]
    return sorted(busy, key=lambda area: (-_share(draft, area), area.code))


def _ranking(draft: Draft, ranked: list[Area]) -> Paragraph:
    """Who leads and who lags; said only where the shares differ."""
    best, worst = _share(draft, ranked[0]), _share(draft, ranked[-1])
    if best == worst:
        ref = f"coverage_rate@{ranked[0].code}"
        return Paragraph((Run("各区域任务覆盖率均为"), Run(draft.found[ref].text, ref), Run("。")))

    def named(areas: Sequence[Area]) -> list[Run]:
        runs = []
        for position, area in enumerate(areas):
            ref = f"coverage_rate@{area.code}"
            mark = "、" if position else ""
            runs += [
                Run(f"{mark}{area.name}（"),
                Run(draft.found[ref].text, ref),
                Run("）"),
            ]
        return runs

    few = 3 if len(ranked) >= 6 else 2
    last = [area for area in ranked[-few:] if _share(draft, area) < best]
    first = named(ranked[:few])
    return Paragraph(
        (Run("任务覆盖率居前的是"), *first, Run("；靠后的是"), *named(last), Run("。"))
    )


def _work(draft: Draft, when: str, amounts: Sequence[str]) -> list[Block]:
    to_date = draft.asked.span is BriefSpan.TO_DATE
    keys = [key for key in prose.figures() if draft.rows(key)]
    rows = tuple(
        (
            Run(FIGURES[key].name.zh),
            draft.cell(key, bare=False),
            *(() if to_date else (draft.cell(f"{key}~all", bare=False),)),
        )
        for key in keys
    )
    now = {"week": "本周", "free": "本期"}.get(draft.asked.span.value, "数量")
    header = ("事项", now) if to_date else ("事项", now, "累计")
    blocks: list[Block] = [Table("work", f"主要工作量（{when}）", header, rows)]
    busy = [
        area for area in draft.areas if any(draft.rows(f"{key}@{area.code}") for key in amounts)
    ]
    if busy:
        heads = (f"{FIGURES[key].name.zh}（{FIGURES[key].unit}）" for key in amounts)
        by_area = tuple(
            (Run(area.name), *(draft.cell(f"{key}@{area.code}") for key in amounts))
            for area in busy
        )
        total = (Run("合计"), *(draft.cell(key) for key in amounts))
        blocks.append(Table("areas", "各区域主要工作量", ("区域", *heads), by_area, total))
    if amounts:
        blocks += _trends(draft, amounts[0])
    return blocks


def _trends(draft: Draft, key: str) -> list[Block]:
    """Two charts over the weeks up to the last day: one measure's amount, and coverage."""
    figure = FIGURES[key]
    work, cover = [], []
    for monday in weeks_to(draft.asked):
        sunday = min(monday + timedelta(days=6), draft.asked.ends_on)
        answers = ask(
            [key, "coverage_rate"],
            user=draft.user,
            programme=draft.asked.programme,
            since=monday,
            until=sunday,
            region=draft.asked.region,
        )
        label = f"{monday.month}/{monday.day}"
        work.append((label, figure.name.zh, float(answers[key].value or 0)))
        if (rate := answers["coverage_rate"].value) is not None:
            cover.append((label, "覆盖率", float(rate)))
    charts: list[Block] = []
    if sum(bool(value) for _, _, value in work) > 1:
        charts.append(Chart("trend", f"每周{figure.name.zh}", "trend", figure.unit, tuple(work)))
    if len(cover) > 1:
        charts.append(Chart("cover", "每周任务覆盖率", "trend", "%", tuple(cover)))
    return charts


def weeks_to(asked: Asked) -> list[date]:
    """The Mondays of a trend: the span's own weeks, at least and at most :data:`WEEKS`."""
    last = week_of(asked.ends_on).start
    return [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _photos(draft: Draft) -> Photos | None:
    found = pairs(draft.asked, draft.user, limit=PAIRS)
    shown = tuple(picture for pair in found for picture in pair.pictures)
    return Photos("整治前后", shown) if shown else None
