# ruff: noqa: S608 - every word of this SQL is written here; nobody's input is in it
"""The fact views, and the daily sums kept beside the records; the same facts on both databases.

They are no migration: SQLite remakes a table to alter it, which fails while a view reads it and
silently drops its triggers. So ``prepare`` takes them away before migrations run and ``restore``
makes them afterwards, in whatever shape the tables then have, and counts the sums anew.

Every sum of records at a million records would read a million index entries (0.3 s on SQLite,
measured). ``insight_worksum`` holds what they come to per area, measure, campaign, day and
qualifier; triggers keep it in the same transaction as the records. SQLite, which has one writer
at a time, adds to the row; PostgreSQL only ever inserts differences, so that two clerks never
wait for each other, and :func:`compact` adds them up now and then.
"""

import hashlib
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

NOBODY = "00000000000000000000000000000000"
"""Stands for no campaign in the sums, where a NULL would never equal a NULL."""

BASES = (
    "worklog_record", "worklog_message", "campaigns_task", "insight_worksum", "cases_dispatch",
)  # fmt: skip
KEY = ("level", "region", "measure", "campaign", "day", "qualifier")
LEVELS = (9, 12)
"""Lengths of code that sums are kept for: the subdistrict and the community."""

CASE_COLUMNS = (
    "number", "stage", "source", "severity", "region", "address", "reported_at", "updated_at",
    "due_at", "accept_due_at", "filed_at", "filed_by", "dispatch_due_at", "dispatched_at",
    "dispatched_by", "handle_due_at", "handled_at", "verify_due_at", "verified_at", "verified_by",
    "closed_at", "closed_by", "confirm_asked_at", "confirm_due_at", "confirmed_at",
    "confirmed_by", "reworks", "extensions", "returns", "supervised_at", "resolution",
    "satisfaction", "contacted_at",
)  # fmt: skip
"""Columns of a case that a view hands on as they are."""

_DIFFERENT = {
    "sqlite": {
        "community": "CASE WHEN length({0}) >= 12 THEN substr({0}, 1, 12) ELSE '' END",
        "day_of": "date({0}, '+8 hours')",
        "days": "CAST(julianday({1}) - julianday({0}) AS INTEGER) + 1",
        "settled": "({0} IS NOT NULL)",
        "hours": "(julianday({1}) - julianday({0})) * 24",
        # A plus keeps SQLite, which knows nothing of how many rows lie where, off the indexes of
        # areas and stages: over a million cases the one by time is ten times quicker (measured).
        "plus": "+",
        # Left alone SQLite takes the list's index, which lacks the amounts: ten times slower.
        "by_sum": "INDEXED BY worklog_record_sum",
    },
    "postgresql": {
        "community": "CASE WHEN length({0}) >= 12 THEN left({0}, 12) ELSE '' END",
        "day_of": "CAST({0} AT TIME ZONE 'Asia/Shanghai' AS date)",
        "days": "({1} - {0}) + 1",
        "settled": "CAST({0} IS NOT NULL AS integer)",
        "hours": "CAST(extract(epoch FROM {1} - {0}) AS double precision) / 3600",
        "plus": "",
        "by_sum": "",
    },
}
"""Where the two databases write the same thing differently. Days are those of the office."""


