"""Evidence is kept whole, once, by content; seen within one's area; swept when nobody names it."""

import errno
import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.trail.actions import action, prove
from wangge.trail.jobs import sweep_orphans
from wangge.trail.models import Entry, Evidence, EvidencePosition, Proof
from wangge.trail.queries import evidence_file, proofs_of, thumbnail
from wangge.trail.rules import LIMIT, Note, Stage
from wangge.trail.tests.make import AT, ELSEWHERE, FIRST, keep, photo


def files(settings) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_a_photo_is_kept_without_its_position(cast, settings) -> None:
    entry = keep(cast.leader, photo(), region=cast.leader.region)
    row = Evidence.objects.get(pk=entry.subject)
    (file,) = files(settings)
    assert file.name == row.sha256
    assert (row.width, row.height, row.size) == (40, 64, file.stat().st_size)
    assert not EvidencePosition.objects.exists()
    assert "102" not in str(entry.data.get("position", ""))


def test_the_position_is_kept_apart_when_asked(cast) -> None:
    entry = keep(cast.clerk, photo(), keep_position=True)
    place = EvidencePosition.objects.get(pk=entry.subject)
    assert (place.lng, place.lat) == pytest.approx((102.66, 25.09))


def test_the_same_content_is_stored_once(cast, settings) -> None:
    keep(cast.clerk, photo())
    keep(cast.clerk, photo())
    assert Evidence.objects.count() == 2
    assert len(files(settings)) == 1


def test_sending_twice_is_once(cast) -> None:
    words = {"id": new_id(), "evidence": new_id()}
    assert keep(cast.clerk, photo(), **words) == keep(cast.clerk, photo(), **words)
    assert Evidence.objects.count() == 1


def test_an_evidence_number_is_used_once(cast) -> None:
    entry = keep(cast.clerk, photo())
    with pytest.raises(Conflict, match="already there"):
        keep(cast.clerk, photo(), evidence=entry.subject)


def test_a_name_is_only_a_name(cast) -> None:
    entry = keep(cast.clerk, photo(), name="..\\..\\etc/passwd.exe")
    assert Evidence.objects.get(pk=entry.subject).name == "passwd.exe"
    assert evidence_file(entry.subject, cast.clerk).name == "passwd.jpg"


class Endless(io.RawIOBase):
    """A file that would never end; remembers how much was asked for."""

    size: int | None = None
    taken = 0

    def read(self, amount: int = -1) -> bytes:
        assert amount > 0
        self.taken += amount
        return bytes(amount)


def test_two_hundred_megabytes_are_refused_before_they_are_read(cast, settings) -> None:
    announced, silent = Endless(), Endless()
    announced.size = 200 * 1024 * 1024
    for upload in (announced, silent):
        with pytest.raises(Invalid, match="larger than 20 MB"):
            keep(cast.clerk, b"", upload=upload)
    assert announced.taken == 0
    assert silent.taken == LIMIT + 1
    assert files(settings) == []


def test_outside_ones_area_nothing_is_kept(cast, settings) -> None:
    with pytest.raises(Refused):
        keep(cast.clerk, photo(), region=ELSEWHERE)
    assert files(settings) == []


