"""The catalogue: loaded from the package's data, added to, ended; limits change from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from wangge.cases.actions.limits import load_calendar, load_stages
from wangge.cases.models import Category, Condition
from wangge.cases.queries.kept import forget
from wangge.cases.queries.sheets import check_conditions
from wangge.cases.rules.catalogue import (
    STANDARD,
    local_name,
    packaged,
    why_not_extensions,
    why_not_limit,
    why_not_local,
    why_not_since,
    why_not_span,
)
from wangge.cases.rules.facts import Kind, LimitUnit, Severity, Sure
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.sheets import Line
from wangge.kernel.words import Said, plain, say
from wangge.people.rules import Acting, Right, UnitKind
from wangge.people.rules import why_not as why_not_right
from wangge.places.actions.spelling import spell
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "cases.category"


def demand(reason: Said | None, field: str = "") -> None:
    """Raise :class:`Invalid` for a field if a rule gave a reason."""
    if reason is not None:
        raise Invalid(reason, field)


@action("cases.load_catalogue")
def load_catalogue_of_cases(*, since: date, by: Acting, at: datetime, id: UUID) -> Note:
    """Enter the package's categories, conditions, stage limits and calendar that aren't there yet.

    They hold from ``since``. Run again after an update it adds only what is new, and never touches
    what an office entered: a condition it changed or ended stays as it left it.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    known = set(Category.objects.values_list("pk", flat=True))
    categories = (_category(row, since) for row in packaged("categories.csv"))
    added = [row for row in categories if row.pk not in known]
    Category.objects.bulk_create(added, batch_size=200)
    named = set(Condition.objects.values_list("category", "name"))
    conditions = [
        row
        for row in (_condition(row, since) for row in packaged("conditions.csv"))
        if (row.category_id, row.name) not in named
    ]
    Condition.objects.bulk_create(conditions, batch_size=200)
    data = {
        "categories": len(added),
        "conditions": len(conditions),
        "days": load_calendar(),
        "stages": load_stages(since),
    }
    forget()
    return Note(KIND, derived_id("cases.catalogue"), by.region, data)


def _category(row: Mapping[str, str], since: date) -> Category:
    return Category(
        id=derived_id("category", row["standard"], row["code"]),
        standard=row["standard"],
        code=row["code"],
        kind=Kind(row["kind"]).value,
        class_code=row["class_code"],
        class_name=row["class_name"],
        name=row["name"],
        name_en=row["name_en"],
        public_name=row["public_name"],
        pinyin=spell(row["name"]),
        keywords=row["keywords"],
        code_2013=row["code_2013"],
        is_public=row["is_public"] == "1",
        radius_m=int(row["radius_m"]),
        window_days=int(row["window_days"]),
        sureness=Sure(row["sureness"]).value,
        source=row["source"],
        since=since,
    )


def _condition(row: Mapping[str, str], since: date) -> Condition:
    category = derived_id("category", STANDARD, row["code"])
    return Condition(
        id=derived_id("condition", category, row["name"]),
        category_id=category,
        name=row["name"],
        filing=row["filing"],
        closing=row["closing"],
        limit=Decimal(row["limit"]),
        limit_unit=LimitUnit(row["limit_unit"]).value,
        severity=Severity(row["severity"]).value,
        is_default=row["is_default"] == "1",
        unit_kind=row["unit_kind"],
        legal_basis=row["legal_basis"],
        sureness=Sure(row["sureness"]).value,
        source=row["source"],
        since=since,
    )


def _one_condition(id: UUID) -> Condition:
    found = Condition.objects.select_related("category").filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such filing condition."))
    if found.until is not None:
        raise Conflict(
            say("This condition was changed already, from %(day)s.", day=str(next_day(found.until)))
        )
    return found


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


