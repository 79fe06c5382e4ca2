"""Figures against records: what they count, for whom, and that both ways of adding agree."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.insight.figures import FIGURES, all_rows, ask, rows_of, table
from wangge.insight.figures.views import compact
from wangge.insight.models import WorkSum
from wangge.insight.tests.make import FIRST, UNTIL, WEEK, make_world, place
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.words import Qualifier
from wangge.people.tests.cast import ELSEWHERE, GRID, NEXT_GRID, SECOND, STREET
from wangge.worklog.models import Record


@pytest.fixture
def world(cast):
    return make_world()


def asked(world, user, *keys, **more):
    return ask(keys or None, user=user, programme=world.programme, until=UNTIL, **more)


def test_every_figure_answers_without_a_single_record(world, cast):
    answers = asked(world, cast.clerk, *FIGURES)
    assert list(answers) == list(FIGURES)
    assert answers["waste_cleared"].text == "0吨"
    assert answers["coverage_rate"].value is None
    assert answers["coverage_rate"].text == "—"
    assert answers["campaigns"].text == "2项"
    assert answers["round_length_days"].text == "7天"
    assert answers["records_confirmed"].value == 0


def test_official_wording_of_a_sum(world, cast):
    world.record("waste_cleared", 200)
    world.record("waste_cleared", "117.5", qualifier="over")
    world.record("posters", 1500)
    answers = asked(world, cast.clerk)
    waste = answers["waste_cleared"]
    assert (waste.value, waste.qualifier, waste.text) == (
        Decimal("317.5"), Qualifier.OVER, "300余吨",
    )  # fmt: skip
    assert waste.rows == 2
    assert answers["posters"].text == "1500张"
    assert answers["posters"].number == 1500
    assert "普吉街道" in waste.filter.zh
    assert "2020年9月2日" in waste.filter.zh


def test_only_confirmed_records_of_the_programme_and_the_days_count(world, cast):
    other = make_world("other")
    world.record("posters", 1)
    world.record("posters", 2, state="draft")
    world.record("posters", 4, state="voided")
    world.record("posters", 8, ends_on=UNTIL + timedelta(days=1))
    world.record("posters", 16, campaign=None)
    world.record("posters", 32, campaign=other.first.pk)
    assert asked(world, cast.clerk, "posters")["posters"].value == 1
    assert asked(other, cast.clerk, "posters")["posters"].value == 32
    later = asked(world, cast.clerk, "posters", since=UNTIL)
    assert later["posters"].value == 0


def test_a_voided_and_a_corrected_record(world, cast):
    wrong = world.record("posters", 900, qualifier="over")
    assert asked(world, cast.clerk, "posters")["posters"].text == "900余张"
    Record.objects.filter(pk=wrong.pk).update(state="voided")
    right = world.record("posters", 90, replaces=wrong)
    answer = asked(world, cast.clerk, "posters")["posters"]
    assert (answer.value, answer.text, answer.rows) == (90, "90张", 1)
    right.delete()
    assert asked(world, cast.clerk, "posters")["posters"].rows == 0


def test_everybody_gets_their_own_area(world, cast):
    for region, amount in ((GRID, 1), (NEXT_GRID, 2), (SECOND, 4), (STREET, 8), (ELSEWHERE, 16)):
        world.record("posters", amount, region)
    mine = cast.company.unit
    world.record("posters", 32, FIRST, unit_id=mine)

    def value(user, **more):
        return asked(world, user, "posters", **more)["posters"].value

    assert value(cast.clerk) == 1 + 2 + 4 + 8 + 32
    assert value(cast.clerk, region=FIRST) == 1 + 2 + 32
    assert value(cast.clerk, region=GRID) == 1
    assert value(cast.community) == 1 + 2 + 32
    assert value(cast.leader) == 1
    assert value(cast.leader, region=STREET) == 1
    assert value(cast.company) == 32
    with pytest.raises(NotFound):
        value(cast.stranger)
    with pytest.raises(NotFound):
        value(cast.community, region=SECOND)


def test_places_are_counted_once_by_record_or_checked_task(world, cast):
    area = place("urban_village_area", "一片区")
    groups = [place("villager_group", f"{n}组", parent=area.pk) for n in range(3)]
    estates = [place("old_estate", f"{n}号院") for n in range(4)]
    world.record("waste_cleared", 1, place=groups[0])
    world.record("waste_cleared", 1, place=groups[0])
    world.task(groups[1], "checked")
    world.task(groups[2], "done")
    world.record("posters", 1, place=estates[0])
    world.record("small_ads_removed", 1, place=estates[1])
    world.task(estates[2], "checked", campaign=world.slot)
    world.record("small_ads_removed", 1, place=estates[3], state="draft")
    answers = asked(world, cast.clerk)
    assert answers["urban_village_groups"].text == "2个"
    assert answers["urban_village_areas"].text == "1个"
    assert answers["old_estates"].text == "1个"
    shown = rows_of("old_estates", user=cast.clerk, programme="puji", until=UNTIL)
    assert [line.cells["name"] for line in shown.lines] == ["1号院"]


def test_tasks(world, cast):
    places = [place("old_estate", f"{n}号院") for n in range(6)]
    states = ("open", "done", "checked", "sent_back", "cancelled", "assigned")
    for spot, state in zip(places, states, strict=True):
        carried = 1 if state == "assigned" else 0
        due = UNTIL - timedelta(days=1) if state == "assigned" else date(2020, 9, 4)
        world.task(spot, state, weeks_carried=carried, due_on=due)
    answers = asked(world, cast.clerk, *FIGURES)
    found = {key: answers[key].value for key in FIGURES if key.startswith("tasks_")}
    assert found == {
        "tasks_made": 5, "tasks_covered": 2, "tasks_checked": 1, "tasks_waiting": 1,
        "tasks_undone": 3, "tasks_carried": 1, "tasks_late": 1,
    }  # fmt: skip
    assert answers["coverage_rate"].value == Decimal("40.0")
    assert answers["coverage_rate"].text == "40%"


def test_the_rows_add_up_to_the_number_page_by_page(world, cast):
    for number in range(7):
        world.record("posters", number + 1, GRID if number % 2 else SECOND)
    asked_for = {"user": cast.clerk, "programme": "puji", "until": UNTIL, "size": 3}
    seen, after = [], ""
    while True:
        page = rows_of("posters", after=after, **asked_for)
        seen += page.lines
        after = page.following
        if not after:
            break
    assert len(seen) == page.answer.rows == 7
    assert sum(line.cells["amount"] for line in seen) == page.answer.value == 28
    assert len({line.id for line in seen}) == 7
    assert [line.id for line in all_rows(page.answer)] == [line.id for line in seen]
    assert {line.cells["area"] for line in seen} == {"王家桥社区居民委员会", "大塘社区居民委员会"}


ALLOWED = {("draft", "confirmed"), ("draft", "voided"), ("confirmed", "voided")}
records = st.lists(
    st.tuples(
        st.integers(1, 10**9),
        st.sampled_from(["exact", "over", "about"]),
        st.sampled_from(["draft", "confirmed", "voided"]),
        st.sampled_from([GRID, NEXT_GRID, SECOND, STREET]),
        st.integers(-3, 3),
        st.booleans(),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=records, changes=st.lists(st.sampled_from(["draft", "confirmed", "voided"])))
def test_daily_sums_and_records_always_agree(world, cast, made, changes):
    with transaction.atomic():
        kept = [
            world.record(
                "posters",
                Decimal(thousandths) / 1000,
                region,
                qualifier=qualifier,
                state=state,
                starts_on=WEEK - timedelta(days=3),
                ends_on=WEEK + timedelta(days=day),
                campaign=world.first.pk if own else None,
            )
            for thousandths, qualifier, state, region, day, own in made
        ]
        for record, state in zip(kept, changes, strict=False):
            if (record.state, state) in ALLOWED:
                Record.objects.filter(pk=record.pk).update(state=state)
        mine = Record.objects.filter(campaign=world.first.pk, ends_on__lte=UNTIL)
        expected = list(mine.filter(state="confirmed"))
        for tidy in (False, True):
            if tidy:
                compact()
            quick = asked(world, cast.clerk, "posters")["posters"]
            assert quick == asked(world, cast.clerk, "posters", records=True)["posters"]
            assert quick.value == sum(record.amount for record in expected)
            assert quick.rows == len(expected)
        assert not WorkSum.objects.filter(records=0).exists()
        transaction.set_rollback(True)


def test_statements_stay_few(world, cast, django_assert_max_num_queries):
    world.record("posters", 1)
    with django_assert_max_num_queries(5):
        asked(world, cast.clerk, *FIGURES)


def test_what_cannot_be_asked(world, cast):
    with pytest.raises(NotFound, match="no figure"):
        asked(world, cast.clerk, "nonsense")
    with pytest.raises(NotFound, match="no programme"):
        ask(["posters"], user=cast.clerk, programme="nowhere", until=UNTIL)
    with pytest.raises(Invalid):
        asked(world, cast.clerk, "posters", since=UNTIL + timedelta(days=1))


def test_the_list_of_figures_names_each(db):
    text = table()
    assert all(f"`{key}`" in text for key in FIGURES)
