"""Side branches of the demo's cases: requests and their answers, urging, supervision."""

from datetime import datetime, timedelta
from decimal import Decimal

from wangge.cases import actions
from wangge.cases.rules import Ask, LimitUnit, Source, Stage
from wangge.demo.cases_story import Fate
from wangge.demo.cases_world import File, Life, Steps, Way, World, daylight
from wangge.kernel.ids import new_id

ASKS: dict[Fate, Ask] = {
    Fate.EXTENDED: Ask.EXTEND,
    Fate.DENIED: Ask.EXTEND,
    Fate.RETURNED: Ask.RETURN,
    Fate.SUSPENDED: Ask.SUSPEND,
    Fate.VOIDED: Ask.VOID,
}
REASONS: dict[Ask, tuple[str, ...]] = {
    Ask.EXTEND: (
        "连日下雨，材料未干无法施工", "需协调产权单位到场，尚未答复", "涉及住户外出，约定周末处理",
    ),
    Ask.RETURN: ("该点位属社区管理范围，不属本单位职责", "产权属小区，应由社区牵头"),
    Ask.SUSPEND: ("需专项资金，待街道批复", "等待电力部门停电计划", "当事人申请听证，程序进行中"),
    Ask.VOID: ("重复录入，原案卷已办结", "测试时误报，现场无此问题"),
}  # fmt: skip
DENIALS = ("理由不充分，请克服困难按期办结", "同类案件均按时限完成，不予延时")
URGES = ("请抓紧办理", "市民再次来电，请尽快处置", "已临近时限，请反馈进度")
OPINIONS = (
    "该点位反复出现，请查明原因并报整改措施",
    "上级关注，请今日内反馈",
    "超时未办结，请说明情况",
)
ANSWERS = (
    "已安排专人盯守，今日内办结",
    "已会同社区现场办公，落实长效管理",
    "因人手不足延误，现已处置",
)


def turn_of(world: World, file: File, at: datetime) -> Way:
    """Something is asked and decided; None where the case ends or waits with it.

    A returned case comes back without a unit.
    """
    ask = ASKS.get(file.tale.fate, Ask.SUSPEND)
    at = yield from _asked(world, file, ask, at)
    at = world.soon(at, 10, 90)
    yield at
    head = world.seat("zhuren")
    if file.tale.fate is Fate.DENIED:
        answer = world.chance.choice(DENIALS)
        actions.deny_request(case=file.case, answer=answer, by=head, at=at, id=new_id())
        return at
    actions.grant_request(case=file.case, answer="同意", by=head, at=at, id=new_id())
    if ask is Ask.VOID or file.tale.stop is Stage.SUSPENDED:
        return None
    if ask is Ask.RETURN:
        file.unit = None
        return at
    if ask is Ask.SUSPEND:
        at = world.soon(at + timedelta(days=world.chance.uniform(2, 9)), 5, 60)
        yield at
        actions.resume_case(case=file.case, by=world.seat("neiqin"), at=at, id=new_id())
    file.begun, file.due = at, world.due_of(file)
    return at


def _asked(world: World, file: File, ask: Ask, at: datetime) -> Steps:
    """The unit asks in the first half of its time; the clerk asks that a case be voided."""
    assert file.due is not None  # noqa: S101 - it was dispatched
    when = daylight(at + (file.due - at) * world.chance.uniform(0.1, 0.5))
    at = when if when < file.due else at + timedelta(minutes=5)
    yield at
    actions.ask_office(
        case=file.case,
        request=new_id(),
        ask=ask,
        reason=world.chance.choice(REASONS[ask]),
        limit=Decimal(world.chance.choice((1, 2, 3))) if ask is Ask.EXTEND else None,
        limit_unit=LimitUnit.WORK_DAYS if ask is Ask.EXTEND else None,
        by=world.seat("neiqin") if ask is Ask.VOID else world.handler(file),
        at=at,
        id=new_id(),
    )
    return at


def left_asking(world: World, file: File, at: datetime) -> Life:
    """A case of the last day's queue: some were urged, some ask for something and wait."""
    world.keep_link("handling", file.secret)
    if file.tale.ask is not None:
        at = at + timedelta(minutes=world.chance.uniform(10, 40))
        yield at
        actions.ask_office(
            case=file.case,
            request=new_id(),
            ask=file.tale.ask,
            reason=world.chance.choice(REASONS[file.tale.ask]),
            limit=Decimal(2) if file.tale.ask is Ask.EXTEND else None,
            limit_unit=LimitUnit.WORK_DAYS if file.tale.ask is Ask.EXTEND else None,
            by=world.seat("neiqin") if file.tale.ask is Ask.VOID else world.handler(file),
            at=at,
            id=new_id(),
        )
    elif world.chance.random() < 0.2:
        at = at + timedelta(minutes=world.chance.uniform(30, 70))
        yield at
        if world.chance.random() < 0.4:
            _supervise(world, file, at)
        else:
            _urge(world, file, at)


def followed_up(world: World, file: File, late: bool) -> Life:
    """Somebody urges a late case; some late ones and the district's are supervised."""
    assert file.due is not None and file.begun is not None  # noqa: S101 - it was dispatched
    if late and world.chance.random() < 0.5:
        at = file.due + timedelta(minutes=world.chance.uniform(5, 25))
        yield at
        _urge(world, file, at)
    supervised = 0.2 if late else 0.15 if file.tale.source is Source.SUPERIOR else 0
    if world.chance.random() < supervised:
        start = file.due + timedelta(minutes=26) if late else file.begun + timedelta(minutes=1)
        yield start
        _supervise(world, file, start)
        if world.chance.random() < 0.85:
            at = start + timedelta(minutes=2)
            yield at
            actions.answer_supervision(
                case=file.case,
                text=world.chance.choice(ANSWERS),
                by=world.handler(file),
                at=at,
                id=new_id(),
            )


def _urge(world: World, file: File, at: datetime) -> None:
    by = world.seat(world.chance.choice(("neiqin", "fenzhi", "changwu")))
    actions.urge_case(case=file.case, text=world.chance.choice(URGES), by=by, at=at, id=new_id())


def _supervise(world: World, file: File, at: datetime) -> None:
    by = world.seat(world.chance.choice(("changwu", "zongzhi")))
    actions.supervise_case(
        case=file.case, text=world.chance.choice(OPINIONS), by=by, at=at, id=new_id()
    )
