"""Coverage of rounds: live from the tasks, frozen once closed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models.functions import Length

from wangge.campaigns.models import Coverage, Round, Terms
from wangge.campaigns.queries.access import programme_of, round_of, seen_rounds, seen_tasks
from wangge.campaigns.rules import Count, RoundState, TaskState, community_of, short_name, times
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.models import Grid, Region
from wangge.places.queries import under, within
from wangge.places.rules import Level

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A campaign of the round, under the name it had then, with its total."""

    id: UUID
    number: int
    name: str
    total: Count

    @property
    def key(self) -> str:
        """The campaign in an address."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Cell:
    """One campaign in one area."""

    campaign: UUID
    count: Count

    @property
    def key(self) -> str:
        """The campaign in an address."""
        return str(self.campaign)


@dataclass(frozen=True, slots=True)
class Row:
    """One area. An empty ``code`` is what lies in no community."""

    code: str
    name: str
    cells: list[Cell]
    total: Count


@dataclass(frozen=True, slots=True)
class Matrix:
    """Campaign × community. ``frozen`` says that it stands as it did when the round closed."""

    columns: list[Column]
    rows: list[Row]
    whole: Count
    frozen: bool


def matrix(*, round: UUID, user: Acting) -> Matrix:
    """Coverage of a round within somebody's area: live while it is open, then as frozen."""
    found = round_of(round, user)
    counts, frozen = _counts(found, user)
    terms = list(
        Terms.objects.filter(round=found)
        .order_by("campaign__number")
        .values_list("campaign", "campaign__number", "name")
    )
    campaigns = [campaign for campaign, _, _ in terms]
    communities = Region.objects.filter(
        under(found.programme.region, "code"), level=Level.COMMUNITY.value
    )
    area = user.region[:12]
    names = dict(communities.filter(under(area, "code")).values_list("code", "name"))
    if any(code == "" for _, code in counts):
        names[""] = ""
    rows = [
        _row(code, name, campaigns, counts)
        for code, name in sorted(names.items(), key=lambda pair: pair[0] or "9")
    ]
    columns = [
        Column(
            campaign,
            number,
            name,
            _sum(some for (which, _), some in counts.items() if which == campaign),
        )
        for campaign, number, name in terms
    ]
    return Matrix(columns, rows, _sum(column.total for column in columns), frozen)


def _row(code: str, name: str, campaigns: list[UUID], counts: dict[Key, Count]) -> Row:
    cells = [Cell(campaign, counts.get((campaign, code), Count())) for campaign in campaigns]
    return Row(code, short_name(name), cells, _sum(cell.count for cell in cells))


def _counts(found: Round, user: Acting) -> tuple[dict[Key, Count], bool]:
    """Counts by campaign and community (empty: in none), and whether they are the frozen ones.

    Frozen numbers are kept per area, so a company, which sees only its own tasks, counts those.
    """
    if found.state == RoundState.CLOSED.value and user.kind not in OWN_UNIT_ONLY:
        return _frozen(found, user), True
    return _live(found, user, 12), False


def _live(found: Round, user: Acting, length: int) -> dict[Key, Count]:
    rows = (
        seen_tasks(user)
        .filter(round=found)
        .values_list("campaign", "region", "state")
        .annotate(n=CountRows("pk"))
        .order_by()
    )
    counts: dict[Key, Count] = defaultdict(Count)
    for campaign, region, state, number in rows:
        code = region[:length] if len(region) >= length else ""
        counts[campaign, code] += times(TaskState(state), number)
    return dict(counts)


def _frozen(found: Round, user: Acting) -> dict[Key, Count]:
    """The frozen rows of communities, or of single grids for who sees no more than these.

    What lies in no community is the whole less the communities.
    """
    length = 15 if len(user.region) > 12 else 12
    rows = within(Coverage.objects.filter(round=found), user).annotate(length=Length("region"))
    counts: dict[Key, Count] = defaultdict(Count)
    for row in rows.filter(length=length):
        counts[row.campaign_id, community_of(row.region)] += _count(row)
    whole = found.programme.region
    if len(whole) < 12:
        for row in rows.filter(region=whole):
            inside = _sum(some for (which, _), some in counts.items() if which == row.campaign_id)
            rest = _less(_count(row), inside)
            if rest.tasks:
                counts[row.campaign_id, ""] = rest
    return dict(counts)


