"""A real server with its own settings and clients that keep their connections."""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tools.with_postgres import free_port

CLIENTS = 8
WARMING = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; ``answers`` are the statuses that count as done."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] | None = None
    answers: tuple[int, ...] = (200, 201)


@contextmanager
def server() -> Iterator[int]:
    """The port of ``wangge serve`` with two workers and no clockwork, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "wangge.site.door", "serve", "--port", str(port),
         "--workers", "2", "--no-clockwork"],
        env=os.environ | {"WANGGE_HOSTS": "127.0.0.1"},
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/sign-in/")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server didn't start")


def drive(port: int, number: int, ask: Callable[[int], Asked]) -> tuple[float, list[float]]:
    """Send ``number`` requests from eight clients at once: requests a second, and milliseconds.

    ``ask(n)`` makes the n-th request. Raises if one isn't answered as it should be.
    """
    taken: list[float] = []
    wrong: list[str] = []
    ready = threading.Barrier(CLIENTS + 1)
    each = number // CLIENTS

    def client(place: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        mine = [ask(place * (each + WARMING) + n) for n in range(each + WARMING)]
        for one in mine[:WARMING]:
            _one(line, one, wrong)
        ready.wait(timeout=300)
        for one in mine[WARMING:]:
            start = time.perf_counter()
            _one(line, one, wrong)
            taken.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait(timeout=300)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {number} requests went wrong, such as {wrong[0]}")
    return len(taken) / seconds, taken


def _one(line: http.client.HTTPConnection, asked: Asked, wrong: list[str]) -> None:
    line.request(asked.method, asked.path, body=asked.body, headers=asked.headers or {})
    answer = line.getresponse()
    body = answer.read()
    if answer.status not in asked.answers:
        wrong.append(f"{asked.method} {asked.path}: {answer.status} {body[:300]!r}")


def spread(what: str, taken: list[float], rate: float | None = None) -> tuple[str, str]:
    """A line: how many a second where that was measured, the middle and the slow end."""
    cuts = statistics.quantiles(taken, n=20)
    many = f"{rate:.0f}/s, " if rate is not None else ""
    return what, f"{many}p50 {cuts[9]:.0f}, p95 {cuts[18]:.0f} ms"
