"""A sheet is checked and taken in the background; the page that sent it looks on."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django_tasks import task

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Conflict, Mendable
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Fault, Sheet, read_table, write_returned
from wangge.people.models import Account
from wangge.people.queries import acting_as
from wangge.people.rules import Acting
from wangge.worklog.actions.sheets import import_sheet, progress, reject_sheet
from wangge.worklog.models import Import
from wangge.worklog.queries.imports import file_of, known_to, one_import, returned_file_of
from wangge.worklog.rules.sheets import UNFINISHED, ImportState, Known, Row, columns, row_of

STEP = 5_000
"""Rows between two notes of how far it has come."""
AT_ONCE_BYTES = 100_000
"""Sheets up to this size (about 2,000 rows) are taken while the page waits."""


@task()
def take_sheet(sheet: str, language: str) -> None:
    """Check a sheet and take it, as the person who sent it; may be run again after a crash."""
    kept = Import.objects.filter(pk=sheet).first()
    if kept is None or kept.account is None:
        return
    at = now()
    by = acting_as(Account.objects.get(pk=kept.account), day_of(at), kept.post)
    with translation.override(language):
        take(kept.pk, by=by, at=at)


def take(sheet: UUID, *, by: Acting, at: datetime) -> None:
    """Check every row; take them all, or send the file back. Either way the sheet has ended."""
    kept = one_import(sheet, user=by)
    if ImportState(kept.state) not in UNFINISHED:
        return
    try:
        table = read_table(file_of(kept), kept.name, columns())
        rows, faults = _checked(sheet, table, known_to(by, day_of(at)))
        if faults:
            _send_back(kept, table, faults, by, at)
            return
        progress(sheet, ImportState.WRITING, len(rows), len(rows), now())
        import_sheet(sheet=sheet, rows=rows, by=by, at=at, id=derived_id(sheet, "import"))
    except Conflict:
        return  # another worker has ended it
    except Mendable as error:
        reason = translate(error.reason)
        reject_sheet(
            sheet=sheet, faults=0, reason=reason, by=by, at=at, id=derived_id(sheet, "reject")
        )


def _checked(sheet: UUID, table: Sheet, known: Known) -> tuple[list[Row], dict[int, list[Fault]]]:
    rows: list[Row] = []
    faults: dict[int, list[Fault]] = {}
    for number, (line, found) in enumerate(_read(table, known)):
        if number % STEP == 0:
            progress(sheet, ImportState.CHECKING, number, table.total, now())
        if isinstance(found, Row):
            rows.append(found)
        else:
            faults[line] = found
    return rows, faults


def _read(table: Sheet, known: Known) -> Iterator[tuple[int, Row | list[Fault]]]:
    for line in table.lines():
        yield line.number, row_of(line, known)


def _send_back(
    kept: Import, table: Sheet, faults: dict[int, list[Fault]], by: Acting, at: datetime
) -> None:
    write_returned(returned_file_of(kept), table, faults, name="工作量", words=translate)
    reject_sheet(sheet=kept.pk, faults=len(faults), by=by, at=at, id=derived_id(kept.pk, "reject"))
