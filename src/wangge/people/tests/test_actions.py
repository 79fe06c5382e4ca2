"""People's actions: refused without the right, done once under one id."""

import pytest

from wangge.kernel.errors import Conflict, Refused
from wangge.kernel.ids import new_id
from wangge.people.actions import open_unit
from wangge.people.models import Unit
from wangge.people.rules import UnitKind
from wangge.people.tests.cast import AT, ELSEWHERE, STREET, Cast
from wangge.trail.models import Entry


def opening(**changes):
    return {
        "unit": new_id(),
        "kind": UnitKind.SANITATION,
        "name": "环卫站",
        "region": STREET,
        "at": AT,
        "id": new_id(),
    } | changes


def test_a_unit_is_opened_and_remembered(cast: Cast) -> None:
    entry = open_unit(**opening(by=cast.head))
    assert Unit.objects.get(pk=entry.subject).name == "环卫站"
    assert (entry.actor_title, entry.region) == ("head", STREET)


def test_sending_twice_is_once(cast: Cast) -> None:
    words = opening(by=cast.head)
    assert open_unit(**words) == open_unit(**words)
    assert Unit.objects.filter(name="环卫站").count() == 1
    assert Entry.objects.filter(pk=words["id"]).count() == 1


def test_an_id_belongs_to_one_person(cast: Cast) -> None:
    words = opening(by=cast.head)
    open_unit(**words)
    with pytest.raises(Conflict):
        open_unit(**words | {"by": cast.clerk})


def test_without_the_right_nothing_happens(cast: Cast) -> None:
    words = opening(by=cast.clerk)
    with pytest.raises(Refused):
        open_unit(**words)
    assert not Entry.objects.filter(pk=words["id"]).exists()


def test_a_right_ends_at_the_border(cast: Cast) -> None:
    with pytest.raises(Refused):
        open_unit(**opening(by=cast.head, region=ELSEWHERE))
