"""The story of the demo's cases, before anything is played."""

from collections import Counter
from datetime import date, datetime
from random import Random

import pytest

from wangge.cases.rules import Ask, Source, Stage
from wangge.cases.rules.catalogue import packaged
from wangge.demo import plan
from wangge.demo.cases_duty import COUNTED
from wangge.demo.cases_story import OFTEN, QUEUE, SPOTS, Fate, Tale, sites, year
from wangge.demo.cases_words import told, wordings, wordings_of
from wangge.demo.cases_world import daylight
from wangge.demo.story import TOTALS
from wangge.kernel.clock import HERE


@pytest.fixture(scope="module")
def tales() -> list[Tale]:
    return year(sites(), Random(20200902))


def test_each_category_has_wordings_enough_for_each_source() -> None:
    for code, much in Counter(one.code for one in wordings()).items():
        assert much >= 12, code
        assert all(wordings_of(code, source) for source in ("public", "patrol", "hotline"))
    assert set(OFTEN) == {one.code for one in wordings()}
    assert len({one.text for one in wordings()}) == len(wordings())


def test_wordings_name_categories_as_the_catalogue_does() -> None:
    names = {row["code"]: row["name"] for row in packaged("categories.csv")}
    assert {one.code: one.category for one in wordings()} == {code: names[code] for code in OFTEN}


def test_a_text_names_its_place_and_differs_from_telling_to_telling() -> None:
    chance = Random(1)
    tellings = {told(wordings()[5], "石榴巷3号", chance) for _ in range(60)}
    assert len(tellings) > 10
    assert all("石榴巷3号" in text for text in tellings)


def test_the_same_seed_tells_the_same_year(tales) -> None:
    assert year(sites(), Random(20200902)) == tales
    assert year(sites(), Random(3)) != tales


def test_the_year_runs_from_september_to_the_last_morning(tales) -> None:
    assert tales[0].at.date() >= date(2019, 9, 3)
    assert tales[-1].at <= datetime(2020, 9, 2, 9, 30, tzinfo=HERE)
    assert tales == sorted(tales, key=lambda tale: tale.at)
    assert {tale.source for tale in tales} >= {
        Source.PATROL, Source.PUBLIC, Source.HOTLINE, Source.SUPERIOR
    }  # fmt: skip
    summer = sum(tale.at.date() >= date(2020, 6, 1) for tale in tales)
    assert summer / 3 > 1.5 * (len(tales) - summer) / 9


def test_everything_that_can_happen_happens(tales) -> None:
    assert {tale.fate for tale in tales} == set(Fate)
    assert all(tale.copies for tale in tales if tale.fate is Fate.COPIED)
    assert all(tale.source is Source.PATROL for tale in tales if tale.fate is Fate.SELF_HANDLED)


def test_a_dozen_spots_come_back(tales) -> None:
    back = Counter(tale.site.name for tale in tales if tale.recurring)
    assert back == {name: times for name, _, times in SPOTS}
    assert len(back) == 12 and set(back.values()) <= {3, 4, 5}


def test_the_last_day_leaves_work_of_every_kind(tales) -> None:
    left = Counter(tale.stop for tale in tales if tale.stop is not None)
    assert left == {stage: waiting for stage, waiting, _, _ in QUEUE}
    asked = Counter(tale.ask for tale in tales if tale.ask is not None)
    assert asked.total() == 5 and set(asked) == set(Ask)
    assert all(tale.stop is Stage.DISPATCHED for tale in tales if tale.ask is not None)


def test_nothing_counted_with_cases_is_a_total_of_the_report() -> None:
    assert not {measure for measure, _, _ in COUNTED.values()} & set(TOTALS)


@pytest.mark.parametrize(
    ("said", "done"), [("02:00", "02 07:05"), ("13:00", "02 13:00"), ("21:00", "03 07:05")]
)
def test_who_works_outside_works_by_day(said: str, done: str) -> None:
    at = datetime.fromisoformat(f"{plan.TODAY}T{said}+08:00")
    assert f"{daylight(at):%d %H:%M}" == done
