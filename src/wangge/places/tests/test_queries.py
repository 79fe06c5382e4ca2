"""Who sees which places; names, trees, maps; what lies where."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.kernel.errors import NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.places import actions, queries
from wangge.places.models import Region
from wangge.places.queries import Filters
from wangge.places.tests import make
from wangge.places.tests.make import AT, ELSEWHERE, FIRST, GRID, NEXT_GRID, SECOND, SIZE, STREET

NEW = FIRST + "101"


@pytest.fixture
def estate(cast):
    make.basics(cast.head)
    return make.place(cast.head, region=GRID, grid=GRID, address="普吉路3号")


def names_of(rows) -> list[str]:
    return [row.name for row in rows]


def test_everybody_sees_their_own_area(cast, estate) -> None:
    make.place(cast.head, name="另一处", region=SECOND)
    seen = {part: queries.places(user=user).count() for part, user in cast.everybody().items()}
    assert {part: seen[part] for part in ("clerk", "discipline", "community", "leader")} == {
        "clerk": 2,
        "discipline": 2,
        "community": 1,
        "leader": 1,
    }
    assert (seen["neighbour"], seen["stranger"]) == (0, 0)
    with pytest.raises(NotFound):
        queries.place(estate.pk, user=cast.neighbour)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), True),
        (Filters(kind="old_estate"), True),
        (Filters(kind="k37"), True),
        (Filters(kind="k32"), False),
        (Filters(region=GRID), True),
        (Filters(region=SECOND), False),
        (Filters(text="材厂"), True),
        (Filters(text="jcc"), True),
        (Filters(text="Jian Cai"), True),
        (Filters(text="普吉路"), True),
        (Filters(text="猫"), False),
        (Filters(state="closed"), False),
        (Filters(state="all"), True),
    ],
)
def test_filters(cast, estate, filters: Filters, found: bool) -> None:
    assert queries.places(user=cast.clerk, filters=filters).exists() is found


def test_open_on_a_day(cast, estate) -> None:
    actions.close_place(
        place=estate.pk, on=date(2020, 9, 1), reason="拆", by=cast.head, at=AT, id=new_id()
    )
    ask = {"kinds": ["k37"], "user": cast.clerk}
    assert queries.places_by_kind(on=date(2020, 8, 31), **ask).count() == 1
    assert queries.places_by_kind(on=date(2020, 9, 1), **ask).count() == 0
    assert queries.places_by_kind(prefix=SECOND, on=AT.date(), **ask).count() == 0


def test_the_register_is_paged_by_sound(cast) -> None:
    make.basics(cast.head)
    for name in ("丙", "甲", "乙", "甲乙"):
        make.place(cast.head, name=name)
    make.place(cast.head, name="乙", kind="k32")
    rows = queries.places(user=cast.clerk)
    seen, after = [], ""
    while True:
        page = queries.listed(rows, after, size=2)
        seen += names_of(page.rows)
        after = page.following
        if not after:
            break
    assert seen == ["丙", "甲", "甲乙", "乙", "乙"]
    assert names_of(queries.listed(rows, "nonsense", size=2).rows) == ["丙", "甲"]


def test_counts_and_parts(cast, estate) -> None:
    lane = make.place(cast.head, name="小巷", kind="k32", parent=estate.pk)
    rows = queries.places(user=cast.clerk)
    assert queries.counts(rows) == {"old_estate": 1, "k32": 1}
    assert list(queries.parts_of(estate.pk, user=cast.clerk)) == [lane]


# Names and trees


def test_names_of_regions_and_grids_in_one_query(cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = queries.names([FIRST, GRID, GRID, "", "99"])
    assert found == {FIRST: "王家桥社区居民委员会", GRID: "王家桥第一网格"}
    with django_assert_num_queries(0):
        assert queries.names([]) == {}


def test_the_tree_of_an_area(cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        (street,) = queries.region_tree(user=cast.clerk)
    assert street.code == STREET
    assert [node.code for node in street.children] == [FIRST, SECOND]
    assert [node.code for node in street.children[0].children] == [GRID, NEXT_GRID]
    (community,) = queries.region_tree(user=cast.leader)
    assert [node.code for node in community.children] == [GRID]
    (first,) = queries.region_tree(user=cast.clerk, under=FIRST)
    assert first.code == FIRST


def test_the_tree_of_the_country_stops_early(cast) -> None:
    from dataclasses import replace

    everywhere = replace(cast.head, region="")
    assert [node.code for node in queries.region_tree(user=everywhere)] == ["53"]
    (province,) = queries.region_tree(user=everywhere, under="53")
    assert [node.code for node in province.children] == ["5301"]
    assert province.children[0].children == []
    blind = replace(cast.head, kind=type(cast.head.kind)("administrator"))
    assert queries.region_tree(user=blind) == []
    assert not queries.communities(user=blind).exists()


def test_communities(cast) -> None:
    def codes(user, **words):
        return [row.code for row in queries.communities(user=user, **words)]

    assert codes(cast.clerk) == [FIRST, SECOND]
    assert codes(cast.clerk, under=SECOND) == [SECOND]
    assert codes(cast.leader) == [FIRST]
    assert codes(cast.stranger) == []


def test_browsing_regions(cast) -> None:
    def codes(**words):
        return [row.code for row in queries.browse(user=cast.clerk, **words).order_by("code")]

    Region.objects.filter(pk=STREET).update(pinyin="pujijiedao pjjd")
    assert codes() == ["53"]
    assert codes(parent="530102") == [STREET, ELSEWHERE]
    assert codes(text="普吉") == [STREET]
    assert codes(text="PJ jd") == [STREET]
    assert codes(text="530102009") == [STREET, FIRST, SECOND]
    assert codes(text="昆明", parent="5301") == ["5301"]
    assert codes(text="昆明", parent=STREET) == []
    with pytest.raises(NotFound):
        queries.region("99", user=cast.clerk)
    assert queries.region_counts()["community"] == 2


def test_a_post_that_sees_nothing_is_refused(cast) -> None:
    from dataclasses import replace

    blind = replace(cast.head, kind=type(cast.head.kind)("administrator"))
    with pytest.raises(Refused):
        queries.browse(user=blind)
    with pytest.raises(Refused):
        queries.kinds(user=blind)


# Grids and maps


def test_grids_and_their_totals(cast) -> None:
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    rows = queries.grids(user=cast.clerk)
    totals = queries.grid_totals(rows)
    assert (totals.number, totals.drawn) == (3, 1)
    assert totals.area_m2 == pytest.approx(1_117_430, rel=1e-2)
    assert queries.grids(user=cast.clerk, text="第二").count() == 1
    assert queries.grids(user=cast.clerk, under=SECOND).count() == 0
    make.place(cast.head, lng=102.665, lat=25.095)
    assert queries.places_in_grids(rows, user=cast.clerk) == {NEW: 1}
    with pytest.raises(NotFound):
        queries.grid(NEW, user=cast.stranger)
    assert queries.grid_totals(queries.grids(user=cast.stranger)).area_m2 == 0


def test_the_map_of_an_area(cast) -> None:
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    found = queries.grids_map(user=cast.clerk)
    assert [feature["id"] for feature in found["features"]] == [NEW]
    assert found["bbox"] == [102.66, 25.09, 102.67, 25.1]
    assert queries.grids_map(user=cast.stranger) == {"type": "FeatureCollection", "features": []}
    make.place(cast.head, name="无处")
    make.place(cast.head, name="点", lng=102.665, lat=25.095)
    make.place(cast.head, name="面", geometry=make.box(102.661, 25.091, 0.002))
    places = queries.places_map(queries.places(user=cast.clerk))
    assert [f["geometry"]["type"] for f in places["features"]] == ["Point", "Polygon"]
    assert places["features"][0]["properties"]["kind_name"] == "老旧小区"


def test_locating_asks_once_and_remembers(cast, django_assert_num_queries) -> None:
    make.grid(NEW, cast.head)
    inside = (102.665, 25.095)
    assert queries.locate_one(*inside) == NEW
    with django_assert_num_queries(1):
        found = queries.locate(np.array([inside, (0.0, 0.0)] * 1000))
    assert list(found[:2]) == [NEW, ""]
    assert queries.locate([]).size == 0


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(west=st.floats(102.0, 103.0), south=st.floats(25.0, 26.0))
def test_what_goes_in_as_a_grid_is_found_there(cast, west: float, south: float) -> None:
    from wangge.places.models import Grid

    Grid.objects.filter(pk=NEW).delete()
    west, south = round(west, 6), round(south, 6)
    make.grid(NEW, cast.head, polygon=make.box(west, south))
    middle = (west + SIZE / 2, south + SIZE / 2)
    assert queries.locate_one(*middle) == NEW
    assert queries.grid_of({"type": "Point", "coordinates": list(middle)}) == NEW
