"""Sheets sent in: kept, then taken whole in one transaction, or sent back with nothing taken."""

import errno
import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from wangge.kernel.errors import Conflict, Invalid, Refused, refuse
from wangge.kernel.sheets import Limits
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.worklog.actions.bulk import write_rows
from wangge.worklog.models import Import, Record
from wangge.worklog.queries.imports import file_of, one_import
from wangge.worklog.rules.records import Origin, State
from wangge.worklog.rules.sheets import UNFINISHED, ImportState, Row

KIND = "worklog.import"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@action("worklog.receive_sheet")
def receive_sheet(
    *,
    sheet: UUID,
    upload: BinaryIO,
    name: str,
    campaign: UUID | None = None,
    confirm: bool = False,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Keep a sheet for checking. ``confirm`` lets its rows count at once, for who may confirm.

    Raises :class:`Conflict` for a file whose content was imported already: nothing is taken twice.
    """
    refuse(why_not_right(by, Right.RECORD_WORK, by.region))
    if confirm:
        refuse(why_not_right(by, Right.CONFIRM_WORK, by.region))
    raw = upload.read(Limits().size + 1)
    if len(raw) > Limits().size:
        raise Invalid(
            say(
                "The file is too large: %(size)s MB, at most %(most)s MB.",
                size=len(raw) // 1_000_000,
                most=Limits().size // 1_000_000,
            )
        )
    sha256 = hashlib.sha256(raw).hexdigest()
    _refuse_twice(sha256, by.region)
    kept = Import(
        id=sheet,
        name=Path(name.replace("\\", "/")).name[-200:],
        sha256=sha256,
        region=by.region,
        campaign=campaign,
        confirm=confirm,
        account=by.account,
        post=by.post,
        at=at,
        beat_at=at,
    )
    _keep(raw, file_of(kept))
    kept.save(force_insert=True)
    return Note(KIND, sheet, by.region, {"name": kept.name, "sha256": sha256})


def _refuse_twice(sha256: str, region: str) -> None:
    ended = [ImportState.FAULTY.value, ImportState.FAILED.value]
    earlier = Import.objects.filter(sha256=sha256, region=region).exclude(state__in=ended).first()
    if earlier is not None:
        raise Conflict(
            say(
                "This very file was sent in already on %(day)s as “%(name)s”. "
                "Nothing was taken twice.",
                day=earlier.at.date().isoformat(),
                name=earlier.name,
            )
        )


def _keep(raw: bytes, target: Path) -> None:
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(raw)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in FULL:
            raise Refused(
                say("The disk is full: nothing was kept. Tell the administrator, then send again.")
            ) from error
        raise


@action("worklog.import_sheet")
def import_sheet(*, sheet: UUID, rows: Iterable[Row], by: Acting, at: datetime, id: UUID) -> Note:
    """Take every row of a checked sheet, or none: one transaction and one entry for all of them."""
    kept = one_import(sheet, user=by)
    state = State.DRAFT
    if kept.confirm:
        refuse(why_not_right(by, Right.CONFIRM_WORK, by.region))
        state = State.CONFIRMED
    pattern = Record(
        campaign=kept.campaign,
        state=state.value,
        origin=Origin.SHEET.value,
        origin_id=kept.pk,
        at=at,
    )
    number = write_rows(pattern, rows)
    _end(sheet, ImportState.DONE, at, done=number, total=number)
    data = {"name": kept.name, "rows": number, "state": state.value, "sha256": kept.sha256}
    return Note(KIND, sheet, kept.region, data)


@action("worklog.reject_sheet")
def reject_sheet(
    *, sheet: UUID, faults: int, reason: str = "", by: Acting, at: datetime, id: UUID
) -> Note:
    """Say that nothing of a sheet was taken: ``faults`` rows were wrong, or all, for ``reason``."""
    kept = one_import(sheet, user=by)
    state = ImportState.FAULTY if faults else ImportState.FAILED
    _end(sheet, state, at, faults=faults, reason=reason[:300])
    return Note(KIND, sheet, kept.region, {"name": kept.name, "faults": faults, "reason": reason})


def _end(sheet: UUID, state: ImportState, at: datetime, **counts: int | str) -> None:
    """From unfinished to an end, once: two workers on one sheet can't both take it."""
    waiting = Import.objects.filter(pk=sheet, state__in=[one.value for one in UNFINISHED])
    if not waiting.update(state=state.value, beat_at=at, **counts):
        raise Conflict(say("This sheet has been dealt with already."))


def progress(sheet: UUID, state: ImportState, done: int, total: int, at: datetime) -> None:
    """Note how far the checking of a sheet has come, for who waits. No change of any record."""
    Import.objects.filter(pk=sheet, state__in=[one.value for one in UNFINISHED]).update(
        state=state.value, done=done, total=total, beat_at=at
    )
