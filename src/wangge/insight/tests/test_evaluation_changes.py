"""What a leader watches, and rules that change from a day on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wangge.cases.models import Case
from wangge.insight import evaluation
from wangge.insight.actions import change_rule, load_scoring
from wangge.insight.models import ScoringRule
from wangge.insight.rules.evaluation import Subject
from wangge.insight.tests.cases import LATER, START, a_dozen, done, hours, load_rules
from wangge.kernel.errors import Invalid, Refused
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import GRID, SYSTEM

SEPTEMBER = {"since": date(2020, 9, 1), "until": date(2020, 9, 30)}


@pytest.fixture
def dozen(cast):
    load_rules()
    return a_dozen(cast)


def evaluated(subject, user, **more):
    return evaluation.evaluate(subject, user=user, at=LATER, **(SEPTEMBER | more))


def halves(line):
    return {key: (share.part, share.whole) for key, share in line.rates.items()}


def test_what_to_watch(dozen, cast):
    again = dozen["again"]
    third = done(cast, recurs=again, reported_at=START + timedelta(hours=5))
    spots = evaluation.recurring_spots(user=cast.clerk, **SEPTEMBER)
    assert [(spot.case, spot.times) for spot in spots] == [(third, 2)]
    Case.objects.filter(pk=dozen["overdue"].pk).update(due_at=START)
    late = evaluation.late_cases(user=cast.clerk, at=START + timedelta(hours=30))
    assert late[0].case == dozen["overdue"]
    assert late[0].hours == 30
    slow = evaluation.slow_units(user=cast.clerk, at=LATER, **SEPTEMBER)
    # Six cases: five took six hours, one nine.
    assert [(one.name, one.cases, one.median) for one in slow] == [("handler", 6, Decimal(6))]
    assert evaluation.late_cases(user=cast.neighbour, at=LATER) == []
    assert evaluation.recurring_spots(user=cast.neighbour, **SEPTEMBER) == []
    assert evaluation.slow_units(user=cast.neighbour, at=LATER, **SEPTEMBER) == []


def test_the_median_of_an_even_number_lies_between_the_two(cast):
    for taken in (4, 6, 10, 100):
        done(cast, handled_at=hours(2 + taken))
    (slow,) = evaluation.slow_units(user=cast.clerk, at=LATER, **SEPTEMBER)
    assert (slow.cases, slow.median) == (4, Decimal(8))


def change(cast, rule, content, since=date(2020, 10, 1), by=None):
    return change_rule(
        follows=rule.pk, content=content, since=since, source="街道办〔2020〕9号",
        by=by or cast.head, at=START, id=new_id(),
    )  # fmt: skip


def test_a_changed_rule_holds_from_its_day_and_leaves_what_was(dozen, cast):
    rule = ScoringRule.objects.get(sort="composite", key="areas")
    content = {"parts": [{"of": "closing_rate", "as": "rate", "weight": 100}], "least": 100}
    change(cast, rule, content)
    assert evaluated(Subject.AREAS, cast.clerk).line(GRID).score.value == Decimal("48.9")
    october = evaluated(Subject.AREAS, cast.clerk, until=date(2020, 10, 1)).line(GRID)
    assert october.score.value == Decimal("66.6")


def test_a_variant_is_taken_from_a_day_on(dozen, cast):
    other = ScoringRule.objects.get(key="closing_rate", variant="of_filed")
    change(cast, other, other.content)
    october = evaluated(Subject.AREAS, cast.clerk, until=date(2020, 10, 1)).line(GRID)
    assert halves(october)["closing_rate"] == (4, 9)
    assert halves(evaluated(Subject.AREAS, cast.clerk).line(GRID))["closing_rate"] == (4, 6)


def test_rules_that_are_refused(dozen, cast):
    rule = ScoringRule.objects.get(key="closing_rate", is_chosen=True)
    with pytest.raises(Refused):
        change(cast, rule, rule.content, by=cast.handler)
    with pytest.raises(Refused):
        change(cast, rule, rule.content, since=date(2020, 8, 1))
    for bad in ({"numerator": "nothing"}, {"numerator": "dispose"}):
        with pytest.raises(Invalid):
            change(cast, rule, rule.content | bad)
    by_post = ScoringRule.objects.get(key="valid_rate", is_chosen=True)
    with pytest.raises(Invalid):
        change(cast, by_post, by_post.content | {"denominator": "need_confirm"})
    assert ScoringRule.objects.filter(source="街道办〔2020〕9号").count() == 0


def test_loading_twice_adds_nothing(dozen):
    before = ScoringRule.objects.count()
    load_scoring(by=SYSTEM, at=START, id=new_id())
    assert ScoringRule.objects.count() == before
