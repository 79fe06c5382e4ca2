"""Photos and documents are kept once, by content, before the row that names them is committed."""

import errno
import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from wangge.kernel.asking import Asker
from wangge.kernel.errors import NotFound, Refused, refuse
from wangge.kernel.words import say
from wangge.trail.actions.idiom import action
from wangge.trail.models import Entry, Evidence, EvidencePosition, Proof
from wangge.trail.rules import LIMIT, SEE, Clean, Note, Stage, clean, stored_as
from wangge.trail.rules.pictures import too_large

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def keep_evidence(
    *,
    evidence: UUID,
    upload: BinaryIO,
    name: str,
    region: str,
    keep_position: bool = False,
    right: str = SEE,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Entry:
    """Keep a photo or a PDF.

    ``name`` is the file's own name, ``region`` decides who may see it, ``right`` is the one that
    its keeper uses there: a resident who sees nothing may report.

    A photo is encoded anew without its metadata; with ``keep_position`` the place it was taken at
    is kept apart from it. Raises :class:`Invalid` for a file that can't be taken and
    :class:`Refused` when the disk is full; either way nothing is written.

    The picture is read and its file written before the action's transaction begins: decoding
    takes a good part of a second, and on SQLite a transaction keeps every other writer waiting.
    """
    refuse(by.why_not(right, region))
    file = clean(_read(upload))
    sha256 = hashlib.sha256(file.content).hexdigest()
    _store(file.content, Path(settings.MEDIA_ROOT, stored_as(sha256)))
    return _keep(
        evidence=evidence,
        file=file,
        sha256=sha256,
        name=name,
        region=region,
        keep_position=keep_position,
        by=by,
        at=at,
        id=id,
    )


@action("trail.keep_evidence")
def _keep(
    *,
    evidence: UUID,
    file: Clean,
    sha256: str,
    name: str,
    region: str,
    keep_position: bool,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    row = Evidence.objects.create(
        id=evidence,
        sha256=sha256,
        name=Path(name.replace("\\", "/")).name[-200:],
        media_type=file.media_type,
        size=len(file.content),
        width=file.width,
        height=file.height,
        region=region,
        taken_at=file.taken_at,
        at=at,
    )
    if keep_position and file.position is not None:
        lng, lat = file.position
        EvidencePosition.objects.create(evidence=row, lng=lng, lat=lat)
    return Note("trail.evidence", evidence, region, {"sha256": sha256, "name": row.name})


def prove(*, evidence: UUID, kind: str, subject: UUID, stage: Stage = Stage.OTHER) -> None:
    """Show a piece of evidence for a thing, inside the body of another action.

    Showing it twice is showing it once. Raises :class:`NotFound` for evidence that isn't kept.
    """
    if not Evidence.objects.filter(pk=evidence).exists():
        raise NotFound(say("This photo isn't here. Send it again."))
    proof = Proof(evidence_id=evidence, kind=kind, subject=subject, stage=Stage(stage).value)
    Proof.objects.bulk_create([proof], ignore_conflicts=True)


def _read(upload: BinaryIO) -> bytes:
    """At most the limit and one byte, so that a huge file is refused before it is read."""
    size = getattr(upload, "size", None)
    if isinstance(size, int) and size > LIMIT:
        raise too_large()
    content = upload.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise too_large()
    return content


def _store(content: bytes, target: Path) -> None:
    """Write a file whole or not at all: beside its place, to the disk, then into its place.

    A file that is already there has the same content, since its name is its hash. It is touched,
    so that the sweep of orphans leaves it alone until the new row is committed.
    """
    try:
        if target.exists():
            os.utime(target)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(content, target)
    except OSError as error:
        if error.errno in FULL:
            raise Refused(
                say("The disk is full: nothing was kept. Tell the administrator, then send again.")
            ) from error
        raise


def _write(content: bytes, target: Path) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
