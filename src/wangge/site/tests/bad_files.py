"""Files that somebody might send as a photo."""

import io
import zipfile
import zlib

from PIL import Image


def a_picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(out, kind)
    return out.getvalue()


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", a_picture())
    return out.getvalue()


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 × 60,000."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        size, sum = len(content).to_bytes(4, "big"), zlib.crc32(checked).to_bytes(4, "big")
        return size + checked + sum

    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 6, 0, 0, 0])
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


NOT_PICTURES = {
    "zip": a_zip(),
    "half a JPEG": a_picture()[:700],
    "a JPEG's first bytes": a_picture()[:3],
    "empty": b"",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "bomb": a_bomb(),
    "GIF": b"GIF89a" + bytes(40),
    "a JPEG's name on HTML": b"<html><body onload=alert(1)>",
}
