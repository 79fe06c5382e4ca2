"""Evaluation of work on cases (综合评价): areas, units and posts, by rules that are dated data."""

from wangge.insight.evaluation.evaluating import LISTED, SHOWN, Evaluation, Line, evaluate
from wangge.insight.evaluation.opening import Found, Opened, every, how_many, opened, page
from wangge.insight.evaluation.passes import OF_AREAS, Cell, Question, question_of
from wangge.insight.evaluation.rulebook import Rulebook, Shown, all_rules, in_force, rulebook
from wangge.insight.evaluation.subjects import Named, subject_named
from wangge.insight.evaluation.trend import Point, trend
from wangge.insight.evaluation.watching import (
    Late,
    Slow,
    Spot,
    late_cases,
    recurring_spots,
    slow_units,
)

__all__ = [
    "LISTED",
    "OF_AREAS",
    "SHOWN",
    "Cell",
    "Evaluation",
    "Found",
    "Late",
    "Line",
    "Named",
    "Opened",
    "Point",
    "Question",
    "Rulebook",
    "Shown",
    "Slow",
    "Spot",
    "all_rules",
    "evaluate",
    "every",
    "how_many",
    "in_force",
    "late_cases",
    "opened",
    "page",
    "question_of",
    "recurring_spots",
    "rulebook",
    "slow_units",
    "subject_named",
    "trend",
]
