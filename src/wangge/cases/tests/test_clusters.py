"""The map: clusters, single cases, lights, and nothing from outside one's area."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wangge.cases.queries.clusters import ACROSS, Box, clusters
from wangge.cases.queries.sought import Sought
from wangge.cases.rules import Stage
from wangge.cases.tests.make import LAT, LNG, make_case
from wangge.people.tests.cast import AT, ELSEWHERE, NEXT_GRID, Cast

pytestmark = pytest.mark.django_db
TOWN = Box(102.6, 25.05, 102.72, 25.14)


def marks(user, box=TOWN, zoom=12.0, **wanted):
    return clusters(user=user, sought=Sought(**wanted), box=box, zoom=zoom, at=AT)


def test_near_cases_are_one_mark_with_the_worst_light(cast: Cast):
    make_case(cast)
    make_case(cast, lng=LNG + 0.0001, due_at=AT - timedelta(hours=1))
    lone = make_case(cast, lng=LNG + 0.05)
    found = marks(cast.clerk)
    assert found["total"] == 3
    cluster = next(one for one in found["features"] if "count" in one["properties"])
    single = next(one for one in found["features"] if "id" in one["properties"])
    assert cluster["properties"] == {"count": 2, "light": "red"}
    assert cluster["geometry"]["coordinates"] == pytest.approx([LNG + 0.00005, LAT], abs=1e-5)
    assert single["properties"]["number"] == lone.number
    assert single["properties"]["light"] == "green"


def test_close_by_each_case_stands_for_itself(cast: Cast):
    for step in range(3):
        make_case(cast, lng=LNG + step * 1e-6)
    found = marks(cast.clerk, zoom=19)
    assert [one["properties"]["light"] for one in found["features"]] == ["green"] * 3


def test_a_view_never_has_more_marks_than_cells(cast: Cast):
    for step in range(60):
        make_case(cast, lng=LNG + step % 8 * 0.004, lat=LAT + step // 8 * 0.004)
    found = marks(cast.clerk)
    assert found["total"] == 60
    assert 1 < len(found["features"]) <= (ACROSS + 1) ** 2


def test_open_ones_by_default_and_the_filter_otherwise(cast: Cast):
    make_case(cast)
    make_case(cast, Stage.CLOSED)
    make_case(cast, lng=None, lat=None)
    make_case(cast, lng=110.0)
    assert marks(cast.clerk)["total"] == 1
    make_case(cast, Stage.CLOSED, reported_at=AT - timedelta(days=40))
    closed = marks(cast.clerk, stages=(Stage.CLOSED,))
    assert closed["total"] == 1
    assert closed["features"][0]["properties"]["light"] == "none"
    long_ago = marks(cast.clerk, stages=(Stage.CLOSED,), since=AT.date() - timedelta(days=50))
    assert long_ago["total"] == 2


def test_only_ones_own_area(cast: Cast):
    make_case(cast)
    make_case(cast, Stage.DISPATCHED, region=NEXT_GRID)
    make_case(cast, region=ELSEWHERE)
    assert marks(cast.leader)["total"] == 1
    assert marks(cast.handler)["total"] == 1
    assert marks(cast.clerk)["total"] == 2


@pytest.mark.parametrize(
    "box",
    [Box(1, 1, 0, 0), Box(float("nan"), 0, 1, 1), Box(-999, 0, 1, 1), Box(0, 0, float("inf"), 1)],
)
def test_an_impossible_view_is_empty(cast: Cast, box):
    make_case(cast)
    assert marks(cast.clerk, box)["features"] == []


def test_a_small_view_is_found_by_where_it_lies(cast: Cast):
    make_case(cast)
    make_case(cast, lng=LNG + 0.01)
    make_case(cast, Stage.CLOSED)
    near = Box(LNG - 0.001, LAT - 0.001, LNG + 0.001, LAT + 0.001)
    assert marks(cast.clerk, near)["total"] == 1


def test_two_queries_whatever_lies_there(cast: Cast):
    for step in range(40):
        make_case(cast, lng=LNG + step * 0.001)
    with CaptureQueriesContext(connection) as asked:
        marks(cast.clerk)
    assert len(asked) <= 2
