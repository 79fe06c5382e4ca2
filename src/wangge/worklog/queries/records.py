"""Records of work, for somebody: one, a narrowed list, its totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from wangge.kernel.errors import NotFound
from wangge.kernel.words import Qualifier, official, say, together
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import under, within
from wangge.worklog.models import Record
from wangge.worklog.rules.records import RecordFacts, State


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of records is narrowed to. ``day`` bounds are on the day the work counts for."""

    state: str = ""
    measure: str = ""
    region: str = ""
    campaign: UUID | None = None
    origin: str = ""
    origin_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one measure over a list, of confirmed records only."""

    measure: str
    name: str
    unit: str
    amount: Decimal
    qualifier: Qualifier
    records: int

    @property
    def worded(self) -> str:
        """In the wording of published reports."""
        return official(self.amount, self.unit, self.qualifier)


def mine(rows: QuerySet[Record], user: Acting) -> QuerySet[Record]:
    """Only the records in somebody's area; a company's own only."""
    cut = within(rows, user)
    return cut.filter(unit=user.unit) if user.kind in OWN_UNIT_ONLY else cut


def records(*, user: Acting, sought: Sought = Sought()) -> QuerySet[Record]:
    """The records in somebody's area, narrowed; measure, place and unit come with each row."""
    rows = mine(Record.objects.select_related("measure", "place", "unit"), user)
    return rows.filter(narrowed(sought))


def narrowed(sought: Sought) -> Q:
    """The filter as a condition on records."""
    exact = {
        "state": sought.state,
        "measure": sought.measure,
        "campaign": sought.campaign,
        "origin": sought.origin,
        "origin_id": sought.origin_id,
        "ends_on__gte": sought.since,
        "ends_on__lte": sought.until,
    }
    found = under(sought.region) & Q(**{key: value for key, value in exact.items() if value})
    if sought.text:
        words = sought.text.strip()
        found &= (
            Q(remark__contains=words)
            | Q(place__name__contains=words)
            | Q(read_text__contains=words)
        )
    return found


def one_record(id: UUID, *, user: Acting) -> Record:
    """One record with what it names. Raises :class:`NotFound` outside one's area."""
    rows = Record.objects.select_related("measure", "place", "unit", "replaces", "replaced_by")
    found = mine(rows, user).filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such record in your area."))
    return found


def facts_of(record: Record) -> RecordFacts:
    """A record as the rules see it."""
    return RecordFacts(
        state=State(record.state),
        region=record.region,
        unit=record.unit_id,
        measured=record.measure_id is not None,
        cumulative=record.cumulative,
    )


def totals(*, user: Acting, sought: Sought = Sought()) -> list[Total]:
    """The sum of each measure over the confirmed records of a narrowed list. One query."""
    rows = mine(Record.objects.filter(state=State.CONFIRMED.value), user).filter(narrowed(sought))
    return summed(rows)


def summed(rows: QuerySet[Record]) -> list[Total]:
    """The sum of each measure over some records, largest groups of measures first by section."""
    over = Count("pk", filter=Q(qualifier=Qualifier.OVER.value))
    about = Count("pk", filter=Q(qualifier=Qualifier.ABOUT.value))
    groups = (
        rows.filter(measure__isnull=False)
        .order_by()
        .values("measure")
        .annotate(
            amount=Sum("amount"),
            number=Count("pk"),
            over=over,
            about=about,
            section=Max("measure__section"),
            verb=Max("measure__verb"),
            object=Max("measure__object"),
            unit_name=Max("measure__unit"),
        )
        .order_by("section", "measure")
    )
    return [
        Total(
            measure=group["measure"],
            name=group["verb"] + group["object"],
            unit=group["unit_name"],
            # SQLite adds up in binary fractions; amounts have three decimals.
            amount=round(group["amount"], 3),
            qualifier=_together(group["over"], group["about"]),
            records=group["number"],
        )
        for group in groups
    ]


def _together(over: int, about: int) -> Qualifier:
    found = [Qualifier.OVER] * bool(over) + [Qualifier.ABOUT] * bool(about)
    return together(found)


def counted(
    measures: Iterable[str], region: str, *, since: date, until: date, campaign: UUID | None = None
) -> dict[str, Decimal]:
    """What is confirmed of some measures in a region over some days; for running totals.

    Asked by actions and pages about a message whose reader is known to see the region.
    """
    rows = Record.objects.filter(
        under(region),
        state=State.CONFIRMED.value,
        measure__in=list(measures),
        ends_on__gte=since,
        ends_on__lte=until,
    )
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    return dict(rows.order_by().values_list("measure").annotate(total=Sum("amount")))
