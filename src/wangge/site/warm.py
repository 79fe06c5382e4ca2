"""Put the usual questions once when a server process starts, so that nobody waits for them.

A figure's statement is made from its Ibis expression on the first asking of its shape, which
takes seconds in a fresh process and milliseconds ever after.
"""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from wangge.campaigns.queries import programmes
from wangge.insight.boards import board
from wangge.insight.briefs.numbers import TOGETHER
from wangge.insight.figures import ask
from wangge.kernel.clock import day_of, now, week_of
from wangge.kernel.errors import Mendable
from wangge.people.rules import CLOCKWORK

log = logging.getLogger("wangge.warm")


def ask_the_usual() -> None:
    """Ask what boards and briefs ask, of the newest programme, if there is one."""
    at = now()
    today = day_of(at)
    programme = next(iter(programmes(user=CLOCKWORK)), None)
    if programme is None:
        return
    board(user=CLOCKWORK, programme=programme.programme.pk, at=at)
    for keys in TOGETHER:
        for since in (None, week_of(today).start):
            ask(keys, user=CLOCKWORK, programme=programme.programme.pk, since=since, until=today)


def in_background() -> None:
    """Warm up beside the first requests; a fault here harms nobody."""

    def run() -> None:
        try:
            ask_the_usual()
        except (DatabaseError, Mendable):
            log.warning("could not warm up", exc_info=True)
        finally:
            close_old_connections()

    threading.Thread(target=run, name="warm", daemon=True).start()
