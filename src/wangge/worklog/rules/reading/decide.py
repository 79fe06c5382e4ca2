"""Deciding verb and object of one figure from what stands around it and what is carried.

Three cases: the thing stands behind the number (8辆清运车), before it (清运垃圾12吨), or nowhere,
and then an earlier clause names it (发放宣传资料,共计500份). A verb is carried over a list or to
the next clause, but not to a noun it can't govern.
"""

from dataclasses import dataclass

from . import lexicon_nouns as nouns
from . import lexicon_verbs as verbs
from .behind import follow, verb_after
from .grammar import Left, Right, organ, solid, written
from .naming import share, thing
from .numbers import Number
from .state import State
from .tokens import OFFICE, Kind, Token
from .units import PEOPLE
from .wordlists import words

WHOLE_UNITS = words("次 场 期 轮 批 堂 项 场次 班次 批次 节 份 张 条 幅 篇 册 本 套 个 条次")
"""Units behind which a name made of verbs may stand whole: 30场宣传活动."""

WHOLE_VERBS = words("开展 完成 举办 组织开展 举行 实施 召开 进行")
"""Verbs that take such names whatever the unit: 完成70户居民的上门体检."""

MEASURES = words("人次 元 吨 米 公里 平方米 ㎡ 立方米 亩 % 平米 平方 立方 方 公斤 斤 升 千克")
"""Units behind which a noun begins the next thought: 拆除违建300平方米."""

LONG = 7
DEEDS = tuple(sorted(verbs.COMPOUND_TAIL - {"组织"}))
"""A short name that is itself a deed (核酸检测50次) takes no verb of another deed."""

CREWS = words("车辆 人员 船只 队员 设备 机械 车 力量 队伍 机具 工具")
"""Behind a verb of sending, 清运车辆5辆 is a name: nobody cleared vehicles."""

EVENTS = ("过程", "活动", "行动", "会议", "仪式", "培训", "讲座", "演练", "现场", "会")
"""What people take part in is not what they are."""

SHARES = words("% ‰ 百分点 个百分点")
TOTALS = words("面积 金额 总量 数量 人数 户数 长度 总额 经费 资金 量 率")

Reading = tuple[str | None, str | None, tuple[Token, ...]]
"""Verb, object, and the words behind the number that were used up."""


@dataclass(frozen=True, slots=True)
class Item:
    """A number in its clause, with what was read on both sides."""

    number: Number
    index: int
    more: bool
    """Whether another figure follows in the clause."""
    towards: bool
    """Whether the clause opens with 对 or 将: its verb stands behind the number."""
    joined: bool
    """Whether it is a further item of a list joined by 、 or 和."""
    left: Left
    right: Right
    before: list[Token]
    after: list[Token]


def right_of(
    gap: list[Token], left: Left, number: Number, more: bool, towards: bool = False
) -> Right:
    """What stands behind a number, unless the noun before it already names the thing."""
    words = solid(gap)
    named = words[1:] if words and words[0].text == "的" else words
    if not words or words[0].kind is Kind.JOIN:
        return Right(rest=tuple(words), verb=verb_after(words) if not more else None)
    begins = bool(named) and named[0].kind is Kind.NOUN
    whole = (left.open and number.unit in WHOLE_UNITS) or (
        left.verb in WHOLE_VERBS and (left.open or begins)
    )
    return follow(words, whole, left.preposition or towards, number.unit)


def decide(item: Item, state: State) -> Reading:
    """Verb and object of a figure."""
    left, right = item.left, item.right
    if item.number.unit in SHARES:
        return (*share(item.before, right), ())
    if left.predicate and not (left.attribute and right.object):
        return left.verb, thing(left.object), ()
    if left.predicate:
        left = Left(attribute=True)
    if _noun_behind(left, right, item.number, item.more):
        verb = left.verb or _verb_behind(item, left, state)
        return verb, thing(right.object), right.object
    if left.verb is None and thing(left.object) is None:
        return (*_bare(item, state), ())
    return (*_noun_before(item, left, state), ())


