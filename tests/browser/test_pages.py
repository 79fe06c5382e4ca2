"""Every section's first page, wide and narrow: accessible, quiet on the console, never too wide."""

import pytest
from django.urls import reverse

from wangge.campaigns.tests.make import a_programme, a_round
from wangge.desk.navigation import SECTIONS
from wangge.people.tests.cast import Cast, make_cast

from .conftest import NARROW, WIDE

MORE = (
    "/account/",
    "/account/tokens/",
    "/campaigns/mine/",
    "/campaigns/tasks/",
    "/cases/?queue=accept",
    "/cases/catalogue/calendar/",
    "/cases/catalogue/duty/",
    "/cases/catalogue/limits/",
    "/cases/map/",
    "/cases/mine/",
    "/cases/report/",
    "/cases/requests/",
    "/insight/briefs/new/",
    "/insight/evaluation/rules/",
    "/insight/evaluation/watch/",
    "/notices/",
    "/notices/ways/",
    "/people/accounts/",
    "/people/units/",
    "/work/import/",
    "/work/measures/",
    "/work/messages/new/",
    "/work/new/",
    "/insight/board/?wall=1",
)
"""Pages that the sections lead to."""
OUTSIDE = ("/sign-in/", "/report/", "/report/nearby/", "/report/s/nobody/", "/api/v1/docs")
"""Pages without an account; the one before the last leads nowhere."""


@pytest.fixture
def people(transactional_db) -> Cast:
    cast = make_cast()
    a_round(a_programme(cast.head), cast.head)
    return cast


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_of_the_office(screens, people, size):
    screen = screens(people.account("head"), size)
    paths = [one.address if "/" in one.address else reverse(one.address) for one in SECTIONS]
    for path in [*paths, *MORE]:
        screen.open(path)
        try:
            screen.check()
        except AssertionError as fault:
            raise AssertionError(f"{path}: {fault}") from None
        screen.shoot(name_of(path))


def name_of(path: str) -> str:
    """What the picture of a page is called."""
    return "page" + path.replace("/", "-").rstrip("-")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_for_everybody(screens, people, size):
    screen = screens(None, size)
    for path in OUTSIDE:
        screen.open(path, expect=404 if "nobody" in path else 200)
        try:
            screen.check()
        except AssertionError as fault:
            raise AssertionError(f"{path}: {fault}") from None
        screen.shoot(name_of(path))
