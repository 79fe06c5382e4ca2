"""Every figure, each defined once. Keys and units never change their meaning."""

from collections.abc import Callable

from ibis.expr.types import Scalar, Table

from wangge.insight.figures.case_figures import CASE_FIGURES
from wangge.insight.figures.model import Figure, Period, Words
from wangge.insight.figures.tables import Facts

SECTIONS: dict[str, Words] = {
    "plan": Words("方案", "Plan"),
    "cleanup": Words("清理整治", "Clean-up"),
    "repair": Words("修补补植", "Repair"),
    "publicity": Words("宣传", "Publicity"),
    "storefronts": Words("门前三包", "Storefronts"),
    "volunteers": Words("志愿服务", "Volunteers"),
    "tasks": Words("任务", "Tasks"),
    "records": Words("台账", "Records"),
    "cases": Words("案件", "Cases"),
}
"""Sections in the order of the report; the last three are for boards and not published."""

PUBLISHED = ("plan", "cleanup", "repair", "publicity", "storefronts", "volunteers")


def _count(rows: Table) -> Scalar:
    return rows.count()


def _total(rows: Table) -> Scalar:
    return rows.amount.sum()


def _longest(rows: Table) -> Scalar:
    return rows.days.max()


def _covered_share(rows: Table) -> Scalar:
    return rows.covered.sum() * 100.0 / rows.count().nullif(0)


def _sum_of(key: str, section: str, unit: str, zh: str, en: str, measure: str = "") -> Figure:
    """The total of one measure over confirmed records."""
    code = measure or key

    def rows(facts: Facts) -> Table:
        return facts.work.filter(facts.work.measure == code)

    return Figure(
        key=key,
        section=section,
        name=Words(zh, en),
        unit=unit,
        definition=Words(
            f"期内已确认的“{zh}”工作记录数量之和。",
            f"Sum of the amounts of confirmed records of “{en}” in the period.",
        ),
        fact="work",
        rows=rows,
        value=_total,
        measure=code,
        summed=True,
    )


def _cleaned(places: Table, facts: Facts) -> Table:
    """The places that a clean-up record names, or a checked task of a clean-up campaign."""
    work = facts.work.filter(facts.work.section == "cleanup")
    task = facts.task.filter(facts.task.cleans == 1, facts.task.state == "checked")
    return places.filter((work.place == places.id).any() | (task.place == places.id).any())


def _places_of(key: str, kind: str, zh: str, en: str, *, part: str = "") -> Figure:
    """Places of one kind that were cleaned at least once, or a part of which was."""

    def rows(facts: Facts) -> Table:
        places = facts.place.filter(facts.place.kind == kind)
        cleaned = _cleaned(places, facts)
        if not part:
            return cleaned
        parts = _cleaned(facts.place.filter(facts.place.kind == part), facts)
        return places.filter(places.id.isin(cleaned.id) | places.id.isin(parts.parent))

    inside = "(含其下小组)" if part else ""
    return Figure(
        key=key,
        section="cleanup",
        name=Words(zh, en),
        unit="个",
        definition=Words(
            f"期内有已确认的清理类工作记录、或有已核查的清理类任务的{zh}{inside}个数，每处只计一次。",
            f"{en[0].upper()}{en[1:]}: places with a confirmed clean-up record or a checked task of"
            " a clean-up campaign in the period, each counted once"
            + (", also for what was done in one of their groups." if part else "."),
        ),
        fact="place",
        rows=rows,
        value=_count,
    )


def _tasks(key: str, name: Words, definition: Words, keep: Callable[[Table], Table]) -> Figure:
    """A count of tasks of the rounds that begin in the period."""
    return Figure(
        key=key,
        section="tasks",
        name=name,
        unit="项",
        definition=definition,
        fact="task",
        rows=lambda facts: keep(facts.task.filter(facts.task.counted == 1)),
        value=_count,
    )


