"""Reading what stands behind a number: the thing named there, and the verb behind it."""

from dataclasses import replace

from . import lexicon_nouns as nouns
from . import lexicon_verbs as verbs
from .grammar import ACTORS, Right, modifies, organ, solid, written
from .tokens import OFFICE, Kind, Token
from .units import PEOPLE
from .wordlists import words as listed


def follow(words: list[Token], whole: bool, towards: bool = False, unit: str = "") -> Right:
    """Read what stands behind a number; ``whole`` takes a name made of verbs (30场宣传活动)."""
    people = unit in PEOPLE
    right = solid(words)
    attribute = bool(right) and right[0].text == "的"
    while right and right[0].text == "的":
        right = right[1:]
    right = _through_list(right)
    if towards and right and right[0].kind in OFFICE and not whole:
        right = [replace(right[0], kind=Kind.NOUN), *right[1:]]  # 对8个|建设|工地进行检查
    verbal = right and (right[0].kind in (*OFFICE, Kind.LIGHT) or right[0].verbal)
    if right and (whole or (verbal and not modifies(right, 0))):
        right = _behind_attribute(right)
    end = 0
    if unit in {"人", "人次"} and right and right[0].kind is Kind.VERB:
        return Right((), verb_after(right, towards), tuple(right), attribute)  # 320人|旁听
    while end < len(right) and _continues(right, end, whole):
        if people and end and right[end].kind is Kind.VERB and not _person_next(right, end):
            break  # 30名红马甲|走上街头: people act
        end += 1
    while end and right[end - 1].kind in (Kind.JOIN, Kind.PARTICLE, Kind.ADVERB):
        end -= 1
    end = max(end, _misconduct(right), _passive(right))
    end = _actor_end(right, end) if people else end
    rest = right[end:]
    return Right(tuple(right[:end]), verb_after(rest, towards), tuple(rest), attribute)


def _person_next(right: list[Token], i: int) -> bool:
    """46名安置|帮教|对象 are people still."""
    return any(word.kind is Kind.PERSON for word in right[i + 1 : i + 2])


def _actor_end(right: list[Token], end: int) -> int:
    """30名|消防员|出枪|灭火: behind people who act stands how they act, not more of their name."""
    last = max((i for i in range(end) if right[i].kind is Kind.PERSON), default=end - 1)
    if any(word.kind is Kind.JOIN for word in right[last + 1 : end]):
        return end
    acting = any(_predicates(right, i) for i in range(max(0, last + 1), len(right)))
    return last + 1 if acting else end


def _through_list(right: list[Token]) -> list[Token]:
    """60户阀门老化、接头松动等问题进行整改: what is named stands behind 等."""
    for i, word in enumerate(right[:-1]):
        if word.kind in (Kind.PREPOSITION, Kind.LIGHT, Kind.TAKING, Kind.STRONG):
            return right
        if word.text == "等" and right[i + 1].kind is Kind.NOUN and i > 2:
            return right[i + 1 :]
    return right


def _passive(right: list[Token]) -> int:
    """300件|暂扣|物品|被|销毁: what stands before 被 is the name."""
    place = next((i for i, word in enumerate(right) if word.text == "被"), 0)
    nominal = place and right[place - 1].kind in (Kind.NOUN, Kind.PERSON)
    return place if nominal and not any(word.text == "的" for word in right[:place]) else 0


def _misconduct(right: list[Token]) -> int:
    """2家|乱|挂|条幅|商家: what was done wrong belongs to the name, to its last noun."""
    if not right or right[0].text not in verbs.NEGATIONS:
        return 0
    return max((i + 1 for i, word in enumerate(right) if word.kind is Kind.NOUN), default=0)


ESTATES = frozenset({"小区", "园区", "片区"})
"""Places that don't act: 2个老旧小区改造 is one name."""


def _behind_attribute(right: list[Token]) -> list[Token]:
    """20幅写有家训的书法 and 70户居民的上门体检: what is named stands behind 的."""
    for i, word in enumerate(right):
        if word.text == "的" and i + 1 < len(right):
            return right[i + 1 :]
        if word.kind is Kind.PREPOSITION:
            return right
    return right


