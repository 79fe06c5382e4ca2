"""``wangge read-message``: one message in, what was read out. Needs no tables and no Django."""

import io
import sys

import click

from wangge.worklog.rules.reading import ReadFigure, read_jsonl
from wangge.worklog.rules.reading import read_message as read

ROLES = {
    "main": "成果 result",
    "part": "其中 part",
    "scope": "范围 scope",
    "plan": "计划 plan",
    "rate": "比率 rate",
    "change": "同比 change",
    "foreign": "无关 foreign",
}
PERIODS = {
    "day": "当天",
    "week": "本周",
    "month": "当月",
    "year": "全年",
    "event": "本次行动",
    "period": "期间",
    "cumulative": "累计",
    "mixed": "混合",
}


@click.command()
@click.option(
    "--jsonl", is_flag=True, help='Read lines {"id", "text"}, print lines {"id", "figures"}.'
)
def read_message(jsonl: bool) -> None:
    """Read the figures out of a message on standard input.

    Without --jsonl a person gets a table: what was done, how much, how sure, in which role.
    """
    stdin = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    if jsonl:
        for line in read_jsonl(stdin):
            click.echo(line)
            sys.stdout.flush()
        return
    text = stdin.read()
    if not text.strip():
        raise click.UsageError(
            "the message is empty; pipe one in: echo 今日清运垃圾2吨 | wangge read-message"
        )
    show(read(text))


def show(figures: list[ReadFigure]) -> None:
    """Print a table for a person."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not figures:
        console.print("没有读到数量 no figures were read")
        return
    table = Table()
    for heading in (
        "动作 verb",
        "对象 object",
        "数量 amount",
        "单位 unit",
        "性质 role",
        "时段 period",
        "地点 place",
        "原文 words",
    ):
        table.add_column(heading, justify="right" if heading.startswith("数量") else "left")
    for figure in figures:
        counts = figure.role.value in ("main", "part")
        table.add_row(
            figure.verb or "",
            figure.object or "",
            amount(figure),
            figure.unit,
            ROLES[figure.role.value],
            PERIODS.get(figure.period or "", ""),
            figure.place or "",
            figure.surface,
            style="" if counts else "dim",
        )
    console.print(table)


def amount(figure: ReadFigure) -> str:
    """Digits, the upper end of a range, and how exact they are: ``300余``, ``约2``, ``3–5``."""
    from wangge.kernel.words import Qualifier, plain

    digits = plain(figure.amount)
    if figure.amount_max is not None:
        digits += "–" + plain(figure.amount_max)
    if figure.qualifier is Qualifier.OVER:
        return digits + "余"
    return "约" + digits if figure.qualifier is Qualifier.ABOUT else digits
