"""The demo's figures are the report's: exact ones equal, rough ones in the same words."""

import csv
from datetime import date
from decimal import Decimal
from importlib.resources import files
from random import Random

import pytest

from wangge.demo import plan
from wangge.demo.ground import grounds
from wangge.demo.load import load
from wangge.demo.story import TOTALS, Story, split
from wangge.insight.figures import ask
from wangge.people.rules import CLOCKWORK

COVERED = {"plan", "cleanup", "repair", "publicity", "storefronts", "volunteers"}


def facts() -> list[dict[str, str]]:
    text = files("wangge.demo").joinpath("data/puji_facts.csv").read_text("utf-8-sig")
    return [row for row in csv.DictReader(text.splitlines()) if row["section"] in COVERED]


def test_the_plan_is_the_report_s() -> None:
    assert len(plan.CAMPAIGNS) == 10
    assert [line.name for line in plan.CAMPAIGNS if not line.name] == [""]
    assert sum(len(areas) for areas in plan.AREAS.values()) == 7
    assert len(plan.ESTATES) == len(set(plan.ESTATES)) == 27
    units = (plan.CIVILISED_UNITS, plan.SUNK_UNITS, plan.HOUSEHOLD_UNITS)
    assert [len(names) for names in units] == [19, 4, 13]


def test_amounts_add_up_to_their_totals() -> None:
    story = Story(Random(1))
    for measure, (total, _) in TOTALS.items():
        assert sum(sum(week) for week in story.amounts[measure].values()) == total


def test_a_split_is_positive_and_exact() -> None:
    parts = split(Decimal("312.6"), 480, Random(2), Decimal("0.1"))
    assert sum(parts) == Decimal("312.6") and min(parts) > 0
    with pytest.raises(ValueError):
        split(Decimal(3), 4, Random(2), Decimal(1))


def test_the_same_seed_draws_the_same_ground() -> None:
    assert grounds(Random(5)) == grounds(Random(5))
    assert len({ground.code for ground in grounds(Random(5))}) == 36


@pytest.mark.slow
def test_every_figure_of_the_report_comes_back(db) -> None:
    load()
    answers = ask(
        [row["key"] for row in facts()],
        user=CLOCKWORK,
        programme="puji",
        until=date(2020, 9, 2),
    )
    for row in facts():
        answer = answers[row["key"]]
        if row["approx"] == "no":
            assert answer.value == Decimal(row["value"]), row["key"]
        else:
            assert answer.text == row["as_printed"], row["key"]
