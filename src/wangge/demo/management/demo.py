"""``wangge demo``: load the Puji programme once, say who may sign in, and serve it."""

import json
import os
import shutil
import socket
import sys
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from rich.console import Console
from rich.table import Table

from wangge.demo import plan
from wangge.demo.load import load
from wangge.demo.stage import Stage
from wangge.kernel import clock

SHOWN = (
    "zongzhi", "changwu", "chengyuan", "zhuren", "neiqin", "fenzhi", "shequ1", "wangge01",
    "wuye", "huanwei", "chengguan", "jiancha1", "jigongwei", "guanli",
)  # fmt: skip


@click.command()
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
@click.option("--load-only", is_flag=True, help="Load, print the logins, and don't serve.")
def demo(fresh: bool, port: int, load_only: bool) -> None:
    """Load the Puji programme (June to 2 September 2020) and serve it on this machine."""
    folder = Path(settings.HOME)
    logins, unfinished = folder / "demo-logins.json", folder / "demo-unfinished"
    if fresh or unfinished.exists():
        _clear(folder)
    elif not logins.exists() and _in_use():
        sys.exit("wangge: this folder holds other data; choose another with WANGGE_HOME.")
    if not logins.exists():
        unfinished.touch()
    call_command("migrate", verbosity=0)
    clock.pin(plan.TODAY)
    (folder / "day").write_text(plan.TODAY.isoformat())
    if not logins.exists():
        _load(logins)
        unfinished.unlink()
    if not load_only:
        port = _free(port)
    _tell(json.loads(logins.read_text()), port, load_only)
    if not load_only:
        _serve(port)


def _serve(port: int) -> None:
    """Become the server, so that Ctrl-C and signals reach it directly."""
    words = ["-m", "wangge.site.door", "serve", "--port", str(port)]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - our own words


def _in_use() -> bool:
    return "people_account" in connection.introspection.table_names()


def _clear(folder: Path) -> None:
    """Remove what a demo made in its folder; another database is emptied by Django."""
    if connection.vendor == "sqlite":
        connection.close()
        for file in folder.glob("wangge.sqlite3*"):
            file.unlink()
    elif _in_use():
        call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(folder / "evidence", ignore_errors=True)
    for name in ("demo-logins.json", "demo-unfinished", "day", "suggesting.npz"):
        (folder / name).unlink(missing_ok=True)


def _load(logins: Path) -> None:
    with Console(stderr=True).status("loading the Puji programme …") as status:
        stage = load(lambda line: status.update(f"loading the Puji programme: {line}"))
    partial = logins.with_suffix(".part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        told = {"password": stage.password, "seats": _seats(stage), "links": stage.links}
        json.dump(told, out, ensure_ascii=False)
    partial.rename(logins)


def _seats(stage: Stage) -> list[list[str]]:
    return [[key, stage.actors[key].title, stage.actors[key].name] for key in SHOWN]


def _free(port: int) -> int:
    """The port asked for, or the next one that nobody listens on."""
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    sys.exit(f"wangge: ports {port} to {port + 49} are all in use; name another with --port.")


def _tell(known: dict[str, object], port: int, load_only: bool) -> None:
    console = Console()
    table = Table(title="演示账号 Demo logins", title_justify="left")
    for heading in ("登录名 user", "岗位 post", "姓名 name", "密码 password"):
        table.add_column(heading)
    seats = known["seats"]
    if isinstance(seats, list):
        for key, title, name in seats:
            table.add_row(key, title, name, str(known["password"]))
    console.print(table)
    console.print(
        "shequ1–shequ9 社区书记, wangge01–wangge36 网格长, jiancha1–jiancha3 监督员: "
        "同一密码 same password"
    )
    if not load_only:
        links = known.get("links")
        if isinstance(links, dict) and (secret := links.get("handling")):
            console.print(f"居民查询 A resident's link: http://127.0.0.1:{port}/report/s/{secret}/")
        console.print(f"网格 Wangge: http://127.0.0.1:{port}/  (Ctrl-C to stop)", highlight=False)
