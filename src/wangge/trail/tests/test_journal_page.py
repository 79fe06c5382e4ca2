"""The journal as a page: for those who may read it, by filters, with seals."""

import pytest
from django.test import Client
from django.urls import reverse

from wangge.kernel.ids import new_id
from wangge.trail.jobs import seal_entries
from wangge.trail.tests.make import AT, SECOND, happen

READERS = {"commander", "head", "clerk", "sub_commander", "discipline", "stranger"}


def page(cast, part: str, **asked):
    client = Client()
    client.force_login(cast.account(part))
    return client.get(reverse("desk:journal"), asked)


def test_each_of_the_cast(cast) -> None:
    happen(by=cast.clerk, at=AT, id=new_id(), data={"reason": "清运完毕", "odd": {"a": 1}})
    for part in cast.everybody():
        answer = page(cast, part, since="2020-08-31")
        assert answer.status_code == (200 if part in READERS else 403), part
        if part in READERS:
            seen = "清运完毕" in answer.content.decode()
            assert seen is (part != "stranger"), part


def test_seals_show(cast) -> None:
    happen(by=cast.clerk, at=AT, id=new_id())
    before = page(cast, "clerk").content.decode()
    assert "state-confirmed" not in before
    seal_entries(AT)
    assert "state-confirmed" in page(cast, "clerk").content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2),
        ({"region": SECOND}, 1),
        ({"who": "hea"}, 1),
        ({"since": "2020-09-01"}, 0),
        ({"since": "nonsense", "after": "nonsense"}, 2),
    ],
)
def test_filters(cast, asked: dict[str, str], count: int) -> None:
    happen(by=cast.clerk, at=AT, id=new_id())
    happen(by=cast.head, region=SECOND, at=AT, id=new_id())
    text = page(cast, "commander", action="test.happen", **asked).content.decode()
    assert text.count("test.happen</td>") == count


def test_few_queries(cast, django_assert_max_num_queries) -> None:
    client = Client()
    client.force_login(cast.account("clerk"))
    client.get(reverse("desk:journal"))
    with django_assert_max_num_queries(11):
        client.get(reverse("desk:journal"))
