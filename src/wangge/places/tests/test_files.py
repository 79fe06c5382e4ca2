"""Files of shapes: what is read, and every way in which one can be bad."""

import io
import json
import zipfile

import pytest

from wangge.kernel.errors import Conflict, Invalid
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.places import actions, queries
from wangge.places.models import Grid, Place, Region
from wangge.places.rules import features as reading
from wangge.places.rules.features import Feature, read_features
from wangge.places.tests import make
from wangge.places.tests.make import AT, FIRST, SECOND, SIZE, SOUTH, WEST

RING = make.box(WEST)["coordinates"][0]
NEW, OTHER = FIRST + "101", FIRST + "102"


def geojson(content) -> io.BytesIO:
    return io.BytesIO(json.dumps(content, ensure_ascii=False).encode())


def read(content) -> list[Feature]:
    return read_features("grids.geojson", geojson(content))


def grid_rows():
    return make.collection(
        ({"code": NEW, "name": "甲"}, make.box(WEST)),
        ({"网格编码": OTHER, "网格名称": "乙"}, make.box(WEST + SIZE)),
    )


def load_grids(by, content, **words):
    return actions.import_grids(features=read(content), by=by, at=AT, id=new_id(), **words)


# Files of shapes


def test_grids_from_geojson(cast) -> None:
    entry = load_grids(cast.head, grid_rows(), source="测绘图")
    assert entry.data["codes"] == [NEW, OTHER]
    assert entry.region == FIRST
    assert Grid.objects.get(pk=OTHER).name == "乙"
    assert list(queries.locate([(WEST + 0.015, SOUTH + 0.005)])) == [OTHER]


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("gb18030", None), ("gb18030", "936"), ("utf-8", "UTF-8"), ("utf-8", None)],
)
def test_grids_from_a_shapefile(cast, encoding, cpg) -> None:
    file = make.shape_zip([(NEW, "王家桥网格", RING)], encoding, cpg)
    features = read_features("grids.zip", file)
    actions.import_grids(features=features, by=cast.head, at=AT, id=new_id())
    assert Grid.objects.get(pk=NEW).name == "王家桥网格"


def test_a_shapefile_from_an_amap_map_is_moved(cast) -> None:
    file = make.shape_zip([(NEW, "甲", RING)])
    features = read_features("grids.zip", file)
    actions.import_grids(features=features, crs=Crs.GCJ02, by=cast.head, at=AT, id=new_id())
    grid = Grid.objects.get(pk=NEW)
    assert grid.west == pytest.approx(WEST - 0.00134, abs=1e-4)
    assert grid.source_crs == "gcj02"


def check(user, *rows):
    return queries.check_grids(read(make.collection(*rows)), crs=Crs.WGS84, user=user)


def test_every_faulty_row_is_told_and_nothing_is_entered(cast) -> None:
    bow = [[102.6, 25.0], [102.7, 25.1], [102.7, 25.0], [102.6, 25.1], [102.6, 25.0]]
    rows = (
        ({"code": NEW, "name": "好"}, make.box(WEST)),
        ({"name": "无码"}, make.box(WEST)),
        ({"code": "123", "name": "短"}, make.box(WEST)),
        ({"code": FIRST + "001", "name": "已有"}, make.box(WEST)),
        ({"code": FIRST + "103", "name": "交叉"}, {"type": "Polygon", "coordinates": [bow]}),
        ({"code": FIRST + "104", "name": "无界"}, None),
        ({"code": FIRST + "105", "name": ""}, make.box(WEST)),
        ({"code": "530102009099001", "name": "无社区"}, make.box(WEST)),
        ({"code": FIRST + "106", "name": "重"}, make.box(WEST)),
        ({"code": FIRST + "106", "name": "重"}, make.box(WEST)),
        ({"code": "530102010001001", "name": "外区"}, make.box(WEST)),
    )
    Region.objects.create(code="530102010001", level="community", name="外")
    checked = check(cast.head, *rows)
    told = {error.number: str(error.reason) for error in checked.errors}
    assert [row.number for row in checked.rows] == [1]
    assert set(told) == set(range(2, 12))
    for number, words in {
        2: "no grid code",
        3: "15 digits",
        4: "already taken",
        5: "crosses itself near 102.65",
        6: "no geometry",
        7: "A name is needed",
        8: "no community",
        9: "stands 2 times",
        11: "outside your area",
    }.items():
        assert words in told[number]
    with pytest.raises(Invalid, match=r"Row 2: .*10 rows are faulty; nothing was entered"):
        load_grids(cast.head, make.collection(*rows))
    assert not Grid.objects.filter(pk=NEW).exists()


def test_overlaps_are_noted_not_refused(cast) -> None:
    make.grid(NEW, cast.head)
    checked = check(cast.head, ({"code": OTHER, "name": "乙"}, make.box(WEST + SIZE / 2)))
    assert not checked.errors
    assert [str(note.reason) for note in checked.warnings] == [f"The outline overlaps grid {NEW}."]
    assert not check(cast.head, ({"code": OTHER, "name": "乙"}, make.box(WEST + SIZE))).warnings


def test_an_import_needs_the_right(cast) -> None:
    with pytest.raises(Invalid, match="doesn't include this right"):
        load_grids(cast.leader, grid_rows())


def test_the_same_import_twice_is_once(cast) -> None:
    words = {"features": read(grid_rows()), "by": cast.head, "at": AT, "id": new_id()}
    assert actions.import_grids(**words) == actions.import_grids(**words)
    with pytest.raises(Invalid, match="already taken"):
        load_grids(cast.head, grid_rows())


def place_rows():
    return make.collection(
        (
            {"名称": "老小区", "类型": "老旧小区"},
            {"type": "Point", "coordinates": [102.665, 25.095]},
        ),
        ({"name": "小巷", "kind": "k32", "region": SECOND}, make.box(WEST + 0.5)),
    )


