"""A list of requests, found and shown: a constant number of queries however long it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wangge.cases.models import Case
from wangge.cases.queries import open311 as cases
from wangge.gateways.open311 import shown
from wangge.gateways.open311.asked import Asked, uuid_of
from wangge.gateways.open311.formats import clean
from wangge.gateways.open311.moments import Span
from wangge.people.rules import Acting

Rows = list[dict[str, Any]]


def listed(user: Acting, asked: Asked) -> Rows:
    """The requests that were asked for, the newest first."""
    return _rows(_found(user, asked), asked.extended)


def one(user: Acting, number: str, extended: bool) -> Rows:
    """One request by its number or its id, as a list. Raises :class:`NotFound`."""
    return _rows([named(user, number)], extended)


def named(user: Acting, number: str) -> Case:
    """The case of a number or an id. Raises :class:`NotFound`."""
    plain = clean(number).strip()
    return cases.public_case(user=user, number=plain, id=uuid_of(plain))


def _found(user: Acting, asked: Asked) -> list[Case]:
    if asked.numbers:
        ids = [id for id in map(uuid_of, asked.numbers) if id is not None]
        return cases.public_cases_numbered(user=user, numbers=asked.numbers, ids=ids)
    cut = cases.PublicCut(
        reported=_pair(asked.reported),
        updated=_pair(asked.updated),
        codes=[code for code in asked.services if code != shown.OTHER],
        uncoded=shown.OTHER in asked.services,
        is_open=asked.is_open,
        near=cases.Spot(*asked.near) if asked.near else None,
    )
    return cases.public_cases(user=user, cut=cut, skip=asked.skip, size=asked.size)


def _pair(span: Span | None) -> tuple[datetime, datetime] | None:
    return (span.start, span.end) if span else None


def _rows(found: Sequence[Case], extended: bool) -> Rows:
    areas = cases.area_names(sorted({case.region for case in found}))
    rows = [shown.request(case, areas) for case in found]
    if extended:
        photos = cases.photo_counts([case.pk for case in found])
        for case, row in zip(found, rows, strict=True):
            row["extended_attributes"] = shown.extended(case, photos.get(case.pk, 0))
    return rows