@action("cases.confirm_condition")
def confirm_condition(*, condition: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """The office confirms that a proposed or second-hand limit is its own."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    found = _one_condition(condition)
    done = Condition.objects.filter(pk=found.pk, until__isnull=True)
    if not done.exclude(sureness=Sure.CONFIRMED.value).update(sureness=Sure.CONFIRMED.value):
        raise Conflict(say("This limit is confirmed already."))
    return _note(found, by, {"was": found.sureness})


@action("cases.change_limit")
def change_limit(
    *,
    condition: UUID,
    limit: Decimal,
    limit_unit: LimitUnit,
    since: date,
    filing: str | None = None,
    closing: str | None = None,
    legal_basis: str | None = None,
    unit_kind: str | None = None,
    most_extensions: int | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Another limit from a day on; the old row ends the day before. None leaves what it says.

    Only cases dispatched from then on are measured by it.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    found = _one_condition(condition)
    demand(why_not_limit(limit, limit_unit), "limit")
    demand(why_not_since(since, found.since, day_of(at)), "since")
    texts = {"filing": filing, "closing": closing, "legal_basis": legal_basis}
    given: dict[str, Any] = {key: text.strip() for key, text in texts.items() if text is not None}
    demand(_why_not_texts(given.get("filing", found.filing), given.get("closing", found.closing)))
    if unit_kind is not None:
        given["unit_kind"] = UnitKind(unit_kind).value if unit_kind else ""
    if most_extensions is not None:
        demand(why_not_extensions(most_extensions), "most_extensions")
        given["most_extensions"] = most_extensions
    given |= {"limit": limit, "limit_unit": LimitUnit(limit_unit).value}
    given |= {"sureness": Sure.CONFIRMED.value, "source": by.title[:200]}
    succeed(found, since, given, id)
    was = {"was": plain(found.limit), "was_unit": found.limit_unit, "since": str(since)}
    return _note(found, by, was | {"limit": plain(limit), "limit_unit": limit_unit})


def succeed(old: Condition, since: date, given: Mapping[str, Any], id: UUID) -> None:
    """End a row of a condition and let another follow it from a day on."""
    ended = Condition.objects.filter(pk=old.pk, until__isnull=True)
    if not ended.update(until=since - timedelta(days=1)):
        raise Conflict(say("Somebody else changed this condition meanwhile."))
    kept = {
        field.attname: getattr(old, field.attname)
        for field in Condition._meta.concrete_fields
        if field.attname not in ("id", "since", "until")
    }
    new = Condition(id=derived_id(id, old.pk), since=since, **(kept | dict(given)))
    new.save(force_insert=True)


def _why_not_texts(filing: str, closing: str) -> Said | None:
    if not filing or not closing:
        return say("Say when it is filed and when it is done.")
    if max(len(filing), len(closing)) > 300:
        return say("This is too long: at most %(longest)s characters.", longest=300)
    return None


def _note(condition: Condition, by: Acting, data: Mapping[str, Any]) -> Note:
    category = condition.category
    about = {"code": category.code, "category": category.name, "condition": condition.name}
    return Note(KIND, category.pk, by.region, about | dict(data))


@action("cases.add_category")
def add_category(
    *,
    code: str,
    name: str,
    filing: str,
    closing: str,
    limit: Decimal,
    limit_unit: LimitUnit,
    since: date,
    public_name: str = "",
    keywords: str = "",
    radius_m: int = 50,
    window_days: int = 30,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """A category of this office with its first condition, in the codes 080–999 of a class."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    # The matters' names of classes end in 类; a component's class has the same number.
    of_matters = Category.objects.filter(kind=Kind.MATTER.value)
    classes = dict(of_matters.values_list("class_code", "class_name").distinct())
    demand(why_not_local(code, name, frozenset(classes)), "code")
    demand(why_not_limit(limit, limit_unit), "limit")
    demand(_why_not_texts(filing.strip(), closing.strip()), "filing")
    if Category.objects.filter(standard=STANDARD, code=code).exists():
        raise Conflict(say("There is a category %(code)s already.", code=code))
    category = Category(
        id=derived_id("category", STANDARD, code),
        standard=STANDARD,
        code=code,
        class_code=code[:2],
        class_name=classes[code[:2]],
        name=local_name(name),
        public_name=public_name.strip(),
        pinyin=spell(local_name(name)),
        keywords=" ".join(keywords.split()),
        is_public=bool(public_name.strip()),
        radius_m=radius_m,
        window_days=window_days,
        sureness=Sure.CONFIRMED.value,
        source=by.title[:200],
        since=since,
    )
    category.save(force_insert=True)
    Condition.objects.create(
        id=derived_id("condition", category.pk, "first"),
        category=category,
        name=local_name(name).removesuffix("（自定义）")[:60],
        filing=filing.strip(),
        closing=closing.strip(),
        limit=limit,
        limit_unit=LimitUnit(limit_unit).value,
        is_default=True,
        sureness=Sure.CONFIRMED.value,
        source=by.title[:200],
        since=since,
    )
    forget()
    data = {"code": code, "category": category.name, "since": str(since)}
    return Note(KIND, category.pk, by.region, data)


def _one_category(id: UUID) -> Category:
    found = Category.objects.filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such category in the catalogue."))
    return found


@action("cases.end_category")
def end_category(*, category: UUID, until: date, by: Acting, at: datetime, id: UUID) -> Note:
    """Let a category be filed until a day and no longer; cases filed under it stay."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    found = _one_category(category)
    demand(why_not_span(found.since, until), "until")
    if not Category.objects.filter(pk=found.pk, until__isnull=True).update(until=until):
        raise Conflict(say("This category ended on %(day)s.", day=str(found.until)))
    forget()
    data = {"code": found.code, "category": found.name, "until": str(until)}
    return Note(KIND, found.pk, by.region, data)


@action("cases.set_public")
def set_public(
    *,
    category: UUID,
    is_public: bool,
    public_name: str = "",
    keywords: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Offer a category to residents under a plain name, or offer it no longer."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    found = _one_category(category)
    name, words = public_name.strip(), " ".join(keywords.split())
    if is_public and not name:
        raise Invalid(say("Say what residents call it."), "public_name")
    if is_public and found.kind == Kind.COMPONENT:
        raise Invalid(say("Residents report matters; offer the matter of this component."))
    if len(name) > 60 or len(words) > 300:
        raise Invalid(say("This is too long: at most %(longest)s characters.", longest=300))
    Category.objects.filter(pk=found.pk).update(
        is_public=is_public, public_name=name, keywords=words
    )
    forget()
    data = {"code": found.code, "category": found.name, "public": is_public, "name": name}
    return Note(KIND, found.pk, by.region, data)


@action("cases.import_conditions")
def import_conditions(
    *, lines: Sequence[Line], since: date, by: Acting, at: datetime, id: UUID
) -> Note:
    """Enter a sheet of conditions from a day on: every row or none.

    Rows that say what holds already are passed over; another limit follows the old one from
    ``since``; a condition without a namesake is new. Raises :class:`Invalid` with the first faulty
    row; ``queries.check_conditions`` lists them all.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    demand(why_not_since(since, None, day_of(at)), "since")
    checked = check_conditions(lines, since=since)
    if checked.faults:
        raise Invalid(checked.first())
    if not checked.rows:
        raise Invalid(say("Everything in the sheet stands in the catalogue already."))
    alone = _without_conditions([change.line.category for change in checked.rows])
    for change in checked.rows:
        given = dict(change.line.values)
        given["source"] = given["source"] or by.title[:200]
        if change.old is None:
            Condition.objects.create(
                id=derived_id(id, change.line.number),
                category_id=change.line.category,
                name=change.line.name,
                is_default=change.line.category in alone,
                since=since,
                **given,
            )
            alone.discard(change.line.category)
        elif change.only_sure:
            Condition.objects.filter(pk=change.old.pk).update(
                sureness=given["sureness"], source=given["source"]
            )
        else:
            succeed(change.old, since, given, id)
    data = {"rows": len(checked.rows), "unchanged": checked.unchanged, "since": str(since)}
    return Note(KIND, derived_id("cases.catalogue"), by.region, data)


def _without_conditions(categories: Sequence[UUID]) -> set[UUID]:
    """Those that have no condition at present, whose first new one is the default."""
    having = Condition.objects.filter(category__in=categories, until__isnull=True)
    return set(categories) - set(having.values_list("category", flat=True))