def load_places(by, content, **words):
    doing = {"region": FIRST, "by": by, "at": AT, "id": new_id()} | words
    return actions.import_places(features=read(content), **doing)


def test_places_from_geojson(cast) -> None:
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    entry = load_places(cast.head, place_rows())
    assert entry.data["places"] == 2
    assert Place.objects.get(name="老小区").grid_id == NEW
    assert Place.objects.get(name="小巷").region == SECOND


def test_faulty_places_are_told(cast, django_assert_max_num_queries) -> None:
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    make.place(cast.head, name="旧", lng=102.665, lat=25.095)
    spot = {"type": "Point", "coordinates": [102.665, 25.095]}
    rows = read(
        make.collection(
            ({"name": "好", "kind": "k38"}, spot),
            ({"name": "怪", "kind": "宫殿"}, spot),
            ({"name": "", "kind": "k38"}, spot),
            ({"name": "远", "kind": "k38", "region": SECOND}, spot),
            ({"name": "无", "kind": "k38", "region": "999"}, spot),
            ({"name": "旧", "kind": "old_estate"}, spot),
            ({"name": "长", "kind": "k38", "address": "长" * 201}, spot),
            ({"name": "空", "kind": "k38"}, None),
            ({"name": "双", "kind": "k38"}, spot),
            ({"name": "双", "kind": "k38"}, spot),
        )
    )
    with django_assert_max_num_queries(8):
        checked = queries.check_places(rows, region=FIRST, crs=Crs.WGS84, user=cast.head)
    assert sorted({error.number for error in checked.errors}) == list(range(2, 11))
    lost = queries.check_places(rows[:1], region="", crs=Crs.WGS84, user=cast.head)
    assert "no region" in str(lost.errors[0].reason)
    with pytest.raises(Invalid, match="9 rows are faulty"):
        actions.import_places(features=rows, region=FIRST, by=cast.head, at=AT, id=new_id())
    assert not Place.objects.filter(name="好").exists()


def test_somebody_else_was_first(cast, monkeypatch) -> None:
    make.basics(cast.head)
    found = queries.check_places(read(place_rows()), region=FIRST, crs=Crs.WGS84, user=cast.head)
    load_places(cast.head, place_rows())
    monkeypatch.setattr("wangge.places.actions.places.check_places", lambda *a, **k: found)
    with pytest.raises(Conflict, match="just now"):
        load_places(cast.head, place_rows())


BAD_JSON = [
    (b"", "neither GeoJSON nor"),
    (b"hello", "neither GeoJSON nor"),
    (b"[1, 2", "neither GeoJSON nor"),
    (b"[" * 100_000, "neither GeoJSON nor"),
    (b"[]", "isn't a GeoJSON FeatureCollection"),
    (b'{"type": "Topology"}', "isn't a GeoJSON FeatureCollection"),
    (b'{"type": "FeatureCollection", "features": []}', "holds no features"),
    ('{"a": "\n中文"}'.encode("gb18030"), "Line 2 isn't UTF-8"),
]


@pytest.mark.parametrize(("content", "words"), BAD_JSON)
def test_a_bad_geojson_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_features("grids.json", io.BytesIO(content))


def test_odd_features_are_left_for_the_rows_check() -> None:
    rows = read({"type": "FeatureCollection", "features": [5, {"properties": [], "geometry": 3}]})
    assert [(row.number, row.properties, row.geometry) for row in rows] == [
        (1, {}, None),
        (2, {}, None),
    ]
    assert len(read({"type": "Feature", "properties": {"code": 530102009001001.0}})) == 1
    assert Feature(1, {"CODE ": 530102009001001.0}, None).code == "530102009001001"


def test_too_many_and_too_large(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_FEATURES", 1)
    with pytest.raises(Invalid, match="at most 1 in one file"):
        read(grid_rows())
    file = make.shape_zip([(NEW, "甲", RING)] * 2)
    with pytest.raises(Invalid, match="at most 1 in one file"):
        read_features("x.zip", file)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(Invalid, match="too large"):
        read(grid_rows())


def zipped(**files: bytes) -> io.BytesIO:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    whole.seek(0)
    return whole


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: io.BytesIO(b"PK\x03\x04broken"), "damaged or locked"),
        (lambda: zipped(readme__txt=b"x"), "must hold one shapefile; this holds 0"),
        (lambda: zipped(a__shp=b"x", b__shp=b"x"), "this holds 2"),
        (lambda: zipped(a__shp=b"x"), "lacks its .dbf"),
        (lambda: zipped(a__shp=b"x" * 200, a__dbf=b"y" * 200), "can't be read"),
        (lambda: zipped(a__shp=bytes(60_000_000), a__dbf=b"y"), "unpacks to far more"),
        (lambda: make.shape_zip([(NEW, "甲", RING)], prj='PROJCS["CGCS2000_3_Degree"]'), "metres"),
    ],
)
def test_a_bad_zip_says_why(file, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_features("grids.zip", file())


def test_a_sign_cut_in_two_by_the_end_of_a_field() -> None:
    name = "网" * 30
    file = make.shape_zip([(NEW, name, RING)], "utf-8")
    assert read_features("x.zip", file)[0].name == "网" * 26


def test_names_in_no_known_encoding() -> None:
    file = make.shape_zip([(NEW, "甲乙丙", RING)])
    broken = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(broken, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(".dbf"):
                content = content.replace("甲乙丙".encode("gb18030"), b"\xff\xff\x80\xff\xff\xff")
            new.writestr(info.filename, content)
    broken.seek(0)
    with pytest.raises(Invalid, match="neither UTF-8 nor GB 18030"):
        read_features("grids.zip", broken)
