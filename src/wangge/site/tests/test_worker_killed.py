"""The clockwork killed by the system at its worst moments: nothing is lost, nothing told twice."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID, uuid4

import pytest

from wangge.people.tests.cast import AT, GRID
from wangge.site.tests.served import acting, bring_up_with_cast, installation

pytestmark = pytest.mark.slow
MAIL = "chuzhi@example.org"


@contextmanager
def gateway() -> Iterator[tuple[int, list[bytes]]]:
    """A messages' gateway on a loopback port: the port, and what it has taken."""
    taken: list[bytes] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Take) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, taken
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An installation with a gateway for mail, and what the gateway has taken."""
    with gateway() as (port, taken):
        mail = f"json://127.0.0.1:{port}/{{address}}"
        home = tmp_path_factory.mktemp("home")
        with installation(home, WANGGE_SEND_MAIL=mail) as here, here.worker() as worker:
            worker.ask(bring_up_with_cast)
            yield here, worker, taken


@pytest.fixture
def ground(up: Any) -> Any:
    """That, with nothing on its way out from the test before."""
    _, worker, taken = up
    worker.ask(forget_parcels)
    taken.clear()
    return up


def forget_parcels() -> int:
    from wangge.trail.models import Parcel

    return Parcel.objects.all().delete()[0]


def dispatch() -> str:
    """A case is dispatched to the handler, who wants mail; the id of the dispatch's entry."""
    from wangge.cases import actions
    from wangge.cases.rules import Source
    from wangge.cases.tests.make import make_category, make_condition
    from wangge.outside.messages import Channel
    from wangge.trail.actions.notices import set_reach

    litter = make_category()
    make_condition(litter)
    clerk, handler, leader = acting("clerk"), acting("handler"), acting("leader")
    case, id = uuid4(), uuid4()
    set_reach(reach=uuid4(), channel=Channel.MAIL, address=MAIL, by=handler, at=AT, id=uuid4())
    for name, by, own, given in (
        ("report_case", leader, uuid4(), {"source": Source.PATROL, "text": "垃圾", "region": GRID}),
        ("file_case", clerk, uuid4(), {"category": litter.pk}),
        ("dispatch_case", clerk, id, {"unit": handler.unit}),
    ):
        getattr(actions, name)(case=case, by=by, at=AT, id=own, **given)
    return str(id)


def deliver_and_die(told: bool) -> None:
    """Deliver, and die in the reaction before its notices are written, or right after."""
    from wangge.cases import reactions
    from wangge.trail.jobs import deliver

    tell = reactions.notify

    def then_die(*args: Any, **kwargs: Any) -> None:
        if told:
            tell(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    reactions.notify = then_die
    deliver(AT)


def deliver_again() -> list[int]:
    """Deliver as the next worker does: how many were done and failed."""
    from wangge.trail.jobs import deliver

    found = deliver(AT)
    return [found.done, found.failed]


def send_and_die(sent: bool) -> None:
    """Take a parcel, and die before it is sent, or before it is marked as sent."""
    from wangge.trail.jobs import parcels

    send = parcels.send

    def then_die(*args: Any) -> None:
        if sent:
            send(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    parcels.send = then_die
    parcels.send_parcels(AT)


def send_later(minutes: int) -> list[int]:
    """Send as another worker does some minutes later: how many went out, how many didn't."""
    from wangge.trail.jobs import send_parcels

    found = send_parcels(AT + timedelta(minutes=minutes))
    return [found.sent, found.failed]


def told(entry: str) -> dict[str, Any]:
    """Who was told of an entry, and where its parcels stand."""
    from wangge.trail.models import Entry, Notice, Parcel

    of = {"entry": UUID(entry)}
    return {
        "waiting": Entry.objects.get(pk=entry).delivered_at is None,
        "notices": list(Notice.objects.filter(**of).values_list("account__username", flat=True)),
        "parcels": list(Parcel.objects.filter(**of).values_list("state", "address")),
    }


@pytest.mark.parametrize("written", [False, True], ids=["before it is written", "before commit"])
def test_a_worker_that_dies_tells_nobody_and_the_next_tells_once(
    ground: Any, written: bool
) -> None:
    here, worker, _ = ground
    entry = worker.ask(dispatch)
    here.killed(deliver_and_die, written)
    assert worker.ask(told, entry) == {"waiting": True, "notices": [], "parcels": []}
    done, failed = worker.ask(deliver_again)
    assert done >= 2 and failed == 0
    assert worker.ask(deliver_again) == [0, 0]
    found = worker.ask(told, entry)
    assert (found["waiting"], found["notices"]) == (False, ["handler"])
    assert [state for state, _ in found["parcels"]] == ["waiting"]


@pytest.mark.parametrize(
    ("sent", "arrived"), [(False, 1), (True, 2)], ids=["before sending", "before marking"]
)
def test_a_parcel_whose_worker_died_goes_out_after_the_lease(
    ground: Any, sent: bool, arrived: int
) -> None:
    """Died between sending and marking it arrives twice: twice is better than never."""
    here, worker, taken = ground
    entry = worker.ask(dispatch)
    worker.ask(deliver_again)
    here.killed(send_and_die, sent)
    assert worker.ask(send_later, 5) == [0, 0]
    assert len(taken) == arrived - 1
    assert [state for state, _ in worker.ask(told, entry)["parcels"]] == ["sending"]
    assert worker.ask(send_later, 11) == [1, 0]
    assert worker.ask(send_later, 30) == [0, 0]
    assert len(taken) == arrived
    assert worker.ask(told, entry)["parcels"] == [["sent", ""]]
