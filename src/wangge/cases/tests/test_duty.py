"""Who answers: the most exact row wins, nobody is said plainly, sheets go in whole or not."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.cases import actions, queries
from wangge.cases.models import Duty
from wangge.cases.queries.sheets import check_duties
from wangge.cases.rules.catalogue import FIRST_DAY, STANDARD
from wangge.cases.rules.duty import DutyRow, hours_a_week, on_duty, unit_of
from wangge.cases.rules.sheets import Wrong, duty_columns, read_time, read_weekdays
from wangge.kernel.clock import HERE, day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.sheets import read_table
from wangge.people.models import Unit
from wangge.people.tests.cast import AT, ELSEWHERE, FIRST, GRID, NEXT_GRID, STREET, SYSTEM, Cast

TODAY = day_of(AT)
RUBBISH = derived_id("category", STANDARD, "06010")


@pytest.fixture
def loaded(cast: Cast) -> Cast:
    actions.load_catalogue_of_cases(since=FIRST_DAY, by=SYSTEM, at=AT, id=new_id())
    return cast


def give(cast: Cast, unit: UUID | None, region: str = STREET, **words) -> UUID:
    duty = new_id()
    given = {"since": TODAY, "by": cast.clerk} | words
    actions.add_duty(duty=duty, region=region, unit=unit, at=AT, id=new_id(), **given)
    return duty


def asked(region: str = GRID, category: UUID | None = RUBBISH, at: datetime = AT) -> UUID | None:
    return queries.proposed_unit(region=region, category=category, at=at)


class TestWhoAnswers:
    def test_nobody_until_somebody_is_named(self, loaded: Cast) -> None:
        assert asked() is None

    def test_the_nearer_row_wins_whatever_its_category(self, loaded: Cast) -> None:
        give(loaded, loaded.handler.unit, category=RUBBISH)
        assert asked() == loaded.handler.unit
        give(loaded, loaded.community.unit, FIRST)
        assert asked() == loaded.community.unit
        give(loaded, loaded.company.unit, GRID, class_code="06")
        assert asked() == loaded.company.unit
        assert asked(NEXT_GRID) == loaded.community.unit

    def test_at_one_place_the_category_wins_over_its_class_and_that_over_all(self, loaded) -> None:
        give(loaded, loaded.community.unit, GRID)
        assert asked() == loaded.community.unit
        give(loaded, loaded.handler.unit, GRID, class_code="06")
        assert asked() == loaded.handler.unit
        give(loaded, loaded.company.unit, GRID, category=RUBBISH)
        assert asked() == loaded.company.unit
        # Without a category only the row for everything answers.
        assert asked(category=None) == loaded.community.unit

    def test_fewer_hours_win_while_they_last(self, loaded: Cast) -> None:
        give(loaded, loaded.community.unit)
        give(loaded, loaded.handler.unit, starts_at=time(22), ends_at=time(6), weekdays="15")
        friday_night = datetime(2020, 9, 4, 23, 0, tzinfo=HERE)
        assert asked(at=friday_night) == loaded.handler.unit
        assert asked(at=friday_night + timedelta(hours=6)) == loaded.handler.unit
        assert asked(at=friday_night + timedelta(hours=8)) == loaded.community.unit
        assert asked(at=friday_night + timedelta(days=1)) == loaded.community.unit

    def test_a_closed_unit_answers_no_longer(self, loaded: Cast) -> None:
        give(loaded, loaded.community.unit)
        give(loaded, loaded.handler.unit, GRID)
        Unit.objects.filter(pk=loaded.handler.unit).update(closed_on=TODAY)
        assert asked() == loaded.community.unit

    def test_a_duty_holds_from_its_first_day_to_its_last(self, loaded: Cast) -> None:
        give(loaded, loaded.handler.unit, since=TODAY + timedelta(days=1))
        assert asked() is None and asked(at=AT + timedelta(days=1)) == loaded.handler.unit
        duty = Duty.objects.get()
        actions.end_duty(
            duty=duty.pk, until=TODAY + timedelta(days=3), by=loaded.clerk, at=AT, id=new_id()
        )
        assert asked(at=AT + timedelta(days=3)) == loaded.handler.unit
        assert asked(at=AT + timedelta(days=4)) is None


class TestBlindSpots:
    def test_a_grid_without_duty_is_shown_and_one_in_part_too(self, loaded: Cast) -> None:
        spots = queries.blind_spots(user=loaded.clerk, on=TODAY)
        assert [(spot.code, spot.partly) for spot in spots] == [(GRID, False), (NEXT_GRID, False)]
        give(loaded, loaded.handler.unit, GRID, class_code="06")
        spots = queries.blind_spots(user=loaded.clerk, on=TODAY)
        assert [(spot.code, spot.partly) for spot in spots] == [(NEXT_GRID, False), (GRID, True)]
        give(loaded, loaded.community.unit, FIRST)
        assert queries.blind_spots(user=loaded.clerk, on=TODAY) == []

    def test_each_sees_those_of_their_own_area(self, loaded: Cast) -> None:
        spots = queries.blind_spots(user=loaded.leader, on=TODAY)
        assert [spot.code for spot in spots] == [GRID]
        assert queries.blind_spots(user=loaded.stranger, on=TODAY) == []


class TestGiving:
    def test_only_who_keeps_the_catalogue_in_the_area(self, loaded: Cast) -> None:
        for part, user in loaded.everybody().items():
            if part in {"head", "clerk"}:
                give(loaded, user.unit, by=user, class_code="06" if part == "head" else "07")
            else:
                with pytest.raises(Refused):
                    give(loaded, user.unit, by=user)

    def test_what_cannot_stand_in_the_table(self, loaded: Cast) -> None:
        unit = loaded.handler.unit
        component = derived_id("category", STANDARD, "C01001")
        for words in (
            {"region": "530102009009"},
            {"region": GRID[:-1]},
            {"class_code": "77"},
            {"category": component},
            {"category": new_id()},
            {"weekdays": "8"},
            {"weekdays": ""},
            {"starts_at": time(8)},
            {"starts_at": time(8), "ends_at": time(8)},
            {"until": TODAY - timedelta(days=1)},
            {"unit": new_id()},
            {"unit": loaded.stranger.unit},
        ):
            given = {"unit": unit} | words
            with pytest.raises(Invalid):
                give(loaded, given.pop("unit"), **given)
        assert not Duty.objects.exists()

    def test_one_duty_is_one_units(self, loaded: Cast) -> None:
        first = give(loaded, loaded.handler.unit)
        with pytest.raises(Conflict, match="handler"):
            give(loaded, loaded.company.unit)
        actions.end_duty(duty=first, until=TODAY, by=loaded.clerk, at=AT, id=new_id())
        give(loaded, loaded.company.unit, since=TODAY + timedelta(days=1))
        with pytest.raises(Conflict):
            actions.end_duty(duty=first, until=TODAY, by=loaded.clerk, at=AT, id=new_id())

    def test_a_strangers_duty_isnt_there(self, loaded: Cast) -> None:
        duty = give(loaded, loaded.handler.unit)
        with pytest.raises(NotFound):
            actions.end_duty(duty=duty, until=TODAY, by=loaded.stranger, at=AT, id=new_id())


HEAD = "区域代码,大类代码,小类代码,责任单位,星期,开始时间,结束时间,起始日期"


def lines_of(tmp_path: Path, *rows: str) -> list:
    file = tmp_path / "duty.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return list(read_table(file, file.name, duty_columns()).lines())


class TestImport:
    def test_rows_are_entered_and_what_stands_there_is_passed_over(self, loaded, tmp_path) -> None:
        give(loaded, loaded.handler.unit)
        lines = lines_of(
            tmp_path,
            f"{STREET},,,handler,,,,",
            f"{GRID},6,10,company,周一至周五,8:30,18:00,2020-09-01",
            f"{FIRST},6,,community,,,,",
        )
        words = {"lines": lines, "since": TODAY, "by": loaded.clerk, "at": AT}
        entry = actions.import_duties(**words, id=new_id())
        assert entry.data == {"rows": 2, "unchanged": 1}
        exact = Duty.objects.get(region=GRID)
        assert (exact.category_id, exact.weekdays, exact.since) == (
            RUBBISH, "12345", date(2020, 9, 1),
        )  # fmt: skip
        assert (exact.starts_at, exact.ends_at) == (time(8, 30), time(18))
        with pytest.raises(Invalid, match="already"):
            actions.import_duties(**words, id=new_id())

    def test_one_faulty_row_keeps_everything_out(self, loaded: Cast, tmp_path) -> None:
        give(loaded, loaded.handler.unit)
        lines = lines_of(
            tmp_path,
            f"{GRID},,,company,,,,",
            f"{GRID},,,community,,,,",
            f"{ELSEWHERE},,,company,,,,",
            f"{GRID},,,nobody,,,,",
            f"{GRID},06,777,company,,,,",
            f"{GRID},77,,company,,,,",
            f"{GRID},06,,company,周八,,,",
            f"{GRID},06,,company,,八点,,",
            f"{STREET},,,company,,,,",
        )
        checked = check_duties(lines, user=loaded.clerk, since=TODAY)
        assert [fault.row for fault in checked.faults] == [3, 4, 5, 6, 7, 8, 9, 10]
        with pytest.raises(Invalid, match="Row 3"):
            actions.import_duties(lines=lines, since=TODAY, by=loaded.clerk, at=AT, id=new_id())
        assert Duty.objects.count() == 1

    def test_a_community_imports_nothing(self, loaded: Cast, tmp_path) -> None:
        lines = lines_of(tmp_path, f"{GRID},,,company,,,,")
        with pytest.raises(Refused):
            actions.import_duties(lines=lines, since=TODAY, by=loaded.community, at=AT, id=new_id())

    @pytest.mark.parametrize(
        ("text", "digits"),
        [("", "1234567"), ("每天", "1234567"), ("周一至周五", "12345"), ("12345", "12345"),
         ("周六、周日", "67"), ("一三五", "135"), ("周五到周一", "1567"), ("星期天", "7")],
    )  # fmt: skip
    def test_weekdays_as_people_write_them(self, text: str, digits: str) -> None:
        assert read_weekdays(text) == digits

    def test_times_as_people_write_them(self) -> None:
        assert read_time("8:30") == time(8, 30) == read_time("08：30:00")
        for text in ("25:00", "八点", "8"):
            with pytest.raises(Wrong):
                read_time(text)


REGIONS = ["", "530102", STREET, FIRST, GRID, NEXT_GRID]
clocks = st.one_of(st.none(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))


@st.composite
def duty_rows(draw) -> DutyRow:
    starts, ends = draw(clocks), draw(clocks)
    if starts is None or ends is None or starts == ends:
        starts = ends = None
    days = draw(st.sets(st.sampled_from("1234567"), min_size=1))
    return DutyRow(
        id=draw(st.uuids()),
        region=draw(st.sampled_from(REGIONS)),
        category=draw(st.sampled_from([None, RUBBISH])),
        class_code=draw(st.sampled_from(["", "06", "07"])),
        weekdays="".join(sorted(days)),
        starts_at=starts,
        ends_at=ends,
        unit=draw(st.uuids()),
        since=TODAY,
        until=None,
    )


@given(st.lists(duty_rows(), max_size=8), st.datetimes(
    datetime(2020, 8, 31), datetime(2020, 10, 1), timezones=st.just(UTC)  # noqa: DTZ001
))  # fmt: skip
def test_the_answer_is_the_longest_region_on_duty_in_any_order(rows, at) -> None:
    def ask(some: list[DutyRow]) -> UUID | None:
        return unit_of(some, region=GRID, category=RUBBISH, class_code="06", at=at)

    found = ask(rows)
    assert ask(rows[::-1]) == found
    here = at.astimezone(HERE)
    fitting = [
        row for row in rows
        if on_duty(row, here) and GRID.startswith(row.region) and row.class_code != "07"
    ]  # fmt: skip
    longest = max((len(row.region) for row in fitting), default=-1)
    assert found in {row.unit for row in fitting if len(row.region) == longest} or not fitting


@pytest.mark.slow
@given(duty_rows())
def test_a_row_is_on_duty_for_the_hours_it_says(row: DutyRow) -> None:
    minutes = sum(
        on_duty(row, datetime(2020, 9, 7, tzinfo=HERE) + timedelta(minutes=n))
        for n in range(0, 7 * 24 * 60, 1)
    )
    assert minutes == round(hours_a_week(row) * 60)
