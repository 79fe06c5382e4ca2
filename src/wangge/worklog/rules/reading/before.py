"""Reading what stands before a number: who or what governs it.

The lexicon says which verbs govern and which only modify; scenes.py says what happens when a second
verb comes. A verb the lexicon doesn't hold is found by where it stands: at the head of its clause,
or right behind who did it.
"""

from dataclasses import replace
from itertools import pairwise

from . import lexicon_nouns as nouns
from . import lexicon_verbs as verbs
from .grammar import Left, acts, modifies, negated, organ, solid, written
from .scenes import GOING, TOWARDS, Scene, joined, opens
from .tokens import OFFICE, Kind, Token
from .wordlists import listed

EVENTS = listed("行动 活动 整治 期间 工作 检查 过程 以来 专项 时间 阶段 形式 方式 计划 实际 以下")
"""Ends of what is no thing acted on, though it stands before the verb."""


def govern(words: list[Token], joined: bool = False, people: bool = False) -> Left:
    """Read what stands before a number.

    ``joined`` says that it is a further item of a list, ``people`` that people are counted.
    """
    left = solid(words)
    had = filled = False
    while left and (left[-1].text in nouns.FILLERS or left[-1].kind is Kind.ADVERB):
        if left[-1].text == "的" or (len(left) > 1 and left[-1].text == "等"):
            break
        filled = True
        had = had or left[-1].text in {"有", "共有", "现有", "已有"}
        left.pop()
    if not left:
        return Left(had=had)
    if len(left) == 1 and left[0].verbal and left[0].kind is Kind.NOUN and not joined:
        left = [replace(left[0], kind=Kind.VERB)]  # 搜查|87处, 补训|十余人
    if left[-1].text == "的" and len(left) > 1:
        return replace(_predicate(left[:-1]), attribute=not filled)
    if not people:
        left = _nominal_end(left)
    return _split(_item_name(left) if joined else left, had)


def _item_name(left: list[Token]) -> list[Token]:
    """周边|居住|群众 and 垃圾|收集|桶 in a list: a verb behind a noun is part of the name."""
    of = max((i + 1 for i, word in enumerate(left[:-1]) if word.text == "的"), default=0)
    if of and left[0].kind not in OFFICE:
        return left[of:]  # 破损及不规范设置的|广告牌
    words = left[:1]
    if _modifier_first(left):
        words = [replace(left[0], kind=Kind.NOUN, verbal=False)]
    for before, word in pairwise(left):
        within = word.kind in (Kind.TAKING, Kind.WEAK, Kind.VERB) or len(word.text) == 1
        named = within and before.kind is Kind.NOUN and word.kind is not Kind.PERSON
        verbal = word.kind in (*OFFICE, Kind.VERB)
        words.append(replace(word, kind=Kind.NOUN, verbal=False) if named and verbal else word)
    return words


def _modifier_first(left: list[Token]) -> bool:
    """、|保洁|管理员: in a list a weak verb before the name of somebody is part of it."""
    weak = bool(left) and left[0].kind is Kind.WEAK
    return weak and len(left) == 2 and left[1].kind is Kind.PERSON


def _predicate(left: list[Token]) -> Left:
    """赞成引进物业管理的有491户: the verb and its object are who is counted."""
    start = 0
    for i, word in enumerate(left):
        if word.text in {"工作", "中", "情况"} or word.kind is Kind.PREPOSITION:
            start = i + 1
    body = left[start:] or left
    while len(body) > 1 and body[0].kind is Kind.ADVERB and body[0].text not in verbs.NEGATIONS:
        body = body[1:]
    if body[0].text in {"不", "未", "持", "没", "没有", "无"} or len(body) == 1:
        return Left(verb=written(body), predicate=True)
    return Left(verb=body[0].text, object=tuple(body[1:]), predicate=True)


def _split(left: list[Token], had: bool) -> Left:
    left = _without_reached(left)
    place = max((i for i, word in enumerate(left) if word.text in TOWARDS), default=None)
    at = place is not None and left[place].text in AT
    span = _governing(left)
    if place is not None and (span is None or span[1] < place):
        unlisted = _dictionary_verb(left[place + 1 :]) or _deep_verb(left[place + 1 :])
        if unlisted is not None:
            return _behind_preposition(left[place + 1 :], unlisted)
        return Left(object=tuple(left[place + 1 :]), preposition=True, at=at)
    guess = span is None
    span = span or _dictionary_verb(left) or _last_verb(left)
    if span is not None and not guess:
        span = _widened(left, span)
    deep = span is None
    span = span or _deep_verb(left)
    if span is None:
        return Left(object=tuple(left), had=had)
    first, last = span
    verb = written(left[first : last + 1])
    if last + 1 < len(left):
        return Left(verb, tuple(left[last + 1 :]), guess=guess, deep=deep, whole=tuple(left))
    return Left(verb, tuple(_topic(left[:first])), open=True, guess=guess, had=had)


