"""Asking for figures: always for somebody, within that somebody's area."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.core.exceptions import ValidationError

from wangge.campaigns.models import Programme
from wangge.campaigns.queries.access import seen_programmes
from wangge.insight.figures import engine
from wangge.insight.figures.model import Answer, Figure, Period, Scope, Words
from wangge.insight.figures.registry import FIGURES, REPORTED
from wangge.kernel.errors import Invalid, NotFound, refuse
from wangge.kernel.words import Qualifier, official, plain, say, together
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import names
from wangge.trail.rules import SEE

Named = Programme | UUID | str
"""A programme as itself, by id or by its slug."""


def programme_named(programme: Named, user: Acting) -> Programme:
    """The programme, where it concerns somebody's area. Raises :class:`NotFound`."""
    seen = seen_programmes(user)
    if isinstance(programme, Programme):
        found = seen.filter(pk=programme.pk).first()
    else:
        try:
            by_id = isinstance(programme, UUID) or len(programme) in (32, 36)
            found = seen.filter(pk=programme).first() if by_id else None
        except ValidationError:
            found = None
        if found is None and isinstance(programme, str):
            found = seen.filter(slug=programme).first()
    if found is None:
        raise NotFound(say("There is no programme “%(name)s” in your area.", name=str(programme)))
    return found


def scope_of(
    programme: Named,
    *,
    user: Acting,
    until: date,
    since: date | None = None,
    region: str = "",
) -> tuple[Scope, Programme]:
    """What somebody may ask: their area and the asked region, whichever is narrower.

    Raises :class:`Refused` for a post that may not see records, :class:`NotFound` for a region
    outside the area or an unknown programme, :class:`Invalid` for days the wrong way round.
    """
    refuse(user.why_not(SEE, user.region))
    if since is not None and since > until:
        raise Invalid(say("The first day lies after the last one."), "since")
    found = programme_named(programme, user)
    region = region or found.region
    if user.region.startswith(region):
        region = user.region
    elif not region.startswith(user.region):
        raise NotFound(say("There is no such area, or it lies outside yours."))
    doer = user.unit if user.kind in OWN_UNIT_ONLY else None
    own = user.unit if user.kind in OWN_UNIT_ONLY else None
    return Scope(found.slug, until, since, region, doer, own, user.account), found


def ask(
    keys: Sequence[str] | None = None,
    *,
    user: Acting,
    programme: Named,
    until: date,
    since: date | None = None,
    region: str = "",
    records: bool = False,
) -> dict[str, Answer]:
    """The values of some figures (all published ones without ``keys``), in two statements.

    ``since`` and ``until`` are days, both included; without ``since`` from the very beginning.
    ``region`` is a code prefix and narrows the user's own area, which is never left. ``records``
    adds totals up from the records themselves instead of the daily sums.
    """
    wanted = tuple(dict.fromkeys(REPORTED if keys is None else keys))
    unknown = [key for key in wanted if key not in FIGURES]
    if unknown:
        raise NotFound(say("There is no figure “%(key)s”.", key=unknown[0]))
    scope, found = scope_of(programme, user=user, until=until, since=since, region=region)
    sums, others = engine.figures_of(wanted)
    answers = _sums(sums, scope, records) | _others(others, scope, records)
    area = region_name(scope.region)
    words = {period: filter_words(period, scope, found, area) for period in Period}
    return {
        key: _answer(FIGURES[key], scope, answers[key], words[FIGURES[key].period])
        for key in wanted
    }


Found = tuple[Decimal | None, Qualifier, int]


def _sums(figures: list[Figure], scope: Scope, records: bool) -> dict[str, Found]:
    if not figures:
        return {}
    shape = engine.shape_of(scope, records=records)
    keys = tuple(figure.key for figure in figures)
    statement = engine.statement(engine.sum_expression, keys, shape)
    lines = [
        line for line in engine.run(statement, engine.parameters(scope)) if int(line["rows"]) > 0
    ]
    answers: dict[str, Found] = {}
    for figure in figures:
        mine = [line for line in lines if line["measure"] == figure.measure]
        total = sum((engine.number(line["value"]) or Decimal(0) for line in mine), Decimal(0))
        qualifier = together([Qualifier(line["qualifier"]) for line in mine])
        answers[figure.key] = total, qualifier, sum(int(line["rows"]) for line in mine)
    return answers


def _others(figures: list[Figure], scope: Scope, records: bool) -> dict[str, Found]:
    if not figures:
        return {}
    keys = tuple(figure.key for figure in figures)
    statement = engine.statement(
        engine.each_expression, keys, engine.shape_of(scope, records=records)
    )
    answers: dict[str, Found] = {}
    for line in engine.run(statement, engine.parameters(scope)):
        value = engine.number(line["value"], 9)
        if value is None and line["key"] in _ZERO_OF_NOTHING:
            value = Decimal(0)
        answers[line["key"]] = value, Qualifier.EXACT, int(line["rows"] or 0)
    return answers


_ZERO_OF_NOTHING = {"records_confirmed"}
"""Sums, which are zero where there is no row; a maximum or a share of nothing has no value."""


def _answer(figure: Figure, scope: Scope, found: Found, words: Words) -> Answer:
    value, qualifier, rows = found
    if value is not None and figure.percent:
        # Cut off, so that only the whole reads 100, as rounds count their coverage.
        value = value.quantize(Decimal("0.1"), ROUND_DOWN)
    elif value is not None:
        value = Decimal(plain(value))
    text = "—" if value is None else official(value, figure.unit, qualifier)
    return Answer(figure, scope, value, qualifier, text, rows, words)


def filter_words(period: Period, scope: Scope, programme: Programme, area: str) -> Words:
    """What was asked, as an annex says it: programme, area, days."""
    until = scope.until
    zh_days, en_days = f"截至{_zh(until)}", f"until {until}"
    if period is Period.SPAN and scope.since is not None:
        zh_days, en_days = f"{_zh(scope.since)}至{_zh(until)}", f"{scope.since} to {until}"
    own = Words("仅本单位", "own unit only") if scope.doer else None
    zh = [programme.name, area, zh_days, *([own.zh] if own else [])]
    en = [programme.name, area, en_days, *([own.en] if own else [])]
    return Words("；".join(part for part in zh if part), "; ".join(part for part in en if part))


def _zh(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def region_name(code: str) -> str:
    """The name of an area, its code where it has none."""
    return names([code]).get(code, code) if code else ""
