"""The catalogue: loaded from the package's data, added to, ended; never reworded in place."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from uuid import UUID

from wangge.kernel.errors import Conflict, NotFound, refuse
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.places.actions.spelling import spell
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.worklog.actions.work import invalid
from wangge.worklog.models import Measure, MeasureWording, Record
from wangge.worklog.rules.measures import Section, why_not_new_measure
from wangge.worklog.rules.records import State

KIND = "worklog.measure"


@action("worklog.load_catalogue")
def load_catalogue(*, by: Acting, at: datetime, id: UUID) -> Note:
    """Enter the package's measures and wordings that aren't there yet; what is there stays.

    Run again after an update it adds only what is new, and never touches what people entered.
    """
    refuse(why_not_right(by, Right.KEEP_MEASURES, by.region))
    known = set(Measure.objects.values_list("code", flat=True))
    added = [_measure(row) for row in _rows("measures.csv") if row["code"] not in known]
    Measure.objects.bulk_create(added)
    taken = set(MeasureWording.objects.values_list("verb", "object", "unit"))
    wordings = [
        MeasureWording(
            id=derived_id("wording", row["verb"], row["object"], row["unit"]),
            measure_id=row["measure"],
            verb=row["verb"],
            object=row["object"],
            unit=row["unit"],
            factor=Decimal(row["factor"] or 1),
        )
        for row in _rows("wordings.csv")
        if (row["verb"], row["object"], row["unit"]) not in taken
    ]
    MeasureWording.objects.bulk_create(wordings)
    data = {"measures": len(added), "wordings": len(wordings)}
    return Note(KIND, derived_id("worklog.catalogue"), by.region, data)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("wangge.worklog").joinpath("data", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _measure(row: dict[str, str]) -> Measure:
    return Measure(
        code=row["code"],
        verb=row["verb"],
        object=row["object"],
        unit=row["unit"],
        name_en=row["name_en"],
        section=Section(row["section"]).value,
        pinyin=spell(row["verb"] + row["object"]),
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        source=row["source"],
    )


@action("worklog.add_measure")
def add_measure(
    *,
    code: str,
    verb: str,
    object: str,
    unit: str,
    name_en: str = "",
    section: Section,
    since: date,
    until: date | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Add a measure of this office. Its code is new for ever; its wording must be free."""
    refuse(why_not_right(by, Right.KEEP_MEASURES, by.region))
    invalid(why_not_new_measure(code, verb, object, unit, since, until), "")
    if Measure.objects.filter(pk=code).exists():
        raise Conflict(say("There is already a measure “%(code)s”.", code=code))
    same = Measure.objects.filter(verb=verb, object=object, unit=unit, until__isnull=True).first()
    if same is not None:
        raise Conflict(say("This is counted already: “%(code)s”.", code=same.code))
    Measure.objects.create(
        code=code,
        verb=verb.strip(),
        object=object.strip(),
        unit=unit.strip(),
        name_en=name_en.strip(),
        section=Section(section).value,
        pinyin=spell(verb.strip() + object.strip()),
        since=since,
        until=until,
        source=by.title[:160],
    )
    data = {"code": code, "verb": verb, "object": object, "unit": unit, "since": str(since)}
    return Note(KIND, derived_id(KIND, code), by.region, data)


@action("worklog.end_measure")
def end_measure(*, code: str, until: date, by: Acting, at: datetime, id: UUID) -> Note:
    """Let a measure count work until a day and no longer; what was counted stays counted."""
    refuse(why_not_right(by, Right.KEEP_MEASURES, by.region))
    found = Measure.objects.filter(pk=code).first()
    if found is None:
        raise NotFound(say("There is no measure “%(code)s”.", code=code))
    if found.until is not None:
        raise Conflict(say("This measure ended on %(day)s.", day=found.until.isoformat()))
    fits = why_not_new_measure(code, found.verb, found.object, found.unit, found.since, until)
    invalid(fits, "until")
    later = Record.objects.filter(
        measure=code, state=State.CONFIRMED.value, ends_on__gt=until
    ).exists()
    if later:
        raise Conflict(say("Work after %(day)s is counted already.", day=until.isoformat()))
    Measure.objects.filter(pk=code, until__isnull=True).update(until=until)
    return Note(KIND, derived_id(KIND, code), by.region, {"code": code, "until": str(until)})


def learn(*, measure: str, verb: str, object: str, unit: str, factor: Decimal) -> bool:
    """Remember what a wording means; whether it was remembered.

    A learnt wording may be taught anew; one of the catalogue stays as it is.
    """
    known = MeasureWording.objects.filter(verb=verb, object=object, unit=unit).first()
    if known is None:
        MeasureWording.objects.create(
            id=new_id(),
            measure_id=measure,
            verb=verb,
            object=object,
            unit=unit,
            factor=factor,
            learnt=True,
        )
        return True
    if known.measure_id == measure:
        return True
    if not known.learnt:
        return False
    MeasureWording.objects.filter(pk=known.pk).update(measure=measure, factor=factor)
    return True
