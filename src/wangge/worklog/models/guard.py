"""The database's own guard: what is confirmed changes no more, whoever writes.

Installed after every migration rather than by one, because SQLite loses triggers whenever a
later migration rebuilds the table.
"""

from typing import Any

from django.db import connections

FROZEN = (
    "measure_id", "amount", "qualifier", "place_id", "region", "unit_id", "starts_on", "ends_on",
    "campaign", "origin", "origin_id", "replaces_id", "cumulative",
)  # fmt: skip
"""Columns of a record that a confirmed one keeps for ever."""

MESSAGE = "a confirmed record of work is never edited"

_ILLEGAL = "(OLD.state = 'voided' OR (OLD.state = 'confirmed' AND NEW.state <> 'voided'))"

SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS worklog_record_guard BEFORE UPDATE ON worklog_record
WHEN OLD.state <> 'draft' AND ({_ILLEGAL} OR {{changed}})
BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
"""

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION worklog_record_guard() RETURNS trigger AS $guard$
BEGIN
  IF {_ILLEGAL} OR {{changed}} THEN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $guard$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS worklog_record_guard ON worklog_record;
CREATE TRIGGER worklog_record_guard BEFORE UPDATE ON worklog_record
FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION worklog_record_guard();
"""


def install_guard(using: str = "default", **options: Any) -> None:
    """Put the guard in place, as often as wanted; nothing where the table isn't there yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        columns = _columns(connection, cursor)
        if not set(FROZEN) <= columns:
            return
        if connection.vendor == "postgresql":
            changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN)
            cursor.execute(POSTGRESQL.format(changed=changed))
        elif connection.vendor == "sqlite":
            changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FROZEN)
            cursor.execute(SQLITE.format(changed=changed))


def _columns(connection: Any, cursor: Any) -> set[str]:
    table = "worklog_record"
    if table not in connection.introspection.table_names(cursor):
        return set()
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}
