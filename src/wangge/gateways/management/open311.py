"""``wangge open311``: keys of the programs that report through Open311."""

from datetime import datetime

import click

from wangge.gateways import actions
from wangge.gateways.queries import client_keys
from wangge.gateways.rules import holds, new_key
from wangge.kernel.clock import day_of, now, start_of
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people.rules import Acting, PostKind

MACHINE = Acting(None, "wangge open311", None, "machine", PostKind.OFFICE_HEAD, "")
"""Whoever may run commands on the server; the trail says so."""


@click.group()
def open311() -> None:
    """Keep the keys of programs that report through Open311."""


@open311.command()
@click.option("--name", required=True, help="The client's name, as the trail will show it.")
@click.option("--region", default="", help="Code of the area it reports in; everywhere without.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The first day it no longer holds."
)
def key(name: str, region: str, until: datetime | None) -> None:
    """Make a key for a client and print it. It is shown only this once."""
    fresh = new_key()
    actions.open_key(
        client=new_id(),
        name=name,
        key=fresh,
        region=region,
        until=start_of(until.date()) if until else None,
        by=MACHINE,
        at=now(),
        id=new_id(),
    )
    click.echo(fresh)


@open311.command()
def keys() -> None:
    """List the clients, with the days from and until which their keys hold."""
    at = now()
    for client in client_keys(user=MACHINE):
        until = day_of(client.until).isoformat() if client.until else "-"
        state = "open" if holds(client.since, client.until, at) else "closed"
        area = client.region or "everywhere"
        click.echo(f"{client.name}\t{area}\t{day_of(client.since)}\t{until}\t{state}")


@open311.command()
@click.argument("name")
def close(name: str) -> None:
    """Close the key of a client."""
    client = next((one for one in client_keys(user=MACHINE) if one.name == name), None)
    if client is None:
        raise NotFound(say("There is no such client."))
    actions.close_key(client=client.pk, by=MACHINE, at=now(), id=new_id())
    click.echo(f"{client.name}: closed")
