"""Loading national lists of regions, hundreds of thousands of rows at a time.

Rows go into a temporary table first; the two are then compared by the database itself, set by
set, so that memory stays bounded and a second load writes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from wangge.kernel.asking import Asker
from wangge.kernel.errors import Invalid, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Said, say
from wangge.places.actions.spelling import QuickSpeller, spell
from wangge.places.models import Region
from wangge.places.rules import KEEP_PLACES, Level, Sureness, parent_of
from wangge.places.rules.region_files import RegionRow
from wangge.trail.actions import action
from wangge.trail.rules import Note

_TABLE = Region._meta.db_table
_MANY = 20_000
"""Rows handed to the database at once."""
_SHOWN = 200
"""Renamed regions written out in the trail; the rest are counted."""

_ORPHANS = (
    "FROM places_incoming AS i WHERE i.parent <> '' "  # noqa: S608 - names of our own tables
    "AND NOT EXISTS (SELECT 1 FROM places_incoming AS p WHERE p.code = i.parent) "
    f"AND NOT EXISTS (SELECT 1 FROM {_TABLE} AS r WHERE r.code = i.parent)"
)

Staged = tuple[str, str, str, str, str, int]


@action("places.load_regions")
def load_regions(
    *, rows: Iterable[RegionRow], source: str, by: Asker, at: datetime, id: UUID
) -> Note:
    """Enter a list of regions: new ones are added, changed names follow the list openly.

    Regions that the list doesn't hold stay. Raises :class:`Invalid`, and writes nothing, where a
    row can't be read, a code stands twice, or a region's parent is neither in the list nor there.
    The entry's data count ``rows``, ``added``, ``renamed`` (with names before and after).
    """
    refuse(by.why_not(KEEP_PLACES, ""))
    with connection.cursor() as cursor:
        _stage(cursor, _staged(rows))
        _refuse_doubles(cursor)
        _refuse_orphans(cursor)
        counts = _merge(cursor, source[:120])
        cursor.execute("DROP TABLE places_incoming")
    return Note("places.regions", derived_id("places.regions"), "", counts | {"source": source})


def _staged(rows: Iterable[RegionRow]) -> Iterator[Staged]:
    """Full pinyin down to subdistricts, sign by sign for communities."""
    quick = QuickSpeller()
    for row in rows:
        fully = row.level is not Level.COMMUNITY
        pinyin = spell(row.name) if fully else quick.spell(row.name)
        yield row.code, row.level.value, row.name, pinyin[:200], parent_of(row.code), row.line


def _stage(cursor: CursorWrapper, rows: Iterator[Staged]) -> None:
    cursor.execute("DROP TABLE IF EXISTS places_incoming")
    cursor.execute(
        "CREATE TEMPORARY TABLE places_incoming (code varchar(12), level varchar(24), "
        "name varchar(80), pinyin varchar(200), parent varchar(9), line integer)"
    )
    if connection.vendor == "postgresql":
        columns = "code, level, name, pinyin, parent, line"
        with cursor.copy(f"COPY places_incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        while many := list(islice(rows, _MANY)):
            cursor.executemany("INSERT INTO places_incoming VALUES (%s,%s,%s,%s,%s,%s)", many)
    cursor.execute("CREATE INDEX places_incoming_code ON places_incoming (code)")
    if connection.vendor == "postgresql":
        cursor.execute("ANALYZE places_incoming")


def _first(cursor: CursorWrapper, sql: str) -> tuple[Any, ...] | None:
    cursor.execute(sql)
    found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _refuse_doubles(cursor: CursorWrapper) -> None:
    double = _first(
        cursor,
        "SELECT code, count(*), max(line) FROM places_incoming GROUP BY code "
        "HAVING count(*) > 1 ORDER BY code LIMIT 1",
    )
    if double is not None:
        raise Invalid(
            say(
                "Code %(code)s stands %(times)s times in the list, last on line %(line)s. "
                "Nothing was written.",
                code=double[0],
                times=double[1],
                line=double[2],
            )
        )


def _refuse_orphans(cursor: CursorWrapper) -> None:
    first = _first(cursor, f"SELECT i.code, i.parent, i.line {_ORPHANS} ORDER BY i.line LIMIT 1")
    if first is None:
        return
    number = _first(cursor, f"SELECT count(*) {_ORPHANS}")
    raise Invalid(_orphaned(first, number[0] if number else 1))


def _orphaned(first: tuple[Any, ...], number: int) -> Said:
    return say(
        "%(number)s regions have no parent, first %(code)s on line %(line)s: its parent "
        "%(parent)s is neither in the list nor loaded. Load the levels above first, or the "
        "whole folder. Nothing was written.",
        number=number,
        code=first[0],
        parent=first[1],
        line=first[2],
    )


def _merge(cursor: CursorWrapper, source: str) -> dict[str, Any]:
    """Compare and write. Names alone are followed; how sure a region is stays as it was."""
    both = f"FROM places_incoming AS i, {_TABLE} AS r WHERE r.code = i.code AND r.name <> i.name"
    cursor.execute(f"SELECT i.code, r.name, i.name {both} ORDER BY i.code")
    renamed = cursor.fetchmany(_SHOWN)
    cursor.execute(f"SELECT count(*) {both}")
    renamed_count = cursor.fetchone()[0]
    if renamed_count:
        cursor.execute(
            f"UPDATE {_TABLE} SET name = i.name, pinyin = i.pinyin, source = %s "  # noqa: S608
            f"FROM places_incoming AS i "
            f"WHERE {_TABLE}.code = i.code AND {_TABLE}.name <> i.name",
            [source],
        )
    cursor.execute(
        f"INSERT INTO {_TABLE} (code, level, name, pinyin, source, sureness) "  # noqa: S608
        "SELECT i.code, i.level, i.name, i.pinyin, %s, %s FROM places_incoming AS i "
        f"WHERE NOT EXISTS (SELECT 1 FROM {_TABLE} AS r WHERE r.code = i.code) ORDER BY i.code",
        [source, Sureness.FOUND.value],
    )
    added = cursor.rowcount
    cursor.execute("SELECT count(*) FROM places_incoming")
    total = cursor.fetchone()[0]
    return {
        "rows": total,
        "added": added,
        "renamed": renamed_count,
        "unchanged": total - added - renamed_count,
        "names": [list(row) for row in renamed],
    }
