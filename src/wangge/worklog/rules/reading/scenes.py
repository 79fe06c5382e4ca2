"""What a second verb does before a number: join the first, open a predicate, or sit in a name.

Each question is answered by the first rule that has an answer, in the order written.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import lexicon_verbs as verbs
from .grammar import ACTORS, modifies, names
from .tokens import OFFICE, Kind, Token

Span = tuple[int, int]

GOING = frozenset({"入户", "上门", "下沉", "教育"})
"""Verbs that take no object of their own, so that the next verb belongs to them."""

TOWARDS = frozenset(
    {"在", "到", "赴", "于", "从", "至", "对", "向", "为", "给", "将", "把", "针对", "由"}
) | {
    "被",
    "与",
}
"""Behind these comes the place or the one acted on, and behind that the verb."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The words before a number, the verb that governs so far, and the verb met now."""

    left: list[Token]
    span: Span
    i: int

    @property
    def word(self) -> Token:
        """The verb met now."""
        return self.left[self.i]

    @property
    def before(self) -> Token:
        """The word right before it."""
        return self.left[self.i - 1]

    @property
    def first(self) -> Token:
        """The first word of the verb that governs so far."""
        return self.left[self.span[0]]

    @property
    def end(self) -> Token:
        """Its last word."""
        return self.left[self.span[1]]

    @property
    def last(self) -> bool:
        """Whether the number follows right away."""
        return self.i + 1 == len(self.left)

    @property
    def taking(self) -> bool:
        """Whether the governing verb takes names made of verbs (下发|整改通知书)."""
        return self.first.kind is Kind.TAKING

    @property
    def modifies(self) -> bool:
        """Whether the verb met now is part of a name."""
        return modifies(self.left, self.i)


def joined(scene: Scene) -> Span:
    """The governing verb once a verb right behind it has been met."""
    answers = (rule(scene) for rule in JOINING)
    return next((answer for answer in answers if answer is not None), scene.span)


def _light(scene: Scene) -> Span | None:
    """进行|检查: the light verb hands over."""
    taken = scene.left[-1].text == "措施"  # 采取|搜查措施
    light = scene.end.kind is Kind.LIGHT and scene.word.kind in OFFICE and not taken
    return (scene.i, scene.i) if light else None


def _going(scene: Scene) -> Span | None:
    """入户|走访 is one verb."""
    going = scene.end.text in GOING and not scene.modifies
    return (scene.span[0], scene.i) if going else None


def _weak_then_taking(scene: Scene) -> Span | None:
    """演练|使用|灭火器: a weak verb yields to one that takes objects."""
    tail = scene.word.text in verbs.COMPOUND_TAIL
    yields = scene.end.kind is Kind.WEAK and scene.word.kind is Kind.TAKING and not tail
    return (scene.i, scene.i) if yields else None


def _always(scene: Scene) -> Span | None:
    """排查|发现, 开展|…|查处."""
    if scene.word.text not in verbs.ALWAYS or scene.modifies:
        return None
    return (scene.i if scene.taking else scene.span[0], scene.i)


def _behind_taking(scene: Scene) -> Span | None:
    """组织|开展 is one verb, 发放|宣传资料 verb and object, 组织|排查|人员 one verb again."""
    if not scene.taking:
        return None
    modifier = scene.word.text in verbs.MODIFIERS
    if scene.last:
        return scene.span
    if scene.end.text == "组织" and scene.word.text in verbs.COMPOUND_TAIL:
        tail = scene.left[-1]
        joins = (not modifier and not names(tail)) or tail.kind is Kind.PERSON
    elif scene.end.text == "组织" and scene.word.kind is Kind.STRONG:
        people = scene.left[-1].kind is Kind.PERSON  # 组织|清扫保洁|人员
        joins = not people and not scene.left[-1].text.endswith(EVENTS)
    else:
        both = scene.word.kind is Kind.STRONG and not names(scene.left[-1])
        receiving = both and scene.end.text in RECEIVING  # 接待|处理|信访事项
        pair = (scene.word.kind is Kind.TAKING or receiving) and not modifier
        joins = pair and len(scene.left[scene.i + 1].text) > 1
    return (scene.span[0], scene.i) if joins else scene.span


def _sending(scene: Scene) -> Span | None:
    """整治|出动|人员: sending people is a predicate of its own."""
    sending = scene.word.text in verbs.SENDING
    return (scene.i, scene.i) if sending else None


RECEIVING = frozenset({"接待", "受理", "接收", "收集", "接受", "梳理", "回应"})
"""Takers whose second verb goes on with the same thing."""

EVENTS = ("活动", "行动", "会", "队", "班", "演练")
"""What is organised, even when a verb stands in its name."""

WHOLE = 3
"""A name of so many characters needs no verb before it."""


