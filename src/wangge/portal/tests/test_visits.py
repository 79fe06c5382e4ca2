"""Counting addresses: spans, days, forgetting."""

from datetime import UTC, datetime, timedelta

import pytest

from wangge.portal.actions import count_visit
from wangge.portal.jobs import sweep_visits
from wangge.portal.models import Visit
from wangge.portal.queries import again_at
from wangge.portal.rules import Gate

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)


def visit(at: datetime = AT, address: str = "203.0.113.5") -> datetime | None:
    return count_visit(gate=Gate.REPORT, address=address, at=at)


def test_a_full_hour_ends_with_the_hour(settings) -> None:
    settings.REPORTS_PER_HOUR = 2
    assert [visit(), visit(), visit()] == [None, None, AT.replace(hour=3, minute=0)]
    assert visit(AT + timedelta(minutes=30)) is None
    assert visit(address="203.0.113.6") is None


def test_a_full_day_ends_at_midnight_here(settings) -> None:
    settings.REPORTS_PER_HOUR = 1
    found = [visit(AT + timedelta(hours=hour)) for hour in range(6)]
    assert found == [None] * 5 + [datetime(2026, 3, 2, 16, tzinfo=UTC)]
    assert visit(AT + timedelta(days=1)) is None


def test_asking_counts_nothing() -> None:
    assert again_at(gate=Gate.REPORT, address="203.0.113.5", at=AT) is None
    assert not Visit.objects.exists()


def test_visits_are_forgotten(settings) -> None:
    visit()
    visit(AT + timedelta(days=2))
    assert sweep_visits(AT + timedelta(days=2, hours=12)) == 1
    assert Visit.objects.count() == 1