def _count(row: Coverage) -> Count:
    return Count(row.tasks, row.done, row.checked, row.carried)


def _less(whole: Count, part: Count) -> Count:
    return Count(
        whole.tasks - part.tasks,
        whole.done - part.done,
        whole.checked - part.checked,
        whole.carried - part.carried,
    )


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def by_grid(*, round: UUID, user: Acting) -> list[Row]:
    """Coverage of each grid over all campaigns, weakest first; grids without a task last."""
    found = round_of(round, user)
    if found.state == RoundState.CLOSED.value and user.kind not in OWN_UNIT_ONLY:
        rows = within(Coverage.objects.filter(round=found), user).annotate(length=Length("region"))
        counts = {(row.campaign_id, row.region): _count(row) for row in rows.filter(length=15)}
    else:
        counts = _live(found, user, 15)
    totals: dict[str, Count] = defaultdict(Count)
    for (_, code), some in counts.items():
        totals[code] += some
    grids = within(Grid.objects.filter(under(found.programme.region, "code")), user, "code")
    made = [
        Row(code, f"{short_name(community)} {name}", [], totals.get(code, Count()))
        for code, community, name in grids.order_by("code").values_list(
            "code", "community__name", "name"
        )
    ]
    return sorted(made, key=lambda row: (row.total.share is None, row.total.share or 0, row.code))


@dataclass(frozen=True, slots=True)
class Week:
    """One round in the history: its number and days, and a cell per campaign."""

    id: UUID
    number: int
    starts_on: object
    ends_on: object
    open: bool
    cells: list[Cell]
    total: Count


@dataclass(frozen=True, slots=True)
class History:
    """Rounds of a programme, newest first; columns are (campaign, number, name)."""

    columns: list[tuple[UUID, int, str]]
    weeks: list[Week]


def history(*, programme: UUID, user: Acting) -> History:
    """Closing coverage of every round for somebody's area, and the open round as it stands."""
    plan = programme_of(programme, user)
    columns = list(plan.campaigns.order_by("number").values_list("pk", "number", "name"))
    rounds = list(seen_rounds(user).filter(programme=plan).order_by("-starts_on"))
    counts = _over_rounds(rounds, plan.region, user)
    weeks = []
    for one in rounds:
        cells = [Cell(pk, counts.get((one.pk, pk), Count())) for pk, _, _ in columns]
        total = _sum(cell.count for cell in cells)
        is_open = one.state == RoundState.OPEN.value
        weeks.append(Week(one.pk, one.number, one.starts_on, one.ends_on, is_open, cells, total))
    return History(columns, weeks)


def _over_rounds(rounds: list[Round], whole: str, user: Acting) -> dict[tuple[UUID, UUID], Count]:
    """Counts by round and campaign: frozen where closed, else (and for companies) live."""
    area = whole if len(user.region) <= len(whole) else user.region
    counts: dict[tuple[UUID, UUID], Count] = defaultdict(Count)
    live = [one.pk for one in rounds if one.state == RoundState.OPEN.value]
    if user.kind in OWN_UNIT_ONLY:
        live = [one.pk for one in rounds]
    else:
        frozen = Coverage.objects.filter(round__in=rounds, region=area).exclude(round__in=live)
        for row in frozen:
            counts[row.round_id, row.campaign_id] = _count(row)
    tasks = seen_tasks(user).filter(round__in=live)
    for round, campaign, state, number in (
        tasks.values_list("round", "campaign", "state").annotate(n=CountRows("pk")).order_by()
    ):
        counts[round, campaign] += times(TaskState(state), number)
    return dict(counts)
