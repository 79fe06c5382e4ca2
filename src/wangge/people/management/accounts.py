"""``wangge accounts``: the first account of an installation, and a way back in from the machine."""

import click
from django.conf import settings

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people import actions
from wangge.people.queries import anybody, person_named
from wangge.people.rules import Acting, PostKind, UnitKind, one_time_password

MACHINE = Acting(None, "wangge accounts", None, "machine", PostKind.OFFICE_HEAD, "")
"""Whoever may run commands on the server; the trail says so."""


@click.group()
def accounts() -> None:
    """Make the first account, or give a new one-time password."""


@accounts.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--region", required=True, help="Code of the subdistrict, e.g. 530102009.")
@click.option("--unit", default="街道办事处", show_default=True, help="Name of the office.")
def first(username: str, name: str, region: str, unit: str) -> None:
    """Make the head of the campaign office, who then opens all other accounts.

    Only in an installation where nobody has an account yet. Prints a one-time password.
    """
    if anybody():
        raise Refused(say("There are accounts already; those who keep them open more."))
    at, home, post, account, id = now(), new_id(), new_id(), new_id(), new_id()
    password = one_time_password(settings.SECRET_KEY, id)
    actions.open_account(
        account=account, username=username, name=name, password=password, region=region,
        by=MACHINE, at=at, id=id,
    )  # fmt: skip
    actions.open_unit(
        unit=home, kind=UnitKind.STREET_OFFICE, name=unit, region=region,
        by=MACHINE, at=at, id=new_id(),
    )  # fmt: skip
    actions.open_post(
        post=post, kind=PostKind.OFFICE_HEAD, title="创文办主任", unit=home, region=region,
        by=MACHINE, at=at, id=new_id(),
    )  # fmt: skip
    actions.appoint(account=account, post=post, since=day_of(at), by=MACHINE, at=at, id=new_id())
    click.echo(f"{username}  {password}  (to be changed at the first sign-in)")


@accounts.command()
@click.argument("username")
def reset(username: str) -> None:
    """Give somebody a new one-time password and lift their lock."""
    account = person_named(username.lower())
    if account is None:
        raise NotFound(say("No account has this sign-in name."))
    id = new_id()
    password = one_time_password(settings.SECRET_KEY, id)
    actions.reset_password(account=account, password=password, by=MACHINE, at=now(), id=id)
    click.echo(f"{username}  {password}  (to be changed at the first sign-in)")
