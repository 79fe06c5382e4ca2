"""Evidence, for somebody: what proves a thing, and the files themselves."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from PIL import Image

from wangge.kernel.asking import Asker
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.trail.models import Evidence, Proof
from wangge.trail.queries.scope import within
from wangge.trail.rules import SEE, Stage, stored_as

THUMBNAIL = 480
"""Pixels of a thumbnail's longer side."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as it is shown for a thing."""

    evidence: UUID
    stage: Stage
    name: str
    media_type: str
    width: int | None
    height: int | None
    taken_at: datetime | None
    at: datetime

    @property
    def is_picture(self) -> bool:
        """Whether it has a thumbnail; a document has none."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of evidence on disk. ``name`` carries the ending of what it really is."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}


def proofs_of(kind: str, ids: Sequence[UUID], user: Asker) -> dict[UUID, list[Shown]]:
    """What proves each of these things, in one query; a thing without evidence isn't in it."""
    rows = Proof.objects.filter(kind=kind, subject__in=ids).select_related("evidence")
    mine = within(Evidence.objects.all(), user, SEE)
    found: dict[UUID, list[Shown]] = {}
    for proof in rows.filter(evidence__in=mine).order_by("subject", "id"):
        found.setdefault(proof.subject, []).append(_shown(proof))
    return found


def _shown(proof: Proof) -> Shown:
    kept = proof.evidence
    return Shown(
        evidence=kept.pk,
        stage=Stage(proof.stage),
        name=kept.name,
        media_type=kept.media_type,
        width=kept.width,
        height=kept.height,
        taken_at=kept.taken_at,
        at=kept.at,
    )


def evidence_file(evidence: UUID, user: Asker) -> Stored:
    """The file of a piece of evidence. Raises :class:`NotFound` outside one's area."""
    return _stored(within(Evidence.objects.filter(pk=evidence), user, SEE).first())


def shown_for(kind: str, subject: UUID, *stages: Stage) -> list[Shown]:
    """What proves one thing at these stages, for somebody whom this thing itself was opened to.

    Nobody's area is asked for: whoever calls has checked the right to the thing in another way, as
    the secret of a reporter's private link is. Pages of posts use :func:`proofs_of`.
    """
    wanted = [stage.value for stage in stages]
    rows = Proof.objects.filter(kind=kind, subject=subject, stage__in=wanted)
    return [_shown(proof) for proof in rows.select_related("evidence").order_by("id")]


def shown_file(shown: Shown, small: bool = False) -> Stored:
    """The file, or its thumbnail, of something that :func:`shown_for` gave."""
    whole = _stored(Evidence.objects.filter(pk=shown.evidence).first())
    return _small(whole) if small else whole


def _stored(kept: Evidence | None) -> Stored:
    if kept is None:
        raise NotFound(say("There is no such photo."))
    path = Path(settings.MEDIA_ROOT, stored_as(kept.sha256))
    if not path.exists():
        raise NotFound(say("The file of this photo is missing from the store."))
    name = (Path(kept.name).stem or "evidence") + ENDINGS[kept.media_type]
    return Stored(path, name, kept.media_type, kept.size, kept.sha256)


def thumbnail(evidence: UUID, user: Asker) -> Stored:
    """A small JPEG of a photo, made on first demand. Raises :class:`NotFound` for a document."""
    return _small(evidence_file(evidence, user))


def _small(whole: Stored) -> Stored:
    if not whole.media_type.startswith("image/"):
        raise NotFound(say("There is no such photo."))
    path = Path(settings.MEDIA_ROOT, "thumbnails", stored_as(whole.sha256 + ".jpg"))
    if not path.exists():
        _shrink(whole.path, path)
    return Stored(path, Path(whole.name).stem + ".jpg", "image/jpeg", 0, whole.sha256)


def _shrink(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out, Image.open(source) as image:
            image.draft("RGB", (THUMBNAIL * 2, THUMBNAIL * 2))
            image.thumbnail((THUMBNAIL, THUMBNAIL))
            small = image if image.mode in ("RGB", "L") else _on_white(image)
            small.save(out, "JPEG", quality=80, optimize=True)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _on_white(image: Image.Image) -> Image.Image:
    solid = image.convert("RGBA")
    ground = Image.new("RGB", solid.size, "white")
    ground.paste(solid, mask=solid)
    return ground
