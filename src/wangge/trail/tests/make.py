"""Photos and entries for the tests of the trail."""

import io
from datetime import UTC, datetime

from PIL import Image

from wangge.kernel.ids import new_id
from wangge.trail.actions import action, keep_evidence
from wangge.trail.models import Entry
from wangge.trail.rules import Note

FIRST, SECOND, GRID = "530102009001", "530102009002", "530102009001001"
ELSEWHERE = "530102010"
AT = datetime(2020, 8, 31, 1, 0, tzinfo=UTC)
"""Regions and the Monday morning of the cast, which lives in the domain above."""
ORIENTATION, MAKE, EXIF, GPS = 0x0112, 0x010F, 0x8769, 0x8825


def photo(format: str = "JPEG", size=(64, 40), position=True, orientation: int = 6) -> bytes:
    """A red photo with a blue left edge, as a phone writes it: turned, timed and placed."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, 8, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SecretPhone"
    exif.get_ifd(EXIF)[0x9003] = "2020:08:31 09:30:00"
    if position:
        exif.get_ifd(GPS).update(
            {1: "N", 2: (25.0, 5.0, 24.0), 3: "E", 4: (102.0, 39.0, 36.0)},
        )
    out = io.BytesIO()
    image.save(out, format, exif=exif, comment=b"a secret comment")
    return out.getvalue()


def keep(by, content: bytes, **changes) -> Entry:
    words = {
        "evidence": new_id(),
        "upload": io.BytesIO(content),
        "name": "现场.jpg",
        "region": FIRST,
        "by": by,
        "at": AT,
        "id": new_id(),
    }
    return keep_evidence(**words | changes)


@action("test.happen")
def happen(*, region: str = FIRST, data=None, by, at: datetime, id) -> Note:
    return Note("test.thing", id, region, data or {"垃圾": "2吨"})
