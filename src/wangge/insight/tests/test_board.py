"""The board: what it counts, for whom, how it is kept, and its pages for each of the cast."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.urls import reverse

from wangge.campaigns.models import Terms
from wangge.insight.boards import board, board_map
from wangge.insight.boards.board import ranked
from wangge.insight.boards.snapshot import AT_MOST, SHARE, Snapshots
from wangge.insight.tests.make import UNTIL, make_world, place
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import AT, FIRST, GRID, NEXT_GRID, SECOND
from wangge.trail.models import Entry

NOW = datetime(2020, 9, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def world(cast):
    world = make_world()
    Terms.objects.create(round=world.rounds[0], campaign=world.first, name="清理整治")
    spots = [
        place("old_estate", f"{n}号院", region)
        for n, region in enumerate((GRID, GRID, NEXT_GRID, NEXT_GRID))
    ]
    for spot, state in zip(spots, ("checked", "done", "done", "open"), strict=True):
        late = state == "open"
        world.task(spot, state, due_on=date(2020, 9, 1) if late else date(2020, 9, 4))
    world.record("posters", 1500)
    return world


def shown(world, user, **more):
    return board(user=user, programme=world.programme, at=NOW, fresh=True, **more)


def test_what_the_board_says(world, cast):
    found = shown(world, cast.commander)
    assert found.week.on == UNTIL
    assert found.tiles["coverage_rate"].text == "75%"
    assert found.matrix.whole.tasks == 4
    assert found.tiles["tasks_late"].value == len(found.late) == 1
    assert found.to_date["posters"].text == found.this_week["posters"].text == "1500张"
    assert [(p.rank, p.row.code) for p in found.communities] == [(1, FIRST), (0, SECOND)]
    assert [(p.row.code, p.row.total.done) for p in found.grids] == [(NEXT_GRID, 1), (GRID, 2)]
    assert [(p.number, p.coverage, p.records) for p in found.trend] == [(1, 75, 1)]


@pytest.mark.slow
def test_everybody_sees_their_own_area(world, cast):
    assert shown(world, cast.leader).matrix.whole.tasks == 2
    assert shown(world, cast.leader).tiles["tasks_made"].value == 2
    assert shown(world, cast.company).tiles["tasks_made"].value == 0
    with pytest.raises(NotFound):
        shown(world, cast.stranger)


def test_before_the_first_round(world, cast):
    found = shown(world, cast.commander, on=date(2020, 6, 3))
    assert found.week is None
    assert found.matrix is None
    assert found.late == []


def test_equal_coverage_shares_a_rank_and_nothing_to_do_has_none(world, cast):
    rows = [place.row for place in shown(world, cast.commander).communities]
    twice = [rows[0], rows[0], rows[1]]
    assert [place.rank for place in ranked(twice)] == [1, 1, 0]


def test_statements_stay_few_however_much_there_is(world, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        shown(world, cast.commander)
    for number in range(20):
        spot = place("old_estate", f"又{number}号院", NEXT_GRID)
        world.task(spot, "open", due_on=date(2020, 9, 1))
        world.record("posters", 1, place=spot)
    with django_assert_max_num_queries(45):
        assert shown(world, cast.commander).tiles["tasks_late"].value == 21


def test_the_map_carries_shades_and_addresses(world, cast):
    found = board_map(user=cast.commander, programme=world.programme, on=UNTIL)
    assert {"grids", "places"} == set(found)
    for feature in found["grids"]["features"]:
        assert feature["properties"]["heat"]


def entry(at):
    Entry.objects.create(
        id=new_id(), action="a.b", kind="a", subject=new_id(), actor_name="x", actor_title="x",
        at=at,
    )  # fmt: skip


def test_a_snapshot_is_made_anew_once_something_happened(db):
    kept, made = Snapshots(), []

    def make():
        made.append(1)
        return len(made)

    assert kept.get("k", AT, make) == 1
    later = AT + timedelta(seconds=30)
    assert kept.get("k", later, make) == 1
    entry(AT)
    assert kept.get("k", later, make) == 2
    assert kept.get("other", later, make) == 3
    assert kept.get("k", later + AT_MOST * 2, make) == 4


def test_a_dear_snapshot_rests_in_proportion(db, monkeypatch):
    ticks = iter([0, 2, 10, 12])
    monkeypatch.setattr("wangge.insight.boards.snapshot.time.perf_counter", lambda: next(ticks))
    kept, made = Snapshots(), []
    kept.get("k", AT, lambda: made.append(1))
    entry(AT)
    kept.get("k", AT + timedelta(seconds=2 * SHARE - 1), lambda: made.append(1))
    assert len(made) == 1
    kept.get("k", AT + timedelta(seconds=2 * SHARE + 1), lambda: made.append(1))
    assert len(made) == 2


def test_a_first_snapshot_is_made_by_one_thread(monkeypatch):
    monkeypatch.setattr("wangge.insight.boards.snapshot.version", lambda: 1)
    kept, made, together = Snapshots(), [], Barrier(6)

    def ask():
        together.wait()
        kept.get("k", AT, lambda: made.append(1) or len(made))

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


@pytest.mark.slow
@pytest.mark.parametrize("part", ["commander", "clerk", "community", "leader", "company",
                                  "discipline"])  # fmt: skip
def test_each_page_once_as_each_of_the_cast(world, cast, client, part):
    client.force_login(cast.account(part), backend=BACKEND)
    day = {"programme": "puji", "on": "2020-09-02", "until": "2020-09-02"}
    for page, words in (("insight:board", "十大专项行动"), ("insight:figures", "清理铲除小广告")):
        answer = client.get(reverse(page), day)
        assert answer.status_code == 200
        assert words in answer.content.decode()
    rows = client.get(reverse("insight:rows", args=["posters"]), day)
    assert rows.status_code == 200
    mine = part not in ("company",)
    assert ("1500张" in rows.content.decode()) is mine
    assert client.get(reverse("insight:board_map"), day).json()["grids"]


BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_stranger_finds_nothing(world, cast, client):
    client.force_login(cast.account("stranger"), backend=BACKEND)
    assert client.get(reverse("insight:board")).status_code == 200
    answer = client.get(reverse("insight:rows", args=["posters"]), {"programme": "puji"})
    assert answer.status_code == 404
    assert client.get(reverse("insight:sheet", args=["posters"])).status_code == 404


def test_the_rows_page_adds_up_and_goes_to_a_sheet(world, cast, client):
    client.force_login(cast.account("clerk"), backend=BACKEND)
    world.record("posters", "0.5", qualifier="over")
    question = {"programme": "puji", "until": "2020-09-02"}
    page = client.get(reverse("insight:rows", args=["posters"]), question).content.decode()
    assert "1,500.5张" in page
    assert "1000余张" in page
    answer = client.get(reverse("insight:sheet", args=["posters"]), question)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_nonsense_in_the_address(world, cast, client):
    client.force_login(cast.account("clerk"), backend=BACKEND)
    for words in ({"until": "2020-13-40"}, {"since": "2021-01-01", "until": "2020-01-01"}):
        answer = client.get(reverse("insight:figures"), {"programme": "puji"} | words)
        assert answer.status_code == 422
    assert client.get(reverse("insight:rows", args=["nothing"])).status_code == 404
    after = client.get(
        reverse("insight:rows", args=["posters"]), {"programme": "puji", "after": "x"}
    )
    assert after.status_code == 200
