"""The catalogue: loaded once, changed from a day on, imported all or nothing."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wangge.cases import actions, queries
from wangge.cases.models import CalendarDay, Category, Condition
from wangge.cases.queries.sheets import check_conditions
from wangge.cases.rules import Kind, LimitUnit, Sure, Timed
from wangge.cases.rules.calendar_text import NamedDay
from wangge.cases.rules.catalogue import CLASS_2013, FIRST_DAY, STANDARD, next_local, packaged
from wangge.cases.rules.limits import limit_from
from wangge.cases.rules.sheets import condition_columns
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.sheets import read_table
from wangge.people.rules import UnitKind
from wangge.people.tests.cast import AT, SYSTEM, Cast

TODAY = day_of(AT)
RUBBISH = derived_id("category", STANDARD, "06010")
BUILDING = derived_id("category", STANDARD, "06001")


@pytest.fixture
def loaded(cast: Cast) -> Cast:
    actions.load_catalogue_of_cases(since=FIRST_DAY, by=SYSTEM, at=AT, id=new_id())
    return cast


def default_of(category) -> Condition:
    found = queries.condition_on(category, TODAY)
    assert found is not None
    return found


def change(cast: Cast, **words) -> None:
    given = {
        "condition": default_of(RUBBISH).pk,
        "limit": Decimal(2),
        "limit_unit": LimitUnit.WORK_HOURS,
        "since": TODAY,
    } | words
    actions.change_limit(**given, by=cast.clerk, at=AT, id=new_id())


class TestData:
    def test_counts_are_those_of_the_edition(self) -> None:
        rows = [row for row in packaged("categories.csv") if row["sureness"] == "second_hand"]
        assert sum(row["kind"] == "component" for row in rows) == 153
        assert sum(row["kind"] == "matter" for row in rows) == 250

    def test_each_row_says_where_it_is_from_and_how_sure(self) -> None:
        for name in ("categories", "conditions", "stage_limits", "office_hours", "calendar"):
            for row in packaged(f"{name}.csv"):
                assert row["source"] and row["sureness"] in {"second_hand", "proposed"}, row

    def test_codes_of_2013_keep_the_minor_number(self) -> None:
        rows = {row["code"]: row for row in packaged("categories.csv")}
        assert rows["06010"]["code_2013"] == "01-10" and rows["09009"]["code_2013"] == "04-09"
        for code, row in rows.items():
            if row["code_2013"]:
                assert row["code_2013"] == f"{CLASS_2013[code[:2]]}-{code[3:]}"

    def test_local_extensions_are_marked_and_lie_in_their_range(self) -> None:
        local = [row for row in packaged("categories.csv") if row["sureness"] == "proposed"]
        assert len(local) >= 7
        for row in local:
            assert row["name"].endswith("（自定义）") and 80 <= int(row["code"][2:]) <= 999

    def test_every_matter_has_one_default_and_the_public_ones_have_words(self) -> None:
        rows = list(packaged("categories.csv"))
        defaults = [row["code"] for row in packaged("conditions.csv") if row["is_default"] == "1"]
        assert sorted(defaults) == sorted(row["code"] for row in rows if row["kind"] == "matter")
        public = [row for row in rows if row["is_public"] == "1"]
        assert all(row["public_name"] and row["keywords"] for row in public)
        assert len({row["public_name"] for row in public}) == len(public) >= 25

    def test_units_and_kinds_named_exist(self) -> None:
        for row in packaged("conditions.csv"):
            assert LimitUnit(row["limit_unit"]) and Decimal(row["limit"]) > 0
            assert not row["unit_kind"] or UnitKind(row["unit_kind"])


class TestLoading:
    def test_loading_twice_is_loading_once(self, loaded: Cast) -> None:
        before = Category.objects.count(), Condition.objects.count(), CalendarDay.objects.count()
        entry = actions.load_catalogue_of_cases(since=TODAY, by=SYSTEM, at=AT, id=new_id())
        assert entry.data == {"categories": 0, "conditions": 0, "days": 0, "stages": 0}
        after = Category.objects.count(), Condition.objects.count(), CalendarDay.objects.count()
        assert before == after

    def test_loading_again_keeps_what_the_office_changed(self, loaded: Cast) -> None:
        change(loaded, limit=Decimal(3))
        actions.end_category(category=BUILDING, until=TODAY, by=loaded.clerk, at=AT, id=new_id())
        actions.set_calendar_day(
            day=date(2020, 10, 8), is_working=None, by=loaded.clerk, at=AT, id=new_id()
        )
        actions.load_catalogue_of_cases(since=TODAY, by=SYSTEM, at=AT, id=new_id())
        assert default_of(RUBBISH).limit == 3
        assert Category.objects.get(pk=BUILDING).until == TODAY
        assert not CalendarDay.objects.filter(day=date(2020, 10, 8)).exists()

    def test_only_who_keeps_the_catalogue(self, loaded: Cast) -> None:
        for part, user in loaded.everybody().items():

            def load(user=user) -> object:
                return actions.load_catalogue_of_cases(since=TODAY, by=user, at=AT, id=new_id())

            if part in {"head", "clerk", "stranger"}:
                load()
            else:
                with pytest.raises(Refused):
                    load()


class TestReading:
    def test_components_are_filed_as_their_matters(self, loaded: Cast) -> None:
        matters = queries.categories(TODAY)
        assert {row.kind for row in matters} == {Kind.MATTER.value}
        assert len(queries.categories(TODAY, kind=Kind.COMPONENT)) == 153
        assert queries.category_coded("06010", TODAY).name == "暴露垃圾"
        assert queries.category_coded("C01001", TODAY).name == "供水井盖"
        with pytest.raises(NotFound):
            queries.category_coded("99999", TODAY)

    def test_the_public_sees_plain_names(self, loaded: Cast) -> None:
        public = queries.categories(TODAY, public=True)
        assert {row.is_public for row in public} == {True}
        assert "路灯不亮" in {row.public_name for row in public}

    def test_what_every_report_asks_for_costs_no_query_the_second_time(self, loaded: Cast) -> None:
        def ask() -> None:
            queries.calendar(TODAY)
            queries.stage_limit(Timed.ACCEPT, TODAY)
            queries.categories(TODAY)
            queries.category(RUBBISH)

        ask()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ask()
        assert len(seen) == 0

    def test_the_default_condition_comes_first(self, loaded: Cast) -> None:
        found = queries.conditions(BUILDING, TODAY)
        assert found[0].name == "停工" and len(found) == 4
        assert default_of(BUILDING).limit == 4


class TestLimits:
    def test_a_changed_limit_is_a_new_row_from_a_day_on(self, loaded: Cast) -> None:
        old = default_of(RUBBISH)
        change(loaded, since=TODAY + timedelta(days=7), filing="成堆垃圾")
        assert default_of(RUBBISH).pk == old.pk
        new = queries.condition_on(RUBBISH, TODAY + timedelta(days=7))
        assert new is not None and new.limit == 2 and new.filing == "成堆垃圾"
        assert (new.name, new.closing, new.is_default) == (old.name, old.closing, True)
        assert new.sureness == Sure.CONFIRMED and new.source == "clerk"
        old.refresh_from_db()
        assert old.until == TODAY + timedelta(days=6) and old.limit == 4
        assert queries.in_force_row(old, TODAY).pk == old.pk
        assert queries.in_force_row(old, TODAY + timedelta(days=7)).pk == new.pk

    def test_a_change_never_reaches_back(self, loaded: Cast) -> None:
        with pytest.raises(Invalid, match="past"):
            change(loaded, since=TODAY - timedelta(days=1))
        with pytest.raises(Invalid, match="more than nothing"):
            change(loaded, limit=Decimal(0))
        change(loaded)
        with pytest.raises(Invalid, match="later day"):
            change(loaded)

    def test_two_change_one_limit_and_the_second_is_told(self, loaded: Cast) -> None:
        old = default_of(RUBBISH)
        change(loaded)
        with pytest.raises(Conflict, match="2020-08-31"):
            change(loaded, condition=old.pk, since=TODAY + timedelta(days=1))

    def test_confirming_takes_away_the_doubt_and_nothing_else(self, loaded: Cast) -> None:
        old = default_of(RUBBISH)
        words = {"condition": old.pk, "by": loaded.clerk, "at": AT}
        actions.confirm_condition(**words, id=new_id())
        new = default_of(RUBBISH)
        assert (new.pk, new.limit, new.sureness) == (old.pk, old.limit, Sure.CONFIRMED)
        with pytest.raises(Conflict):
            actions.confirm_condition(**words, id=new_id())

    def test_stage_limits_change_from_a_day_on(self, loaded: Cast) -> None:
        tomorrow = TODAY + timedelta(days=1)
        assert queries.stage_limit(Timed.ACCEPT, TODAY) == (1, LimitUnit.WORK_HOURS)
        actions.set_stage_limit(
            stage=Timed.ACCEPT, limit=Decimal(30), limit_unit=LimitUnit.URGENT_HOURS,
            since=tomorrow, by=loaded.clerk, at=AT, id=new_id(),
        )  # fmt: skip
        assert queries.stage_limit(Timed.ACCEPT, TODAY) == (1, LimitUnit.WORK_HOURS)
        assert queries.stage_limit(Timed.ACCEPT, tomorrow) == (30, LimitUnit.URGENT_HOURS)

    def test_stage_limits_hold_before_anything_is_loaded(self, db) -> None:
        assert queries.stage_limit(Timed.ACCEPT, TODAY) == (1, LimitUnit.WORK_HOURS)
        assert queries.calendar(TODAY).spans == ((time(8, 30), time(12)), (time(13, 30), time(18)))
        assert queries.calendar(TODAY).years == frozenset()


class TestCalendar:
    def test_office_hours_hold_from_their_day_on(self, loaded: Cast) -> None:
        summer = ((time(9), time(12)), (time(14), time(19)))
        later = TODAY + timedelta(days=1)
        words = {"since": later, "by": loaded.clerk, "at": AT}
        actions.set_office_hours(spans=summer, **words, id=new_id())
        assert queries.calendar(TODAY).spans != summer == queries.calendar(later).spans
        with pytest.raises(Conflict):
            actions.set_office_hours(spans=summer, **words, id=new_id())
        with pytest.raises(Invalid, match="eight hours"):
            actions.set_office_hours(
                spans=summer[:1], since=later + timedelta(days=1), by=loaded.clerk, at=AT,
                id=new_id(),
            )  # fmt: skip

    def test_a_day_put_right_counts_at_once(self, loaded: Cast) -> None:
        def due() -> str:
            limit = limit_from(queries.calendar(TODAY), AT, Decimal(8), LimitUnit.WORK_HOURS)
            return f"{limit.due_at:%m-%d}"

        assert due() == "09-01"
        words = {"day": date(2020, 9, 1), "by": loaded.clerk, "at": AT}
        actions.set_calendar_day(**words, is_working=False, name="停工", id=new_id())
        assert due() == "09-02"
        actions.set_calendar_day(**words, is_working=None, id=new_id())
        assert due() == "09-01"
        with pytest.raises(Conflict):
            actions.set_calendar_day(**words, is_working=None, id=new_id())

    def test_a_single_day_never_makes_a_year_known(self, loaded: Cast) -> None:
        with pytest.raises(Invalid, match="2027"):
            actions.set_calendar_day(
                day=date(2027, 10, 1), is_working=False, name="国庆节", by=loaded.clerk, at=AT,
                id=new_id(),
            )  # fmt: skip

    def test_a_year_is_entered_whole_and_once(self, loaded: Cast) -> None:
        days = [NamedDay(date(2027, 10, n), False, "国庆节") for n in range(1, 8)]
        days.append(NamedDay(date(2026, 12, 31), False, "元旦"))
        words = {"source": "国办通知", "by": loaded.clerk, "at": AT}
        with pytest.raises(Invalid, match="2027"):
            actions.load_calendar_year(
                year=2028, **words, id=new_id(),
                days=[NamedDay(date(2028, 10, n), False, "国庆节") for n in range(1, 8)]
                + [NamedDay(date(2027, 12, 31), False, "元旦")],
            )  # fmt: skip
        with pytest.raises(Invalid, match="too few"):
            actions.load_calendar_year(year=2027, days=days[:3], **words, id=new_id())
        actions.load_calendar_year(year=2027, days=days, **words, id=new_id())
        calendar = queries.calendar(TODAY)
        assert 2027 in calendar.years and not calendar.works(date(2026, 12, 31))
        with pytest.raises(Conflict):
            actions.load_calendar_year(year=2027, days=days, **words, id=new_id())


class TestCategories:
    def add(self, cast: Cast, **words) -> None:
        given = {
            "code": "09997", "name": "占用盲道", "filing": "盲道被占", "closing": "恢复畅通",
            "limit": Decimal(2), "limit_unit": LimitUnit.WORK_HOURS, "since": TODAY,
        } | words  # fmt: skip
        actions.add_category(**given, by=cast.clerk, at=AT, id=new_id())

    def test_a_local_category_is_marked_and_can_be_filed(self, loaded: Cast) -> None:
        self.add(loaded)
        found = queries.category_coded("09997", TODAY)
        assert found.name == "占用盲道（自定义）" and found.class_name == "街面秩序类"
        assert default_of(found.pk).limit == 2
        with pytest.raises(Conflict):
            self.add(loaded)

    @pytest.mark.parametrize("code", ["09001", "09079", "9997", "99997", "abcde", "０９９９７"])
    def test_national_codes_stay_national(self, loaded: Cast, code: str) -> None:
        with pytest.raises(Invalid):
            self.add(loaded, code=code)

    def test_local_codes_are_counted_down(self) -> None:
        assert next_local("06", frozenset({"06999", "06998"})) == "06997"
        taken = frozenset(f"06{n:03d}" for n in range(80, 1000))
        assert next_local("06", taken) == ""

    def test_an_ended_category_is_filed_no_longer(self, loaded: Cast) -> None:
        words = {"category": RUBBISH, "until": TODAY, "by": loaded.clerk, "at": AT}
        actions.end_category(**words, id=new_id())
        later = TODAY + timedelta(days=1)
        assert RUBBISH in {row.pk for row in queries.categories(TODAY)}
        assert RUBBISH not in {row.pk for row in queries.categories(later)}
        assert queries.category(RUBBISH).name == "暴露垃圾"
        with pytest.raises(Conflict):
            actions.end_category(**words, id=new_id())

    def test_residents_are_offered_only_what_has_a_plain_name(self, loaded: Cast) -> None:
        words = {"by": loaded.clerk, "at": AT}
        with pytest.raises(Invalid):
            actions.set_public(category=BUILDING, is_public=True, **words, id=new_id())
        component = derived_id("category", STANDARD, "C01001")
        with pytest.raises(Invalid):
            actions.set_public(
                category=component, is_public=True, public_name="井盖", **words, id=new_id()
            )
        actions.set_public(category=BUILDING, is_public=False, **words, id=new_id())
        assert BUILDING not in {row.pk for row in queries.categories(TODAY, public=True)}


HEAD = "大类代码,小类代码,立案条件,处置时限,时限单位,结案条件,责任单位,情形,可信度"


def lines_of(tmp_path: Path, *rows: str) -> list:
    file = tmp_path / "conditions.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return list(read_table(file, file.name, condition_columns()).lines())


class TestImport:
    def test_rows_change_add_confirm_or_are_passed_over(self, loaded: Cast, tmp_path) -> None:
        old = default_of(RUBBISH)
        lines = lines_of(
            tmp_path,
            f"06,10,{old.filing},6,工作时,{old.closing},环卫,,",
            "6,6010,半夜倾倒,2,紧急工作时,清理,,夜间,",
            "06,06001,未经审批私自搭建的建筑物、构筑物或其他设施,7,work_days,依法实施行政处罚,"
            "city_management,处罚,",
        )
        checked = check_conditions(lines, since=TODAY)
        assert not checked.faults and len(checked.rows) == 3
        assert [(row.old is not None, row.only_sure) for row in checked.rows] == [
            (True, False), (False, False), (True, True),
        ]  # fmt: skip
        words = {"lines": lines, "since": TODAY, "by": loaded.clerk, "at": AT}
        actions.import_conditions(**words, id=new_id())
        now = default_of(RUBBISH)
        assert now.limit == 6 and now.pk != old.pk and now.is_default
        assert {row.name for row in queries.conditions(RUBBISH, TODAY)} >= {"夜间", old.name}
        fine = Condition.objects.get(category=BUILDING, name="处罚")
        assert fine.limit == 7 and fine.sureness == Sure.CONFIRMED and fine.since == FIRST_DAY

    def test_one_faulty_row_keeps_everything_out(self, loaded: Cast, tmp_path) -> None:
        before = Condition.objects.count()
        lines = lines_of(
            tmp_path,
            "06,10,新条件,6,工作时,清理,,,",
            "06,777,新条件,6,工作时,清理,,,",
            "06,10,别的条件,零,工作时,清理,,,",
            "06,10,别的条件,0,工作时,清理,,,",
            "06,10,别的条件,1,个世纪,清理,,,",
            "06,10,新条件,9,工作时,清理,,,",
        )
        checked = check_conditions(lines, since=TODAY)
        assert sorted(fault.row for fault in checked.faults) == [3, 4, 5, 6, 7]
        with pytest.raises(Invalid, match="Row "):
            actions.import_conditions(lines=lines, since=TODAY, by=loaded.clerk, at=AT, id=new_id())
        assert Condition.objects.count() == before
