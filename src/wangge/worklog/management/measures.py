"""``wangge measures``: the catalogue of what is counted."""

import click
from rich.console import Console
from rich.table import Table

from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.people.rules import Acting, PostKind
from wangge.worklog.actions import load_catalogue
from wangge.worklog.queries.measures import measures as catalogue

OPERATOR = Acting(None, "wangge", None, "wangge measures", PostKind.OFFICE_HEAD, "")
"""Whoever may run commands on the machine may load what the package brings."""


@click.group()
def measures() -> None:
    """Keep the measure catalogue."""


@measures.command()
def load() -> None:
    """Enter the package's measures and wordings that aren't there yet."""
    entry = load_catalogue(by=OPERATOR, at=now(), id=new_id())
    click.echo(f"{entry.data['measures']} measures and {entry.data['wordings']} wordings added")


@measures.command("list")
@click.argument("words", nargs=-1)
def show(words: tuple[str, ...]) -> None:
    """Print the catalogue, or what WORDS are found in."""
    table = Table()
    for heading in ("code", "measure", "unit", "section", "since", "until", "wordings"):
        table.add_column(heading)
    for measure in catalogue(user=OPERATOR, text=" ".join(words)):
        table.add_row(
            measure.code,
            str(measure),
            measure.unit,
            measure.section,
            str(measure.since),
            str(measure.until or ""),
            str(len(measure.wordings.all())),
        )
    Console().print(table)
