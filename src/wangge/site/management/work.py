"""The clockwork as a process of its own: jobs on schedule, and tasks that pages have queued."""

import os
import signal
import threading
from types import FrameType

import click
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wangge.kernel.clock import now
from wangge.site.schedule import Clockwork, jobs


@click.command()
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
def work(once: bool) -> None:
    """Do the clockwork until interrupted."""
    clockwork = Clockwork(jobs())
    if once:
        clockwork.tick(now())
        run_queued()
        return
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping.wait(1.0):
        close_old_connections()
        clockwork.tick(now())
        run_queued()


def run_queued() -> None:
    """Run every task that a page has queued, one after another, and return."""
    if not DBTaskResult.objects.ready().exists():
        return
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"wangge-{os.getpid()}",
    )
    worker.run()