def _continues(right: list[Token], i: int, whole: bool) -> bool:
    """Whether the name behind a number goes on with this word."""
    word = right[i]
    if word.text in GOES:
        return False
    if word.kind in (Kind.NOUN, Kind.PERSON):
        return True
    if word.kind is Kind.JOIN:
        return _joins(right, i, whole)
    if word.kind in OFFICE or word.kind is Kind.VERB:
        return _verb_opens_name(right, whole) if i == 0 else _verb_in_name(right, i, whole)
    if word.kind is Kind.ADVERB:
        return _adverb_in_name(right, i)
    return word.kind is Kind.OTHER and (i == 0 or whole)


def _joins(right: list[Token], i: int, whole: bool) -> bool:
    """民警、|辅警, and of deeds 墙面清理、|粉刷."""
    if not 0 < i < len(right) - 1 or right[i].text in {"与", "或", "同"}:
        return False
    after = right[i + 1].kind
    return after in (Kind.NOUN, Kind.PERSON) or (whole and after in OFFICE)


def _adverb_in_name(right: list[Token], i: int) -> bool:
    """重点|企业 and 区级|下沉单位, but 家长|轮流."""
    if right[i].text not in nouns.ADVERBS:
        return _inside_name(right, i)
    opens = i == 0 and right[i].text in nouns.NAMING_ADVERBS
    return opens and any(word.kind in (Kind.NOUN, Kind.PERSON) for word in right[1:2])


GOES = listed(
    """
    进入 走进 来到 前往 赶赴 奔赴 赶到 走上 成为 变成 参加 参与 入驻 搬至 搬到 来 去 抵达
    赶来 前来 涌入 投身
    """
)
"""These open a predicate even before a noun: 40个摊点|进入正规市场."""


def _verb_opens_name(right: list[Token], whole: bool) -> bool:
    """30场|宣传活动, 861户|入户调查, but 300人|参加活动."""
    if whole or right[0].kind is Kind.TAKING:
        return whole
    modifier = right[0].kind in (Kind.WEAK, Kind.VERB)
    named = any(word.kind in (Kind.NOUN, Kind.PERSON) for word in right[1:3])
    return modifies(right, 0) or (modifier and named)


FEW = 3
"""So many nouns behind a verb are its object, not the end of a name."""


def _verb_in_name(right: list[Token], i: int, whole: bool) -> bool:
    """物业|服务|企业 is a name, 志愿者|参与|活动 is not."""
    word, before = right[i], right[i - 1]
    person = before.kind is Kind.PERSON
    if len(word.text) == 1 and before.kind is Kind.NOUN and i + 1 < len(right):
        return right[i + 1].kind is Kind.NOUN
    if word.kind is Kind.TAKING:
        return word.text in verbs.MODIFIERS and _inside_name(right, i)
    if not person and modifies(right, i):
        return True
    naming = word.kind is Kind.VERB or word.text in verbs.MODIFIERS | NAMING
    if naming and _inside_name(right, i):
        return True
    return whole and not person and (not organ(before) or before.text[-2:] in ESTATES)


NAMING = frozenset(
    [
        "绿化",
        "美化",
        "亮化",
        "硬化",
        "保洁",
        "救援",
        "就业",
        "安置",
        "居住",
        "规划",
        "更新",
        "展示",
        "分类",
    ]
)
"""Listed verbs that stand inside names more often than behind them: 4条特色|绿化|小巷."""


def _inside_name(right: list[Token], i: int) -> bool:
    """区级|下沉|单位: an unlisted verb before the last noun of a name."""
    before, after = right[i - 1], right[i + 1 : i + 4]
    actor = i > 0 and (before.kind is Kind.PERSON or before.text.endswith(ACTORS))
    if not after or (actor and right[i].text not in verbs.MODIFIERS):
        return False
    last = next((j for j, word in enumerate(after) if word.kind is not Kind.NOUN), len(after))
    ends = last < FEW
    return after[0].kind in (Kind.NOUN, Kind.PERSON) and ends


OPENING_DEEDS = frozenset({"开展", "组织开展", "实施"})
"""Behind 对N家 these hand over to the deed as 进行 does."""


