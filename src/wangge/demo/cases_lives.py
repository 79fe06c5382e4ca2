"""What happens to one case until a unit has it: reported, looked at, copied, filed, split."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from wangge.cases import actions
from wangge.cases.actions import NewReporter, Part
from wangge.cases.queries import conditions, unit_on_duty
from wangge.cases.rules import Source, Stage
from wangge.demo import plan
from wangge.demo.cases_cures import closed, dispatch, handled
from wangge.demo.cases_duty import HOUSED
from wangge.demo.cases_story import Fate, Tale
from wangge.demo.cases_words import Wording, wordings_of
from wangge.demo.cases_world import File, Life, Steps, Way, World
from wangge.kernel.clock import day_of
from wangge.kernel.geo import Crs, from_wgs84
from wangge.kernel.ids import new_id
from wangge.people.rules import PUBLIC, Acting
from wangge.trail.rules import Stage as Shown

REFUSALS = (
    "经核不属于本街道管辖，已告知上报人向所在街道反映",
    "属邻里纠纷，已转社区人民调解委员会",
    "内容不清且无法联系上报人",
    "同一问题已于上周办结，现场未见反弹",
    "属商业合同纠纷，建议向市场监管部门投诉",
)
NOT_FOUND = (
    "现场未发现该问题，已走访周边商户",
    "到场时已自行清理，未见问题",
    "地址不存在，周边查找无果",
)
CALLS = ("已回电核实位置和情况", "已联系来电人，告知受理编号", "电话告知将派人查看")
URGENT = "紧急情形"
"""The condition under which some manhole covers, cables and fire lanes are filed."""


def life(world: World, tale: Tale) -> Life:
    """A case from its report to its end, or to where it waits on the last day."""
    file = File(tale)
    yield tale.at
    report(world, file, tale.at)
    if tale.stop is Stage.REPORTED:
        return
    at: datetime | None = yield from _called(world, file, tale.at)
    for part in (_before_filing, _filed, handled):
        if at is not None:
            at = yield from part(world, file, at)
    if at is not None:
        yield from closed(world, file, at)


# Reporting -----------------------------------------------------------------------------------


def report(world: World, file: File, at: datetime, text: str = "") -> None:
    """Report the case as its source would: a position, a photo, a name to call back."""
    tale, chance = file.tale, world.chance
    by = _reporter(world, tale)
    lng = lat = place = None
    crs = Crs.WGS84
    if tale.recurring or chance.random() < 0.3:
        place = tale.site.place
    elif tale.source in (Source.PATROL, Source.PUBLIC):
        lng, lat = world.position(tale.site)
        if tale.source is Source.PUBLIC and chance.random() < 0.2:
            crs = Crs.GCJ02
            lng, lat = (float(one[0]) for one in from_wgs84([lng], [lat], crs))
    shown = {Source.PATROL: 0.5, Source.PUBLIC: 0.4}.get(tale.source, 0)
    photos = [world.picture(file.region, True, by, at)] if chance.random() < shown else []
    known = {Source.PATROL: 0.9, Source.PUBLIC: 0.55}.get(tale.source, 0.7)
    actions.report_case(
        case=file.case,
        source=tale.source,
        text=text or tale.text,
        category=world.categories[file.code] if chance.random() < known else None,
        region=file.region,
        lng=lng,
        lat=lat,
        crs=crs,
        address=tale.address,
        place=place,
        evidence=photos,
        reporter=_known_as(world, file),
        by=by,
        at=at,
        id=new_id(),
    )


def _reporter(world: World, tale: Tale) -> Acting:
    if tale.source is Source.PUBLIC:
        return PUBLIC
    if tale.source is Source.PATROL:
        alone = tale.fate is Fate.SELF_HANDLED or tale.stop is Stage.SELF_HANDLED
        if alone or world.chance.random() < 0.6:
            return world.leader(tale.site.grid)
        return world.inspector(tale.site.grid)
    return world.seat("neiqin" if tale.source is Source.HOTLINE else "zhuren")


def _known_as(world: World, file: File) -> NewReporter | None:
    if file.tale.source not in (Source.PUBLIC, Source.HOTLINE):
        return None
    file.secret = token_urlsafe(24)
    if file.tale.source is Source.PUBLIC and world.chance.random() < 0.7:
        return NewReporter(file.secret)
    name = world.chance.choice(plan.SURNAMES) + world.chance.choice(("先生", "女士"))
    return NewReporter(file.secret, name, f"1390000{world.chance.randint(0, 9999):04d}")


def _called(world: World, file: File, at: datetime) -> Steps:
    """The hotline's caller is rung back soon: the first of its three rates."""
    if file.tale.source is Source.HOTLINE and world.chance.random() < 0.8:
        at = world.soon(at, 3, 25)
        yield at
        text = world.chance.choice(CALLS)
        actions.contact_reporter(
            case=file.case, text=text, by=world.seat("neiqin"), at=at, id=new_id()
        )
    return at


# Filing --------------------------------------------------------------------------------------


