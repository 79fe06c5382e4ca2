"""``wangge catalogue``: what cases are filed under, their limits and the working calendar."""

from datetime import date, datetime

import click
from rich.console import Console
from rich.table import Table

from wangge.cases.actions import load_catalogue_of_cases
from wangge.cases.queries.calendar import calendar
from wangge.cases.queries.catalogue import categories
from wangge.cases.rules.catalogue import FIRST_DAY
from wangge.kernel.clock import day_of, now
from wangge.kernel.ids import new_id
from wangge.people.rules import Acting, PostKind

OPERATOR = Acting(None, "wangge", None, "wangge catalogue", PostKind.OFFICE_HEAD, "")
"""Whoever may run commands on the machine may load what the package brings."""


@click.group()
def catalogue() -> None:
    """Keep the catalogue of cases."""


@catalogue.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="From when cases are filed under it.  [default: the first year of the calendar]",
)
def load(since: datetime | None) -> None:
    """Enter the package's categories, limits and calendar that aren't there yet."""
    day: date = since.date() if since else FIRST_DAY
    entry = load_catalogue_of_cases(since=day, by=OPERATOR, at=now(), id=new_id())
    told = entry.data
    click.echo(
        f"{told['categories']} categories, {told['conditions']} conditions, "
        f"{told['days']} days and {told['stages']} stage limits added"
    )


@catalogue.command("list")
@click.argument("words", nargs=-1)
def show(words: tuple[str, ...]) -> None:
    """Print the matters of today, or those whose name or pinyin has all WORDS."""
    today = day_of(now())
    table = Table()
    for heading in ("code", "name", "class", "2013", "public", "sureness"):
        table.add_column(heading)
    for row in categories(today):
        if all(word in row.name or word.lower() in row.pinyin for word in words):
            table.add_row(
                row.code, row.name, row.class_name, row.code_2013, row.public_name, row.sureness
            )
    Console().print(table)
    years = sorted(calendar(today).years)
    click.echo(f"working calendar: {years[0]}–{years[-1]}" if years else "no working calendar")
