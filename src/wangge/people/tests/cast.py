"""The named cast, who play in every domain's tests.

Puji subdistrict with two communities: the office and its commander see all of it; each grid
leader only their own grid; a company works in the first community; a stranger belongs to
another subdistrict. Regions and grids are made here too, since nobody acts nowhere.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from wangge.kernel.ids import derived_id, new_id
from wangge.people.actions import appoint, open_account, open_post, open_unit
from wangge.people.models import Account
from wangge.people.queries import acting_as
from wangge.people.rules import Acting, PostKind, UnitKind
from wangge.places.models import Grid, Region
from wangge.places.rules import level_of

STREET = "530102009"
FIRST, SECOND = "530102009001", "530102009002"
GRID, NEXT_GRID = "530102009001001", "530102009001002"
ELSEWHERE = "530102010"
AT = datetime(2020, 8, 31, 1, 0, tzinfo=UTC)
"""A Monday morning in Puji."""
PASSWORD = "a long word for tests"

SYSTEM = Acting(None, "set-up", None, "set-up", PostKind.OFFICE_HEAD, "")

PARTS: dict[str, tuple[PostKind, UnitKind, str]] = {
    "commander": (PostKind.COMMANDER, UnitKind.COMMAND, STREET),
    "head": (PostKind.OFFICE_HEAD, UnitKind.CAMPAIGN_OFFICE, STREET),
    "clerk": (PostKind.CLERK, UnitKind.CAMPAIGN_OFFICE, STREET),
    "sub_commander": (PostKind.SUB_COMMANDER, UnitKind.SUB_COMMAND, STREET),
    "community": (PostKind.COMMUNITY_HEAD, UnitKind.COMMUNITY, FIRST),
    "leader": (PostKind.GRID_LEADER, UnitKind.COMMUNITY, GRID),
    "neighbour": (PostKind.GRID_LEADER, UnitKind.COMMUNITY, NEXT_GRID),
    "company": (PostKind.COMPANY, UnitKind.PROPERTY_COMPANY, FIRST),
    "discipline": (PostKind.DISCIPLINE, UnitKind.DISCIPLINE, STREET),
    "stranger": (PostKind.CLERK, UnitKind.CAMPAIGN_OFFICE, ELSEWHERE),
}


@dataclass(frozen=True)
class Cast:
    """Everybody, ready to act; ``cast.account("clerk")`` signs in."""

    commander: Acting
    head: Acting
    clerk: Acting
    sub_commander: Acting
    community: Acting
    leader: Acting
    neighbour: Acting
    company: Acting
    discipline: Acting
    stranger: Acting

    def account(self, part: str) -> Account:
        return Account.objects.get(username=part)

    def everybody(self) -> dict[str, Acting]:
        return {part: getattr(self, part) for part in PARTS}


def make_regions() -> None:
    for code, name in (
        ("53", "云南省"),
        ("5301", "昆明市"),
        ("530102", "五华区"),
        (STREET, "普吉街道"),
        (FIRST, "王家桥社区居民委员会"),
        (SECOND, "大塘社区居民委员会"),
        (ELSEWHERE, "西翥街道"),
    ):
        level = level_of(code)
        assert level is not None
        Region.objects.get_or_create(code=code, defaults={"name": name, "level": level.value})
    for code, name in ((GRID, "王家桥第一网格"), (NEXT_GRID, "王家桥第二网格")):
        Grid.objects.get_or_create(code=code, defaults={"name": name, "community_id": FIRST})


def make_cast() -> Cast:
    make_regions()
    for part, (kind, unit_kind, region) in PARTS.items():
        ids = {what: derived_id("cast", part, what) for what in ("unit", "post", "account")}
        doing = {"by": SYSTEM, "at": AT}
        open_unit(unit=ids["unit"], kind=unit_kind, name=part, region=region, id=new_id(), **doing)
        open_post(
            post=ids["post"],
            kind=kind,
            title=part,
            unit=ids["unit"],
            region=region,
            id=new_id(),
            **doing,
        )
        open_account(
            account=ids["account"],
            username=part,
            name=part,
            password=PASSWORD,
            must_change=False,
            region=ELSEWHERE if part == "stranger" else STREET,
            id=new_id(),
            **doing,
        )
        appoint(
            account=ids["account"], post=ids["post"], since=date(2020, 6, 1), id=new_id(), **doing
        )
    return Cast(
        **{part: acting_as(Account.objects.get(username=part), date(2020, 8, 31)) for part in PARTS}
    )
