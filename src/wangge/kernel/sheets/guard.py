"""What a file must be before any reader touches it: really an XLSX, and no bomb.

A workbook is a ZIP. Its central directory says how large each entry grows; that is checked first,
and then that it is the truth, by unpacking each entry into nothing. While passing through, cells
far away from all others are refused: a reader that keeps a full rectangle would fill the memory
for two cells at A1 and XFD1048576.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wangge.kernel.errors import Invalid
from wangge.kernel.words import Said, say

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of an old .xls, and of the box around an encrypted .xlsx."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken. 100,000 rows of ten columns are about 6 MB packed, 80 MB unpacked."""

    size: int = 50_000_000
    unpacked: int = 600_000_000
    ratio: int = 150
    entries: int = 1_000
    rows: int = 200_000
    columns: int = 78


USUAL = Limits()


def check_file(path: Path, limits: Limits) -> None:
    """Raise :class:`Invalid` unless a file is a workbook that can be read without harm."""
    size = path.stat().st_size
    if size == 0:
        raise Invalid(say("The file is empty."))
    if size > limits.size:
        raise Invalid(
            say(
                "The file is too large: %(size)s MB, at most %(most)s MB.",
                size=size // 1_000_000,
                most=limits.size // 1_000_000,
            )
        )
    with path.open("rb") as file:
        head = file.read(8)
        if head == OLE:
            raise Invalid(_of_ole(file))
        if head[:4] != ZIP:
            raise Invalid(
                say("This is not an XLSX file. Save it in Excel as “.xlsx” and send that.")
            )
        file.seek(0)
        _check_zip(file, limits)


def _of_ole(file: BinaryIO) -> Said:
    file.seek(0)
    if ENCRYPTED in file.read():
        return say("This file is protected by a password. Remove the password and send it again.")
    return say("This is an old “.xls” file. Save it in Excel as “.xlsx” and send that.")


def _check_zip(file: BinaryIO, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_directory(entries, limits)
            for entry in entries:
                _check_entry(file, entry, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise broken() from error


def broken() -> Invalid:
    """The file is damaged."""
    return Invalid(say("The file is broken and can't be read. Save it again and send that."))


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Invalid(say("This is not an XLSX file. Save it in Excel as “.xlsx” and send that."))
    if len(entries) > limits.entries:
        raise _bomb()
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise _bomb()
    for entry in entries:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _CHUNK and entry.file_size / packed > limits.ratio:
            raise _bomb()
        if entry.flag_bits & 1:
            raise Invalid(
                say("This file is protected by a password. Remove the password and send it again.")
            )


def _bomb() -> Invalid:
    return Invalid(
        say("The file unpacks to far more than a sheet of work needs, so it isn't opened.")
    )


def _check_entry(file: BinaryIO, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Unpack an entry into nothing: no larger than it says, and no cell out of bounds."""
    sheet = entry.filename.startswith("xl/worksheets/")
    far = _far(limits) if sheet else None
    size, tail = 0, b""
    for part in _unpacked(file, entry):
        size += len(part)
        if size > entry.file_size:
            raise _bomb()
        if far is not None:
            if (hit := far.search(tail + part)) is not None:
                raise Invalid(_too_far(hit[0], limits))
            tail = part[-32:]


def _far(limits: Limits) -> re.Pattern[bytes]:
    """Finds the address of a cell beyond the limits: three letters, or far down."""
    rows = len(str(limits.rows))
    return re.compile(
        rb"""\br=["'](?:[A-Z]{3,}\d+|[C-Z][A-Z]\d+|[A-Z]{0,3}\d{%d,})["']""" % (rows + 1)
    )


def _too_far(cell: bytes, limits: Limits) -> Said:
    address = cell.decode("ascii", "replace").split("=")[1].strip("\"'")
    return say(
        "Something stands far away in cell %(cell)s. Delete the empty rows and columns around the "
        "table (at most %(rows)s rows and %(columns)s columns) and send it again.",
        cell=address,
        rows=limits.rows,
        columns=limits.columns,
    )


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(entry.header_offset)
    header = file.read(30)
    if header[:4] != ZIP:
        raise zipfile.BadZipFile("no local header")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (raw := file.read(min(left, _CHUNK))):
            left -= len(raw)
            yield raw
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("unusual compression")
    unpack = zlib.decompressobj(-15)
    while left > 0 and (raw := file.read(min(left, _CHUNK))):
        left -= len(raw)
        while raw:
            yield unpack.decompress(raw, _CHUNK)
            raw = unpack.unconsumed_tail
    yield unpack.flush()