def _undone(tasks: Table) -> Table:
    return tasks.filter(tasks.state.isin(["open", "assigned", "sent_back"]))


def _late(facts: Facts) -> Table:
    tasks = _undone(facts.task)
    return tasks.filter((tasks.due_on < facts.until) | (tasks.weeks_carried > 0))


_REPORTED = (
    Figure(
        key="campaigns",
        section="plan",
        name=Words("专项整治行动", "special rectification campaigns"),
        unit="项",
        definition=Words(
            "方案所列专项行动的项数，含尚未命名的一项。",
            "Campaigns of the programme's plan, a slot not yet named included.",
        ),
        fact="campaign",
        rows=lambda facts: facts.campaign,
        value=_count,
        period=Period.STANDING,
    ),
    Figure(
        key="round_length_days",
        section="plan",
        name=Words("专项整治轮次周期", "length of a round of every campaign"),
        unit="天",
        definition=Words(
            "每轮自开始日至结束日的天数(含首尾两日),取至截止日已开展各轮中最长的一轮。",
            "Days from the first to the last day of a round, both included; the longest of the"
            " rounds begun by the last day.",
        ),
        fact="round",
        rows=lambda facts: facts.round,
        value=_longest,
        period=Period.STANDING,
    ),
    _places_of("urban_village_areas", "urban_village_area", "城中村片区",
               "urban-village areas cleaned", part="villager_group"),
    _places_of("urban_village_groups", "villager_group", "城中村小组",
               "villager groups cleaned"),
    _places_of("old_estates", "old_estate", "老旧小区", "old housing estates cleaned"),
    _sum_of("waste_cleared", "cleanup", "吨", "清理乱堆乱放废弃物", "dumped waste removed"),
    _sum_of("illegal_ads_removed", "cleanup", "条", "清理铲除小广告",
            "illegal small advertisements removed", "small_ads_removed"),
    _sum_of("billboards_dismantled", "cleanup", "个", "拆除违规户外广告牌",
            "illegal outdoor billboards dismantled"),
    _sum_of("shared_bikes_cleared", "cleanup", "辆", "清理共享单车", "shared bicycles cleared"),
    _sum_of("road_patches", "repair", "处", "修补路面", "road surface repairs"),
    _sum_of("plants", "repair", "棵", "补植绿植", "plants replanted"),
    _sum_of("posters", "publicity", "张", "粘贴宣传图画", "civility posters put up"),
    _sum_of("commitments", "storefronts", "份", "发放“门前三包”承诺书",
            "storefront commitments handed out"),
    _sum_of("civilised_units", "volunteers", "家", "各级文明单位", "civilised units taking part"),
    _sum_of("sunk_units", "volunteers", "家", "区级下沉单位", "assigned district units"),
    _sum_of("household_units", "volunteers", "家", "公共户单位", "public-household units"),
    _sum_of("volunteers", "volunteers", "名", "志愿者", "volunteers"),
    _sum_of("volunteer_activities", "volunteers", "次", "志愿服务活动",
            "volunteer activities held"),
)  # fmt: skip

