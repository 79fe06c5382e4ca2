"""What may be kept as evidence, and a photo freed from what it says of its maker. Pure."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from PIL import ExifTags, Image, ImageOps
from pillow_heif import register_heif_opener

from wangge.kernel.clock import HERE
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

register_heif_opener()

LIMIT = 20 * 1024 * 1024
"""Bytes of one file; a phone's photo has two to eight megabytes."""
MAX_PIXELS = 64_000_000
"""Pixels of one photo: beyond what phones send by default, and 192 MB in memory."""
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
KEPT = {"PNG": ("PNG", "image/png"), "WEBP": ("WEBP", "image/webp")}
"""How each format is written again; every other becomes JPEG, which all browsers show."""
QUALITY = 90


@dataclass(frozen=True, slots=True)
class Clean:
    """A file fit to be kept. ``position`` is (lng, lat) in degrees as the camera wrote them."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    position: tuple[float, float] | None = None


def clean(content: bytes) -> Clean:
    """Check a file by what it is, not by its name, and strip a photo of its metadata.

    A photo (JPEG, PNG, WebP, HEIC) is turned upright and encoded anew, so that only its pixels
    and colour profile are left. A PDF stays as it is. Raises :class:`Invalid` with a sentence for
    anything else, for a broken file and for a picture too large to open.
    """
    if not content:
        raise Invalid(say("The file is empty."), "upload")
    if len(content) > LIMIT:
        raise too_large()
    if b"%PDF-" in content[:1024]:
        return _document(content)
    return _photo(content)


def too_large() -> Invalid:
    """The sentence for a file over the limit, also when it has not been read."""
    return Invalid(
        say(
            "The file is larger than %(limit)s MB. Send a smaller photo; the phone's "
            "usual quality is enough.",
            limit=LIMIT // 1024 // 1024,
        ),
        "upload",
    )


def _document(content: bytes) -> Clean:
    if b"%%EOF" not in content[-2048:]:
        raise Invalid(say("This PDF is incomplete. Send it again."), "upload")
    return Clean(content, "application/pdf")


def _photo(content: bytes) -> Clean:
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # whatever a decoder says of foreign bytes
        raise Invalid(
            say("This is neither a photo (JPEG, PNG, WebP, HEIC) nor a PDF."), "upload"
        ) from None
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        try:
            image.load()
            taken_at, position = _said_by_camera(image)
            upright = _upright(image)
            encoded, media_type = _encode(upright, image.format or "")
        except Exception:  # as above: cut off, or damaged inside
            raise Invalid(
                say("This picture is incomplete or damaged. Send it again."), "upload"
            ) from None
    return Clean(encoded, media_type, upright.width, upright.height, taken_at, position)


def _said_by_camera(image: Image.Image) -> tuple[datetime | None, tuple[float, float] | None]:
    """When and where; a photo whose EXIF is garbage is still a photo."""
    try:
        exif = image.getexif()
        return _taken_at(exif.get_ifd(ExifTags.IFD.Exif), exif), _position(exif)
    except Exception:
        return None, None


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera says; the picture itself where nothing is to be turned."""
    try:
        return ImageOps.exif_transpose(image) if _turned(image) else image
    except Exception:
        return image.copy()


def _turned(image: Image.Image) -> bool:
    return bool(image.getexif().get(ExifTags.Base.Orientation, 1) != 1)


def _too_many_pixels() -> Invalid:
    return Invalid(
        say(
            "This picture has more than %(millions)s million pixels. Send a smaller one.",
            millions=MAX_PIXELS // 1_000_000,
        ),
        "upload",
    )


def _encode(image: Image.Image, format: str) -> tuple[bytes, str]:
    """The pixels and their colours alone, written anew; ``image`` is ours to change."""
    kept, media_type = KEPT.get(format, ("JPEG", "image/jpeg"))
    colours = {key: image.info[key] for key in ("icc_profile", "transparency") if key in image.info}
    # Pillow copies comments and XMP from here into what it writes.
    image.info = {"transparency": colours["transparency"]} if "transparency" in colours else {}
    if kept == "JPEG" and image.mode not in ("RGB", "L"):
        # A profile of another colour space would say wrong things of RGB pixels.
        colours.pop("icc_profile", None)
        image = image.convert("RGB")
    options: dict[str, Any] = {"icc_profile": colours.get("icc_profile")}
    if kept == "JPEG" and image.format == "JPEG":
        # Its own tables: no coarser than the camera's, no larger, and in half the time.
        options["quality"] = "keep"
    elif kept != "PNG":
        options["quality"] = QUALITY
    out = io.BytesIO()
    image.save(out, kept, **options)
    return out.getvalue(), media_type


def _taken_at(times: Mapping[int, Any], exif: Mapping[int, Any]) -> datetime | None:
    """When the camera says it was taken; a camera without a zone is taken to be at the office."""
    written = times.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    zone = str(times.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    text = str(written or "").strip("\0 ")
    try:
        if re.fullmatch(r"[+-]\d\d:\d\d", zone):
            taken = datetime.strptime(text + zone, "%Y:%m:%d %H:%M:%S%z")
        else:
            taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=HERE)
        return taken.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _position(exif: Image.Exif) -> tuple[float, float] | None:
    written = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        lng = _degrees(written[ExifTags.GPS.GPSLongitude], written[ExifTags.GPS.GPSLongitudeRef])
        lat = _degrees(written[ExifTags.GPS.GPSLatitude], written[ExifTags.GPS.GPSLatitudeRef])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    inside = -180 <= lng <= 180 and -90 <= lat <= 90
    return (lng, lat) if inside and (lng, lat) != (0.0, 0.0) else None


def _degrees(parts: Any, reference: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    sign = -1 if str(reference).strip("\0 ").upper() in ("S", "W") else 1
    return sign * (degrees + minutes / 60 + seconds / 3600)


def stored_as(sha256: str) -> PurePosixPath:
    """Where a file of this content lies: two levels of folders, so that none grows huge."""
    return PurePosixPath(sha256[:2], sha256[2:4], sha256)
