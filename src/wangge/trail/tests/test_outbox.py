"""Entries reach their reactions once, also after failures, and never wait for each other."""

from datetime import timedelta

import pytest

from wangge.kernel.ids import derived_id, new_id
from wangge.trail.jobs import Delivered, deliver
from wangge.trail.models import Delivery, Entry, Evidence
from wangge.trail.queries import stuck
from wangge.trail.rules import outbox, reaction
from wangge.trail.tests.make import AT, happen


@pytest.fixture(autouse=True)
def own_registry(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "_reactions", {})


def mark(entry) -> None:
    """What a reaction writes: a row under an id derived from the entry's."""
    Evidence.objects.get_or_create(
        pk=derived_id(entry.id, "mark"),
        defaults={"sha256": "0", "name": entry.action, "media_type": "", "size": 0, "at": AT},
    )


def test_an_entry_is_handed_on_once(cast) -> None:
    seen = []
    reaction("test.happen")(lambda entry: seen.append(entry.id))
    entry = happen(by=cast.clerk, at=AT, id=new_id())
    assert deliver(AT) == Delivered(1, 0)
    assert deliver(AT) == Delivered(0, 0)
    assert seen == [entry.pk]
    assert not Entry.objects.filter(delivered_at__isnull=True).exists()


def test_oldest_first(cast) -> None:
    seen = []
    reaction("test.happen")(lambda entry: seen.append(entry.at))
    for days in (2, 0, 1):
        happen(by=cast.clerk, at=AT + timedelta(days=days), id=new_id())
    deliver(AT)
    assert seen == sorted(seen)


def test_a_reaction_that_fails_twice(cast) -> None:
    calls = []

    @reaction("test.happen")
    def shaky(entry) -> None:
        calls.append(entry.id)
        mark(entry)
        if entry.id == first.pk and calls.count(entry.id) <= 2:
            raise RuntimeError("not yet")

    first = happen(by=cast.clerk, at=AT, id=new_id())
    second = happen(by=cast.clerk, at=AT + timedelta(seconds=1), id=new_id())
    assert deliver(AT) == Delivered(1, 1)  # the second doesn't wait for the first
    assert Evidence.objects.count() == 1  # nothing of the failed one stayed
    assert [row[1:] for row in stuck()] == [(1, "RuntimeError: not yet")]
    assert deliver(AT) == Delivered(0, 0)  # not before its time
    assert deliver(AT + timedelta(minutes=1)) == Delivered(0, 1)
    assert Delivery.objects.get().attempts == 2
    assert deliver(AT + timedelta(minutes=2)) == Delivered(0, 0)
    assert deliver(AT + timedelta(minutes=3)) == Delivered(1, 0)
    assert not Delivery.objects.exists()
    assert Evidence.objects.count() == 2
    assert calls.count(second.pk) == 1


def test_all_reactions_to_an_entry_or_none(cast) -> None:
    reaction("test.happen")(mark)

    @reaction("test.happen")
    def fail(entry) -> None:
        raise ValueError

    happen(by=cast.clerk, at=AT, id=new_id())
    assert deliver(AT).failed == 1
    assert not Evidence.objects.exists()


def test_what_nobody_waits_for_is_done(cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        assert deliver(AT) == Delivered(0, 0)
    assert not Entry.objects.filter(delivered_at__isnull=True).exists()
