"""An action's id: repeated calls answer as the first time, even when they cross."""

import threading
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import connection

from wangge.kernel.errors import Conflict, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.trail.actions import action
from wangge.trail.models import Entry
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
