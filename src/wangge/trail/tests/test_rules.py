"""What a file may be, what a photo loses, when a failure is tried again."""

import io
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from wangge.kernel.errors import Invalid
from wangge.trail.rules import (
    LIMIT,
    clean,
    digest,
    end_of,
    label_actions,
    label_of,
    reaction,
    reactions_to,
    retry_at,
    stored_as,
)
from wangge.trail.tests.make import photo


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_is_upright_and_says_nothing_of_its_maker(format: str) -> None:
    # A HEIC photo is turned by its container, which the decoder has already followed.
    kept = clean(photo(format, **({"size": (40, 64)} if format == "HEIF" else {})))
    assert (kept.width, kept.height) == (40, 64)
    for secret in (b"SecretPhone", b"secret comment", b"Exif", b"2020:08"):
        assert secret not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert not image.getexif()
        red, _, blue = image.convert("RGB").getpixel((2, 2) if format == "HEIF" else (20, 2))
        assert blue > red  # the left edge is the top now
    assert kept.taken_at == datetime(2020, 8, 31, 1, 30, tzinfo=UTC)
    assert kept.position == pytest.approx((102.66, 25.09))


def test_heic_becomes_jpeg_and_other_formats_stay() -> None:
    types = [clean(photo(format)).media_type for format in ("HEIF", "JPEG", "PNG", "WEBP")]
    assert types == ["image/jpeg", "image/jpeg", "image/png", "image/webp"]


def test_the_same_photo_is_the_same_bytes() -> None:
    assert clean(photo()).content == clean(photo()).content


def test_modes_that_jpeg_lacks() -> None:
    for mode in ("CMYK", "L"):
        out = io.BytesIO()
        Image.new(mode, (9, 9)).save(out, "JPEG")
        assert clean(out.getvalue()).media_type == "image/jpeg"
    for mode in ("P", "RGBA", "LA", "1"):
        out = io.BytesIO()
        Image.new(mode, (9, 9)).save(out, "PNG")
        assert clean(out.getvalue()).media_type == "image/png"


def bomb(width: int, height: int) -> bytes:
    """A PNG header that announces a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    size = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"#!/bin/sh\nrm -rf", "neither a photo"),
        (b"GIF89a" + bytes(100), "neither a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "neither a photo"),
        (bomb(9_000, 9_000), "million pixels"),
        (bomb(60_000, 60_000), "million pixels"),
        (bytes(LIMIT + 1), "larger than 20 MB"),
        (photo(size=(800, 600))[:2000], "incomplete or damaged"),
        (photo("PNG", size=(800, 600))[:-200], "incomplete or damaged"),
        (photo("WEBP", size=(800, 600))[:-100], "neither a photo|incomplete"),
        (b"%PDF-1.7\nhalf of it", "PDF is incomplete"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_taken_is_said(content: bytes, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        clean(content)


def test_a_pdf_stays_as_it_is() -> None:
    document = b"%PDF-1.7\n...\n%%EOF\n"
    assert clean(document).content == document
    assert clean(document).media_type == "application/pdf"


def test_garbage_in_the_exif_is_no_garbage_photo() -> None:
    whole = photo()
    at = whole.index(b"Exif\0\0") + 14
    assert clean(whole[:at] + b"\xff" * 40 + whole[at + 40 :]).media_type == "image/jpeg"


def test_files_lie_two_folders_deep() -> None:
    assert str(stored_as("abcdef")) == "ab/cd/abcdef"


def test_the_end_of_a_prefix() -> None:
    assert end_of("530102009") == "53010200:"


def test_waiting_doubles_up_to_six_hours() -> None:
    at = datetime(2020, 9, 1, tzinfo=UTC)
    waits = [(retry_at(at, n) - at) for n in (1, 2, 3, 12, 500)]
    hours = timedelta(hours=6)
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4), hours, hours]


def test_an_action_without_a_label_is_called_by_its_name() -> None:
    assert label_of("test.unnamed") == "test.unnamed"
    label_actions({"test.named": "Something happened"})
    assert label_of("test.named") == "Something happened"


def test_a_reaction_is_registered_once() -> None:
    def react(entry) -> None: ...

    reaction("test.once")(react)
    reaction("test.once")(react)
    assert reactions_to("test.once") == [react]


def test_a_digest_follows_content_and_order_not_keys() -> None:
    one, two = {"a": 1, "b": 2}, {"b": 2, "a": 1}
    assert digest("0", [one]) == digest("0", [two])
    assert digest("0", [one, {}]) != digest("0", [{}, one])
    assert digest("0", [one]) != digest("1", [one])
