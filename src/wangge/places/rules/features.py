"""Reading shapes out of files: GeoJSON, and shapefiles in a zip. Pure; nothing is written.

Whatever is wrong with a file becomes an :class:`Invalid` that says what. What is wrong with one
feature is left for the rows' check, so that a person sees all faulty rows at once.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

import shapefile

from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

MOST_BYTES = 200_000_000
"""Largest unpacked file; a city's grids take some tens of megabytes."""
MOST_RATIO = 200
"""A zip that unpacks to more than this many times its size is a bomb, not a map."""
MOST_FEATURES = 20_000

# A shapefile keeps ten bytes of a column's name: three Chinese signs in UTF-8, hence 网格编.
_CODE = ("code", "grid_code", "gridcode", "网格编码", "网格代码", "网格编号", "网格编", "网格代")
_NAME = ("name", "名称", "网格名称", "点位名称", "网格名", "点位名")
_KIND = ("kind", "type", "类型", "点位类型", "场所类型", "点位类", "场所类")
_REGION = ("region", "community", "社区编码", "社区代码", "社区编", "社区代")
_GRID = ("grid", "网格", "所属网格")
_ADDRESS = ("address", "地址", "位置")


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a file: its number (from 1), its properties, its geometry as it came."""

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None

    def text(self, names: tuple[str, ...]) -> str:
        """The first property known under one of these names, as text without blanks around."""
        lowered = {str(key).strip().lower(): value for key, value in self.properties.items()}
        for name in names:
            value = lowered.get(name)
            if value is not None and str(value).strip():
                number = isinstance(value, float) and value.is_integer()
                return str(int(value) if number else value).strip()
        return ""

    @property
    def code(self) -> str:
        return self.text(_CODE)

    @property
    def name(self) -> str:
        return self.text(_NAME)

    @property
    def kind(self) -> str:
        return self.text(_KIND)

    @property
    def region(self) -> str:
        return self.text(_REGION)

    @property
    def grid(self) -> str:
        return self.text(_GRID)

    @property
    def address(self) -> str:
        return self.text(_ADDRESS)


def read_features(name: str, file: BinaryIO) -> list[Feature]:
    """The features of an uploaded file: ``.geojson``/``.json``, or a ``.zip`` with a shapefile.

    Raises :class:`Invalid` for any other file, a malformed one, a zip bomb, or too many features.
    """
    start = file.read(4)
    file.seek(0)
    features = _read_zip(file) if start == b"PK\x03\x04" else _read_geojson(name, file)
    if not features:
        raise Invalid(say("The file holds no features."))
    return features


def _read_geojson(name: str, file: BinaryIO) -> list[Feature]:
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Invalid(say("The file is too large: at most %(mb)s MB.", mb=MOST_BYTES // 1_000_000))
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Invalid(
            say("Line %(line)s isn't UTF-8; GeoJSON must be. Save it so.", line=line)
        ) from None
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Invalid(
            say(
                "“%(name)s” is neither GeoJSON nor a zipped shapefile (line %(line)s).",
                name=name,
                line=line,
            )
        ) from None
    return _features_of(found)


def _features_of(found: object) -> list[Feature]:
    if isinstance(found, dict) and found.get("type") == "Feature":
        rows: object = [found]
    else:
        rows = found.get("features") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise Invalid(say("This JSON isn't a GeoJSON FeatureCollection."))
    if len(rows) > MOST_FEATURES:
        raise _too_many()
    features = []
    for number, row in enumerate(rows, 1):
        whole = row if isinstance(row, dict) else {}
        properties, geometry = whole.get("properties"), whole.get("geometry")
        features.append(
            Feature(
                number,
                properties if isinstance(properties, dict) else {},
                geometry if isinstance(geometry, dict) else None,
            )
        )
    return features


def _too_many() -> Invalid:
    return Invalid(say("Too many features: at most %(most)s in one file.", most=MOST_FEATURES))


def _read_zip(file: BinaryIO) -> list[Feature]:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = _parts(archive)
            return _read_shapes(parts)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError):
        raise Invalid(say("The zip file is damaged or locked and can't be opened.")) from None


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of the one shapefile in a zip, by their ending."""
    infos = [info for info in archive.infolist() if not info.filename.startswith("__MACOSX")]
    shapes = [info for info in infos if info.filename.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise Invalid(
            say("The zip must hold one shapefile; this holds %(number)s.", number=len(shapes))
        )
    stem = str(PurePosixPath(shapes[0].filename).with_suffix("")).lower()
    wanted = {".shp", ".dbf", ".shx", ".prj", ".cpg"}
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in infos:
        path = PurePosixPath(info.filename)
        ending = path.suffix.lower()
        if ending in wanted and str(path.with_suffix("")).lower() == stem:
            parts[ending] = _unpack(archive, info, left)
            left -= len(parts[ending])
    if ".dbf" not in parts:
        raise Invalid(say("The shapefile lacks its .dbf part, which holds codes and names."))
    return parts


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """One part, never more than was allowed: sizes written in a zip may lie."""
    bomb = Invalid(say("The zip unpacks to far more than a map needs; it isn't opened."))
    if info.file_size > left:
        raise bomb
    if info.file_size > 1_000_000 and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise bomb
    with archive.open(info) as part:
        content = part.read(left + 1)
    if len(content) > left:
        raise bomb
    return content


def _read_shapes(parts: Mapping[str, bytes]) -> list[Feature]:
    _refuse_projected(parts.get(".prj", b"").decode("latin-1"))
    try:
        rows = _undecoded(parts)
    except Invalid:
        raise
    except Exception as error:
        # pyshp meets malformed bytes with whatever its arithmetic raises.
        raise _unreadable(error) from None
    for encoding in _encodings(parts):
        try:
            return [_decoded(row, encoding) for row in rows]
        except UnicodeDecodeError:
            continue
    raise Invalid(say("The names in the .dbf part are neither UTF-8 nor GB 18030."))


def _unreadable(error: Exception) -> Invalid:
    return Invalid(say("The shapefile can't be read: %(why)s.", why=str(error) or repr(error)))


def _refuse_projected(prj: str) -> None:
    if prj.strip().upper().startswith("PROJCS"):
        raise Invalid(
            say(
                "The shapefile is in metres of a projection. Export it in degrees "
                "(WGS-84 or CGCS2000)."
            )
        )


def _encodings(parts: Mapping[str, bytes]) -> list[str]:
    """What the .cpg part says first, then what Chinese offices use: UTF-8, then GB 18030."""
    said = parts.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    chinese = {"936", "gbk", "gb2312", "cp936", "gb18030", "ansi 936"}
    first = ["gb18030"] if said in chinese else []
    return [*first, "utf-8", *([] if first else ["gb18030"])]


def _undecoded(parts: Mapping[str, bytes]) -> list[Feature]:
    """All rows with each text as Latin-1, which loses no byte, whatever the encoding."""
    files = {ending[1:]: io.BytesIO(content) for ending, content in parts.items()}
    reader = shapefile.Reader(
        shp=files["shp"], dbf=files["dbf"], shx=files.get("shx"), encoding="latin-1"
    )
    with reader:
        if len(reader) > MOST_FEATURES:
            raise _too_many()
        return [
            Feature(number, row.record.as_dict(), _geometry(row.shape))
            for number, row in enumerate(reader.iterShapeRecords(), 1)
        ]


def _decoded(row: Feature, encoding: str) -> Feature:
    texts = {
        _text(name, encoding): _text(value, encoding) if isinstance(value, str) else value
        for name, value in row.properties.items()
    }
    return Feature(row.number, texts, row.geometry)


def _text(latin: str, encoding: str) -> str:
    """A text out of its bytes. A field's end may cut the last sign in two: the half is dropped."""
    raw = latin.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(raw) - 3 or error.end != len(raw):
            raise
        return raw[: error.start].decode(encoding)


def _geometry(shape: Any) -> Mapping[str, Any] | None:
    if shape.shapeType == shapefile.NULL:
        return None
    found: Mapping[str, Any] = shape.__geo_interface__
    return found
