"""The rules of evaluation by themselves: shares, bands, scores, levels, ranks, periods."""

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.insight.figures.counts import COUNTS, is_inside
from wangge.insight.rules.evaluation import (
    Bands,
    Composite,
    Part,
    Reading,
    Share,
    Sort,
    Subject,
    bands_from,
    composite_from,
    level_of,
    levels_from,
    ranks,
    score_of,
    why_not_content,
    why_not_rule,
)
from wangge.insight.rules.spans import Span, after, before, last_periods, period_of
from wangge.kernel.clock import Period
from wangge.people.rules import Acting, PostKind

PACKAGED = json.loads(files("wangge.insight").joinpath("data", "scoring.json").read_text("utf-8"))
RULES = PACKAGED["rules"]
INDICATORS = {row["key"] for row in RULES if row["sort"] == "indicator"}
LEVELS = levels_from(next(row["content"] for row in RULES if row["sort"] == "levels"))


def bands_of(key, subject):
    found = (r for r in RULES if (r["sort"], r["key"], r["subject"]) == ("bands", key, subject))
    return bands_from(next(found)["content"])


def test_a_share_of_nothing_has_no_value():
    assert Share(0, 0).value is None
    assert Share(0, 3).value == 0


def test_a_share_is_cut_off_so_that_only_the_whole_reads_100():
    assert Share(1999, 2000).value == Decimal("99.9")
    assert Share(2, 3).value == Decimal("66.6")
    assert Share(3, 3).value == 100


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_share_lies_between_0_and_100(part, rest):
    share = Share(part, part + rest)
    assert share.rest == rest
    assert share.value is None or 0 <= share.value <= 100
    assert (share.value == 100) == (rest == 0 and part > 0)


@pytest.mark.parametrize(
    ("subject", "key", "count", "points"),
    [
        ("areas", "filed", 0, 100), ("areas", "filed", 1, 90), ("areas", "filed", 2, 90),
        ("areas", "filed", 3, 75), ("areas", "filed", 6, 60), ("areas", "filed", 8, 40),
        ("areas", "filed", 9, 0), ("units", "filed", 50, 100), ("units", "filed", 51, 90),
        ("units", "filed", 1000, 40), ("units", "filed", 1001, 0), ("clerks", "filed", 100, 0),
        ("clerks", "filed", 101, 40), ("clerks", "filed", 301, 60), ("clerks", "filed", 501, 75),
        ("clerks", "filed", 1201, 90), ("clerks", "filed", 2000, 90),
        ("clerks", "filed", 2001, 100),
    ],
)  # fmt: skip
def test_bands_at_their_edges(subject, key, count, points):
    assert bands_of(key, subject).points(count) == points


@pytest.mark.parametrize(
    ("score", "letter"),
    [("100", "A"), ("90", "A"), ("89.9", "B"), ("75", "B"), ("74.9", "C"), ("60", "C"),
     ("59.9", "D"), ("40", "D"), ("39.9", "E"), ("0", "E")],
)  # fmt: skip
def test_levels_at_their_edges(score, letter):
    assert level_of(Decimal(score), LEVELS).letter == letter


def test_no_score_no_level():
    assert level_of(None, LEVELS) is None


def test_every_packaged_rule_can_be_reckoned_with():
    for row in RULES:
        reason = why_not_content(Sort(row["sort"]), row["content"], COUNTS, INDICATORS)
        assert reason is None, (row["key"], row["subject"], reason)
        assert row["source"]


def test_one_variant_of_each_rule_is_chosen():
    chosen = [(r["sort"], r["key"], r["subject"]) for r in RULES if r["chosen"]]
    assert len(chosen) == len(set(chosen))
    every = {(r["sort"], r["key"], r["subject"]) for r in RULES}
    assert every == set(chosen)


@pytest.mark.parametrize("subject", list(Subject))
def test_the_weights_of_each_kind_come_to_100(subject):
    rows = [
        r for r in RULES if r["sort"] == "composite" and r["subject"] == subject and r["chosen"]
    ]
    assert sum(part.weight for part in composite_from(rows[0]["content"]).parts) == 100


def test_a_count_lies_inside_counts_of_its_own_fact():
    for key, count in COUNTS.items():
        if count.inside:
            assert COUNTS[count.inside].fact == count.fact
        assert is_inside(key, key)


def parts(*weights):
    return tuple(Part(f"p{n}", Reading.RATE, Decimal(w)) for n, w in enumerate(weights))


