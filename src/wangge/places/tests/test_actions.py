"""Registering, changing, moving, closing; grids; and every bad input named for them."""

from datetime import date

import pytest

from wangge.kernel import geo
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.places import actions
from wangge.places.actions.spelling import QuickSpeller, spell
from wangge.places.models import Grid, Place, PlaceKind, Region
from wangge.places.queries import grid_index, locate
from wangge.places.tests import make
from wangge.places.tests.make import AT, ELSEWHERE, FIRST, GRID, SECOND, SIZE, SOUTH, WEST
from wangge.trail.models import Entry

NEW = FIRST + "101"
EAST = FIRST + "102"
INSIDE = {"lng": 102.665, "lat": 25.095}


@pytest.fixture
def office(cast):
    """The office's head, with the kinds of place loaded and two grids drawn side by side."""
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    make.grid(EAST, cast.head, WEST + SIZE)
    return cast.head


# Basics


def test_basics_hold_the_manual_and_the_report(cast) -> None:
    make.basics(cast.head)
    kinds = set(PlaceKind.objects.values_list("code", flat=True))
    assert {f"k{n:02d}" for n in range(1, 55)} <= kinds
    assert {"urban_village_area", "villager_group", "old_estate", "fringe"} <= kinds
    assert "shared_bike_point" in kinds
    assert Region.objects.filter(code__startswith="530102009", level="community").count() == 9
    assert not PlaceKind.objects.filter(source="").exists()
    assert PlaceKind.objects.get(code="k32").sureness == "second_hand"


def test_basics_twice_change_nothing(cast) -> None:
    make.basics(cast.head)
    PlaceKind.objects.filter(code="k32").update(name="旧名")
    entry = actions.load_basics(by=cast.head, at=AT, id=new_id())
    assert entry.data == {"kinds_added": [], "kinds_changed": ["k32"], "regions_added": []}
    assert PlaceKind.objects.get(code="k32").name == "背街小巷"


# Grids


def test_a_grid_is_entered_measured_and_boxed(office) -> None:
    grid = Grid.objects.get(pk=NEW)
    assert (grid.west, grid.south, grid.community_id) == (WEST, SOUTH, FIRST)
    assert grid.area_m2 == pytest.approx(1008.6 * 1107.9, rel=1e-3)


def test_a_grid_from_a_baidu_map_is_moved(office) -> None:
    corner = geo.from_wgs84(WEST, SOUTH, Crs.BD09)
    shifted = make.box(float(corner[0]), float(corner[1]))
    grid = make.grid(SECOND + "001", office, polygon=shifted, crs=Crs.BD09)
    assert (grid.west, grid.south) == pytest.approx((WEST, SOUTH), abs=1e-4)
    assert grid.source_crs == "bd09"


def test_a_duplicate_grid_code_is_a_clear_conflict(office) -> None:
    with pytest.raises(Conflict, match=f"Grid code {NEW} is already taken by “网格101”"):
        make.grid(NEW, office)