def _without_reached(left: list[Token]) -> list[Token]:
    """收缴|到|烟花, 分发|给|老人: 到 and 给 right behind a verb and before a thing belong to it."""
    for i in range(1, len(left) - 1):
        verbal = any(word.kind in (*OFFICE, Kind.VERB) for word in left[i + 1 :])
        if left[i].text in {"到", "给"} and left[i - 1].kind in OFFICE and not verbal:
            return [*left[:i], *left[i + 1 :]]
    return left


AT = frozenset({"在", "到", "赴", "于", "从", "至"})
"""Behind these comes a place: what is counted there is scope."""


def _behind_preposition(rest: list[Token], span: tuple[int, int]) -> Left:
    """为居民免费|测|血压: an unlisted verb behind the one acted for."""
    first, last = span
    verb = written(rest[first : last + 1])
    return Left(verb, tuple(rest[last + 1 :]), open=last + 1 == len(rest), guess=True)


def _nominal_end(left: list[Token]) -> list[Token]:
    """调解组织26家: 组织 right before a number, behind another word, is a noun."""
    if (
        len(left) > 1
        and left[-1].text in {"组织", "投资"}
        and not acts(left[-2])
        and left[-2].kind is not Kind.ADVERB
    ):
        return [*left[:-1], replace(left[-1], kind=Kind.NOUN)]
    return left


def _topic(before: list[Token]) -> list[Token]:
    """隐患已整改20处: the thing stands before its verb."""
    while before and before[-1].kind in (Kind.ADVERB, Kind.PARTICLE):
        before = before[:-1]
    if not before:
        return []
    word = before[-1]
    if any(part.text == "的" or part.kind is Kind.PREPOSITION for part in before):
        return []
    if any(part.text in ENTERING for part in before):
        return []
    if word.text.endswith(("前", "后", "时", "季度", "年度", "年", "月", "周", "期", "日", "级")):
        return []
    if word.kind is not Kind.NOUN or organ(word) or word.text.endswith((*EVENTS, *nouns.LOCATED)):
        return []
    start = len(before) - 1
    while start and before[start - 1].kind is Kind.NOUN and not organ(before[start - 1]):
        start -= 1
    return before[start:]


ENTERING = frozenset({"进", "走进", "深入", "进驻", "来到", "下"})
"""Behind these stands where the deed was done: 进|工地|授课."""


def _governing(left: list[Token]) -> tuple[int, int] | None:
    """First and last word of the verb that governs what follows it."""
    span: tuple[int, int] | None = None
    for i, word in enumerate(left):
        if span is not None and _follows_and(left, i):
            span = (i, i)
        if word.kind not in OFFICE and word.kind is not Kind.LIGHT:
            continue
        short = len(word.text) == 1 and word.text != "有" and not _heads_clause(left, i)
        if short or negated(left, i):
            continue
        if span is None:
            span = None if _named(left, i) else (_paired(left, i) or (i, i))
        elif i == span[1] + 1:
            span = joined(Scene(left, span, i))
        elif opens(Scene(left, span, i)):
            span = (i, i)
    return span


def _follows_and(left: list[Token], i: int) -> bool:
    """查获并|遣散|人员: an unlisted verb behind 并 governs as well as a listed one."""
    verb = left[i].kind is Kind.VERB and len(left[i].text) > 1
    return verb and left[i - 1].text == "并" and i + 1 < len(left)


def _named(left: list[Token], i: int) -> bool:
    """Whether the first verb met is only part of a name: 执法|人员, 普查|员."""
    if i + 2 < len(left) and left[i + 1].text in TITLES:
        return True
    if i and left[i - 1].kind is Kind.NOUN and len(left[i + 1 : i + 2]) and _vessel(left[i + 1]):
        return True
    return left[i].kind is Kind.WEAK and modifies(left, i) and not _first(left, i)


def _heads_clause(left: list[Token], i: int) -> bool:
    """清 and 贴 are verbs at the head of a clause, elsewhere mostly parts of names."""
    return all(word.kind is Kind.ADVERB for word in left[:i]) or left[i - 1].text in COUNTING


COUNTING = frozenset({"共", "累计", "共计", "已", "新", "合计", "先后"})
"""Behind these a single character is a verb even in mid-clause: 各村共|设|宣传点."""


TITLES = frozenset("员组队站点车班办所会单表证费率量师户室岗器机类日周") | {"班组", "小组"}
"""Right behind any verb these make a name: 普查|员, 绿化|班组."""


def _vessel(word: Token) -> bool:
    """垃圾|收集|桶: a single character that heads names, behind noun and verb."""
    short = word.text.partition("(")[0]
    return len(short) == 1 and short in nouns.NAME_HEADS


