"""The sheet to take away: what is filtered, dates as dates, nothing a spreadsheet would run."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from wangge.cases.queries import export
from wangge.cases.queries.export import exported
from wangge.cases.queries.sought import Sought
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_category
from wangge.people.tests.cast import AT, NEXT_GRID, Cast

pytestmark = pytest.mark.django_db


def sheet(client: Client, **query) -> list[list[object]]:
    answer = client.get(reverse("cases:sheet"), query)
    assert answer.status_code == 200
    data = BytesIO(b"".join(answer.streaming_content))
    return CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()


@pytest.fixture
def clerk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.account("clerk"), "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_sheet_says_its_filter_and_keeps_kinds_of_values(clerk, cast: Cast):
    make_case(cast, Stage.CLOSED, text='=HYPERLINK("x")', number="+1", limit=4, reworks=2)
    make_case(cast, region=NEXT_GRID)
    rows = sheet(clerk, queue="ended", category=make_category().pk, q="垃圾 =")
    assert "暴露垃圾" in rows[0][0]
    assert "垃圾 =" in rows[0][0]
    rows = sheet(clerk, queue="ended")
    assert len(rows) == 3
    line = dict(zip(rows[1], rows[2], strict=True))
    values = list(line.values())
    assert values[0] == "+1"
    assert '=HYPERLINK("x")' in values
    assert "2020-08-31 09:00:00" in [str(value) for value in values]
    assert 2.0 in values


def test_stretches_join_and_memory_holds_one_of_them(cast: Cast, monkeypatch):
    monkeypatch.setattr(export, "STRETCH", 4)
    made = [make_case(cast, reported_at=AT - timedelta(hours=n)) for n in range(10)]
    with CaptureQueriesContext(connection) as asked:
        rows = list(exported(user=cast.clerk, sought=Sought(), at=AT))
    assert [row.values["number"] for row in rows] == [case.number for case in reversed(made)]
    assert len(asked) == 4
    few = list(exported(user=cast.clerk, sought=Sought(), at=AT, most=6))
    assert len(few) == 6


def test_only_ones_own(cast: Cast):
    make_case(cast)
    own = make_case(cast, Stage.DISPATCHED)
    rows = exported(user=cast.handler, sought=Sought(), at=AT)
    assert [row.values["number"] for row in rows] == [own.number]
