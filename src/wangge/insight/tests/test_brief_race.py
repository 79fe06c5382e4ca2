"""Two issue at once: on PostgreSQL, where two transactions really run side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from wangge.campaigns.tests.make import a_programme
from wangge.insight.actions import issue_brief
from wangge.insight.models import Brief
from wangge.insight.tests.test_brief_actions import LATER, drafted
from wangge.kernel.errors import Mendable
from wangge.kernel.ids import new_id
from wangge.people.rules import Acting
from wangge.people.tests.cast import make_cast

AT_ONCE = 4


def together(briefs: list[UUID], by: Acting) -> list[str]:
    """Issue each brief on a thread and connection of its own; what went wrong, or nothing."""
    start = Barrier(len(briefs))

    def one(brief: UUID) -> str:
        try:
            start.wait(timeout=20)
            issue_brief(brief=brief, by=by, at=LATER, id=new_id())
        except Mendable as error:
            return str(error.reason)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(briefs)) as pool:
        return list(pool.map(one, briefs))


@pytest.mark.django_db(transaction=True)
def test_each_gets_a_number_of_its_own() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an in-memory SQLite has one connection")
    cast = make_cast()
    made = a_programme(cast.clerk)
    briefs = [drafted(cast.clerk, made).pk for _ in range(AT_ONCE)]
    assert together(briefs, cast.head) == [""] * AT_ONCE
    numbers = sorted(Brief.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db(transaction=True)
def test_one_brief_is_issued_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("an in-memory SQLite has one connection")
    cast = make_cast()
    brief = drafted(cast.clerk, a_programme(cast.clerk)).pk
    told = together([brief] * 3, cast.head)
    assert sorted(told)[0] == ""
    assert [bool(words) for words in sorted(told)] == [False, True, True]
    assert Brief.objects.get().number == 1
