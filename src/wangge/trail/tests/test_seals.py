"""A rewritten past shows."""

from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection

from wangge.kernel.ids import new_id
from wangge.trail.jobs import seal_entries
from wangge.trail.management.journal import journal
from wangge.trail.models import Entry, Seal
from wangge.trail.queries import head, seals, verify_seals
from wangge.trail.tests.make import AT, happen


@pytest.fixture
def sealed(cast) -> list[Entry]:
    """Three entries under the second seal, two under the first."""
    for _ in range(2):
        happen(by=cast.clerk, at=AT, id=new_id())
    assert seal_entries(AT) == 2
    entries = [happen(by=cast.clerk, at=AT, id=new_id()) for _ in range(3)]
    assert seal_entries(AT + timedelta(minutes=5)) == 3
    assert verify_seals() is None
    return entries


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def key(id: UUID) -> str:
    return id.hex if connection.vendor == "sqlite" else str(id)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "test.other"),
        ("kind", "test.other"),
        ("region", "5301"),
        ("data", '{"垃圾": "3吨"}'),
        ("actor_name", "somebody else"),
        ("actor_title", "commander"),
        ("at", "2020-08-30 00:00:00+00:00"),
        ("account_id", None),
        ("post", None),
        ("subject", key(new_id()) if connection.vendor == "sqlite" else str(new_id())),
    ],
)
def test_a_changed_column_is_found(sealed: list[Entry], column: str, value: object) -> None:
    sql(f"UPDATE trail_entry SET {column} = %s WHERE id = %s", value, key(sealed[1].pk))
    broken = verify_seals()
    assert broken is not None
    assert broken.number == 2
    assert "was changed after sealing" in broken.reason


def test_every_column_of_an_entry_is_sealed() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns - set(seals.CONTENT) == {"seal_id", "delivered_at"}


def test_a_removed_entry_is_found(sealed: list[Entry]) -> None:
    sql("DELETE FROM trail_entry WHERE id = %s", key(sealed[0].pk))
    broken = verify_seals()
    assert broken is not None
    assert "2 entries instead of 3" in broken.reason


def test_an_entry_slipped_in_is_found(cast, sealed: list[Entry]) -> None:
    late = happen(by=cast.clerk, at=AT, id=new_id())
    Entry.objects.filter(pk=late.pk).update(seal_id=1)
    broken = verify_seals()
    assert broken is not None
    assert broken.number == 1


def test_an_entry_freed_from_its_seal_is_found(sealed: list[Entry]) -> None:
    Entry.objects.filter(pk=sealed[0].pk).update(seal=None)
    assert verify_seals() is not None


def test_a_removed_seal_is_found(sealed: list[Entry]) -> None:
    Entry.objects.filter(seal_id=1).delete()
    Seal.objects.filter(number=1).delete()
    broken = verify_seals()
    assert broken is not None
    assert "Seal 1 is missing" in broken.reason


@pytest.mark.parametrize("column", ["at", "previous", "digest", "entries"])
def test_a_changed_seal_is_found(sealed: list[Entry], column: str) -> None:
    values = {"at": AT, "previous": "f" * 64, "digest": "f" * 64, "entries": 4}
    Seal.objects.filter(number=2).update(**{column: values[column]})
    broken = verify_seals()
    assert broken is not None
    assert broken.number == 2


def test_a_past_resealed_by_a_thief_shows_against_a_seal_written_down(sealed) -> None:
    known = dict([head()])
    Entry.objects.filter(seal_id=2).update(seal=None)
    Seal.objects.filter(number=2).delete()
    assert verify_seals() is None  # from inside, an end cut off can't be told
    assert "missing" in verify_seals(known).reason
    sql("UPDATE trail_entry SET actor_name = %s WHERE id = %s", "thief", key(sealed[0].pk))
    seal_entries(AT + timedelta(minutes=5))
    assert verify_seals() is None
    assert "isn't the one that was written down" in verify_seals(known).reason


def test_an_entry_committed_late_with_an_older_id(cast) -> None:
    older, newer = sorted([new_id(), new_id()])
    happen(by=cast.clerk, at=AT, id=newer)
    seal_entries(AT)
    happen(by=cast.clerk, at=AT, id=older)
    assert seal_entries(AT) == 1
    assert verify_seals() is None
    assert Entry.objects.get(pk=older).seal_id > Entry.objects.get(pk=newer).seal_id


def test_batches(cast, monkeypatch) -> None:
    monkeypatch.setattr("wangge.trail.jobs.outbox.BATCH", 2)
    for _ in range(5):
        happen(by=cast.clerk, at=AT, id=new_id())
    assert seal_entries(AT) == 5
    assert Seal.objects.count() == 3
    assert verify_seals() is None
    assert seal_entries(AT) == 0


def test_a_second_sealer_leaves(cast, monkeypatch) -> None:
    happen(by=cast.clerk, at=AT, id=new_id())
    assert seal_entries(AT) == 1
    happen(by=cast.clerk, at=AT, id=new_id())
    monkeypatch.setattr("wangge.trail.jobs.outbox.head", lambda: (0, "0" * 64))
    assert seal_entries(AT) == 0
    assert verify_seals() is None


def test_the_command_says_it_in_plain_words(sealed: list[Entry]) -> None:
    run = CliRunner()
    fine = run.invoke(journal, ["verify"])
    assert fine.exit_code == 0
    assert "2 seals fit" in fine.output
    known = "{}:{}".format(*head())
    assert run.invoke(journal, ["verify", "--known", known]).exit_code == 0
    assert run.invoke(journal, ["verify", "--known", "x"]).exit_code == 2
    Entry.objects.filter(pk=sealed[0].pk).update(data={})
    broken = run.invoke(journal, ["verify"])
    assert broken.exit_code == 1
    assert "BROKEN at seal 2" in broken.output
    assert "0 entries sealed" in run.invoke(journal, ["seal"]).output
    assert "Nothing is stuck" in run.invoke(journal, ["stuck"]).output
