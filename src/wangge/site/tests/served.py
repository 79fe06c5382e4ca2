"""An installation of its own for fault tests: real processes, on a real database, over HTTP.

It lies on the database that the suite runs on: SQLite in a folder, or with WANGGE_DATABASE a fresh
database in that PostgreSQL server. Everything listens on the loopback address alone, and every
process is ended by its own number.
"""

import http.client
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

PATIENCE = 120
"""Seconds after which something that should happen by itself has failed; never measured."""


@dataclass(frozen=True)
class Installation:
    """A data folder, a database, and what the environment says of them."""

    environment: dict[str, str]

    def killed(self, function: Callable[..., Any], *args: Any) -> None:
        """Run a function in a process that has to end by SIGKILL while it runs."""
        with self.worker() as worker:
            worker.send(function, *args)
            assert worker.process.wait(PATIENCE) == -signal.SIGKILL

    @contextmanager
    def worker(self) -> Iterator["Worker"]:
        """A process that runs functions of modules when asked."""
        with self.workers(1) as (only,):
            yield only

    @contextmanager
    def workers(self, number: int) -> Iterator[list["Worker"]]:
        """Several such processes, ready to begin."""
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", __name__], env=self.environment, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True,
            )
            for _ in range(number)
        ]  # fmt: skip
        try:
            found = [Worker(process) for process in processes]
            for worker in found:
                worker.answer()
            yield found
        finally:
            for process in processes:
                process.kill()
                process.communicate()

    @contextmanager
    def server(self, *, clockwork: bool = False) -> Iterator["Server"]:
        """``wangge serve`` with two workers, as the leader of a process group of its own."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "wangge.site.door", "serve", "--port", str(port),
             "--clockwork" if clockwork else "--no-clockwork"],
            env=self.environment, start_new_session=True,
        )  # fmt: skip
        server = Server(port, process)
        try:
            server.wait()
            yield server
        finally:
            server.kill()


@dataclass(frozen=True)
class Worker:
    """A process that runs one function after another; arguments and results go as JSON."""

    process: "subprocess.Popen[str]"

    def send(self, function: Callable[..., Any], *args: Any) -> None:
        assert self.process.stdin is not None
        what = [function.__module__, function.__name__, args]
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the process ended without an answer; its standard error says why"
        how, found = json.loads(line)
        assert how == "done", found
        return found

    def ask(self, function: Callable[..., Any], *args: Any) -> Any:
        self.send(function, *args)
        return self.answer()


@dataclass(frozen=True)
class Server:
    """A server that is up, or was."""

    port: int
    process: "subprocess.Popen[bytes]"

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended by itself"
            with suppress(OSError, http.client.HTTPException):
                line = self.line()
                line.request("GET", "/open311/v2/discovery.json")
                if line.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server doesn't answer")

    def line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def kill(self) -> None:
        """SIGKILL for the whole group, and wait until nobody listens any more."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            except OSError:
                return
            time.sleep(0.05)
        raise AssertionError("somebody still listens")


@contextmanager
def installation(home: Path, **variables: str) -> Iterator[Installation]:
    """An empty installation; its database is dropped at the end."""
    environment = os.environ | {
        "WANGGE_HOME": str(home),
        "WANGGE_HOSTS": "127.0.0.1",
        "WANGGE_REPORTS_PER_HOUR": "0",
        "WANGGE_SEND_WECOM": "",
        "WANGGE_SEND_DINGTALK": "",
        "DJANGO_SETTINGS_MODULE": "wangge.site.settings",
        **variables,
    }
    address = os.environ.get("WANGGE_DATABASE")
    if not address:
        yield Installation(environment)
        return
    import psycopg

    name = f"wangge_fault_{uuid.uuid4().hex[:12]}"
    own = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    with psycopg.connect(address, autocommit=True) as keeper:
        keeper.execute(f"CREATE DATABASE {name}")
        try:
            yield Installation(environment | {"WANGGE_DATABASE": own})
        finally:
            keeper.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bring_up_with_cast() -> None:
    """Tables, catalogues, the cast, its first grid drawn, a client's key: for a worker."""
    from wangge.gateways.tests.open311_make import draw_grid, open_key
    from wangge.people.tests.cast import make_cast
    from wangge.site.first import bring_up

    bring_up()
    make_cast()
    draw_grid()
    open_key()


def acting(part: str) -> Any:
    """Somebody of the cast, inside a worker."""
    from wangge.people.models import Account
    from wangge.people.queries import posts_held
    from wangge.people.tests.cast import AT

    return posts_held(Account.objects.get(username=part), AT.date())[0]


def main() -> None:
    """Be a worker: say that one is ready, then answer line by line."""
    import django

    django.setup()
    print(json.dumps(["done", "ready"]), flush=True)
    for line in sys.stdin:
        module, name, args = json.loads(line)
        try:
            answer = ["done", getattr(importlib.import_module(module), name)(*args)]
        except Exception:
            answer = ["failed", traceback.format_exc()]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
