"""``wangge journal``: seal the journal, and see whether anybody has changed the past."""

import sys

import click

from wangge.kernel.clock import now
from wangge.trail.jobs import seal_entries
from wangge.trail.queries import head, stuck, verify_seals


@click.group()
def journal() -> None:
    """Seal and verify the journal."""


@journal.command()
def seal() -> None:
    """Seal every entry that has no seal yet, and print the last seal.

    Write the printed line down outside of this machine: `verify --known` then notices also when
    the end of the journal was cut off.
    """
    count = seal_entries(now())
    number, digest = head()
    click.echo(f"{count} entries sealed. Last seal: {number}:{digest}")


@journal.command()
@click.option(
    "--known",
    multiple=True,
    metavar="NUMBER:DIGEST",
    help="A seal as `wangge journal seal` printed it earlier; may be given several times.",
)
def verify(known: tuple[str, ...]) -> None:
    """Compute all seals again. Exit status 1 and one sentence when something was tampered with."""
    broken = verify_seals(dict(_known(text) for text in known))
    if broken is not None:
        click.echo(f"BROKEN at seal {broken.number}: {broken.reason}", err=True)
        sys.exit(1)
    number, digest = head()
    click.echo(f"{number} seals fit what lies under them. Last seal: {number}:{digest}")


def _known(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise click.BadParameter(f"“{text}” is no seal; it looks like 12:3f…", param_hint="--known")
    return int(number), digest


@journal.command(name="stuck")
def stuck_() -> None:
    """List entries that a reaction keeps failing on."""
    rows = stuck()
    for entry, attempts, error in rows:
        click.echo(f"{entry.id}  {entry.action}  tried {attempts} times  {error}")
    if not rows:
        click.echo("Nothing is stuck.")
