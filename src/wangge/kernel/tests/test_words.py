"""Official wording and shares."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.kernel.words import Qualifier, leading, official, say, shares, together


@pytest.mark.parametrize(
    ("amount", "unit", "qualifier", "words"),
    [
        ("312.6", "吨", Qualifier.OVER, "300余吨"),
        ("10460", "条", Qualifier.OVER, "10000余条"),
        ("117", "个", Qualifier.OVER, "100余个"),
        ("5236", "辆", Qualifier.OVER, "5000余辆"),
        ("86", "次", Qualifier.OVER, "80余次"),
        ("1500", "张", Qualifier.EXACT, "1500张"),
        ("340000", "平方米", Qualifier.EXACT, "34万平方米"),
        ("1980000", "元", Qualifier.ABOUT, "约200万元"),
        ("2.5", "吨", Qualifier.EXACT, "2.5吨"),
        ("7", "个", Qualifier.OVER, "7余个"),
    ],
)
def test_official(amount: str, unit: str, qualifier: Qualifier, words: str) -> None:
    assert official(Decimal(amount), unit, qualifier) == words


def test_the_report_s_shares_add_up() -> None:
    assert shares([491, 297, 34, 39]) == [
        Decimal("57.0"), Decimal("34.5"), Decimal("4.0"), Decimal("4.5"),
    ]  # fmt: skip


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_shares_always_add_up(counts: list[int]) -> None:
    found = shares(counts)
    assert sum(found) == (100 if sum(counts) else 0)
    for count, share in zip(counts, found, strict=True):
        if sum(counts):
            assert abs(share - Decimal(count) * 100 / sum(counts)) < Decimal("0.1")


@given(st.decimals(1, 10**9, places=1))
def test_a_lower_bound_never_grows(amount: Decimal) -> None:
    assert leading(amount) <= amount < 2 * max(leading(amount), Decimal(1)) + 1


def test_a_lower_bound_taints_a_sum() -> None:
    assert together([Qualifier.EXACT, Qualifier.ABOUT, Qualifier.OVER]) is Qualifier.OVER
    assert together([Qualifier.EXACT, Qualifier.ABOUT]) is Qualifier.ABOUT
    assert together([]) is Qualifier.EXACT


def test_a_sentence_remembers_how_to_be_translated() -> None:
    sentence = say("%(count)s tasks are late.", count=3)
    assert (sentence, sentence.msgid) == ("3 tasks are late.", "%(count)s tasks are late.")