def _selects(vendor: str) -> dict[str, str]:
    """The query behind each view. Left joins on unique keys cost nothing where unused."""
    other = _DIFFERENT[vendor]

    def community(column: str) -> str:
        return other["community"].format(column)

    cleans = (
        "EXISTS (SELECT 1 FROM campaigns_campaign_measures m JOIN worklog_measure w"
        " ON w.code = m.measure_id WHERE m.campaign_id = c.id AND w.section = 'cleanup')"
    )
    cleans = f"CASE WHEN {cleans} THEN 1 ELSE 0 END"
    work = f"""
            SELECT r.id, r.measure_id AS measure, m.section, m.verb, m.object, m.unit, r.amount,
                r.qualifier, 1 AS records, r.ends_on AS day, r.starts_on, r.region,
                {community("r.region")} AS community, r.place_id AS place, p.name AS place_name,
                p.kind_id AS place_kind, p.parent_id AS place_parent, r.campaign,
                c.name AS campaign_name, g.slug AS programme, r.unit_id AS doer, r.origin,
                r.origin_id
            FROM worklog_record r {{hint}}
            LEFT JOIN worklog_measure m ON m.code = r.measure_id
            LEFT JOIN places_place p ON p.id = r.place_id
            LEFT JOIN campaigns_campaign c ON c.id = r.campaign
            LEFT JOIN campaigns_programme g ON g.id = c.programme_id
            WHERE r.state = 'confirmed'"""
    return {
        "fact_work": work.format(hint=""),
        "fact_line": work.format(hint=other["by_sum"]),
        "fact_sum": """
            SELECT level, region, measure, campaign, day, qualifier, amount, records
            FROM insight_worksum""",
        "fact_amount": f"""
            SELECT measure_id AS measure, campaign, ends_on AS day, region, qualifier, amount,
                1 AS records
            FROM worklog_record {other["by_sum"]} WHERE state = 'confirmed'""",
        "fact_campaign": f"""
            SELECT c.id, g.slug AS programme, c.number, c.name, {cleans} AS cleans
            FROM campaigns_campaign c JOIN campaigns_programme g ON g.id = c.programme_id""",
        "fact_task": f"""
            SELECT t.id, t.round_id AS round, o.starts_on AS week, t.campaign_id AS campaign,
                c.name AS campaign_name, g.slug AS programme, {cleans} AS cleans,
                t.place_id AS place, p.name AS place_name, p.kind_id AS place_kind,
                p.parent_id AS place_parent, t.grid_id AS grid, t.region,
                {community("t.region")} AS community, t.unit_id AS doer, t.state,
                CASE WHEN t.state = 'cancelled' THEN 0 ELSE 1 END AS counted,
                CASE WHEN t.state IN ('done', 'checked') THEN 1 ELSE 0 END AS covered,
                t.due_on, {other["day_of"].format("t.done_at")} AS done_day,
                {other["day_of"].format("t.checked_at")} AS checked_day, t.weeks_carried
            FROM campaigns_task t
            JOIN campaigns_round o ON o.id = t.round_id
            JOIN campaigns_campaign c ON c.id = t.campaign_id
            JOIN campaigns_programme g ON g.id = c.programme_id
            LEFT JOIN places_place p ON p.id = t.place_id""",
        "fact_place": f"""
            SELECT p.id, p.kind_id AS kind, k.name AS kind_name, p.name, p.parent_id AS parent,
                p.region, {community("p.region")} AS community, p.grid_id AS grid, p.closed_on
            FROM places_place p LEFT JOIN places_placekind k ON k.code = p.kind_id""",
        "fact_round": f"""
            SELECT o.id, g.slug AS programme, o.number, o.starts_on, o.ends_on,
                {other["days"].format("o.starts_on", "o.ends_on")} AS days, o.state
            FROM campaigns_round o JOIN campaigns_programme g ON g.id = o.programme_id""",
        "fact_draft": f"""
            SELECT r.id, r.measure_id AS measure, coalesce(m.verb, r.read_verb) AS verb,
                coalesce(m.object, r.read_object) AS object,
                coalesce(m.unit, r.read_unit) AS unit, r.amount, r.qualifier, r.ends_on AS day,
                r.region, {community("r.region")} AS community, r.campaign, r.unit_id AS doer
            FROM worklog_record r LEFT JOIN worklog_measure m ON m.code = r.measure_id
            WHERE r.state = 'draft'""",
        "fact_message": f"""
            SELECT id, text, sent_on AS day, region, {community("region")} AS community,
                sender_id AS doer, {other["settled"].format("settled_at")} AS settled
            FROM worklog_message""",
        **_case_selects(other),
    }


