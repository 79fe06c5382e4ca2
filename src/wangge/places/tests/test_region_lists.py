"""National lists of regions: what is read, and every way in which one can be bad."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from wangge.kernel.errors import Invalid, Refused
from wangge.kernel.ids import new_id
from wangge.places import actions
from wangge.places.management.regions import regions
from wangge.places.models import Region
from wangge.places.rules.region_files import read_regions, source_of
from wangge.places.tests.make import AT
from wangge.trail.models import Entry

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
    answer = CliRunner().invoke(regions, ["load", str(folder / "villages.csv")])
    assert "6 regions: 6 added, 0 renamed, 0 unchanged" in answer.output
    assert "rows/s" in answer.output
    again = CliRunner().invoke(regions, ["basics"])
    assert "64 kinds added" in again.output
