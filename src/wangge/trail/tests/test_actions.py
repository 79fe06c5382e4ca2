"""An action's id: repeated calls answer as the first time, even when they cross."""

import threading
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from wangge.kernel.errors import Conflict, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.trail.actions import action
from wangge.trail.models import Delivery, Entry
from wangge.trail.rules import Note
from wangge.trail.tests.make import AT, happen


class Nobody(NamedTuple):
    """An actor without account, as the clockwork is."""

    account: UUID | None = None
    post: UUID | None = None
    title: str = "clockwork"
    name: str = "wangge"


SYSTEM = Nobody()


def test_once_for_one_id(cast) -> None:
    id = new_id()
    assert happen(by=cast.clerk, at=AT, id=id) == happen(by=cast.clerk, at=AT, id=id)
    assert Entry.objects.filter(action="test.happen").count() == 1


def test_an_id_is_for_one_action_of_one_person(cast) -> None:
    id = new_id()
    happen(by=cast.clerk, at=AT, id=id)
    with pytest.raises(Conflict):
        happen(by=cast.head, at=AT, id=id)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "times"), [("40P01", 2), ("40P01", 3), ("08006", 1)])
def test_crossed_locks_are_tried_anew_and_nothing_else(state: str, times: int) -> None:
    """What PostgreSQL ended for a deadlock is done on the second go; a lost line is an error."""
    calls = []

    @action("test.happen")
    def crossed(*, by, at, id) -> Note:
        calls.append(id)
        Delivery.objects.create(entry=happen(by=by, at=at, id=new_id()), attempts=1, next_at=at)
        if len(calls) < times or times == 1:
            cause = Exception("locks")
            cause.sqlstate = state  # type: ignore[attr-defined]
            raise OperationalError("ended by the database") from cause
        return Note("test.thing", id, "")

    id = new_id()
    if times == 1:
        with pytest.raises(OperationalError):
            crossed(by=SYSTEM, at=AT, id=id)
    else:
        assert crossed(by=SYSTEM, at=AT, id=id).pk == id
    assert len(calls) == times
    assert Delivery.objects.count() == (0 if times == 1 else 1)


@pytest.mark.django_db(transaction=True)
def test_the_loser_of_two_crossing_calls_reads_the_winner_s_entry() -> None:
    """The twin commits between our first look and our guard, which therefore refuses."""
    id = new_id()
    begun, twin_done = threading.Event(), threading.Event()

    @action("test.happen")
    def late(*, by, at, id) -> Note:
        begun.set()
        assert twin_done.wait(10)
        raise Refused(say("This was done already."))

    def twin() -> None:
        begun.wait(10)
        try:
            happen(by=SYSTEM, at=AT, id=id)
        finally:
            connection.close()
            twin_done.set()

    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: calls can't cross")
    other = threading.Thread(target=twin)
    other.start()
    assert late(by=SYSTEM, at=AT, id=id).pk == id
    other.join()
