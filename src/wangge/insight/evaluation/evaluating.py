"""Evaluating: the rates, scores, levels and ranks of every subject of a kind in a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from wangge.insight.evaluation.passes import (
    OF_AREAS,
    Cell,
    Question,
    cells_of,
    column_of,
    numerator,
    question_of,
    tally,
)
from wangge.insight.evaluation.rulebook import Rulebook, rulebook
from wangge.insight.evaluation.subjects import Named, keys_of, named, own_key, posts_of_accounts
from wangge.insight.rules.evaluation import (
    Formula,
    Level,
    Reading,
    Score,
    Share,
    Subject,
    level_of,
    ranks,
    score_of,
)
from wangge.kernel.clock import Period, start_of
from wangge.people.rules import Acting

SHOWN: dict[Subject, tuple[str, ...]] = {
    Subject.AREAS: ("report", "filed", "void", "closed", "overdue", "reworked", "recurring"),
    Subject.COMMUNITIES: ("report", "filed", "void", "closed", "overdue", "reworked", "recurring"),
    Subject.UNITS: ("filed", "closed", "dispose", "overtime_to_dispose", "overtime_dispose",
                    "rework", "came_back", "extended", "returned", "suspended"),
    Subject.INSPECTORS: ("patrol_report", "valid_report", "self_closed", "confirm", "verified"),
    Subject.CLERKS: ("filed", "void"),
    Subject.DISPATCHERS: ("dispatched",),
    Subject.HEADS: ("filed", "void", "closed"),
}  # fmt: skip
"""Base counts that stand beside the rates of each kind."""
LISTED: dict[Subject, tuple[str, ...]] = {
    Subject.AREAS: ("report", "filed", "closed", "overdue", "closing_rate", "closing_on_time",
                    "rework_rate", "return_rate", "patrol_rate", "missed_rate"),
    Subject.UNITS: ("filed", "dispose", "overtime_to_dispose", "rework", "closing_rate",
                    "handling_on_time", "rework_rate", "return_rate"),
}  # fmt: skip
"""Counts and rates that a list of many subjects shows first; the others on demand."""
LISTED[Subject.COMMUNITIES] = LISTED[Subject.AREAS]


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: counts by key, rates by indicator, score. ``rank`` is 0 without a score."""

    who: Named
    counts: Mapping[str, int]
    rates: Mapping[str, Share]
    score: Score | None
    level: Level | None
    rank: int = 0
    before: Score | None = None

    @property
    def change(self) -> Decimal | None:
        """By how much the score moved since the period before, where both have one."""
        if self.score is None or self.before is None:
            return None
        return self.score.value - self.before.value


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A period of one kind of subject as of ``question.at``; ``total`` is the whole area."""

    subject: Subject
    question: Question
    rules: Rulebook
    lines: list[Line]
    total: Line
    counts: tuple[str, ...]

    def line(self, key: str) -> Line | None:
        """The line of a subject."""
        return next((line for line in self.lines if line.who.key == key), None)


def evaluate(
    subject: Subject,
    *,
    user: Acting,
    since: date,
    until: date,
    at: datetime,
    region: str = "",
    before: Period | None = None,
    whole: bool = True,
) -> Evaluation:
    """Everybody of a kind in these days (both included), ranked, within somebody's area.

    The rules are those of the last day. Late is what is late as of ``at``, or as of the period's
    end where that is past. Without ``whole`` only what a list shows first and the score needs is
    counted. Days ``before`` are evaluated by the same rules, to compare scores with.
    Raises what :func:`.passes.question_of` raises.
    """
    rules = rulebook(subject, until)
    shown = SHOWN[subject]
    if not whole and (first := LISTED.get(subject)):
        rules = replace(rules, formulas=_first(rules, first))
        shown = tuple(key for key in shown if key in first)
    question = question_of(
        user=user, since=since, until=until, at=at, region=region, basis=rules.basis
    )
    scores = _scores(subject, rules, question, before, at) if before else {}
    counted = gathered(
        question, subject, cells_of(rules.formulas.values(), [*shown, *_banded(rules)])
    )
    who = named(subject, counted.keys() - {""}, user=user, region=question.region, on=until)
    lines = [
        line_of(rules, shown, one, counted.get(key, {}), scores.get(key))
        for key, one in who.items()
    ]
    everybody = _added([counted[key] for key in who if key in counted])
    total = line_of(rules, shown, Named("", ""), everybody)
    return Evaluation(subject, question, rules, _ranked(lines), total, shown)


def _first(rules: Rulebook, first: tuple[str, ...]) -> dict[str, Formula]:
    """The formulas that a list shows first, and those of the score."""
    scored = {formula.key for formula in _scored(rules)}
    return {
        key: formula for key, formula in rules.formulas.items() if key in first or key in scored
    }


def _scores(
    subject: Subject, rules: Rulebook, question: Question, before: Period, at: datetime
) -> dict[str, Score | None]:
    """The scores of an earlier period; only what they are made of is counted."""
    as_of = min(at, start_of(before.end + timedelta(days=1)))
    earlier = replace(question, since=before.start, until=before.end, at=as_of)
    cells = cells_of(_scored(rules), _banded(rules))
    counted = gathered(earlier, subject, cells)
    return {key: _score(rules, one) for key, one in counted.items()}


def wanted(subject: Subject, rules: Rulebook) -> list[str]:
    """Base counts that are shown or make points."""
    return list(dict.fromkeys([*SHOWN[subject], *_banded(rules)]))


def _banded(rules: Rulebook) -> list[str]:
    parts = rules.composite.parts if rules.composite else ()
    return [part.of for part in parts if part.reading is Reading.BANDS]


def _scored(rules: Rulebook) -> list[Formula]:
    """The formulas that the composite score needs."""
    parts = rules.composite.parts if rules.composite else ()
    return [rules.formulas[part.of] for part in parts if part.of in rules.formulas]


Counted = Mapping[Cell, int]


def gathered(
    question: Question, subject: Subject, cells: Iterable[Cell], whose: str = ""
) -> dict[str, Counted]:
    """What was counted, by subject: regions cut to the subject's, reports brought to posts.

    With ``whose`` only of that one subject.
    """
    keys = keys_of(question, subject, whose) if whose else None
    if whose and subject in OF_AREAS:
        question = replace(question, region=whose)
    found: dict[str, dict[Cell, int]] = defaultdict(lambda: defaultdict(int))
    posts = (
        posts_of_accounts(question.since, question.until) if subject is Subject.INSPECTORS else {}
    )
    for cell, by_whose in tally(question, subject, cells, keys).items():
        is_account = column_of(subject, cell) == "reporter"
        for whose, number in by_whose.items():
            key = posts.get(whose, "") if is_account else own_key(subject, whose)
            if key:
                found[key][cell] += number
    return {key: dict(counted) for key, counted in found.items()}


def _added(counted: Iterable[Counted]) -> dict[Cell, int]:
    total: dict[Cell, int] = defaultdict(int)
    for one in counted:
        for cell, number in one.items():
            total[cell] += number
    return dict(total)


def rates_of(rules: Rulebook, counted: Counted) -> dict[str, Share]:
    """Every rate in force; a share of nothing where nothing was counted."""
    return {
        key: Share(counted.get(numerator(formula), 0), counted.get(Cell(formula.denominator), 0))
        for key, formula in rules.formulas.items()
    }


def _score(rules: Rulebook, counted: Counted) -> Score | None:
    if rules.composite is None:
        return None
    rates = {key: share.value for key, share in rates_of(rules, counted).items()}
    counts = {key: counted.get(Cell(key), 0) for key in _banded(rules)}
    return score_of(rules.composite, rates, counts, rules.bands)


def line_of(
    rules: Rulebook,
    shown: tuple[str, ...],
    who: Named,
    counted: Counted,
    before: Score | None = None,
) -> Line:
    """What the counts of one subject come to by the rules."""
    score = _score(rules, counted) if who.key else None
    return Line(
        who=who,
        counts={key: counted.get(Cell(key), 0) for key in shown},
        rates=rates_of(rules, counted),
        score=score,
        level=level_of(score.value if score else None, rules.levels),
        before=before,
    )


def _ranked(lines: list[Line]) -> list[Line]:
    """By rank; what has no score comes last and has none."""
    places = ranks({line.who.key: line.score.value if line.score else None for line in lines})
    placed = [
        Line(
            line.who, line.counts, line.rates, line.score, line.level,
            places.get(line.who.key, 0), line.before,
        )
        for line in lines
    ]  # fmt: skip
    return sorted(placed, key=lambda line: (line.rank == 0, line.rank))
