"""What happens to a case in a unit's hands: handled, verified, closed, taken up again."""

from datetime import datetime, timedelta

from wangge.cases import actions
from wangge.cases.queries import unit_on_duty
from wangge.cases.rules import Resolution, Satisfaction, Source, Stage
from wangge.demo.cases_turns import ASKS, followed_up, left_asking, turn_of
from wangge.demo.cases_world import File, Life, Way, World, daylight
from wangge.kernel.ids import new_id
from wangge.people.rules import PUBLIC
from wangge.trail.rules import Stage as Shown

NOT_DONE = (
    "现场仍有残留，未清理干净",
    "照片与现场不符，问题仍在",
    "清理后堆在原处未运走",
    "只处理了一半，背面没有动",
    "问题已反弹，请重新处置",
)
STILL = ("又出现了，根本没清干净", "就处理了表面，第二天又一样", "没人来过，怎么就办结了？")


def dispatch(world: World, file: File, at: datetime) -> None:
    """Give the case to the unit on duty; in a blind spot the clerk asks the community."""
    category = world.categories[file.code]
    unit = unit_on_duty(region=file.region, category=category, at=at)
    note = "" if unit else "该网格无责任单位，请社区先行处置"
    file.unit = unit or world.stage.units[world.community(file.region)]
    done = actions.dispatch_case(
        case=file.case, unit=file.unit, note=note, by=world.seat("neiqin"), at=at, id=new_id()
    )
    file.begun, file.due = at, datetime.fromisoformat(done.data["due"])


def handled(world: World, file: File, at: datetime) -> Way:
    """Everything between dispatch and closing, with whatever goes wrong on the way."""
    tale = file.tale
    if tale.stop is Stage.DISPATCHED:
        yield from left_asking(world, file, at)
        return None
    if tale.fate in ASKS or tale.stop is Stage.SUSPENDED:
        turned = yield from turn_of(world, file, at)
        if turned is None:
            return None
        at = turned
        if file.unit is None:  # Returned: somebody else's after all.
            at = world.soon(at, 5, 50)
            yield at
            dispatch_to_community(world, file, at)
    for turn in range(tale.reworks + 1):
        late = tale.late and turn == 0
        yield from followed_up(world, file, late)
        at = world.cured(file, late)
        yield at
        _report_done(world, file, at)
        if tale.stop is Stage.HANDLED:
            return None
        at = world.soon(at, 15, 200) if world.chance.random() < 0.94 else world.soon(at, 250, 500)
        yield at
        if turn < tale.reworks:
            actions.fail_case(
                case=file.case,
                reason=world.chance.choice(NOT_DONE),
                by=world.inspector(file.region),
                at=at,
                id=new_id(),
            )
            file.begun, file.due = at, world.due_of(file)
    _verify(world, file, at)
    return None if tale.stop is Stage.VERIFIED else at


def dispatch_to_community(world: World, file: File, at: datetime) -> None:
    """A returned case goes to the community that the spot lies in."""
    file.unit = world.stage.units[world.community(file.region)]
    done = actions.dispatch_case(
        case=file.case, unit=file.unit, note="经协调由社区处置", by=world.seat("neiqin"), at=at,
        id=new_id(),
    )  # fmt: skip
    file.begun, file.due = at, datetime.fromisoformat(done.data["due"])


def _report_done(world: World, file: File, at: datetime) -> None:
    by = world.handler(file)
    photos = []
    if world.chance.random() < 0.6:
        photos = [(world.picture(file.region, False, world.leader(file.region), at), Shown.AFTER)]
    actions.handle_case(
        case=file.case,
        report=world.said(file),
        work=world.work(file, at),
        proofs=photos,
        by=by,
        at=at,
        id=new_id(),
    )


def _verify(world: World, file: File, at: datetime) -> None:
    by = world.inspector(file.region)
    text = "现场已恢复" if world.chance.random() < 0.4 else ""
    actions.pass_case(case=file.case, text=text, by=by, at=at, id=new_id())


def closed(world: World, file: File, at: datetime) -> Life:
    """Closed; then the reporter is heard, and now and then it is taken up once more."""
    at = world.soon(at, 10, 200)
    yield at
    actions.close_case(case=file.case, by=world.seat("neiqin"), at=at, id=new_id())
    if file.tale.source is Source.PUBLIC and file.secret and world.chance.random() < 0.45:
        at = daylight(at + timedelta(hours=world.chance.uniform(1, 40)))
        yield at
        content = _rated(world, file, at)
        world.keep_link("closed", file.secret)
        if not content and world.chance.random() < 0.7:
            yield from _reopened(world, file, at)
    elif file.tale.source is Source.HOTLINE and world.chance.random() < 0.85:
        at = world.soon(at, 20, 480)
        yield at
        if not _asked_back(world, file, at) and world.chance.random() < 0.6:
            yield from _reopened(world, file, at)


def _verdict(world: World) -> tuple[Resolution, Satisfaction]:
    if world.chance.random() < 0.88:
        happy = world.chance.random() < 0.7
        return Resolution.SOLVED, Satisfaction.CONTENT if happy else Satisfaction.FAIRLY
    return Resolution.UNSOLVED, Satisfaction.NOT


def _rated(world: World, file: File, at: datetime) -> bool:
    resolution, satisfaction = _verdict(world)
    actions.rate_by_reporter(
        secret=file.secret,
        resolution=resolution.value,
        satisfaction=satisfaction.value,
        by=PUBLIC,
        at=at,
        id=new_id(),
    )
    return resolution is Resolution.SOLVED


def _asked_back(world: World, file: File, at: datetime) -> bool:
    resolution, satisfaction = _verdict(world)
    actions.contact_reporter(
        case=file.case,
        text="回访",
        resolution=resolution.value,
        satisfaction=satisfaction.value,
        by=world.seat("neiqin"),
        at=at,
        id=new_id(),
    )
    return resolution is Resolution.SOLVED


def _reopened(world: World, file: File, at: datetime) -> Life:
    """It wasn't solved: once more through the hands of the unit, and this time for good."""
    at = at + timedelta(minutes=world.chance.uniform(1, 9))
    yield at
    reason = world.chance.choice(STILL)
    if file.tale.source is Source.PUBLIC:
        actions.reopen_by_reporter(secret=file.secret, reason=reason, by=PUBLIC, at=at, id=new_id())
    else:
        actions.reopen_case(
            case=file.case, reason=reason, by=world.seat("neiqin"), at=at, id=new_id()
        )
    at = world.soon(at, 5, 50)
    yield at
    dispatch(world, file, at)
    at = world.cured(file, late=False)
    yield at
    _report_done(world, file, at)
    at = world.soon(at, 20, 200)
    yield at
    _verify(world, file, at)
    at = world.soon(at, 10, 200)
    yield at
    actions.close_case(case=file.case, by=world.seat("neiqin"), at=at, id=new_id())
    world.keep_link("reopened", file.secret)
