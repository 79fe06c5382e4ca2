"""The server: granian for the pages, and one process beside it for the clockwork."""

import os
import signal
import subprocess
import sys
from types import FrameType

import click

from wangge.site.first import bring_up


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer pages.")
@click.option("--clockwork/--no-clockwork", default=True, help="Also do jobs, notices, seals.")
def serve(port: int, host: str, workers: int, clockwork: bool) -> None:
    """Serve the pages until interrupted. Tables and catalogues are brought up to date first."""
    bring_up()
    run(port, host, workers, clockwork)


def run(port: int, host: str, workers: int, clockwork: bool) -> None:
    """Start the server and the clockwork, wait, and stop both by their own pids."""
    processes = [subprocess.Popen(_granian(port, host, workers))]  # noqa: S603 - our own words
    if clockwork:
        processes.append(subprocess.Popen([sys.executable, "-m", "wangge.site.door", "work"]))

    def stop(number: int, frame: FrameType | None) -> None:
        for process in processes:
            process.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = processes[0].wait()
    for process in processes[1:]:
        process.terminate()
        process.wait(timeout=10)
    sys.exit(0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else code)


def _granian(port: int, host: str, workers: int) -> list[str]:
    os.environ["PYTHONUNBUFFERED"] = os.environ["WANGGE_WARM"] = "1"
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "2",
        "--no-ws", "--log-level", "warning", "--respawn-failed-workers",
        "wangge.site.wsgi:application",
    ]  # fmt: skip
