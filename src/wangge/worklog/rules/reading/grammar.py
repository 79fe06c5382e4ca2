"""What words may do to each other: the small questions that both sides of a number ask."""

from dataclasses import dataclass

from . import lexicon_nouns as nouns
from . import lexicon_verbs as verbs
from .tokens import Kind, Token
from .wordlists import listed


@dataclass(frozen=True, slots=True)
class Left:
    """What was read before a number."""

    verb: str | None = None
    object: tuple[Token, ...] = ()
    open: bool = False
    """The verb stands right before the number, so the thing named follows or is missing."""
    preposition: bool = False
    """Ends in 对, 向, 为: the verb follows the noun behind the number."""
    attribute: bool = False
    """Ends in 的 right before the number: 东村的60户居民."""
    at: bool = False
    """The preposition names a place: 在8个社区."""
    predicate: bool = False
    """X的有N户: the whole clause says who is counted."""
    guess: bool = False
    """The verb is one by the dictionary's word only."""
    deep: bool = False
    """And it stands between two nouns, so that a carried verb is likelier."""
    whole: tuple[Token, ...] = ()
    """All the words, when the verb may turn out to be part of the name."""
    had: bool = False
    """Ends in 有: 共有19家单位."""


@dataclass(frozen=True, slots=True)
class Right:
    """What was read behind a number."""

    object: tuple[Token, ...] = ()
    verb: str | None = None
    rest: tuple[Token, ...] = ()
    attribute: bool = False
    """Begins with 的: 7000平方米的墙面清理."""


def solid(words: list[Token]) -> list[Token]:
    """Words without blanks and quotation marks."""
    return [w for w in words if w.kind not in (Kind.SPACE, Kind.QUOTE) and w.text != "\x00"]


def names(word: Token) -> bool:
    """Whether the word is the head of a name: 通知书, 车辆, 行动."""
    return word.text.endswith(nouns.NAME_HEADS) and word.kind in (
        Kind.NOUN,
        Kind.PERSON,
        Kind.OTHER,
    )


def organ(word: Token) -> bool:
    """Whether the word names an office, a community, a team."""
    return word.text.endswith(nouns.ORGANS)


ACTORS = (
    *nouns.ORGANS,
    *listed("企业 商家 商户 门店 店铺 餐馆 家庭 厂 机构 工地 业户 经营户 店"),
)
"""Ends of those who can be told to do something."""


def acts(word: Token) -> bool:
    """Whether the word names somebody who does things."""
    return organ(word) or word.kind is Kind.PERSON


def negated(left: list[Token], i: int) -> bool:
    """违规|张贴 and 未|及时|更换 are what is wrong, not what was done."""
    loose = (Kind.ADVERB, Kind.VERB)
    while i and left[i - 1].kind in loose and left[i - 1].text not in verbs.NEGATIONS:
        i -= 1
    return i > 0 and left[i - 1].text in verbs.NEGATIONS


def modifies(left: list[Token], i: int) -> bool:
    """Whether the verb is part of a name: 执法|人员."""
    if i + 1 >= len(left):
        return False
    after = left[i + 1]
    if after.text[0] in "类性率" or after.text == "等":
        return True
    listed = after.kind is Kind.JOIN and i > 0 and left[i - 1].kind is Kind.NOUN
    return names(after) or (listed and left[i].kind is Kind.WEAK)


def written(words: list[Token]) -> str:
    """The words as they stand in the text, without blanks."""
    return "".join(word.text for word in words).strip()