def _first(left: list[Token], i: int) -> bool:
    """共|检查|车辆 is a verb, 执法|车辆 a name even there."""
    head = i == 0 or left[i - 1].text in nouns.ADVERBS
    after = left[i + 1].text
    longer = i + 2 < len(left) and left[i + 2].kind is Kind.NOUN  # 办理|热线|工单
    thing = after in SUBJECTS or after not in nouns.NAME_HEADS or longer
    return head and left[i].text not in verbs.MODIFIERS and thing and after[0] not in "类性率等"


SUBJECTS = frozenset({"车辆", "人员", "对象", "点位", "项目", "工程", "案件", "药品", "物资"})


def _widened(left: list[Token], span: tuple[int, int]) -> tuple[int, int]:
    """停产|整顿, 教育|放行, 入户|安检: an unlisted verb beside a listed one is part of it."""
    first, last = span
    while first and left[first - 1].kind is Kind.VERB and _heads_clause(left, first - 1):
        first -= 1
    after = left[last + 1 : last + 2]
    if after and after[0].verbal and len(after[0].text) > 1 and left[last].text in GOING:
        last += 1
    return first, last


def _last_verb(left: list[Token]) -> tuple[int, int] | None:
    """护林员上山|巡护210人次: somebody, then the deed, then the number."""
    word = left[-1]
    if len(left) > 1 and left[-2].text in {"已", "已经"} and word.kind in (Kind.NOUN, Kind.VERB):
        return len(left) - 1, len(left) - 1  # 今年以来已|出圃
    if len(left) > 1 and word.kind is Kind.VERB and any(p.kind is Kind.PERSON for p in left[:-1]):
        return len(left) - 1, len(left) - 1
    return None


def _dictionary_verb(left: list[Token]) -> tuple[int, int] | None:
    """A verb the lexicon doesn't hold, at the head of its clause or behind who did it."""
    for i, word in enumerate(left):
        head = all(part.kind is Kind.ADVERB for part in left[:i])
        if not (head or _behind_actor(left, i)):
            continue
        if word.text in verbs.NEGATIONS:
            return None  # 违规停放汽车 is a name
        if word.kind is Kind.ADVERB or word.text in verbs.NAMING or negated(left, i):
            continue
        pair = _paired(left, i)
        if pair is not None:
            return pair
        if word.verbal and not _names_next(left, i) and (len(word.text) > 1 or _short(left, i)):
            return (i, i)
    return None


def _short(left: list[Token], i: int) -> bool:
    """撒|融雪剂, 送|棉被: a single character before a whole noun."""
    after = left[i + 1 : i + 2]
    noun = bool(after) and after[0].kind is Kind.NOUN and len(after[0].text) > 1
    return noun and left[i].text not in verbs.PLAIN


def _deep_verb(left: list[Token]) -> tuple[int, int] | None:
    """暑托班|招募|学员: as a last resort, an unlisted verb between two nouns."""
    for i in range(1, len(left) - 1):
        word = left[i]
        nouns_around = left[i - 1].kind is Kind.NOUN and left[i + 1].kind in (
            Kind.NOUN,
            Kind.PERSON,
        )
        plain = word.kind is Kind.VERB and word.text not in verbs.NAMING
        if plain and nouns_around and not _negated_or_named(left, i):
            return (i, i)
    return None


def _negated_or_named(left: list[Token], i: int) -> bool:
    return negated(left, i) or _names_next(left, i)


def _behind_actor(left: list[Token], i: int) -> bool:
    """Whether somebody stands before, with nothing but adverbs between: 市监所|抽检.

    A place before it does as well: 省道沿线|竖立.
    """
    while i and left[i - 1].kind is Kind.ADVERB:
        i -= 1
    located = i > 0 and len(left[i - 1].text) > 1 and left[i - 1].text in nouns.LOCATED
    return i > 0 and (acts(left[i - 1]) or located)


def _paired(left: list[Token], i: int) -> tuple[int, int] | None:
    """Two characters the dictionary doesn't join: 撕|除|过期海报, 抽|排|积水."""
    if i + 1 >= len(left) or not left[i].verbal or left[i].kind is Kind.LIGHT:
        return None
    first, second = left[i], left[i + 1]
    single = len(first.text) == 1 == len(second.text)
    joined = second.verbal or second.kind is Kind.PREPOSITION
    return (i, i + 1) if single and joined and i + 2 < len(left) else None


def _names_next(left: list[Token], i: int) -> bool:
    """Whether what follows makes an unlisted verb a name, or is missing."""
    if i + 1 >= len(left):
        return left[i].kind is not Kind.VERB
    head = left[i + 1].text
    named = head in nouns.NAME_HEADS and (len(head) == 1 or left[i].kind is not Kind.VERB)
    if len(head) == 1 and i + 2 == len(left) and left[i + 1].kind is Kind.NOUN:
        return True  # 排烟|扇
    return named or left[i + 1].kind is Kind.JOIN or organ(left[i + 1])
