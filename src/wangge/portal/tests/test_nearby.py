"""The public list and map: what is known already, and nothing of anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wangge.cases.models import Category
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_category
from wangge.kernel.clock import now
from wangge.people.tests.cast import ELSEWHERE, Cast
from wangge.portal.queries.nearby import PAGE
from wangge.portal.rules import ROUGH
from wangge.portal.tests.conftest import HERE, words

pytestmark = pytest.mark.django_db


def test_known_cases_without_anything_personal(ground: Category, cast: Cast) -> None:
    inside = make_category("99999", "内部事项", is_public=False)
    at = now()
    shown = {
        make_case(cast, Stage.DISPATCHED, category=ground, text="私事", address="3 栋 502"),
        make_case(cast, category=None),
        make_case(cast, Stage.CLOSED, category=ground, closed_at=at - timedelta(days=2)),
    }
    hidden = {
        make_case(cast, Stage.CLOSED, category=ground, closed_at=at - timedelta(days=60)),
        make_case(cast, Stage.REFUSED, category=ground),
        make_case(cast, category=inside),
        make_case(cast, category=ground, region=ELSEWHERE),
    }
    page = words(Client().get(reverse("portal:nearby")))
    assert all(case.number in page for case in shown)
    assert not any(case.number in page for case in hidden)
    assert "私事" not in page and "502" not in page and str(min(c.pk for c in shown)) not in page
    still = words(Client().get(reverse("portal:nearby"), {"show": "open"}))
    assert sum(case.number in still for case in shown) == 2


def test_positions_are_rough(ground: Category, cast: Cast) -> None:
    make_case(cast, category=ground, lng=102.66037, lat=25.09112)
    found = Client().get(reverse("portal:spots")).json()["places"]["features"][0]
    lng, lat = found["geometry"]["coordinates"]
    assert (lng, lat) == (102.6605, 25.091)
    assert abs(lng * ROUGH - round(lng * ROUGH)) < 1e-6
    assert set(found["properties"]) == {
        "id", "name", "kind_name", "words", "lng", "lat", "closed",
    }  # fmt: skip


def test_pages_by_key_and_a_fixed_number_of_queries(
    ground: Category, cast: Cast, django_assert_max_num_queries
) -> None:
    browser = Client()
    for _ in range(PAGE + 5):
        make_case(cast, category=ground)
    with django_assert_max_num_queries(6):
        first = browser.get(reverse("portal:nearby"))
    assert len(first.context["spots"]) == PAGE
    rest = browser.get(reverse("portal:nearby"), {"after": first.context["following"]})
    assert len(rest.context["spots"]) == 5
    odd = browser.get(reverse("portal:nearby"), {"after": "' OR 1=1"})
    assert odd.status_code == 200


def test_outlines_are_fetched_once(ground: Category, cast: Cast) -> None:
    browser = Client()
    first = browser.get(reverse("portal:grids"))
    assert len(first.json()["grids"]["features"]) == 1
    again = browser.get(reverse("portal:grids"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_an_office_without_anything_yet(db) -> None:
    browser = Client(headers={"accept-language": "en"})
    assert browser.get(reverse("portal:nearby")).status_code == 200
    assert browser.get(reverse("portal:report")).status_code == 200
    sent = browser.post(reverse("portal:report"), {"text": "x", **HERE})
    assert sent.status_code == 422
