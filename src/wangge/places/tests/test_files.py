"""Files of shapes and lists of regions: what is read, and every way in which one can be bad."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from wangge.kernel.errors import Conflict, Invalid, Refused
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.places import actions, queries
from wangge.places.models import Grid, Place, Region
from wangge.places.rules import features as reading
from wangge.places.rules.features import Feature, read_features
from wangge.places.rules.region_files import read_regions, source_of
from wangge.places.tests import make
from wangge.places.tests.make import AT, FIRST, SECOND, SIZE, SOUTH, WEST
from wangge.trail.models import Entry

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


# Lists of regions

LISTS = {
    "provinces.csv": 'code,name\n11,"北京市"\n',
    "cities.csv": 'code,name,provinceCode\n1101,"市辖区",11\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n110101,"东城区",1101,11\n',
    "streets.csv": "code,name,areaCode,provinceCode,cityCode\n"
    '110101001,"东华门街道",110101,11,1101\n',
    "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    '110101001001,"多福巷社区居委会",110101001,11,1101,110101\n'
    '110101001002,"银闸社区居委会",110101001,11,1101,110101\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def keeper(cast):
    """Somebody with the right everywhere."""
    from dataclasses import replace

    return replace(cast.head, region="")


def load(by, path: Path, encoding: str = "utf-8"):
    rows = (row for file in source_of(path).files for row in read_regions(file, encoding))
    return actions.load_regions(rows=rows, source="名录", by=by, at=AT, id=new_id())


def test_a_folder_is_loaded_whole_and_once(keeper, folder: Path) -> None:
    assert load(keeper, folder).data | {"names": []} == {
        "rows": 6, "added": 6, "renamed": 0, "unchanged": 0, "names": [], "source": "名录",
    }  # fmt: skip
    region = Region.objects.get(pk="110101001001")
    assert (region.level, region.name, region.source) == ("community", "多福巷社区居委会", "名录")
    assert region.pinyin == "duofuxiangshequjuweihui dfxsqjwh"
    again = load(keeper, folder).data
    assert (again["added"], again["renamed"], again["unchanged"]) == (0, 0, 6)
    assert Entry.objects.filter(action="places.load_regions").count() == 2


def test_changed_names_follow_openly(keeper, folder: Path) -> None:
    load(keeper, folder)
    (folder / "villages.csv").write_text("code,name\n110101001001,新名社区\n", "utf-8")
    data = load(keeper, folder).data
    assert data["names"] == [["110101001001", "多福巷社区居委会", "新名社区"]]
    assert Region.objects.get(pk="110101001001").pinyin.startswith("xinming")
    assert Region.objects.filter(pk="110101001002").exists()


def test_one_file_brings_the_levels_above_it(keeper, folder: Path) -> None:
    source = source_of(folder / "villages.csv")
    assert [file.name for file in source.beside] == [
        "provinces.csv", "cities.csv", "areas.csv", "streets.csv",
    ]  # fmt: skip
    assert load(keeper, folder / "villages.csv").data["added"] == 6


def test_a_missing_parent_is_said(keeper, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("code,name\n11,北京市\n110101001001,多福巷\n", "utf-8")
    with pytest.raises(Invalid, match=r"1 regions have no parent.*110101001001 on line 3"):
        load(keeper, file)
    assert not Region.objects.filter(pk="11").exists()


def test_a_loaded_parent_is_enough(keeper, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("\ufeffcode,name\n530102009077,新社区\n", "utf-8")
    assert load(keeper, file).data["added"] == 1


def test_json_as_tree_and_as_list(keeper, tmp_path: Path) -> None:
    tree = [{"code": "11", "name": "北京市", "children": [{"code": "1101", "name": "市辖区"}]}]
    file = tmp_path / "pcas-code.json"
    file.write_text(json.dumps(tree, ensure_ascii=False, indent=1), "utf-8")
    assert [row.code for row in read_regions(file)] == ["11", "1101"]
    assert load(keeper, file).data["added"] == 2
    file.write_text(json.dumps([{"code": f"{n:02d}", "name": "省" * 60} for n in range(11, 99)]))
    assert len(list(read_regions(file))) == 88


def test_json_longer_than_a_block(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("wangge.places.rules.region_files._BLOCK", 7)
    file = tmp_path / "list.json"
    file.write_text(
        ' \n[{"code": "11", "name": "北京市"},\n {"code": "12", "name": "天津市"}]\n', "utf-8"
    )
    assert [(row.code, row.name) for row in read_regions(file)] == [
        ("11", "北京市"), ("12", "天津市"),
    ]  # fmt: skip


def test_sqlite(keeper, tmp_path: Path) -> None:
    file = tmp_path / "data.sqlite"
    base = sqlite3.connect(file)
    for table, code in zip(
        ("province", "city", "area", "street", "village"),
        ("11", "1101", "110101", "110101001", "110101001001"),
        strict=True,
    ):
        base.execute(f"CREATE TABLE {table} (code text, name text)")
        base.execute(f"INSERT INTO {table} VALUES (?, '某地')", [code])
    base.commit()
    base.close()
    assert load(keeper, file).data["added"] == 5


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "code,name\n11,北京市\n".encode("gb18030"), "a.csv, line 2 isn't utf-8"),
        ("a.csv", b"11,Beijing\n", "first line must name columns"),
        ("a.csv", b"", "first line must name columns"),
        ("a.csv", b"code,name\n11\n", "line 2 isn't a row like the others"),
        ("a.csv", b'code,name\n11,"Bei"jing\n', "line 2 isn't a row like the others"),
        ("a.csv", b"code,name\n111,Beijing\n", "line 2: “111” is no region code"),
        ("a.csv", b"code,name\n530102009001001,Grid\n", "is no region code"),
        ("a.csv", b"code,name\n11, \n", "line 2: A name is needed"),
        ("a.csv", b"code,name\n11,A\n11,B\n", "Code 11 stands 2 times in the list, last on line 3"),
        ("a.json", b'[{"code": "11"}]', "entry 1 has no code and name"),
        ("a.json", b'[{"code": "11", "name": "x"}, ', "isn't a JSON list"),
        ("a.json", b'{"code": "11"}', "isn't a JSON list"),
        ("a.sqlite", b"SQLite format 3\x00" + b"x" * 100, "isn't china-division's"),
    ],
)
def test_a_bad_list_says_where_and_writes_nothing(keeper, tmp_path, name, content, words) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    before = Region.objects.count()
    with pytest.raises(Invalid, match=words):
        load(keeper, file)
    assert Region.objects.count() == before


def test_another_encoding_is_named(keeper, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("code,name\n11,北京市\n".encode("gb18030"))
    assert load(keeper, file, "gb18030").data["added"] == 1
    with pytest.raises(Invalid, match="isn't klingon"):
        load(keeper, file, "klingon")


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"holds none of provinces\.csv"):
        source_of(tmp_path)
    with pytest.raises(Invalid, match="There is no file"):
        source_of(tmp_path / "villages.csv")


def test_a_load_needs_the_right_everywhere(cast, folder: Path) -> None:
    with pytest.raises(Refused):
        load(cast.head, folder)


def test_the_command(db, folder: Path) -> None:
    from click.testing import CliRunner

    from wangge.places.management.regions import regions

    answer = CliRunner().invoke(regions, ["load", str(folder / "villages.csv")])
    assert "6 regions: 6 added, 0 renamed, 0 unchanged" in answer.output
    assert "rows/s" in answer.output
    again = CliRunner().invoke(regions, ["basics"])
    assert "64 kinds added" in again.output