def verb_after(rest: list[Token], towards: bool = False) -> str | None:
    """The verb behind the name: 30家门店|进行检查, 40名志愿者|参与."""
    rest = _without_place(rest)
    passive = next((i for i, word in enumerate(rest) if word.text == "被"), None)
    if passive is not None:
        rest = rest[passive + 1 :]
        if len(rest) == 1:
            return rest[0].text
    light = next((i for i, word in enumerate(rest) if word.kind is Kind.LIGHT), None)
    if light is None and towards:
        light = next((i for i, word in enumerate(rest) if word.text in OPENING_DEEDS), None)
    if light is not None:
        return _lightened(rest[light:])
    start = next((i for i in range(len(rest)) if _predicates(rest, i)), None)
    if start is None:
        return None
    if rest[start].kind is Kind.VERB and start + 1 < len(rest) and rest[-1].text != "完成":
        start += _taking(rest[start + 1])  # 冒雨|参加, 伸臂|献血
    end = start + 1
    while end < len(rest) and rest[end].text in verbs.COMPOUND_TAIL and not modifies(rest, end):
        end += 1
    if end == start + 1 == len(rest) - 1 and rest[start].kind is Kind.VERB and rest[end].verbal:
        end += 1  # 出枪|灭火
    return written(rest[start:end])


def _taking(word: Token) -> bool:
    return word.kind in (Kind.TAKING, Kind.STRONG) and len(word.text) > 1


def _without_place(rest: list[Token]) -> list[Token]:
    """队员|在巡查中|发现: what stands between 在 and 中 is no predicate."""
    start = next((i for i, word in enumerate(rest) if word.text == "在"), None)
    if start is None:
        return rest
    ends = (i for i in range(start, len(rest)) if rest[i].text in {"中", "上", "里", "内", "下"})
    end = next(ends, None)
    return rest if end is None else [*rest[:start], *rest[end + 1 :]]


def _predicates(rest: list[Token], i: int) -> bool:
    """Whether the word is a verb by itself here, not part of a name."""
    word = rest[i]
    if word.kind not in (*OFFICE, Kind.VERB) or _attributive(rest, i):
        return False
    told = i > 0 and rest[i - 1].kind is Kind.ADVERB
    if word.kind is Kind.VERB and i > 0 and not told and _inside_name(rest, i):
        return False
    return told or word.kind is Kind.TAKING or not modifies(rest, i)


def _attributive(rest: list[Token], i: int) -> bool:
    return i + 1 < len(rest) and rest[i + 1].text == "的"


DEED = 2
"""An unlisted word of so many characters behind 进行 is taken for the deed: 进行夜查."""


def _ends_in_deed(words: list[Token]) -> bool:
    """Whether the deed has been named already: 进行宣传|、排查."""
    return bool(words) and (words[-1].kind in OFFICE or words[-1].text.endswith(ENDS))


ENDS = tuple(sorted(verbs.COMPOUND_TAIL))


def _lightened(rest: list[Token]) -> str:
    """进行了秋季消防安全检查 → 检查; 负责…进行清理保洁 → 清理保洁."""
    start = max(i for i, word in enumerate(rest) if i == 0 or word.kind is Kind.LIGHT)
    deed: list[Token] = []
    for word in rest[start + 1 :]:
        done = word.kind is Kind.JOIN or word.text in {"时", "后", "中", "期间", "之后", "以后"}
        if word.kind is Kind.OTHER or (done and _ends_in_deed(deed)):
            break
        if word.kind not in (Kind.PARTICLE, Kind.ADVERB, Kind.JOIN):
            deed.append(word)
    run = len(deed)
    while run and deed[run - 1].kind in OFFICE:
        run -= 1
    if run < len(deed):
        return written(deed[run:])
    if deed and deed[-1].kind is Kind.VERB:
        return deed[-1].text
    tail = deed[-1].text if deed else ""
    known = [tail[i:] for i in range(len(tail) - 1) if tail[i:] in verbs.COMPOUND_TAIL]
    new = tail if len(tail) == DEED and len(deed) == 1 else rest[start].text
    return known[0] if known else new
