"""A dozen cases evaluated by hand and by the program, for whom, and every number opened."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.cases.models import Case, Dispatch
from wangge.cases.rules import Source, Stage
from wangge.cases.tests.make import make_case
from wangge.insight import evaluation
from wangge.insight.actions import load_scoring
from wangge.insight.evaluation.passes import asked_rows
from wangge.insight.figures import ask, engine, rows_of
from wangge.insight.figures.counts import COUNTS, rows_in
from wangge.insight.models import ScoringRule
from wangge.insight.rules.evaluation import Basis, Subject
from wangge.insight.tests.cases import (
    END,
    LATER,
    START,
    a_dozen,
    done,
    filed,
    hours,
    load_rules,
    sent,
)
from wangge.insight.tests.make import make_world
from wangge.kernel.clock import Period
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import FIRST, GRID, NEXT_GRID, SECOND, STREET, SYSTEM

SEPTEMBER = {"since": date(2020, 9, 1), "until": date(2020, 9, 30)}


@pytest.fixture
def dozen(cast):
    load_rules()
    return a_dozen(cast)


def evaluated(subject, user, **more):
    return evaluation.evaluate(subject, user=user, at=LATER, **(SEPTEMBER | more))


def halves(line):
    return {key: (share.part, share.whole) for key, share in line.rates.items()}


BY_HAND = {
    # accepted / reports: all but the refused and the waiting one.
    "filing_rate": (10, 12),
    "patrol_rate": (9, 10),
    "missed_rate": (1, 10),
    "filing_accuracy": (9, 10),
    "filing_on_time": (9, 10),
    # fine, late, reworked, public are closed; handled and overdue are due too.
    "closing_rate": (4, 6),
    "closing_on_time": (3, 6),
    "urgent_closing_rate": (0, 0),
    "rework_rate": (1, 6),
    "return_rate": (1, 4),
    "dispatch_on_time": (8, 9),
    "dispatch_accuracy": (8, 8),
    "confirm_on_time": (1, 2),
    "verify_on_time": (4, 5),
    "valid_rate": (9, 10),
    "response_rate": (1, 2),
    "solved_rate": (1, 1),
    "content_rate": (1, 1),
}


def test_a_grid_by_hand(dozen, cast):
    line = evaluated(Subject.AREAS, cast.clerk).line(GRID)
    assert halves(line) == BY_HAND
    assert line.counts == {
        "report": 12, "filed": 10, "void": 1, "closed": 4, "overdue": 1, "reworked": 1,
        "recurring": 1,
    }  # fmt: skip
    # 90.0 x 10% + 0 x 20% + 66.6 x 30% + 50 x 40%
    assert line.score.value == Decimal("48.9")
    assert line.level.letter == "D"
    assert line.rank == 1


def test_a_unit_by_hand(dozen, cast):
    line = evaluated(Subject.UNITS, cast.clerk).line(cast.handler.unit.hex)
    assert halves(line) == {
        "closing_rate": (4, 6), "closing_on_time": (3, 6), "urgent_closing_rate": (0, 0),
        "rework_rate": (1, 6), "return_rate": (1, 4), "handling_rate": (6, 7),
        "handling_on_time": (5, 7), "late_rate": (1, 7),
    }  # fmt: skip
    # 100 x 10% + 66.6 x 30% + 71.4 x 30% + (100 - 16.6) x 30%
    assert line.score.value == Decimal("76.4")
    assert line.counts["rework"] == line.counts["suspended"] == line.counts["came_back"] == 1
    assert line.counts["overtime_dispose"] == line.counts["overtime_to_dispose"] == 1


def test_posts_by_hand(dozen, cast):
    inspector = evaluated(Subject.INSPECTORS, cast.clerk).line(cast.inspector.post.hex)
    assert halves(inspector) == {
        "valid_rate": (9, 10), "confirm_on_time": (1, 2), "verify_on_time": (4, 4),
    }  # fmt: skip
    assert inspector.score.value == Decimal("82.5")
    clerk = evaluated(Subject.CLERKS, cast.clerk).line(cast.clerk.post.hex)
    assert halves(clerk) == {"filing_accuracy": (9, 10), "filing_on_time": (9, 10)}
    assert clerk.score.value == Decimal("67.5")
    sender = evaluated(Subject.DISPATCHERS, cast.clerk).line(cast.clerk.post.hex)
    assert halves(sender) == {"dispatch_on_time": (8, 8), "dispatch_accuracy": (8, 8)}
    assert sender.score.value == 80
    head = evaluated(Subject.HEADS, cast.clerk).line(cast.head.post.hex)
    assert halves(head)["closing_on_time"] == (3, 4)
    assert head.score is None
    assert head.rank == 0


def test_a_head_who_files_and_closes_gets_a_score(dozen, cast):
    Case.objects.update(filed_by=cast.head.post)
    head = evaluated(Subject.HEADS, cast.clerk).line(cast.head.post.hex)
    # No filed_at, so the refused and the waiting one weren't filed by anybody.
    assert halves(head)["filing_on_time"] == (9, 10)
    # 90 x 25% + 90 x 40% + 75 x 35%
    assert head.score.value == Decimal("84.7")


def test_what_has_nothing_to_show_stays_out_of_the_ranks(dozen, cast):
    found = evaluated(Subject.AREAS, cast.clerk)
    empty = found.line(NEXT_GRID)
    assert (empty.score, empty.rank, empty.level) == (None, 0, None)
    assert all(share.value is None for share in empty.rates.values())
    assert found.lines[-1] == empty


def test_a_case_without_a_grid_is_a_line_of_its_own(dozen, cast):
    Case.objects.filter(pk=dozen["fine"].pk).update(region=FIRST)
    found = evaluated(Subject.AREAS, cast.clerk)
    assert found.line(FIRST).counts["report"] == 1
    assert found.line(GRID).counts["report"] == 11
    assert evaluated(Subject.COMMUNITIES, cast.clerk).line(FIRST).counts["report"] == 12
    which = opened(found, FIRST, "report")
    assert evaluation.how_many(which) == 1


def test_copies_and_split_wholes_are_not_counted_twice(dozen, cast):
    filed(cast, Stage.MERGED, merged_into=dozen["fine"])
    whole = filed(cast, Stage.SPLIT)
    for _ in range(2):
        done(cast, parent=whole)
    line = evaluated(Subject.AREAS, cast.clerk).line(GRID)
    assert line.counts["report"] == 14
    assert line.counts["filed"] == 12
    Case.objects.filter(pk=whole.pk).update(stage=Stage.CLOSED.value, closed_at=hours(20))
    line = evaluated(Subject.AREAS, cast.clerk).line(GRID)
    assert line.counts["filed"] == 12
    assert line.counts["closed"] == 6


def test_what_is_late_depends_on_when_one_looks(dozen, cast):
    early = evaluation.evaluate(Subject.AREAS, user=cast.clerk, at=hours(9), **SEPTEMBER)
    assert early.line(GRID).counts["overdue"] == 0
    Case.objects.filter(pk=dozen["running"].pk).update(handle_due_at=END + timedelta(days=1))
    # A month looked at long afterwards is late as it was at its end.
    much_later = LATER + timedelta(days=99)
    found = evaluation.evaluate(Subject.AREAS, user=cast.clerk, at=much_later, **SEPTEMBER)
    assert found.line(GRID).counts["overdue"] == 1


def test_a_case_belongs_to_the_month_in_which_it_was_reported(dozen, cast):
    sent(cast, reported_at=START - timedelta(days=10))
    assert evaluated(Subject.AREAS, cast.clerk).line(GRID).counts["report"] == 12


def test_by_events_a_share_covers_what_came_into_its_denominator(dozen, cast):
    period = ScoringRule.objects.get(sort="period")
    period.content = {"basis": "happened"}
    period.save()
    old = START - timedelta(days=10)
    done(cast, reported_at=old, filed_at=old, updated_at=hours(10))
    Case.objects.filter(pk=dozen["late"].pk).update(closed_at=END + timedelta(days=9))
    line = evaluated(Subject.AREAS, cast.clerk).line(GRID)
    assert line.counts["report"] == 12
    assert line.counts["closed"] == 4
    assert halves(line)["closing_rate"] == (5, 7)


def opened(found, whose, count, of="", rest=False):
    return evaluation.opened(found.question, found.subject, whose, count, of, rest)


def check_every_number(found):
    for line in found.lines:
        for key, number in line.counts.items():
            check(opened(found, line.who.key, key), number)
        for key, share in line.rates.items():
            formula = found.rules.formulas[key]
            which = line.who.key, formula.numerator, formula.denominator
            check(opened(found, *which), share.part)
            check(opened(found, *which, rest=True), share.rest)
            assert share.value is None or 0 <= share.value <= 100


def check(which, number):
    assert evaluation.how_many(which) == number
    assert len(list(evaluation.every(which))) == number


@pytest.mark.slow
@pytest.mark.parametrize("subject", list(Subject))
@pytest.mark.parametrize("basis", list(Basis))
def test_every_number_opens_to_as_many_rows(dozen, cast, subject, basis):
    ScoringRule.objects.filter(sort="period").update(content={"basis": basis.value})
    check_every_number(evaluated(subject, cast.clerk))


@pytest.mark.slow
def test_totals_of_areas_and_units_open_too(dozen, cast):
    for subject in (Subject.AREAS, Subject.UNITS):
        found = evaluated(subject, cast.clerk)
        for key, number in found.total.counts.items():
            check(opened(found, "", key), number)


def test_rows_come_page_by_page_newest_first(dozen, cast):
    which = opened(evaluated(Subject.AREAS, cast.clerk), GRID, "report")
    first, following = evaluation.page(which, size=5)
    second, _ = evaluation.page(which, following, size=20)
    assert len(first) == 5
    assert len(second) == 7
    ids = [line.id for line in (*first, *second)]
    assert ids == sorted(ids, reverse=True)
    assert first[0].url.endswith(f"{first[0].case}/")
    assert evaluation.page(which, "no key")[0]


def test_rows_that_there_are_not(dozen, cast):
    found = evaluated(Subject.AREAS, cast.clerk)
    for bad in (("nothing",), ("filed", "nothing"), ("filed", "task"), ("filed", "", True)):
        with pytest.raises(NotFound):
            opened(found, GRID, *bad)
    with pytest.raises(NotFound):
        opened(evaluated(Subject.AREAS, cast.leader), NEXT_GRID, "filed")
    with pytest.raises(NotFound):
        evaluation.how_many(opened(evaluated(Subject.CLERKS, cast.clerk),
                                   cast.clerk.post.hex, "report"))  # fmt: skip


def test_everybody_sees_their_own_area(dozen, cast):
    filed(cast, region=SECOND)
    assert len(evaluated(Subject.AREAS, cast.leader).lines) == 1
    assert evaluated(Subject.AREAS, cast.neighbour).total.counts["report"] == 0
    assert evaluated(Subject.COMMUNITIES, cast.clerk).total.counts["report"] == 13
    assert evaluated(Subject.COMMUNITIES, cast.community).total.counts["report"] == 12
    assert evaluated(Subject.AREAS, cast.stranger).total.counts["report"] == 0
    with pytest.raises(NotFound):
        evaluated(Subject.AREAS, cast.stranger, region=STREET)


def test_a_unit_sees_its_own_cases_and_what_it_reported(dozen, cast):
    assert evaluated(Subject.AREAS, cast.handler).total.counts["report"] == 9
    assert evaluated(Subject.AREAS, cast.company).total.counts["report"] == 0
    filed(cast, account_id=cast.company.account)
    assert evaluated(Subject.AREAS, cast.company).total.counts["report"] == 1
    assert [line.who.key for line in evaluated(Subject.UNITS, cast.handler).lines] == [
        cast.handler.unit.hex
    ]


def test_days_the_wrong_way_round(dozen, cast):
    with pytest.raises(Invalid):
        evaluated(Subject.AREAS, cast.clerk, until=date(2020, 8, 1))


def test_scores_are_compared_with_the_period_before(dozen, cast):
    august = Period(date(2020, 8, 1), date(2020, 8, 31))
    old = START - timedelta(days=20)
    done(cast, reported_at=old)
    line = evaluated(Subject.AREAS, cast.clerk, before=august).line(GRID)
    # One patrol case closed in time: 100 x 10% + 90 x 20% + 100 x 30% + 100 x 40%
    assert line.before.value == 98
    assert line.change == Decimal("-49.1")


def test_one_subject_over_time_is_what_the_tables_say(dozen, cast):
    periods = [Period(date(2020, 8, 1), date(2020, 8, 31)), Period(*SEPTEMBER.values())]
    for subject in Subject:
        for line in evaluated(subject, cast.clerk).lines:
            points = evaluation.trend(subject, line.who, periods=periods, user=cast.clerk, at=LATER)
            assert points[0].line.score is None
            assert points[1].line.counts == line.counts
            assert points[1].line.rates == line.rates
            assert points[1].line.score == line.score


def test_a_statement_for_each_fact_and_column(dozen, cast, django_assert_max_num_queries):
    evaluated(Subject.AREAS, cast.clerk)
    for number in range(30):
        done(cast, region=NEXT_GRID if number % 2 else SECOND)
    with django_assert_max_num_queries(6):
        evaluated(Subject.AREAS, cast.clerk)
    with django_assert_max_num_queries(6):
        evaluated(Subject.UNITS, cast.clerk)


@pytest.mark.slow
def test_what_is_said_to_lie_inside_does(dozen, cast):
    question = evaluated(Subject.AREAS, cast.clerk).question
    shape = engine.shape_of(question.scope, records=True)
    for key, count in COUNTS.items():
        if not count.inside:
            continue
        rows = asked_rows(count.fact, Basis.BEGUN, shape)
        outside = rows.filter(
            rows_in(rows, key) & ~COUNTS[count.inside].keep(rows).fill_null(False)
        )
        statement = engine.statement(lambda table: table.aggregate(n=table.count()), outside)
        assert engine.run(statement, question.values) == [{"n": 0}], key


CASES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([s for s in Stage if s is not Stage.MERGED]),
        "source": st.sampled_from([s.value for s in Source]),
        "region": st.sampled_from([GRID, NEXT_GRID, SECOND, FIRST]),
        "filed_at": st.none() | st.integers(0, 900).map(hours),
        "dispatched_at": st.none() | st.integers(0, 900).map(hours),
        "handle_due_at": st.none() | st.integers(0, 900).map(hours),
        "handled_at": st.none() | st.integers(0, 900).map(hours),
        "verified_at": st.none() | st.integers(0, 900).map(hours),
        "closed_at": st.none() | st.integers(0, 900).map(hours),
        "reworks": st.integers(0, 2),
        "returns": st.integers(0, 1),
        "confirmed": st.none() | st.booleans(),
        "resolution": st.sampled_from(["", "solved", "unsolved"]),
        "satisfaction": st.sampled_from(["", "content", "fairly", "not"]),
    }
)


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(CASES, max_size=8), st.sampled_from(list(Subject)), st.sampled_from(list(Basis)))
def test_whatever_the_cases_every_rate_lies_within_100_and_opens(cast, drawn, subject, basis):
    ScoringRule.objects.all().delete()
    Dispatch.objects.all().delete()
    Case.objects.all().delete()
    load_scoring(by=SYSTEM, at=START, id=new_id())
    ScoringRule.objects.filter(sort="period").update(content={"basis": basis.value})
    for columns in drawn:
        stage = columns.pop("stage")
        case = make_case(
            cast, stage, reported_at=START, filed_by=cast.clerk.post,
            verified_by=cast.inspector.post, closed_by=cast.head.post, **columns,
        )  # fmt: skip
        columns["stage"] = stage
        Dispatch.objects.create(case=case, number=1, unit_id=cast.handler.unit, at=START)
    check_every_number(evaluated(subject, cast.clerk))


def test_figures_of_cases_come_from_the_same_counts(dozen, cast):
    make_world()
    question = {"user": cast.clerk, "programme": "puji", **SEPTEMBER}
    found = ask(["cases_reported", "cases_filed", "cases_closed", "case_closing_rate",
                 "case_on_time_rate", "cases_open", "cases_late"], **question)  # fmt: skip
    values = {key: answer.number for key, answer in found.items()}
    line = evaluated(Subject.AREAS, cast.clerk).total
    assert values["cases_reported"] == line.counts["report"]
    assert values["cases_filed"] == line.counts["filed"]
    assert values["cases_closed"] == line.counts["closed"]
    assert values["case_closing_rate"] == 66.6
    assert values["case_on_time_rate"] == 50
    assert values["cases_open"] == 6
    rows = rows_of("cases_open", **question)
    assert len(rows.lines) == rows.answer.rows == 6
    assert rows.lines[0].cells["number"]
    mine = ask(["cases_reported"], **(question | {"user": cast.handler}))
    assert mine["cases_reported"].number == 9