def test_a_missing_part_leaves_its_weight_to_the_others():
    composite = Composite(parts(30, 30, 40), Decimal(50))
    found = score_of(composite, {"p0": Decimal(90), "p1": None, "p2": Decimal(60)}, {}, {})
    assert found.value == Decimal("72.8")
    assert found.weight == 70
    assert not found.whole


def test_too_little_weight_makes_no_score():
    composite = Composite(parts(30, 30, 40), Decimal(50))
    assert score_of(composite, {"p2": Decimal(100)}, {}, {}) is None
    assert score_of(composite, {}, {}, {}) is None


def test_the_rest_of_a_rate_and_bands_make_points():
    composite = Composite(
        (Part("bad", Reading.REST, Decimal(50)), Part("n", Reading.BANDS, Decimal(50))),
        Decimal(50),
    )
    bands = {"n": Bands(((2, Decimal(80)),), Decimal(0))}
    assert score_of(composite, {"bad": Decimal(10)}, {"n": 2}, bands).value == 85
    assert score_of(composite, {"bad": Decimal(10)}, {"n": 3}, bands).value == 45


def test_equal_scores_share_a_rank_and_none_has_none():
    found = ranks(
        {"a": Decimal(80), "b": Decimal(90), "c": Decimal(80), "d": None, "e": Decimal(1)}
    )
    assert found == {"b": 1, "a": 2, "c": 2, "e": 4}


BAD = [
    (Sort.INDICATOR, {"numerator": "nothing", "denominator": "filed"}),
    (Sort.COMPOSITE, {"parts": [{"of": "closing_rate", "as": "rate", "weight": 99}], "least": 50}),
    (Sort.COMPOSITE, {"parts": [{"of": "closing_rate", "as": "rate", "weight": 100}], "least": 0}),
    (Sort.COMPOSITE, {"parts": [{"of": "nothing", "as": "rate", "weight": 100}], "least": 50}),
    (Sort.COMPOSITE, {"parts": [{"of": "closing_rate", "as": "rate", "weight": 150},
                                {"of": "rework_rate", "as": "rest", "weight": -50}], "least": 5}),
    (Sort.BANDS, {"steps": [[5, 10], [5, 20]], "beyond": 0}),
    (Sort.BANDS, {"steps": [[5, 101]], "beyond": 0}),
    (Sort.LEVELS, {"levels": [{"letter": "A", "from": 10, "colour": "green"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("sort", "content"), BAD)
def test_what_cannot_be_reckoned_with_is_refused(sort, content):
    assert why_not_content(sort, content, COUNTS, INDICATORS) is not None


def acting(kind):
    return Acting(None, "x", None, "x", kind, "530102009")


def test_who_may_change_a_rule_and_from_when():
    today = date(2020, 9, 1)
    head, clerk = acting(PostKind.OFFICE_HEAD), acting(PostKind.HANDLER)
    assert why_not_rule(head, today, today, date(2020, 1, 1)) is None
    assert why_not_rule(clerk, today, today, None) is not None
    assert why_not_rule(head, date(2020, 8, 31), today, None) is not None
    assert why_not_rule(head, today, today, today) is not None


def test_periods():
    day = date(2020, 2, 29)
    assert period_of(Span.DAY, day) == Period(day, day)
    assert period_of(Span.WEEK, day) == Period(date(2020, 2, 24), date(2020, 3, 1))
    assert period_of(Span.MONTH, day) == Period(date(2020, 2, 1), day)
    assert period_of(Span.QUARTER, day) == Period(date(2020, 1, 1), date(2020, 3, 31))
    assert period_of(Span.YEAR, day) == Period(date(2020, 1, 1), date(2020, 12, 31))
    free = Period(date(2020, 1, 10), date(2020, 1, 12))
    assert before(Span.FREE, free) == Period(date(2020, 1, 7), date(2020, 1, 9))
    assert after(Span.FREE, free) == Period(date(2020, 1, 13), date(2020, 1, 15))
    months = last_periods(Span.MONTH, period_of(Span.MONTH, day), 3)
    assert [one.start for one in months] == [date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1)]


@given(
    st.sampled_from([span for span in Span if span is not Span.FREE]),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_periods_follow_one_another_without_gap(span, day):
    period = period_of(span, day)
    assert day in period
    assert before(span, after(span, period)) == period
    assert (after(span, period).start - period.end).days == 1
