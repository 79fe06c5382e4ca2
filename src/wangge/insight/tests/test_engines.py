"""The same definitions on another engine, over the same facts: equal values and row counts."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from wangge.insight.figures import FIGURES, ask, engine, scope_of
from wangge.insight.figures.tables import COLUMNS
from wangge.insight.tests.make import UNTIL, WEEK, make_world, place
from wangge.people.tests.cast import GRID, NEXT_GRID, SECOND

pytestmark = pytest.mark.slow

duckdb = pytest.importorskip("duckdb")


@pytest.fixture
def world(cast):
    world = make_world()
    area = place("urban_village_area", "一片区")
    group = place("villager_group", "一组", parent=area.pk)
    estates = [place("old_estate", f"{n}号院") for n in range(3)]
    for number, region in enumerate((GRID, NEXT_GRID, SECOND, GRID, SECOND)):
        world.record("posters", Decimal(number + 1) / 8, region, qualifier="over")
        world.record("small_ads_removed", 7, region, ends_on=WEEK - timedelta(days=number * 3),
                     starts_on=date(2020, 6, 1))  # fmt: skip
    world.record("waste_cleared", "1.5", place=group)
    world.record("posters", 1, state="draft")
    for estate, state in zip(estates, ("checked", "done", "open"), strict=True):
        world.task(estate, state, due_on=date(2020, 9, 1))
    return world


TYPES = {"string": "varchar", "int64": "bigint", "float64": "double"}


def elsewhere() -> Any:
    """The facts copied into DuckDB under the same names and types."""
    there = duckdb.connect()
    for name, columns in COLUMNS.items():
        types = ", ".join(f'"{column}" {TYPES.get(kind, kind)}' for column, kind in columns.items())
        there.execute(f"CREATE TABLE {name} ({types})")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {name}")
            rows = [[_plain(cell) for cell in row] for row in cursor.fetchall()]
        if rows:
            there.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    return there


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, int | float | date | Decimal) else str(cell)


def run(there: Any, statement: engine.Statement, values: dict[str, Any]) -> list[Any]:
    sql = statement.sql.replace("%s", "?").replace("%%", "%")
    return there.execute(sql, [values[name] for name in statement.names]).fetchall()


@pytest.mark.parametrize("since", [None, WEEK])
@pytest.mark.parametrize("region", ["", SECOND, GRID])
def test_every_figure_is_the_same_there(world, cast, since, region):
    question = {
        "user": cast.clerk, "programme": "puji", "until": UNTIL, "since": since, "region": region,
    }  # fmt: skip
    here = ask(list(FIGURES), **question)
    scope, _ = scope_of("puji", **{key: question[key] for key in question if key != "programme"})
    there, values = elsewhere(), engine.parameters(scope)
    for records in (False, True):
        shape = engine.shape_of(scope, records=records)
        for key, answer in here.items():
            made = engine.compiled(engine.each_expression, "duckdb", (key,), shape)
            ((_, value, rows),) = run(there, made, values)
            found = engine.number(value, 9)
            if answer.figure.percent:
                assert (found is None) == (answer.value is None)
                assert found is None or abs(found - answer.value) < Decimal("0.1")
            else:
                assert (found or 0) == (answer.value or 0), key
            assert (rows or 0) == answer.rows, key


def test_the_facts_have_the_columns_that_expressions_name(db):
    with connection.cursor() as cursor:
        for name, columns in COLUMNS.items():
            cursor.execute(f"SELECT * FROM {name} LIMIT 0")
            assert {column[0] for column in cursor.description} == set(columns), name
