"""Writing many records that differ in a few columns: half the time of a model for each."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from wangge.kernel.ids import new_id
from wangge.worklog.models import Record
from wangge.worklog.rules.sheets import Row

BATCH = 5000
"""Rows handed to the database at once."""

VARYING = (
    "id", "measure_id", "amount", "qualifier", "region", "place_id", "unit_id", "starts_on",
    "ends_on", "remark",
)  # fmt: skip
"""Columns that differ from row to row; the rest is as in the pattern."""


def write_rows(pattern: Record, rows: Iterable[Row]) -> int:
    """Insert a record for each row, all else as in ``pattern``; how many. Call in a transaction.

    The same values as saving a model for each, without making one: the constraints and triggers
    of the table hold here too.
    """
    fields = {field.attname: field for field in Record._meta.concrete_fields}
    fixed = [name for name in fields if name not in VARYING]
    columns = [str(fields[name].column) for name in (*VARYING, *fixed)]
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(Record._meta.db_table)
    into = f"{table} ({quoted})"
    rest = tuple(
        fields[name].get_db_prep_save(getattr(pattern, name), connection) for name in fixed
    )
    values, number = _values(rows, rest), 0
    while batch := list(islice(values, BATCH)):
        _insert(into, batch)
        number += len(batch)
    return number


def _insert(into: str, batch: list[tuple[Any, ...]]) -> None:
    """PostgreSQL takes a stream; SQLite runs one prepared statement over and over."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for row in batch:
                    stream.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(batch[0]))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", batch)  # noqa: S608


def _values(rows: Iterable[Row], rest: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    amount = Record._meta.get_field("amount")

    @cache
    def day(value: date) -> Any:
        return connection.ops.adapt_datefield_value(value)

    @cache
    def known(value: UUID | None) -> Any:
        return value if native or value is None else value.hex

    native = connection.features.has_native_uuid_field
    for row in rows:
        id = new_id()
        yield (
            id if native else id.hex,
            row.measure,
            amount.get_db_prep_save(row.amount, connection),
            row.qualifier,
            row.region,
            known(row.place),
            known(row.unit),
            day(row.starts_on),
            day(row.ends_on),
            row.remark,
            *rest,
        )
