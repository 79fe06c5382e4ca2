"""``wangge regions``: national codes of regions, loaded by whoever runs the machine."""

import getpass
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.kernel.words import Said
from wangge.places.actions import load_basics, load_regions
from wangge.places.rules.region_files import RegionRow, Source, read_regions, source_of


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs commands on the machine that holds the data: no post, and no border."""

    name: str
    account: UUID | None = None
    post: UUID | None = None
    title: str = "wangge regions"
    region: str = ""

    def why_not(self, right: str, region: str) -> Said | None:
        """Nothing stands against it: this person could write the database itself."""
        return None


@click.group()
def regions() -> None:
    """Load national region codes, and what every installation starts with."""


@regions.command()
def basics() -> None:
    """Enter the kinds of place and Puji's nine communities, which come with the package."""
    entry = load_basics(by=_operator(), at=now(), id=new_id())
    data = entry.data
    click.echo(
        f"{len(data['kinds_added'])} kinds added, {len(data['kinds_changed'])} changed, "
        f"{len(data['regions_added'])} regions added"
    )


@regions.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", default="utf-8", show_default=True, help="Of CSV files.")
@click.option("--source", default="", help="Where the list is from, shown with each region.")
def load(file: Path, encoding: str, source: str) -> None:
    """Load a list of regions from FILE, all of it or nothing.

    FILE is one of china-division's files (villages.csv, streets.csv, …, pcas-code.json,
    data.sqlite), the folder that holds them, or a CSV with columns code and name. Its own files
    bring along those beside them that hold the levels above. Loading again adds what is new,
    follows changed names and leaves the rest.
    """
    found = source_of(file)
    if found.beside:
        click.echo(f"levels above from {', '.join(path.name for path in found.beside)}")
    started = time.perf_counter()
    with _progress() as progress:
        entry = load_regions(
            rows=_told(found, encoding, progress),
            source=source or _told_source(file),
            by=_operator(),
            at=now(),
            id=new_id(),
        )
    taken = time.perf_counter() - started
    counts = entry.data
    for code, before, after in counts["names"]:
        click.echo(f"{code}: {before} → {after}")
    click.echo(
        f"{counts['rows']:,} regions: {counts['added']:,} added, {counts['renamed']:,} renamed, "
        f"{counts['unchanged']:,} unchanged; {taken:.1f} s, {counts['rows'] / taken:,.0f} rows/s"
    )


def _operator() -> Operator:
    try:
        return Operator(getpass.getuser()[:60])
    except (OSError, KeyError):
        return Operator("operator")


def _told_source(file: Path) -> str:
    """A package's name and version where FILE lies in one, else the file's own name."""
    folder = file.resolve()
    for above in [folder, *folder.parents]:
        if above.parent.name == "node_modules":
            return f"{above.name} (npm)"
    return file.name


def _progress() -> Progress:
    """A bar on a terminal; nothing in a pipe but the last lines."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _told(found: Source, encoding: str, progress: Progress) -> Iterator[RegionRow]:
    """The rows of all files, telling progress every few thousand; then the database's own work."""
    for file in found.files:
        task = progress.add_task(file.name, total=_lines(file))
        done = 0
        for done, row in enumerate(read_regions(file, encoding), 1):
            if done % 5_000 == 0:
                progress.update(task, completed=done)
            yield row
        progress.update(task, completed=done, total=done)
    progress.add_task("comparing and writing", total=None)


def _lines(file: Path) -> int | None:
    """How many rows a CSV has at most; None where lines say nothing."""
    if file.suffix != ".csv":
        return None
    with file.open("rb") as raw:
        blocks = iter(lambda: raw.read(1 << 20), b"")
        return max(sum(block.count(b"\n") for block in blocks) - 1, 1)