def _case_selects(other: dict[str, str]) -> dict[str, str]:
    """Cases and their dispatches. What ``came_back`` looks up costs only who asks for it."""
    community = other["community"].format("c.region")
    plain = ", ".join(f"c.{column}" for column in CASE_COLUMNS)
    plus = other["plus"]
    back = (
        "EXISTS (SELECT 1 FROM cases_case r WHERE r.recurs_id = c.id"
        " AND r.stage NOT IN ('refused', 'merged', 'void'))"
    )
    return {
        "fact_case": f"""
            SELECT c.id, {plain}, {plus}c.region AS area, {community} AS community,
                c.unit_id AS doer,
                c.account_id AS reporter, {plus}c.parent_id AS parent, {plus}c.recurs_id AS recurs,
                {plus}c.stage AS state,
                c.place_id AS place, k.name AS category_name,
                {other["day_of"].format("c.reported_at")} AS day,
                CASE WHEN c.confirmed THEN 1 ELSE 0 END AS found,
                CASE WHEN {back} THEN 1 ELSE 0 END AS came_back,
                {other["hours"].format("c.dispatched_at", "c.handled_at")} AS hours
            FROM cases_case c LEFT JOIN cases_category k ON k.id = c.category_id""",
        "fact_dispatch": f"""
            SELECT d.id, d.case_id AS subject, d.unit_id AS doer, d.at, d.due_at, d.ended_at,
                d.outcome, CASE WHEN d.is_rework THEN 1 ELSE 0 END AS rework,
                {other["day_of"].format("d.at")} AS day, c.number, c.stage, c.region,
                {plus}c.stage AS state,
                {plus}c.region AS area, {community} AS community, c.address,
                k.name AS category_name
            FROM cases_dispatch d JOIN cases_case c ON c.id = d.case_id
            LEFT JOIN cases_category k ON k.id = c.category_id""",
    }


def _sums(source: str, amount: str = "amount", one: str = "1") -> str:
    """Records as rows of the sums, grouped."""
    levels = " UNION ALL ".join(f"SELECT {level} AS level" for level in LEVELS)
    return f"""
        SELECT level, substr(region, 1, level), measure_id, coalesce(campaign, '{NOBODY}'),
            ends_on, qualifier, sum({amount}), sum({one})
        FROM {source}, ({levels}) AS levels WHERE state = 'confirmed'
        GROUP BY 1, 2, 3, 4, 5, 6"""


INTO = f"INSERT INTO insight_worksum ({', '.join(KEY)}, amount, records)"


def _sqlite_triggers() -> dict[str, str]:
    less, more = _each_level("OLD", -1), _each_level("NEW", 1)
    columns = "state, measure_id, campaign, ends_on, region, qualifier, amount"

    def trigger(event: str, row: str, body: str) -> str:
        return f"AFTER {event} ON worklog_record WHEN {row}.state = 'confirmed' BEGIN {body} END"

    return {
        "insight_sum_new": trigger("INSERT", "NEW", more),
        "insight_sum_less": trigger(f"UPDATE OF {columns}", "OLD", less),
        "insight_sum_more": trigger(f"UPDATE OF {columns}", "NEW", more),
        "insight_sum_gone": trigger("DELETE", "OLD", less),
    }


def _each_level(row: str, sign: int) -> str:
    """Add a record to its sums, or take it away."""
    steps = []
    for level in LEVELS:
        values = (
            f"{level}, substr({row}.region, 1, {level}), {row}.measure_id,"
            f" coalesce({row}.campaign, '{NOBODY}'), {row}.ends_on, {row}.qualifier"
        )
        steps.append(
            f"UPDATE insight_worksum SET amount = round(amount + {sign} * {row}.amount, 3),"
            f" records = records + {sign} WHERE ({', '.join(KEY)}) = ({values});"
        )
        if sign > 0:
            # changes() is how many rows the statement before it touched.
            steps.append(f"{INTO} SELECT {values}, {row}.amount, 1 WHERE changes() = 0;")
    return " ".join(steps)


