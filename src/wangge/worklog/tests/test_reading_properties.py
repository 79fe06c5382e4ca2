"""Reading never fails, and what is written by a pattern is read back as written."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.kernel.words import plain
from wangge.worklog.rules.reading import read_message

pytestmark = pytest.mark.slow

WORDS = """
清运 垃圾 12 吨 余 约 万 千 、 , 。 ( ) “ ” 其中 对 进行 的 等 每 日 月 户
人次 % 百 十 一 两 第 至 -
共 有 计划 被 检查 志愿者 社区 1.5 3,000 半 个 了
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n"])
THINGS = st.sampled_from(
    [
        ("清运", "垃圾", "吨"),
        ("清理", "小广告", "条"),
        ("拆除", "违规广告牌", "块"),
        ("发放", "宣传资料", "份"),
        ("张贴", "海报", "张"),
        ("检查", "餐饮店", "家"),
        ("劝导", "占道经营", "起"),
        ("下发", "整改通知书", "份"),
        ("出动", "执法人员", "人次"),
        ("修补", "路面", "处"),
        ("走访", "居民", "户"),
        ("化解", "矛盾纠纷", "件"),
    ]
)
HEDGES = st.sampled_from(["", "余", "多", "约", "近", "超", "左右", "以上"])


def written(amount: int, style: str) -> str:
    if style == "comma":
        return f"{amount:,}"
    if style == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(amount))
    if style == "wan" and amount % 100 == 0 and amount >= 10_000:
        return plain(Decimal(amount) / 10_000) + "万"
    return str(amount)


@given(st.text(max_size=200) | st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_span_is_exact(text: str) -> None:
    end = 0
    for figure in read_message(text):
        assert figure.start >= end
        end = figure.start + len(figure.surface)
        assert text[figure.start : end] == figure.surface != ""
        assert figure.unit
        assert figure.amount >= 0
        assert figure.amount_max is None or figure.amount_max > figure.amount


@given(
    st.lists(
        st.tuples(
            THINGS,
            st.integers(2, 3_000_000),
            HEDGES,
            st.sampled_from(["plain", "comma", "wide", "wan"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", "截至目前,", "今日共", "本次行动累计"]),
)
@settings(max_examples=200, deadline=None)
def test_verb_object_number_unit_come_back(items: list, opening: str) -> None:
    parts = []
    for (verb, thing, unit), amount, hedge, style in items:
        number = written(amount, style)
        if hedge in {"余", "多"}:
            number += hedge
        elif hedge in {"约", "近", "超"}:
            number = hedge + number
        tail = hedge if hedge in {"左右", "以上"} else ""
        parts.append(f"{verb}{thing}{number}{unit}{tail}")
    figures = read_message(opening + ",".join(parts) + "。")
    assert [(f.verb, f.object, f.amount, f.unit, f.approx) for f in figures] == [
        (verb, thing, amount, unit, bool(hedge)) for (verb, thing, unit), amount, hedge, _ in items
    ]


@pytest.mark.parametrize(
    "piece", ["12", "一", "(", "垃圾3吨、", "清理", "约", "3吨,", "12.5万", "进行3家"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    read_message(text)
    assert time.process_time() - started < 10
