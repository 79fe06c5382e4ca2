"""Timelines and the journal: in one's area, by right, page after page."""

from datetime import date, timedelta

import pytest

from wangge.kernel.errors import Refused
from wangge.kernel.ids import new_id
from wangge.trail.models import Entry
from wangge.trail.queries import entries_of, journal
from wangge.trail.tests.make import AT, FIRST, GRID, SECOND, happen


def test_the_timeline_is_oldest_first_and_stays_in_the_area(cast) -> None:
    thing = new_id()
    for minutes in (5, 0):
        entry = happen(by=cast.clerk, at=AT + timedelta(minutes=minutes), id=new_id())
        Entry.objects.filter(pk=entry.pk).update(subject=thing)
    rows = entries_of("test.thing", thing, user=cast.clerk)
    assert [row.at for row in rows] == [AT, AT + timedelta(minutes=5)]
    assert (rows[0].who, rows[0].title, rows[0].label) == ("clerk", "clerk", "test.happen")
    assert entries_of("test.thing", thing, user=cast.leader) == []
    assert entries_of("test.thing", thing, user=cast.stranger) == []


def test_the_journal_needs_its_right(cast) -> None:
    with pytest.raises(Refused):
        journal(user=cast.leader)
    assert journal(user=cast.discipline).rows == journal(user=cast.commander).rows


def test_filters(cast) -> None:
    for region in (FIRST, SECOND, GRID):
        happen(region=region, by=cast.clerk, at=AT, id=new_id())
    happen(by=cast.head, at=AT + timedelta(days=3), id=new_id())

    def count(**filters) -> int:
        return len(journal(user=cast.commander, action="test.happen", **filters).rows)

    assert count() == 4
    assert count(region=SECOND) == 1
    assert count(region=FIRST) == 3
    assert count(who="hea") == 1
    assert count(since=date(2020, 9, 1)) == 1
    assert count(until=date(2020, 8, 31)) == 3
    assert len(journal(user=cast.commander, action="test.nothing").rows) == 0
    assert len(journal(user=cast.stranger, action="test.happen").rows) == 0


def test_pages_hold_each_entry_once(cast, django_assert_num_queries) -> None:
    made = [happen(by=cast.clerk, at=AT, id=new_id()).pk for _ in range(7)]
    found, key = [], ""
    while True:
        with django_assert_num_queries(1):
            page = journal(user=cast.clerk, action="test.happen", after=key, size=3)
        found += [row.id for row in page.rows]
        if not (key := page.following):
            break
    assert sorted(found) == sorted(made)
    assert len(journal(user=cast.clerk, after="nonsense", size=3).rows) == 3
