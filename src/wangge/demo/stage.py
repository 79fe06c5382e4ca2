"""Where the demo plays: regions, grids, places, units, posts and accounts, made through actions."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from random import Random
from uuid import UUID

from wangge.demo import plan
from wangge.demo.ground import Ground, grounds
from wangge.kernel.clock import start_of
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.people.actions import appoint, open_account, open_post, open_unit
from wangge.people.rules import Acting, PostKind, UnitKind
from wangge.places.actions import add_grid, register_place
from wangge.places.rules import Sureness

SET_UP = Acting(
    account=None,
    name="wangge",
    post=None,
    title="演示数据装载",
    kind=PostKind.OFFICE_HEAD,
    region="",
)
MADE_UP = "演示数据(虚构)"


@dataclass
class Stage:
    """What later steps need of what was made: ids by key, and who acts."""

    chance: Random
    password: str
    grids: list[Ground] = field(default_factory=list)
    units: dict[str, UUID] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Acting] = field(default_factory=dict)
    places: dict[str, list[UUID]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Secrets of a few residents' links, by what became of their case, for whoever tries it."""

    @property
    def at(self) -> datetime:
        """When everything was set up: the day before the first case."""
        return start_of(plan.BEGUN)


def build(chance: Random) -> Stage:
    """Make the whole stage and return what later steps need."""
    stage = Stage(chance, password=secrets.token_urlsafe(9))
    stage.grids = grounds(chance)
    for ground in stage.grids:
        add_grid(
            code=ground.code,
            name=ground.name,
            polygon=ground.polygon,
            crs=Crs.WGS84,
            source=MADE_UP,
            sureness=Sureness.FICTITIOUS,
            by=SET_UP,
            at=stage.at,
            id=new_id(),
        )
    _units(stage)
    _seats(stage)
    _places(stage)
    return stage


def _unit(stage: Stage, name: str, kind: UnitKind, region: str) -> None:
    stage.units[name] = new_id()
    open_unit(
        unit=stage.units[name],
        kind=kind,
        name=name,
        region=region,
        by=SET_UP,
        at=stage.at,
        id=new_id(),
    )


def _units(stage: Stage) -> None:
    for name, kind in plan.UNITS:
        _unit(stage, name, kind, plan.STREET)
    for community in plan.COMMUNITIES:
        code = plan.community_code(community)
        _unit(stage, f"{community}社区", UnitKind.COMMUNITY, code)
    for community, areas in plan.AREAS.items():
        for area in areas:
            for group in range(1, 4):
                code = plan.community_code(community)
                _unit(stage, f"{area}{group}组", UnitKind.VILLAGER_GROUP, code)
    for names, kind in (
        (plan.CIVILISED_UNITS, UnitKind.CIVILISED_UNIT),
        (plan.SUNK_UNITS, UnitKind.SUNK_UNIT),
        (plan.HOUSEHOLD_UNITS, UnitKind.HOUSEHOLD_UNIT),
    ):
        for name in names:
            _unit(stage, name, kind, plan.STREET)


def seats(stage: Stage) -> list[plan.Seat]:
    """Every post of the demo: the command's, the communities', the grids'."""
    made = list(plan.SEATS)
    for number, community in enumerate(plan.COMMUNITIES, start=1):
        code, unit = plan.community_code(community), f"{community}社区"
        made.append(
            plan.Seat(
                f"shequ{number}",
                PostKind.COMMUNITY_HEAD,
                f"{community}社区书记",
                plan.SECRETARIES[number - 1],
                unit,
                code,
                "fenzhi",
            )
        )
    for number, ground in enumerate(stage.grids, start=1):
        community = plan.COMMUNITIES[int(ground.code[9:12]) - 1]
        made.append(
            plan.Seat(
                f"wangge{number:02d}",
                PostKind.GRID_LEADER,
                f"{ground.name}长",
                plan.LEADERS[number - 1],
                f"{community}社区",
                ground.code,
                f"shequ{int(ground.code[9:12])}",
            )
        )
    return made


def _seats(stage: Stage) -> None:
    for seat in seats(stage):
        stage.posts[seat.key], account = new_id(), new_id()
        open_post(
            post=stage.posts[seat.key],
            kind=seat.kind,
            title=seat.title,
            unit=stage.units[seat.unit],
            region=seat.area,
            superior=stage.posts.get(seat.above),
            by=SET_UP,
            at=stage.at,
            id=new_id(),
        )
        open_account(
            account=account,
            username=seat.key,
            name=seat.person,
            password=stage.password,
            must_change=False,
            region=plan.STREET,
            by=SET_UP,
            at=stage.at,
            id=new_id(),
        )
        appoint(
            account=account,
            post=stage.posts[seat.key],
            since=stage.at.date(),
            by=SET_UP,
            at=stage.at,
            id=new_id(),
        )
        stage.actors[seat.key] = Acting(
            account=account,
            name=seat.person,
            post=stage.posts[seat.key],
            title=seat.title,
            kind=seat.kind,
            region=seat.area,
            unit=stage.units[seat.unit],
        )


def _place(stage: Stage, kind: str, name: str, ground: Ground, parent: UUID | None = None) -> UUID:
    place = new_id()
    lng, lat = ground.point(stage.chance)
    register_place(
        place=place,
        kind=kind,
        name=name,
        region=ground.code,
        grid=ground.code,
        parent=parent,
        lng=lng,
        lat=lat,
        geometry=None,
        crs=Crs.WGS84,
        sureness=Sureness.FICTITIOUS,
        source=MADE_UP,
        by=SET_UP,
        at=stage.at,
        id=new_id(),
    )
    stage.places.setdefault(kind, []).append(place)
    return place


def _places(stage: Stage) -> None:
    for community, areas in plan.AREAS.items():
        code = plan.community_code(community)
        inside = [ground for ground in stage.grids if ground.code.startswith(code)]
        for area, ground in zip(areas, cycle(inside), strict=False):
            whole = _place(stage, "urban_village_area", area, ground)
            for group in range(1, 4):
                _place(stage, "villager_group", f"{area}{group}组", ground, whole)
    spread = cycle(stage.chance.sample(stage.grids, len(stage.grids)))
    for kind, names in (
        ("old_estate", plan.ESTATES),
        ("k32", plan.LANES),
        ("k38", plan.MARKETS),
        ("k26", plan.ROADS),
        ("k23", plan.SCHOOLS),
        ("shared_bike_point", plan.BIKE_POINTS),
        ("k50", plan.TOILETS),
        ("k31", plan.JUNCTIONS),
    ):
        for name in names:
            _place(stage, kind, name, next(spread))
    for number, community in enumerate(plan.COMMUNITIES):
        _place(stage, "k35", f"{community}社区居委会", stage.grids[number * 4])
