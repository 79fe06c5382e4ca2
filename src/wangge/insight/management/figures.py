"""``wangge figures``: published numbers for a person or another program."""

import csv
import json
import sys
from datetime import date, datetime

import click

from wangge.insight.figures import FIGURES, REPORTED, Answer, ask, programme_named
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.models import Account
from wangge.people.queries import acting_as
from wangge.people.rules import CLOCKWORK, Acting

Day = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--programme", required=True, help="Slug of the programme, such as puji.")
@click.option("--until", type=Day, help="Last day, as 2020-09-02; today without it.")
@click.option("--since", type=Day, help="First day; from the very beginning without it.")
@click.option("--region", default="", help="Code of a region to narrow the question to.")
@click.option("--as", "username", default="", help="Ask as the person with this sign-in name.")
@click.option("--key", "keys", multiple=True, help="Only this figure; may be given several times.")
@click.option(
    "--format", "form", type=click.Choice(["json", "table", "csv"]), default="table",
    show_default=True,
)  # fmt: skip
def figures(
    programme: str,
    until: datetime | None,
    since: datetime | None,
    region: str,
    username: str,
    keys: tuple[str, ...],
    form: str,
) -> None:
    """Print the published figures of a programme, each with its value and official wording."""
    today = day_of(now())
    user = person(username, today) if username else CLOCKWORK
    plan = programme_named(programme, user)
    answers = ask(
        keys or REPORTED,
        user=user,
        programme=plan,
        until=until.date() if until else today,
        since=since.date() if since else None,
        region=region,
    )
    {"json": as_json, "csv": as_csv, "table": as_table}[form](answers)


def person(username: str, today: date) -> Acting:
    """The post of a named person. Raises :class:`NotFound`."""
    account = Account.objects.filter(username__iexact=username).first()
    if account is None:
        raise NotFound(say("There is no person with the sign-in name “%(name)s”.", name=username))
    return acting_as(account, today)


def as_json(answers: dict[str, Answer]) -> None:
    """One object by key."""
    found = {
        key: {
            "value": answer.number,
            "text": answer.text,
            "qualifier": answer.qualifier.value,
            "unit": answer.figure.unit,
            "rows": answer.rows,
            "name": answer.figure.name.zh,
            "section": answer.figure.section,
            "definition": answer.definition.zh,
            "filter": answer.filter.zh,
        }
        for key, answer in answers.items()
    }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def as_csv(answers: dict[str, Answer]) -> None:
    """A line per figure, with a head."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["key", "section", "name", "value", "unit", "qualifier", "text", "rows"])
    for key, answer in answers.items():
        figure = answer.figure
        number = "" if answer.number is None else answer.number
        out.writerow(
            [key, figure.section, figure.name.zh, number, figure.unit, answer.qualifier.value,
             answer.text, answer.rows]
        )  # fmt: skip


def as_table(answers: dict[str, Answer]) -> None:
    """Aligned columns for a terminal."""
    from rich.console import Console
    from rich.table import Table

    shown = Table("key", "名称", "value", "text", "rows", box=None, pad_edge=False)
    for column in (2, 4):
        shown.columns[column].justify = "right"
    for key, answer in answers.items():
        number = "—" if answer.number is None else f"{answer.number:,}"
        shown.add_row(key, FIGURES[key].name.zh, number, answer.text, f"{answer.rows:,}")
    Console().print(shown)
