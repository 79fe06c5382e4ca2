"""Wordings, units, spans, what becomes a draft: in milliseconds, without tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from wangge.kernel.words import Qualifier
from wangge.worklog.rules.drafting import (
    Named,
    amount_of,
    drafted,
    fresh,
    resolve,
    short_name,
    short_names,
    span_of,
    why_left_out,
    why_not_message,
)
from wangge.worklog.rules.measures import Lexicon, Wording, bare, unit_factor
from wangge.worklog.rules.reading import read_message
from wangge.worklog.rules.records import (
    STEPS,
    Act,
    RecordFacts,
    State,
    why_not_amount,
    why_not_batch,
)

MONDAY = date(2020, 8, 31)


@pytest.mark.parametrize(
    ("read", "counted", "factor"),
    [
        ("吨", "吨", 1), ("公斤", "吨", "0.001"), ("斤", "公斤", "0.5"), ("张", "条", 1),
        ("平米", "平方米", 1), ("公顷", "㎡", 10000), ("公里", "米", 1000), ("万元", "元", 10000),
        ("人", "名", 1), ("人次", "名", None), ("车", "吨", None), ("家", "处", None),
        ("次", "场", 1), ("次", "家", None), ("斛", "斛", 1), ("斛", "吨", None),
        ("户", "户次", None), ("辆", "辆次", None),
    ],
)  # fmt: skip
def test_units_convert_or_do_not_mix(read: str, counted: str, factor: object) -> None:
    expected = None if factor is None else Decimal(str(factor))
    assert unit_factor(read, counted) == expected


def test_wordings_are_looked_up_in_turn() -> None:
    lexicon = Lexicon.of(
        [
            Wording("ads", "清理铲除", "小广告", "条"),
            Wording("ads", "清理", "“牛皮癣”", "条"),
            Wording("waste", "清运", "垃圾", "吨"),
            Wording("loads", "清运", "垃圾", "车"),
            Wording("bags", "", "爱心包", "份"),
            Wording("half", "清运", "垃圾", "拖车", Decimal("1.5")),
        ]
    )

    def code(*words: str | None) -> str | None:
        found = lexicon.meaning(words[0], words[1], words[2] or "")
        return found.measure if found else None

    assert code("清理铲除", "小广告", "张") == "ads"
    assert code("清理", "牛皮癣", "处") == "ads"
    assert code("清理", "各类“牛皮癣”", "条") == "ads"
    assert code("清理", "小广告", "条") is None, "清理 and 清理铲除 are one only where data say so"
    assert (code("清运", "垃圾", "车"), code("清运", "垃圾", "吨")) == ("loads", "waste")
    assert lexicon.meaning("清运", "垃圾", "公斤").factor == Decimal("0.001")
    assert lexicon.meaning("清运", "垃圾", "拖车").factor == Decimal("1.5")
    assert code("清运", "垃圾", "立方米") is None
    assert code("发放", "爱心包", "份") == "bags"
    assert code(None, None, "吨") is None
    assert bare("我社区“乱堆乱放”各类杂物") == "乱堆乱放杂物"


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ("day", MONDAY), (None, MONDAY), ("cumulative", MONDAY), ("event", MONDAY),
        ("week", MONDAY), ("month", date(2020, 8, 1)), ("year", date(2020, 1, 1)),
    ],
)  # fmt: skip
def test_days_a_figure_counts_for(period: str | None, start: date) -> None:
    assert (span_of(period, MONDAY).start, span_of(period, MONDAY).end) == (start, MONDAY)


def test_only_results_become_drafts() -> None:
    text = "今日清理小广告35张。明天计划修补路面5处,整改率达98%。劝导不文明行为12起,其中犬只3起。"
    figures = read_message(text)
    chosen = [figure.surface for figure, yes in zip(figures, drafted(figures), strict=True) if yes]
    assert chosen == ["35张", "12起"]
    left = {figure.surface: why_left_out(figure) for figure in figures}
    assert left["5处"] == "planned, not done"
    assert left["98%"] == "a share, not an amount"
    assert left["3起"] == "part of a total that is counted"


def test_a_part_without_its_total_is_drafted() -> None:
    figures = read_message("清运垃圾12吨,其中劝导不文明行为3起")
    assert drafted(figures) == [True, True]


def test_a_range_keeps_its_lower_end_as_a_lower_bound() -> None:
    (figure,) = read_message("清运垃圾3吨")
    assert amount_of(figure, Decimal(1)) == (Decimal(3), Qualifier.EXACT)
    figure = replace(figure, amount_max=Decimal(5))
    assert amount_of(figure, Decimal(1)) == (Decimal(3), Qualifier.OVER)


def test_places_are_found_by_the_names_people_use() -> None:
    assert short_names("王家桥社区居民委员会") == ["王家桥社区居民委员会", "王家桥社区", "王家桥"]
    assert short_name("王家桥社区居民委员会") == "王家桥社区"
    assert short_name("王家桥第一网格") == "王家桥第一网格"
    known = [Named("王家桥", "1"), Named("王家桥社区", "1"), Named("虹山东路", "12")]
    assert resolve("今天上午王家桥社区", known).region == "1"
    assert resolve("在虹山东路", known).name == "虹山东路"
    assert resolve("昆明", known) is None
    assert resolve(None, known) is None


@pytest.mark.parametrize("text", ["", " \n ", "x" * 20_001, "清理\x00垃圾", "清理\ufffd垃圾"])
def test_texts_that_are_no_message(text: str) -> None:
    assert why_not_message(text)
    assert why_not_message("今日清理小广告35张\n") is None


def test_running_totals() -> None:
    assert fresh(Decimal(610), Decimal(564)) == 46
    assert fresh(Decimal(500), Decimal(564)) is None


def test_the_table_knows_no_way_back() -> None:
    assert all(step.state is not State.VOIDED for step in STEPS)
    assert all(step.next is State.VOIDED for step in STEPS if step.state is State.CONFIRMED)
    assert {step.act for step in STEPS} == set(Act)


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "1e12", "0.0001"])
def test_amounts_that_cannot_be(amount: str) -> None:
    assert why_not_amount(Decimal(amount))
    assert why_not_amount(Decimal("0.001")) is None


def test_batches_have_a_size() -> None:
    assert why_not_batch([])
    assert why_not_batch([RecordFacts] * 501)  # type: ignore[list-item]