def _postgres_triggers() -> dict[str, str]:
    both = "(SELECT 1 AS sign, added.* FROM added UNION ALL SELECT -1, gone.* FROM gone) x"
    gone = "(SELECT -1 AS sign, gone.* FROM gone) x"
    moved = "HAVING sum(sign) <> 0 OR sum(sign * amount) <> 0"
    bodies = {
        "new": (f"{INTO} {_cast(_sums('added'))}", "INSERT", "NEW TABLE AS added"),
        "moved": (
            f"{INTO} {_cast(_sums(both, 'sign * amount', 'sign'))} {moved}",
            "UPDATE",
            "OLD TABLE AS gone NEW TABLE AS added",
        ),
        "gone": (
            f"{INTO} {_cast(_sums(gone, 'sign * amount', 'sign'))}",
            "DELETE",
            "OLD TABLE AS gone",
        ),
    }
    made = {}
    for name, (body, event, tables) in bodies.items():
        made[f"insight_sum_{name}"] = f"""
            CREATE OR REPLACE FUNCTION insight_sum_{name}() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN {body}; RETURN NULL; END $$;
            CREATE TRIGGER insight_sum_{name} AFTER {event} ON worklog_record
            REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION insight_sum_{name}()"""
    return made


def _cast(query: str) -> str:
    return query.replace(f"'{NOBODY}'", f"CAST('{NOBODY}' AS uuid)")


def _statements(vendor: str) -> list[str]:
    """Everything to be made, in order; the last view names this very text by its digest."""
    made = [f"CREATE VIEW {name} AS {query}" for name, query in _selects(vendor).items()]
    if vendor == "sqlite":
        made += [f"CREATE TRIGGER {name} {text}" for name, text in _sqlite_triggers().items()]
    else:
        made += list(_postgres_triggers().values())
    digest = hashlib.sha256("".join(made).encode()).hexdigest()[:16]
    return [*made, f"CREATE VIEW fact_version AS SELECT '{digest}' AS version"]


def _drops(vendor: str) -> list[str]:
    views = [f"DROP VIEW IF EXISTS {name}" for name in (*_selects(vendor), "fact_version")]
    if vendor == "sqlite":
        return views + [f"DROP TRIGGER IF EXISTS {name}" for name in _sqlite_triggers()]
    return views + [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in _postgres_triggers()]


def _is_current(connection: BaseDatabaseWrapper, names: set[str]) -> bool:
    if "fact_version" not in names:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM fact_version")
        row = cursor.fetchone()
    return row is not None and row[0] in _statements(connection.vendor)[-1]


def _names(connection: BaseDatabaseWrapper) -> set[str]:
    return set(connection.introspection.table_names(include_views=True))


def prepare(*, using: str, plan: list[Any] | None = None, **kwargs: Any) -> None:
    """Take views and triggers away before migrations alter what they stand on."""
    if plan:
        connection = connections[using]
        _run(connection, _drops(connection.vendor))


def restore(*, using: str, **kwargs: Any) -> None:
    """Make views and triggers where they are missing or of another version; count anew."""
    connection = connections[using]
    names = _names(connection)
    if not names.issuperset(BASES) or _is_current(connection, names):
        return
    filled = f"{INTO} {_sums('worklog_record')}"
    if connection.vendor != "sqlite":
        filled = _cast(filled)
    with transaction.atomic(using=using):
        _run(connection, _drops(connection.vendor))
        _run(connection, _statements(connection.vendor))
        _run(connection, ["DELETE FROM insight_worksum", filled])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def compact(*, using: str = "default") -> None:
    """Add up the differences that PostgreSQL has inserted; drop what has come to nothing.

    One statement: readers see the sums before or after, and rows that another run has taken
    meanwhile are skipped.
    """
    columns = ", ".join(KEY)
    connection = connections[using]
    if connection.vendor == "sqlite":
        _run(connection, ["DELETE FROM insight_worksum WHERE records = 0"])
        return
    _run(
        connection,
        [
            f"""
            WITH gone AS (DELETE FROM insight_worksum RETURNING {columns}, amount, records)
            {INTO} SELECT {columns}, sum(amount), sum(records) FROM gone
            GROUP BY {columns} HAVING sum(records) <> 0"""
        ],
    )
