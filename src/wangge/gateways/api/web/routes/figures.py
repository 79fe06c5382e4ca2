"""Published numbers, each defined once."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.campaigns.queries import programmes
from wangge.gateways.api.web.types import After, Code, Day, Region, Size
from wangge.gateways.api.web.writing import answer
from wangge.insight import figures
from wangge.insight.figures import FIGURES, Answer, Programme
from wangge.insight.figures.model import Period
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.kernel.words import Qualifier, say
from wangge.people.asking import acting
from wangge.people.rules import Acting

router = Router(tags=["Figures"])


class FigureOut(BaseModel):
    """What a number is."""

    key: str
    section: str
    name: str
    unit: str
    definition: str
    period: Period


class Figures(BaseModel):
    """Every published number."""

    rows: list[FigureOut]


class AnswerOut(BaseModel):
    """A number's value for you, and the rows it is made of."""

    key: str
    name: str
    unit: str
    definition: str
    value: float | None = Field(description="Nothing where there is nothing to divide by.")
    text: str = Field(description="As reports print it.", examples=["300余吨"])
    qualifier: Qualifier
    rows: int = Field(description="How many rows lie behind it.")
    filter: str = Field(description="What was asked, in words.")


class Line(BaseModel):
    """A row behind a number."""

    id: UUID
    url: str
    cells: dict[str, Any]


class Lines(BaseModel):
    """A page of the rows behind a number."""

    answer: AnswerOut
    rows: list[Line]
    following: str


@router.get("", response=Figures)
def index(request: HttpRequest) -> HttpResponse:
    """Every published number with its definition."""
    acting(request)
    lines = [
        {
            "key": one.key,
            "section": one.section,
            "name": str(one.name),
            "unit": one.unit,
            "definition": str(one.definition),
            "period": one.period,
        }
        for one in FIGURES.values()
    ]
    return answer({"rows": lines})


def _question(
    user: Acting, programme: str | None, region: str | None, since: date | None, until: date | None
) -> dict[str, Any]:
    """What is asked: the newest programme and its last day so far where nothing is said."""
    asked: Programme | str | None = programme
    last = day_of(now())
    if asked is None:
        newest = next(iter(programmes(user=user)), None)
        if newest is None:
            raise NotFound(say("There is no programme in your area yet."))
        asked, last = newest.programme, min(last, newest.programme.ends_on)
    return {
        "user": user,
        "programme": asked,
        "since": since,
        "until": until or last,
        "region": region or "",
    }


def _shown(one: Answer) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": str(one.figure.name),
        "unit": one.figure.unit,
        "definition": str(one.definition),
        "value": one.number,
        "text": one.text,
        "qualifier": one.qualifier,
        "rows": one.rows,
        "filter": str(one.filter),
    }


@router.get("/{key}", response=AnswerOut)
def ask(
    request: HttpRequest,
    key: Code,
    programme: Code | None = None,
    region: Region | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> HttpResponse:
    """Ask one number, for a period and a region."""
    question = _question(acting(request), programme, region, since, until)
    return answer(_shown(figures.ask([key], **question)[key]))


@router.get("/{key}/rows", response=Lines)
def rows(
    request: HttpRequest,
    key: Code,
    programme: Code | None = None,
    region: Region | None = None,
    since: Day | None = None,
    until: Day | None = None,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """The rows that a number is made of."""
    question = _question(acting(request), programme, region, since, until)
    found = figures.rows_of(key, after=after, size=size, **question)
    lines = [{"id": one.id, "url": one.url, "cells": one.cells} for one in found.lines]
    following = found.following
    return answer({"answer": _shown(found.answer), "rows": lines, "following": following})
