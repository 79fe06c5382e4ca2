"""How one subject did over several periods, each by the rules of its own last day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wangge.insight.evaluation.evaluating import SHOWN, Line, gathered, line_of, wanted
from wangge.insight.evaluation.passes import cells_of, question_of
from wangge.insight.evaluation.rulebook import rulebook
from wangge.insight.evaluation.subjects import Named
from wangge.insight.rules.evaluation import Subject
from wangge.kernel.clock import Period
from wangge.people.rules import Acting


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend."""

    period: Period
    line: Line


def trend(
    subject: Subject, who: Named, *, periods: Sequence[Period], user: Acting, at: datetime
) -> list[Point]:
    """Counts, rates and score of one subject in each of some periods."""
    points = []
    for period in periods:
        rules = rulebook(subject, period.end)
        question = question_of(
            user=user, since=period.start, until=period.end, at=at, basis=rules.basis
        )
        cells = cells_of(rules.formulas.values(), wanted(subject, rules))
        counted = gathered(question, subject, cells, who.key).get(who.key, {})
        points.append(Point(period, line_of(rules, SHOWN[subject], who, counted)))
    return points