def _before_filing(world: World, file: File, at: datetime) -> Way:
    """A look on the spot, a refusal, copies, a patroller's own cure: what comes before the file."""
    tale = file.tale
    if tale.fate is Fate.SELF_HANDLED or tale.stop is Stage.SELF_HANDLED:
        return (yield from _cured_alone(world, file, at))
    if tale.fate in (Fate.CONFIRMED, Fate.DISPROVED) or tale.stop is Stage.CONFIRMING:
        at = world.soon(at, 5, 45)
        yield at
        actions.ask_confirm(case=file.case, by=world.seat("neiqin"), at=at, id=new_id())
        if tale.stop is Stage.CONFIRMING:
            return None
        at = yield from _looked_at(world, file, at)
    for wording, text in tale.copies:
        at = yield from _copied(world, file, wording, text, at)
    if tale.fate in (Fate.REFUSED, Fate.DISPROVED):
        at = world.soon(at, 5, 50)
        yield at
        why = "现场核实未发现所反映问题" if tale.fate is Fate.DISPROVED else ""
        actions.refuse_case(
            case=file.case,
            reason=why or world.chance.choice(REFUSALS),
            by=world.seat("neiqin"),
            at=at,
            id=new_id(),
        )
        return None
    return at


def _cured_alone(world: World, file: File, at: datetime) -> Way:
    """A grid leader clears it away and says so; an inspector has a look."""
    at = at + timedelta(minutes=world.chance.uniform(6, 40))
    yield at
    by = world.leader(file.region)
    actions.self_handle_case(
        case=file.case,
        report="随手清理，已恢复。",
        proofs=[(world.picture(file.region, False, by, at), Shown.AFTER)],
        by=by,
        at=at,
        id=new_id(),
    )
    if file.tale.stop is Stage.SELF_HANDLED:
        return None
    at = world.soon(at, 20, 200)
    yield at
    inspector = world.inspector(file.region)
    if world.chance.random() < 0.9:
        actions.pass_case(case=file.case, by=inspector, at=at, id=new_id())
        return None
    actions.fail_case(
        case=file.case, reason="现场仍有问题，需派专业队伍", by=inspector, at=at, id=new_id()
    )
    return at


def _looked_at(world: World, file: File, at: datetime) -> Steps:
    at = world.soon(at, 20, 230)
    yield at
    by = world.inspector(file.region)
    if file.tale.fate is Fate.DISPROVED:
        text = world.chance.choice(NOT_FOUND)
        actions.disprove_case(case=file.case, text=text, by=by, at=at, id=new_id())
        return at
    photos = [(world.picture(file.region, True, world.leader(file.region), at), Shown.BEFORE)]
    actions.confirm_case(
        case=file.case, text="属实", proofs=photos[: world.chance.randint(0, 1)], by=by, at=at,
        id=new_id(),
    )  # fmt: skip
    return at


def _copied(world: World, file: File, wording: Wording, text: str, at: datetime) -> Steps:
    """Somebody else reports the same; the clerk sees it and merges the copy."""
    tale = file.tale
    copy = File(
        Tale(at, Source.PUBLIC, wording, tale.site, tale.address, text, recurring=tale.recurring)
    )
    at = at + timedelta(minutes=world.chance.uniform(2, 50))
    yield at
    report(world, copy, at)
    at = world.soon(at, 4, 40)
    yield at
    actions.merge_case(
        case=copy.case, target=file.case, by=world.seat("neiqin"), at=at, id=new_id()
    )
    world.keep_link("merged", copy.secret)
    return at


def _filed(world: World, file: File, at: datetime) -> Way:
    """The clerk files it and gives it to the unit that the duty table names."""
    tale, clerk = file.tale, world.seat("neiqin")
    at = world.soon(at, 4, 55) if world.chance.random() < 0.95 else world.soon(at, 65, 180)
    yield at
    category = world.categories[file.code]
    urgent = [one.pk for one in conditions(category, day_of(at)) if one.name == URGENT]
    condition = urgent[0] if urgent and world.chance.random() < 0.4 else None
    actions.file_case(
        case=file.case, category=category, condition=condition, by=clerk, at=at, id=new_id()
    )
    if tale.stop is Stage.FILED:
        return None
    at = world.soon(at, 3, 45) if world.chance.random() < 0.95 else world.soon(at, 65, 150)
    yield at
    if tale.fate is Fate.SPLIT or tale.stop is Stage.SPLIT:
        _split(world, file, at)
        return None
    dispatch(world, file, at)
    return at


def _split(world: World, file: File, at: datetime) -> None:
    """Two problems in one report: each part goes its own way."""
    other = world.chance.choice([code for code in HOUSED if code != file.code])
    parts = []
    for code in (file.code, other):
        part = File(file.tale, code=code)
        category = world.categories[code]
        part.unit = (
            unit_on_duty(region=part.region, category=category, at=at)
            or (world.stage.units[world.community(part.region)])
        )
        text = file.tale.text
        if code == other:
            text = world.chance.choice(wordings_of(code, "patrol")).text.format(p=file.tale.address)
        parts.append((part, Part(part.case, category, part.unit, text)))
    actions.split_case(
        case=file.case,
        parts=[part for _, part in parts],
        by=world.seat("neiqin"),
        at=at,
        id=new_id(),
    )
    for part, _ in parts:
        part.begun, part.due = at, world.due_of(part)
        if file.tale.stop is None:
            world.begin(_part(world, part, at))


def _part(world: World, part: File, at: datetime) -> Life:
    done = yield from handled(world, part, at)
    if done is not None:
        yield from closed(world, part, done)
