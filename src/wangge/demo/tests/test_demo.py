"""The demo's figures are the report's: exact ones equal, rough ones in the same words."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from random import Random

import pytest
from django.db import transaction
from django.db.models import Count, F
from django.test import override_settings

from wangge.cases.models import Case, Dispatch, Reporter, Request
from wangge.cases.queries import blind_spots, case_of_secret, light
from wangge.cases.rules import Ask, Decision, Light, Source
from wangge.cases.rules import Stage as At
from wangge.demo import plan
from wangge.demo.cases_duty import BARE
from wangge.demo.cases_story import QUEUE, SPOTS
from wangge.demo.ground import grounds
from wangge.demo.load import NOON, load
from wangge.demo.stage import Stage
from wangge.demo.story import TOTALS, Story, split
from wangge.demo.weeks import hour
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


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Stage]:
    """The whole demo, loaded once for the tests below and rolled back after them.

    Each of them is marked ``django_db``: without such a test there would be no test database.
    """
    home = tmp_path_factory.mktemp("demo")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    own = override_settings(HOME=home, MEDIA_ROOT=home / "evidence", PASSWORD_HASHERS=quick)
    with django_db_blocker.unblock(), transaction.atomic(), own:
        yield load()
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
def test_every_figure_of_the_report_comes_back(loaded) -> None:
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


@pytest.mark.slow
@pytest.mark.django_db
def test_a_year_of_cases_of_every_source_and_in_every_stage(loaded) -> None:
    assert Case.objects.count() > 1000
    found = Counter(Case.objects.values_list("stage", flat=True))
    assert set(found) == set(At)
    assert set(Case.objects.values_list("source", flat=True)) >= {
        Source.PATROL.value, Source.PUBLIC.value, Source.HOTLINE.value, Source.SUPERIOR.value
    }  # fmt: skip
    regions = set(Case.objects.values_list("region", flat=True))
    assert len(regions) == 36
    first = Case.objects.order_by("reported_at").first()
    assert first is not None and first.reported_at < hour(date(2019, 9, 8), 0)
    assert not Case.objects.filter(updated_at__gt=NOON).exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_last_day_s_queue_waits(loaded) -> None:
    found = Counter(Case.objects.values_list("stage", flat=True))
    for stage, waiting, _, _ in QUEUE:
        assert waiting <= found[stage.value] <= waiting + 6, stage
    waits = Request.objects.filter(decision=Decision.WAITING.value)
    assert Counter(waits.values_list("ask", flat=True)) == {
        Ask.EXTEND.value: 2, Ask.RETURN.value: 1, Ask.SUSPEND.value: 1, Ask.VOID.value: 1
    }  # fmt: skip
    handling = Case.objects.filter(stage=At.DISPATCHED.value)
    assert {light(case, NOON) for case in handling} == {Light.GREEN, Light.YELLOW, Light.RED}


@pytest.mark.slow
@pytest.mark.django_db
def test_some_are_late_reworked_and_come_back(loaded) -> None:
    ended = Dispatch.objects.filter(ended_at__isnull=False)
    late = ended.filter(ended_at__gt=F("due_at")).count() / ended.count()
    assert 0.05 < late < 0.2
    handled = Case.objects.filter(dispatches__gt=0)
    assert 0.04 < handled.filter(reworks__gt=0).count() / handled.count() < 0.12
    spots = Case.objects.filter(recurs__isnull=False).values("place__name", "category")
    often = [row for row in spots.annotate(times=Count("pk")) if row["times"] >= 2]
    assert len({row["place__name"] for row in often} & {name for name, _, _ in SPOTS}) >= 10


@pytest.mark.slow
@pytest.mark.django_db
def test_reporters_are_kept_through_merges_and_heard(loaded) -> None:
    merged = Case.objects.filter(stage=At.MERGED.value)
    assert merged.exclude(merged_into__isnull=False).count() == 0
    assert Reporter.objects.filter(case__in=merged).count() == merged.count()
    assert Case.objects.filter(reopened=1).exists()
    assert Case.objects.exclude(resolution="").exists()
    assert set(loaded.links) == {"closed", "merged", "handling", "reopened"}
    case, _ = case_of_secret(loaded.links["merged"])
    assert case.stage != At.MERGED.value


@pytest.mark.slow
@pytest.mark.django_db
def test_two_grids_are_blind_spots(loaded) -> None:
    bare = blind_spots(user=loaded.actors["zhuren"], on=plan.TODAY)
    assert {spot.code for spot in bare} == set(BARE)
    assert Case.objects.filter(region__in=BARE, unit__isnull=False).exists()