def _compound(scene: Scene) -> Span | None:
    """清理|铲除|小广告."""
    wrong = not scene.last and scene.left[scene.i + 1].text in verbs.NEGATIONS
    if scene.word.text in verbs.MODIFIERS and not scene.last and not wrong:
        return scene.span  # but 规范|教育|乱停放车辆
    # 擦拭|消毒|果皮箱: a name of three characters is whole without the verb before it
    whole = not scene.last and len(scene.left[scene.i + 1].text) >= WHOLE
    physical = whole and scene.end.kind is Kind.STRONG and scene.left[-1].kind is not Kind.PERSON
    named = scene.modifies and not physical
    strong = scene.end.kind is scene.word.kind is Kind.STRONG and len(scene.word.text) > 1
    compound = (scene.word.text in verbs.COMPOUND_TAIL or strong) and not named
    return (scene.span[0], scene.i) if compound else None


def _resulting(scene: Scene) -> Span | None:
    """推荐|上岗905人: the second verb right before the number completes the first."""
    whole = scene.last and not scene.taking and len(scene.word.text) > 1
    return (scene.span[0], scene.i) if whole and scene.word.kind is Kind.STRONG else None


JOINING: tuple[Callable[[Scene], Span | None], ...] = (
    _light,
    _going,
    _weak_then_taking,
    _always,
    _behind_taking,
    _sending,
    _compound,
    _resulting,
)


def opens(scene: Scene) -> bool:
    """Whether a later verb opens a predicate of its own."""
    answers = (rule(scene) for rule in OPENING)
    return next((answer for answer in answers if answer is not None), False)


def _attribute(scene: Scene) -> bool | None:
    """注销|已搬离|人员: what has been done already is an attribute."""
    close = scene.i - 2 == scene.span[1]
    done = scene.before.text in {"已", "未", "应"}
    return False if done and close and not scene.last else None


def _relative(scene: Scene) -> bool | None:
    """建设|具有投放功能的|投放点: a verb before 的 and a noun says which, not what was done."""
    rest = scene.left[scene.i + 1 :]
    of = next((i for i, word in enumerate(rest) if word.text == "的"), None)
    return False if of is not None and of + 1 < len(rest) else None


def _in_name(scene: Scene) -> bool | None:
    """发放|…|整改通知书: the verb sits in a name."""
    taking = scene.word.kind is Kind.TAKING and scene.word.text not in verbs.MODIFIERS
    if scene.modifies and scene.before.kind is not Kind.ADVERB and not taking:
        return False
    named = scene.taking and names(scene.left[-1]) and not taking
    return False if named and scene.before.kind is not Kind.PERSON else None


def _behind_adverb(scene: Scene) -> bool | None:
    """…并|清理, …现场|整改."""
    told = scene.before.kind is Kind.ADVERB or scene.before.text in {"并", "了", "中", "时", "后"}
    if not told and scene.word.text not in verbs.ALWAYS:
        return None
    return not (scene.taking and scene.last and scene.word.kind is Kind.WEAK)


def _chain(scene: Scene) -> bool | None:
    """查封、扣押、|冻结|现金: of verbs in a row the last governs."""
    between = scene.left[scene.span[1] + 1 : scene.i]
    row = bool(between) and all(word.kind is Kind.JOIN for word in between)
    return True if row and not scene.last and scene.word.text not in verbs.MODIFIERS else None


MISCONDUCT = frozenset({"行为", "现象", "问题", "隐患", "情况"})


def _behind_join(scene: Scene) -> bool | None:
    """清理小广告、|拆除|广告牌, but 制止用火及|焚烧|秸秆行为."""
    if scene.before.kind is not Kind.JOIN:
        return None
    if scene.left[-1].text in MISCONDUCT:
        return False
    return not scene.last and scene.word.kind is not Kind.WEAK


def _behind_noun(scene: Scene) -> bool | None:
    """组织志愿者|清理|垃圾; 针对…问题|开具|通知书; 对…违法行为|立案."""
    if scene.word.kind is Kind.LIGHT:
        return True
    if scene.before.kind is Kind.PERSON:
        return not scene.last or not scene.taking
    if scene.end.text in verbs.CAUSING and scene.before.text.endswith(ACTORS) and not scene.last:
        return True
    towards = any(word.text in TOWARDS for word in scene.left[: scene.span[0]])
    if towards and (
        scene.word.kind is Kind.TAKING or (scene.last and scene.word.kind is Kind.STRONG)
    ):
        return True
    issuing = scene.word.text in verbs.ISSUING and scene.before.kind is Kind.NOUN
    return True if issuing and not scene.taking else None


def _by_kind(scene: Scene) -> bool | None:
    """Else a verb that takes objects keeps its own, any other yields to the last verb."""
    long = len(scene.word.text) > 1
    if scene.taking:
        return scene.word.kind is not Kind.WEAK and long and not scene.last
    return scene.last and long and scene.word.text not in verbs.MODIFIERS


OPENING: tuple[Callable[[Scene], bool | None], ...] = (
    _attribute,
    _chain,
    _in_name,
    _behind_adverb,
    _relative,
    _behind_join,
    _behind_noun,
    _by_kind,
)