def test_a_full_disk_leaves_neither_row_nor_file(cast, settings, monkeypatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    id = new_id()
    with pytest.raises(Refused, match="disk is full"):
        keep(cast.clerk, photo(), id=id)
    assert files(settings) == []
    assert not Evidence.objects.exists()
    assert not Entry.objects.filter(pk=id).exists()
    monkeypatch.undo()
    keep(cast.clerk, photo(), id=id)
    assert Evidence.objects.count() == 1


def test_a_full_database_is_said_too(cast) -> None:
    @action("test.full")
    def full(*, by, at, id) -> Note:
        raise OperationalError("database or disk is full")

    with pytest.raises(Refused, match="disk is full"):
        full(by=cast.clerk, at=AT, id=new_id())


class Killed(BaseException):
    """The process ends here."""


def test_killed_between_file_and_row_leaves_an_orphan_that_is_swept(
    cast, settings, monkeypatch
) -> None:
    def die(**values) -> None:
        raise Killed

    monkeypatch.setattr(Evidence.objects, "create", die)
    with pytest.raises(Killed):
        keep(cast.clerk, photo())
    monkeypatch.undo()
    (orphan,) = files(settings)
    now = datetime.now(UTC)
    assert sweep_orphans(now) == 0  # may still be on its way to a row
    kept = keep(cast.clerk, photo("PNG"))
    half = orphan.parent / ".part-x"
    half.write_bytes(b"half")
    thumbnail(kept.subject, cast.clerk)
    assert len(files(settings)) == 4
    assert sweep_orphans(now + timedelta(days=2)) == 2
    assert not orphan.exists()
    assert evidence_file(kept.subject, cast.clerk).path.exists()


def test_an_orphan_taken_up_again_is_left_alone(cast, settings) -> None:
    kept = keep(cast.clerk, photo())
    file = evidence_file(kept.subject, cast.clerk).path
    Evidence.objects.all().delete()
    old = time.time() - 3 * 86400
    os.utime(file, (old, old))
    again = keep(cast.clerk, photo())
    Evidence.objects.all().delete()  # as the sweep sees it: the row isn't committed yet
    assert sweep_orphans(datetime.now(UTC)) == 0
    assert file.exists(), again


def test_what_proves_a_thing(cast, django_assert_num_queries) -> None:
    thing, other = new_id(), new_id()
    kept = keep(cast.clerk, photo())
    for _ in range(2):
        prove(evidence=kept.subject, kind="test.thing", subject=thing, stage=Stage.BEFORE)
    prove(evidence=kept.subject, kind="test.thing", subject=thing, stage=Stage.AFTER)
    assert Proof.objects.count() == 2
    with django_assert_num_queries(1):
        found = proofs_of("test.thing", [thing, other], user=cast.clerk)
    assert [shown.stage for shown in found[thing]] == [Stage.BEFORE, Stage.AFTER]
    assert found[thing][0].is_picture
    assert other not in found
    assert proofs_of("test.thing", [thing], user=cast.stranger) == {}


def test_proof_needs_evidence(cast) -> None:
    with pytest.raises(NotFound):
        prove(evidence=new_id(), kind="test.thing", subject=new_id())


def test_thumbnails_are_small(cast) -> None:
    from PIL import Image

    kept = keep(cast.clerk, photo(size=(2000, 1000)))
    with Image.open(thumbnail(kept.subject, cast.clerk).path) as image:
        assert max(image.size) == 480
    transparent = io.BytesIO()
    Image.new("LA", (900, 300)).save(transparent, "PNG")
    kept = keep(cast.clerk, transparent.getvalue())
    with Image.open(thumbnail(kept.subject, cast.clerk).path) as image:
        assert image.size == (480, 160)


def sign_in(cast, part: str) -> Client:
    client = Client()
    client.force_login(cast.account(part))
    return client


@pytest.mark.parametrize("name", ["desk:evidence", "desk:evidence_thumb"])
def test_each_of_the_cast_gets_only_what_lies_in_their_area(cast, name: str) -> None:
    kept = keep(cast.clerk, photo(), region=FIRST)
    url = reverse(name, args=[kept.subject])
    seeing = {"commander", "head", "clerk", "sub_commander", "community", "company", "discipline"}
    seeing |= {"handler", "inspector"}
    for part in cast.everybody():
        answer = sign_in(cast, part).get(url)
        assert answer.status_code == (200 if part in seeing else 404), part
    assert Client().get(url).status_code == 302


def test_a_file_is_served_as_what_it_is(cast) -> None:
    client = sign_in(cast, "clerk")
    picture = client.get(reverse("desk:evidence", args=[keep(cast.clerk, photo()).subject]))
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Disposition"].startswith("inline")
    assert "private" in picture["Cache-Control"]
    document = keep(cast.clerk, b"%PDF-1.7\n<script>\n%%EOF", name="a.html")
    answer = client.get(reverse("desk:evidence", args=[document.subject]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    again = client.get(picture.wsgi_request.path, headers={"If-None-Match": picture["ETag"]})
    assert again.status_code == 304
    thumb = reverse("desk:evidence_thumb", args=[document.subject])
    assert client.get(thumb).status_code == 404


def test_a_request_beyond_every_form_is_refused_unread(cast, settings) -> None:
    client = sign_in(cast, "clerk")
    answer = client.post(
        "/",
        b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.UPLOAD_LIMIT + 1),
    )
    assert answer.status_code == 413
