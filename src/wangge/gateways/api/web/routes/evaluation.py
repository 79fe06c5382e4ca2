"""Evaluation of work on cases (综合评价): rates, scores and levels by rules that are dated data."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.gateways.api.web.types import After, Code, Day, Region, Size
from wangge.gateways.api.web.writing import answer
from wangge.insight import evaluation
from wangge.insight.rules.evaluation import Subject
from wangge.kernel.clock import now
from wangge.people.asking import acting

router = Router(tags=["Evaluation"])


class Rate(BaseModel):
    """So many of so many; without a value where there was nothing to divide by."""

    part: int
    whole: int
    percent: str | None


class Evaluated(BaseModel):
    """One grid, unit or post."""

    key: str
    name: str
    counts: dict[str, int]
    rates: dict[str, Rate]
    score: str | None
    level: str | None = Field(description="A to E.")
    rank: int = Field(description="0 without a score: it stays out of the ranking.")


class Indicator(BaseModel):
    """A rate's formula."""

    key: str
    name: str
    numerator: str
    denominator: str
    high_is_good: bool


class EvaluationOut(BaseModel):
    """A period of one kind of subject, ranked; `total` is the whole area."""

    subject: Subject
    since: date
    until: date
    region: str
    indicators: list[Indicator]
    rows: list[Evaluated]
    total: Evaluated


class Opened(BaseModel):
    """A case behind a number."""

    case: UUID
    number: str
    stage: str
    category: str
    area: str


class OpenedOut(BaseModel):
    """A page of the cases behind a number, newest first."""

    rows: list[Opened]
    following: str


@router.get("/{subject}", response=EvaluationOut)
def evaluate(
    request: HttpRequest,
    subject: Subject,
    since: Day,
    until: Day,
    region: Region | None = None,
) -> HttpResponse:
    """Everybody of a kind over some days, by the rules of the last day."""
    found = evaluation.evaluate(
        subject, user=acting(request), since=since, until=until, at=now(), region=region or ""
    )
    indicators = [
        {
            "key": one.key,
            "name": one.name,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "high_is_good": one.high,
        }
        for one in found.rules.formulas.values()
    ]
    return answer(
        {
            "subject": subject,
            "since": since,
            "until": until,
            "region": found.question.region,
            "indicators": indicators,
            "rows": [_line(one) for one in found.lines],
            "total": _line(found.total),
        }
    )


def _line(one: evaluation.Line) -> dict[str, Any]:
    return {
        "key": one.who.key,
        "name": one.who.name,
        "counts": dict(one.counts),
        "rates": {
            key: {"part": share.part, "whole": share.whole, "percent": share.value}
            for key, share in one.rates.items()
        },
        "score": one.score.value if one.score else None,
        "level": one.level.letter if one.level else None,
        "rank": one.rank,
    }


@router.get("/{subject}/cases", response=OpenedOut)
def opened(
    request: HttpRequest,
    subject: Subject,
    since: Day,
    until: Day,
    count: Code,
    of: Code | None = None,
    whose: Code | None = None,
    rest: bool = False,
    region: Region | None = None,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """The cases behind a number: of a count, of a count within another, or the rest of that."""
    question = evaluation.question_of(
        user=acting(request),
        since=since,
        until=until,
        at=now(),
        region=region or "",
        basis=evaluation.rulebook(subject, until).basis,
    )
    asked = evaluation.opened(question, subject, whose or "", count, of or "", rest)
    rows, following = evaluation.page(asked, after, size)
    lines = [
        {
            "case": one.case,
            "number": one.number,
            "stage": one.stage,
            "category": one.category,
            "area": one.area,
        }
        for one in rows
    ]
    return answer({"rows": lines, "following": following})