def test_a_polygon_that_crosses_itself_is_refused(office) -> None:
    ring = [[102.6, 25.0], [102.7, 25.1], [102.7, 25.0], [102.6, 25.1], [102.6, 25.0]]
    with pytest.raises(Invalid, match=r"crosses itself near 102\.65"):
        make.grid(FIRST + "109", office, polygon={"type": "Polygon", "coordinates": [ring]})
    assert not Grid.objects.filter(pk=FIRST + "109").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("530102009001", "15 digits"),
        ("5301020090019zz", "15 digits"),
        ("530102009999001", "no community with the code 530102009999"),
    ],
)
def test_a_wrong_grid_code_is_refused(office, code: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        make.grid(code, office)


def test_grids_are_for_those_who_keep_places(cast, office) -> None:
    for actor in (cast.leader, cast.commander, cast.discipline, cast.stranger):
        with pytest.raises(Refused):
            make.grid(FIRST + "103", actor)
    make.grid(FIRST + "103", cast.community, WEST - SIZE)


def test_a_grid_is_redrawn_and_points_follow(office) -> None:
    point = [(WEST + SIZE / 2, SOUTH + SIZE / 2)]
    assert list(locate(point)) == [NEW]
    before = grid_index()
    assert grid_index() is before
    entry = actions.redraw_grid(
        code=NEW, name="新名", polygon=make.box(WEST + 3 * SIZE), by=office, at=AT, id=new_id()
    )
    assert entry.data["polygon_before"] == make.box(WEST)
    assert grid_index() is not before
    assert list(locate(point)) == [""]


def test_a_grid_of_elsewhere_is_not_redrawn(cast, office) -> None:
    with pytest.raises(Refused):
        actions.redraw_grid(code=NEW, name="x", polygon=None, by=cast.stranger, at=AT, id=new_id())


# Places


def test_a_place_finds_its_grid(office) -> None:
    place = make.place(office, **INSIDE)
    assert (place.grid_id, place.region) == (NEW, NEW)
    assert place.pinyin == "jiancaichangxiaoqu jccxq"


def test_a_place_without_a_position_stays_in_its_region(office) -> None:
    place = make.place(office)
    assert (place.grid_id, place.region, place.lng) == (None, FIRST, None)


def test_a_place_outside_every_grid_stays_in_its_region(office) -> None:
    assert make.place(office, lng=WEST - 0.05, lat=SOUTH).region == FIRST


def test_a_named_grid_wins_over_the_position(office) -> None:
    assert make.place(office, grid=GRID, **INSIDE).grid_id == GRID


def test_a_lane_across_grids_belongs_to_none(office) -> None:
    lane = {
        "type": "LineString",
        "coordinates": [[WEST + 0.005, SOUTH + 0.005], [WEST + 0.015, SOUTH + 0.005]],
    }
    place = make.place(office, kind="k32", geometry=lane)
    assert (place.grid_id, place.region) == (None, FIRST)
    assert place.lng is not None


def test_an_area_inside_one_grid_belongs_to_it(office) -> None:
    place = make.place(office, geometry=make.box(WEST + 0.002, SOUTH + 0.002, 0.004))
    assert place.grid_id == NEW


def test_a_point_geometry_is_a_position(office) -> None:
    place = make.place(office, geometry={"type": "Point", "coordinates": [*INSIDE.values()]})
    assert (place.lng, place.lat, place.geometry) == (*INSIDE.values(), None)


def test_sending_twice_is_once(office) -> None:
    words = {"place": new_id(), "id": new_id()}
    assert make.place(office, **words) == make.place(office, **words)
    assert Entry.objects.filter(pk=words["id"]).count() == 1


def test_the_same_name_twice_is_a_conflict(office) -> None:
    make.place(office)
    with pytest.raises(Conflict, match="“建材厂小区” is already in this region"):
        make.place(office)


@pytest.mark.parametrize(
    ("words", "said", "field"),
    [
        ({"kind": "palace"}, "no kind of place “palace”", "kind"),
        ({"name": " "}, "A name is needed", "name"),
        ({"name": "长" * 121}, "at most 120", "name"),
        ({"address": "长" * 201}, "at most 200", "address"),
        ({"region": "530102999"}, "no region with the code", "region"),
        ({"region": "5301"[:3]}, "no region with the code", "region"),
        ({"grid": FIRST + "999"}, "no grid with the code", "grid"),
        ({"region": SECOND, **INSIDE}, "isn't part of region", "grid"),
        ({"lng": 102.6}, "both longitude and latitude", "lng"),
        ({"lng": 25.09, "lat": 102.66}, "swapped", ""),
        ({"lng": 2.35, "lat": 48.85}, "outside China", ""),
        ({"lng": float("nan"), "lat": 25.0}, "isn't a number", ""),
        ({"parent": new_id()}, "isn't in your area", "parent"),
    ],
)
def test_bad_input_is_said(office, words, said: str, field: str) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        make.place(office, **words)
    assert caught.value.field == field
    assert not Place.objects.exists()


def test_places_are_for_those_who_keep_them(cast, office) -> None:
    for actor in (cast.leader, cast.company, cast.discipline, cast.stranger):
        with pytest.raises(Refused):
            make.place(actor)
    with pytest.raises(Refused):
        make.place(cast.community, region=SECOND)
    make.place(cast.community)


def test_a_part_of_a_place(office) -> None:
    area = make.place(office, kind="urban_village_area", name="大塘片区", region=make.STREET)
    group = make.place(office, kind="villager_group", name="一组", parent=area.pk)
    assert group.parent == area
    with pytest.raises(Invalid, match="part of itself"):
        change(office, area, parent=group.pk)


def change(by, place, **words):
    doing = {
        "place": place.pk,
        "kind": place.kind_id,
        "name": place.name,
        "parent": place.parent_id,
        "address": place.address,
        "by": by,
        "at": AT,
        "id": new_id(),
    }
    return actions.change_place(**doing | words)


def test_a_change_says_what_changed(office) -> None:
    place = make.place(office)
    entry = change(office, place, name="新材厂小区", kind="k37")
    assert entry.data == {"kind_id": ["old_estate", "k37"], "name": ["建材厂小区", "新材厂小区"]}
    place.refresh_from_db()
    assert place.pinyin.startswith("xincaichang")


def test_a_change_to_a_taken_name(office) -> None:
    make.place(office, name="甲")
    with pytest.raises(Conflict, match="“甲” is already"):
        change(office, make.place(office, name="乙"), name="甲")


def test_what_lies_elsewhere_looks_as_if_it_were_not(cast, office) -> None:
    place = make.place(office)
    with pytest.raises(NotFound):
        change(cast.stranger, place)


def test_a_place_moves_with_both_rights(cast, office) -> None:
    place = make.place(office, **INSIDE)
    doing = {"place": place.pk, "at": AT}
    entry = actions.move_place(
        region=FIRST, lng=WEST + 1.5 * SIZE, lat=SOUTH + 0.005, by=office, id=new_id(), **doing
    )
    assert entry.data["region"] == [NEW, EAST]
    with pytest.raises(Refused):
        actions.move_place(region=SECOND, by=cast.community, id=new_id(), **doing)
    place.refresh_from_db()
    assert place.region == EAST


def test_a_place_closes_once_with_a_reason(office) -> None:
    place = make.place(office)
    doing = {"place": place.pk, "on": date(2020, 8, 31), "by": office, "at": AT}
    with pytest.raises(Invalid, match="Say why"):
        actions.close_place(reason=" ", id=new_id(), **doing)
    actions.close_place(reason="已拆迁", id=new_id(), **doing)
    with pytest.raises(Refused, match="closed since 2020-08-31"):
        actions.close_place(reason="已拆迁", id=new_id(), **doing)


def test_another_place_under_the_same_id(office) -> None:
    place = make.place(office)
    with pytest.raises(Conflict, match="already there"):
        make.place(office, place=place.pk, name="另一个")


def test_elsewhere_is_known_but_not_ours(office) -> None:
    with pytest.raises(Refused):
        make.place(office, region=ELSEWHERE)


# Spelling


def test_pinyin() -> None:
    assert spell("普吉街道") == "pujijiedao pjjd"
    assert spell("重庆路3号A座").startswith("chongqinglu3hao")
    assert QuickSpeller().spell("普吉街道") == "pujijiedao pjjd"
    assert QuickSpeller().spell("A1") == "a1 a1"
    assert QuickSpeller().spell("") == " "
