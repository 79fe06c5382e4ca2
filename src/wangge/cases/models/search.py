"""The full-text index over the words of cases: FTS5 on SQLite, GIN on PostgreSQL.

Installed after every migration rather than by one, because SQLite loses triggers whenever a later
migration rebuilds the table. The words come cut (``rules.grams``), so that neither index needs to
know Chinese; positions aren't kept, which halves either index.
"""

from typing import Any

from django.db import connections

TABLE = "cases_casetext"
FTS = "cases_casetext_fts"

# The tokenizer parts ASCII by its separators and keeps every other character: exactly our words.
_SQLITE_TABLE = f"""
CREATE VIRTUAL TABLE {FTS} USING fts5(
  grams, content='{TABLE}', content_rowid='id', tokenize='ascii', detail='none'
)
"""
_SQLITE_TRIGGERS = (
    f"""
CREATE TRIGGER IF NOT EXISTS {FTS}_insert AFTER INSERT ON {TABLE}
BEGIN INSERT INTO {FTS}(rowid, grams) VALUES (NEW.id, NEW.grams); END
""",  # noqa: S608
    f"""
CREATE TRIGGER IF NOT EXISTS {FTS}_delete AFTER DELETE ON {TABLE}
BEGIN INSERT INTO {FTS}({FTS}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams); END
""",  # noqa: S608
    f"""
CREATE TRIGGER IF NOT EXISTS {FTS}_update AFTER UPDATE ON {TABLE}
BEGIN
  INSERT INTO {FTS}({FTS}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);
  INSERT INTO {FTS}(rowid, grams) VALUES (NEW.id, NEW.grams);
END
""",  # noqa: S608
)

WORDS = "array_to_tsvector(string_to_array(grams, ' '))"
"""What PostgreSQL indexes; a question has to write it the same way."""
_POSTGRESQL = f"CREATE INDEX IF NOT EXISTS cases_casetext_grams ON {TABLE} USING gin ({WORDS})"


def install_search(using: str = "default", **options: Any) -> None:
    """Put the index in place, as often as wanted; nothing where the table isn't there yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if TABLE not in tables:
            return
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        elif connection.vendor == "sqlite":
            if FTS not in tables:
                cursor.execute(_SQLITE_TABLE)
                cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608
            for trigger in _SQLITE_TRIGGERS:
                cursor.execute(trigger)
