"""The named cast, who play in every domain's tests.

Puji subdistrict with two communities: the office and its commander see all of it; each grid
leader only their own grid; a company works in the first community; a stranger belongs to
another subdistrict. Regions and grids are made here too, since nobody acts nowhere.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from wangge.kernel.ids import derived_id
from wangge.people.models import Account, Post, Tenure, Unit
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
    "handler": (PostKind.HANDLER, UnitKind.SANITATION, STREET),
    "inspector": (PostKind.INSPECTOR, UnitKind.CITY_MANAGEMENT, STREET),
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
    handler: Acting
    inspector: Acting
    discipline: Acting
    stranger: Acting

    def account(self, part: str) -> Account:
        return Account.objects.get(username=part)

    def everybody(self) -> dict[str, Acting]:
        return {part: getattr(self, part) for part in PARTS}


def make_regions() -> None:
    regions = (
        ("53", "云南省"),
        ("5301", "昆明市"),
        ("530102", "五华区"),
        (STREET, "普吉街道"),
        (FIRST, "王家桥社区居民委员会"),
        (SECOND, "大塘社区居民委员会"),
        (ELSEWHERE, "西翥街道"),
    )
    grids = ((GRID, "王家桥第一网格"), (NEXT_GRID, "王家桥第二网格"))
    Region.objects.bulk_create(
        [Region(code=code, name=name, level=level_of(code).value) for code, name in regions],
        ignore_conflicts=True,
    )
    Grid.objects.bulk_create(
        [Grid(code=code, name=name, community_id=FIRST) for code, name in grids],
        ignore_conflicts=True,
    )


def make_cast() -> Cast:
    """Written in a few statements, since a thousand tests begin with it.

    That accounts, posts and tenures come about by actions is tested where those are.
    """
    make_regions()
    units, posts, accounts, tenures = [], [], [], []
    password = make_password(PASSWORD)
    for part, (kind, unit_kind, region) in PARTS.items():
        unit, post, account = (derived_id("cast", part, what) for what in ("unit", "post", "acc"))
        home = ELSEWHERE if part == "stranger" else STREET
        units.append(Unit(id=unit, kind=unit_kind.value, name=part, region=region))
        posts.append(Post(id=post, kind=kind.value, title=part, unit_id=unit, region=region))
        accounts.append(
            Account(
                id=account,
                username=part,
                name=part,
                region=home,
                password=password,
                password_changed_at=AT,
            )
        )
        tenures.append(Tenure(account_id=account, post_id=post, since=date(2020, 6, 1)))
    Unit.objects.bulk_create(units)
    Post.objects.bulk_create(posts)
    Account.objects.bulk_create(accounts)
    Tenure.objects.bulk_create(tenures)
    return Cast(
        **{
            tenure.account.username: Acting(
                account=tenure.account_id,
                name=tenure.account.name,
                post=tenure.post_id,
                title=tenure.post.title,
                kind=PostKind(tenure.post.kind),
                region=tenure.post.region,
                unit=tenure.post.unit_id,
            )
            for tenure in Tenure.objects.select_related("account", "post")
        }
    )
