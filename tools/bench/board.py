"""The board page at a million records: eight readers at once, keeping their connections.

The real server with its own settings, two worker processes; measured twice, while nothing
happens and while a record is confirmed every second, which makes each snapshot stale.
"""

import http.client
import os
import re
import statistics
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import django
from tools.bench.served import server

RECORDS = 1_000_000
READERS, REQUESTS, WARMING = 8, 60, 3
PASSWORD = "eight readers at once"  # noqa: S105 - of this measurement's own database
PAGE = "/insight/board/?programme=bench&on=2020-09-02"


def run() -> list[tuple[str, str]]:
    """Lines of the measurement; the tables are made and filled here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tools.bench import bulk

    ground = bulk.lay()
    bulk.records(ground, RECORDS)
    _reader()
    with server() as port:
        still = _measure(port, lambda: None)
        busy = _measure(port, _writer(ground))
    return [*_lines("nothing happens", still), *_lines("a record confirmed each second", busy)]


def _lines(when: str, taken: list[float]) -> list[tuple[str, str]]:
    cuts = statistics.quantiles(taken, n=20)
    return [
        (f"board at {RECORDS:,} records, {READERS} readers, {when}: p50", f"{cuts[9]:.0f} ms"),
        ("  p95", f"{cuts[18]:.0f} ms"),
        ("  slowest", f"{max(taken):.0f} ms"),
    ]


def _reader() -> None:
    """Somebody who sees the whole subdistrict, with a way in."""
    from tools.bench import bulk

    from wangge.kernel.clock import now
    from wangge.kernel.ids import new_id
    from wangge.people import actions
    from wangge.people.rules import Acting, PostKind, UnitKind

    office = Acting(None, "bench", None, "bench", PostKind.OFFICE_HEAD, "")
    unit, post, account = new_id(), new_id(), new_id()
    at = now()
    doing = {"by": office, "at": at}
    actions.open_unit(unit=unit, kind=UnitKind.COMMAND, name="指挥部", region=bulk.STREET,
                      id=new_id(), **doing)  # fmt: skip
    actions.open_post(post=post, kind=PostKind.COMMANDER, title="总指挥长", unit=unit,
                      region=bulk.STREET, id=new_id(), **doing)  # fmt: skip
    actions.open_account(account=account, username="reader", name="读者", password=PASSWORD,
                         must_change=False, id=new_id(), **doing)  # fmt: skip
    actions.appoint(account=account, post=post, since=(at - timedelta(days=2)).date(),
                    id=new_id(), **doing)  # fmt: skip


def _writer(ground: object) -> Callable[[], None]:
    """What confirms one record."""
    from decimal import Decimal

    from tools.bench import bulk

    from wangge.kernel.clock import now
    from wangge.kernel.ids import new_id
    from wangge.kernel.words import Qualifier
    from wangge.people.rules import Acting, PostKind
    from wangge.worklog.actions import confirm_record, draft_record

    clerk = Acting(None, "bench", None, "bench", PostKind.CLERK, bulk.STREET)

    def write() -> None:
        record = new_id()
        draft_record(
            record=record, measure="posters", amount=Decimal(1), qualifier=Qualifier.EXACT,
            region=bulk.STREET, starts_on=bulk.UNTIL, ends_on=bulk.UNTIL,
            campaign=ground.campaigns[0], by=clerk, at=now(), id=new_id(),
        )  # fmt: skip
        confirm_record(record=record, by=clerk, at=now(), id=new_id())

    return write


def _measure(port: int, write: Callable[[], None]) -> list[float]:
    """Milliseconds of every request of every reader, once all have signed in and warmed up."""
    taken: list[float] = []
    stop = threading.Event()
    ready = threading.Barrier(READERS)
    readers = [threading.Thread(target=_read, args=(port, taken, ready)) for _ in range(READERS)]

    def keep_writing() -> None:
        while not stop.wait(1.0):
            write()

    writer = threading.Thread(target=keep_writing)
    for thread in (*readers, writer):
        thread.start()
    for thread in readers:
        thread.join()
    stop.set()
    writer.join()
    if len(taken) != READERS * REQUESTS:
        raise RuntimeError("a reader was turned away")
    return taken


def _read(port: int, taken: list[float], ready: threading.Barrier) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": _sign_in(line), "Connection": "keep-alive"}
    for number in range(-WARMING, REQUESTS):
        if number == 0:
            ready.wait(timeout=120)
        start = time.perf_counter()
        line.request("GET", PAGE, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200 or b"tile-value" not in body:
            return
        if number >= 0:
            taken.append((time.perf_counter() - start) * 1000)


def _sign_in(line: http.client.HTTPConnection) -> str:
    """Cookies of a fresh session."""
    line.request("GET", "/sign-in/")
    page = line.getresponse()
    words = page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', words)
    cookies = _cookies(page)
    if token is None:
        raise RuntimeError("the sign-in page has no form")
    fields = {
        "csrfmiddlewaretoken": token.group(1),
        "username": "reader",
        "login": "reader",
        "password": PASSWORD,
    }
    line.request(
        "POST", "/sign-in/", urlencode(fields),
        {"Cookie": _joined(cookies), "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    answer = line.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError("the reader could not sign in")
    return _joined(cookies | _cookies(answer))


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    found = {}
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            found[key] = rest.partition(";")[0]
    return found


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{key}={value}" for key, value in cookies.items())