_TASKS = (
    Figure(
        key="coverage_rate",
        section="tasks",
        name=Words("任务覆盖率", "coverage"),
        unit="%",
        definition=Words(
            "期内各轮任务中已完成(含已核查)的占比，已取消的任务不计；没有任务时不作统计。",
            "Share of the tasks of the period's rounds that are done or checked, cancelled ones"
            " left out; no value where there was no task.",
        ),
        fact="task",
        rows=lambda facts: facts.task.filter(facts.task.counted == 1),
        value=_covered_share,
        percent=True,
    ),
    _tasks(
        "tasks_made",
        Words("任务总数", "tasks"),
        Words(
            "期内各轮任务数，已取消的不计。",
            "Tasks of the period's rounds, cancelled ones left out.",
        ),
        lambda tasks: tasks,
    ),
    _tasks(
        "tasks_covered",
        Words("已完成任务", "tasks done"),
        Words(
            "期内各轮已完成或已核查的任务数。",
            "Tasks of the period's rounds that are done or checked.",
        ),
        lambda tasks: tasks.filter(tasks.covered == 1),
    ),
    _tasks(
        "tasks_checked",
        Words("已核查任务", "tasks checked"),
        Words(
            "期内各轮已核查的任务数。",
            "Tasks of the period's rounds that are checked.",
        ),
        lambda tasks: tasks.filter(tasks.state == "checked"),
    ),
    _tasks(
        "tasks_waiting",
        Words("待核查任务", "tasks waiting to be checked"),
        Words(
            "期内各轮已完成、尚未核查的任务数。",
            "Tasks of the period's rounds that are done and not yet checked.",
        ),
        lambda tasks: tasks.filter(tasks.state == "done"),
    ),
    _tasks(
        "tasks_undone",
        Words("未完成任务", "tasks not done"),
        Words(
            "期内各轮尚未完成的任务数，含退回的。",
            "Tasks of the period's rounds not done yet, those sent back included.",
        ),
        _undone,
    ),
    _tasks(
        "tasks_carried",
        Words("结转任务", "tasks carried over"),
        Words(
            "期内各轮中由以前各轮结转而来的任务数。",
            "Tasks of the period's rounds that came over from earlier rounds.",
        ),
        lambda tasks: tasks.filter(tasks.weeks_carried > 0),
    ),
    Figure(
        key="tasks_late",
        section="tasks",
        name=Words("逾期任务", "late tasks"),
        unit="项",
        definition=Words(
            "应完成日期早于截止日、或由以前各轮结转而来，至今仍未完成的任务数，不论属于哪一轮。",
            "Tasks of any round that were due before the last day or came over from an earlier"
            " round, and are still not done.",
        ),
        fact="task",
        rows=_late,
        value=_count,
        period=Period.STANDING,
    ),
)  # fmt: skip

_RECORDS = (
    Figure(
        key="records_confirmed",
        section="records",
        name=Words("已确认记录", "confirmed records"),
        unit="条",
        definition=Words("期内已确认的工作记录条数。", "Confirmed records of work in the period."),
        fact="work",
        rows=lambda facts: facts.work,
        value=lambda rows: rows.records.sum(),
        summed=True,
    ),
    Figure(
        key="drafts_waiting",
        section="records",
        name=Words("待确认记录", "drafts waiting"),
        unit="条",
        definition=Words(
            "辖区内期内尚未确认的工作记录条数，不分方案。",
            "Records of work of the period in the area that nobody has confirmed yet, of any"
            " programme.",
        ),
        fact="draft",
        rows=lambda facts: facts.draft,
        value=_count,
    ),
    Figure(
        key="messages_read",
        section="records",
        name=Words("已接收信息", "messages received"),
        unit="条",
        definition=Words(
            "辖区内期内接收的报送信息条数，不分方案。",
            "Messages of the period received from the area, of any programme.",
        ),
        fact="message",
        rows=lambda facts: facts.message,
        value=_count,
    ),
    Figure(
        key="messages_open",
        section="records",
        name=Words("待处理信息", "messages to settle"),
        unit="条",
        definition=Words(
            "辖区内期内接收、尚有内容未处理的报送信息条数，不分方案。",
            "Messages of the period with something in them left to settle, of any programme.",
        ),
        fact="message",
        rows=lambda facts: facts.message.filter(facts.message.settled == 0),
        value=_count,
    ),
)

FIGURES: dict[str, Figure] = {
    figure.key: figure for figure in (*_REPORTED, *_TASKS, *_RECORDS, *CASE_FIGURES)
}
"""All figures by key, in the order of the report."""

REPORTED: tuple[str, ...] = tuple(
    figure.key for figure in FIGURES.values() if figure.section in PUBLISHED
)
"""Keys of what is published: the sections of the report."""