def _noun_before(item: Item, left: Left, state: State) -> tuple[str | None, str | None]:
    """清运垃圾12吨, and 杂物8车 behind it."""
    object_ = thing(left.object)
    verb = left.verb
    crew = object_ in CREWS and verb not in verbs.SENDING
    if verb and item.index and state.verb in verbs.SENDING and crew:
        return state.verb, f"{verb}{object_}"
    if left.guess and state.verb and (item.joined or (left.deep and not item.index)):
        # what the dictionary takes for a verb is part of the name in a list: 低保家庭
        object_ = thing(left.whole) if left.whole else f"{verb}{object_ or ''}"
        return _carried(state, object_, item), object_
    named = item.joined and left.open and thing(left.object) is not None
    if named and state.verb in WHOLE_VERBS:
        return state.verb, f"{thing(left.object)}{verb}"  # 完成林地落实5亩、林地|清理3亩
    if verb is None:
        verb = None if measured(left) else _carried(state, object_, item)
        behind = item.right.verb
        if behind and (verb is None or (item.index == 0 and _people(object_))):
            verb = behind
            if item.number.unit in PEOPLE and object_ and object_.endswith(EVENTS):
                object_ = None  # 整个演练过程300人次参加
    return verb, _unless_people(object_, item.number, left.open)


def split_place(
    gap: list[Token], object_: str | None, used: list[Token]
) -> tuple[str | None, list[Token]]:
    """27个老旧小区|乱堆乱放废弃物300吨: the place is this figure's, the rest the next one's."""
    words = solid(gap)
    if not used or not words or used[-1] is not words[-1]:
        return object_, used
    for i in range(len(used) - 1):
        if used[i].text.endswith(nouns.PLACES) and used[i + 1].kind is not Kind.JOIN:
            return thing(tuple(used[: i + 1])), used[: i + 1]
    return object_, used


def _noun_behind(left: Left, right: Right, number: Number, more: bool) -> bool:
    """Whether the thing named stands behind the number (8辆清运车)."""
    if not right.object or (more and written(list(right.object)) in TOTALS):
        return False
    begins = right.object[0].kind
    attribute = right.attribute and not left.open
    if number.unit in MEASURES and begins in (*OFFICE, Kind.VERB) and not attribute:
        return False
    if attribute or left.open or left.preposition or left.had or not left.object:
        return True
    last, head = left.object[-1], right.object[-1]
    person, located = last.kind is Kind.PERSON, last.text in nouns.LOCATED
    if number.unit in {*PEOPLE, "户"} and head.kind is not Kind.PERSON:
        return located or (organ(last) and not person)
    if left.verb is None:
        return person or organ(last) or (head.kind is Kind.PERSON and number.unit not in MEASURES)
    separate = not more or right.verb is not None or bool(right.rest)
    return located or (number.unit not in MEASURES and separate)


def _verb_behind(item: Item, left: Left, state: State) -> str | None:
    """The verb for a number and its noun without a verb before them."""
    if item.towards and left.verb is None and item.right.verb:
        return item.right.verb
    if item.index and state.verb and not left.preposition:
        return state.verb
    rest = item.after[len(item.right.object) :]
    behind = item.right.verb or verb_after(rest, left.preposition)
    return behind or state.verb or ("有" if left.had else None)


def _bare(item: Item, state: State) -> tuple[str | None, str | None]:
    """A figure alone in its clause: 发放宣传资料,共计500份; 5宗120平方米."""
    if item.index and state.read:
        previous = state.read[-1]
        again = item.number.unit not in PEOPLE or _people(previous.object)
        return previous.verb, previous.object if again else None
    if item.right.verb and not item.right.object:
        return item.right.verb, None
    if state.pending is not None:
        return state.pending.verb, thing(state.pending.object)
    return item.right.verb or state.verb, None


def measured(left: Left) -> bool:
    """消杀面积, 罚款金额: the deed is in the name, another one isn't carried to it."""
    words = left.object
    return len(words) > 1 and words[0].kind in OFFICE and words[-1].text in TOTALS


def _carried(state: State, object_: str | None, item: Item) -> str | None:
    """The verb of an earlier item, unless it can't govern this noun."""
    verb, number = state.verb, item.number
    if verb is None or object_ is None or (item.joined and not _people(object_)):
        return verb
    total = object_.endswith(("量", "金额", "率", "额"))
    deed = len(object_) < LONG and object_.endswith(DEEDS) and verb not in WHOLE_VERBS
    cleared = _people(object_) and verb.endswith(verbs.CLEARING)
    sent = (
        verb in verbs.SENDING and not _people(object_) and number.unit[0] not in "辆台车艘架人名支"
    )
    other = number.unit in PEOPLE and not _people(object_) and verb.endswith(verbs.CLEARING)
    return None if total or deed or cleared or sent or other else verb


def _people(object_: str | None) -> bool:
    return bool(object_) and str(object_).endswith(tuple(w for w in nouns.PEOPLE if len(w) > 1))


def _unless_people(object_: str | None, number: Number, topic: bool) -> str | None:
    if number.unit in PEOPLE and (object_ in {"人", "人次"} or (topic and not _people(object_))):
        return None
    return object_
