"""Cutting a stretch of text into words, and saying what each may do.

The cutting is rjieba's: jieba's dictionary in Rust, and its hidden Markov model for words the
dictionary lacks (拦检, 换领, 地笼), which is a fixed table, so the same text always gives the same
words. The words of the lexicon are added to the dictionary, and the lexicon decides what a word is;
the dictionary's part of speech is only asked about other words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

import rjieba

from . import lexicon_nouns as nouns
from . import lexicon_verbs as verbs

OFTEN = 3_000_000
"""A frequency above every ordinary word's, so that lexicon words are kept whole."""


class Kind(Enum):
    """What a word may do in a clause."""

    TAKING = auto()
    STRONG = auto()
    WEAK = auto()
    LIGHT = auto()
    VERB = auto()
    """A verb only by the dictionary's word."""
    ADVERB = auto()
    PREPOSITION = auto()
    PARTICLE = auto()
    JOIN = auto()
    PERSON = auto()
    NOUN = auto()
    QUOTE = auto()
    SPACE = auto()
    OTHER = auto()


OFFICE = (Kind.TAKING, Kind.STRONG, Kind.WEAK)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the message."""

    text: str
    start: int
    end: int
    kind: Kind
    opens: bool = False
    """Stands right behind an opening quotation mark."""
    verbal: bool = False
    """A verb or a verbal noun by the dictionary's word."""


@cache
def cutter() -> rjieba.Jieba:
    """The word cutter with the lexicon added; made once, on first use."""
    jieba = rjieba.Jieba()
    for word in sorted(verbs.TAKING | verbs.STRONG | verbs.WEAK | verbs.LIGHT):
        if len(word) > 1:
            jieba.add_word(word, OFTEN, "v")
    for word in sorted(nouns.ADVERBS | nouns.FILLERS):
        if len(word) > 1:
            jieba.add_word(word, OFTEN, "d")
    for word in nouns.COMPOUND_NOUNS:
        jieba.add_word(word, OFTEN, "n")
    return jieba


JOINS = frozenset("、和及与或/") | {"以及"}
SPLIT = (verbs.STRONG | verbs.TAKING | verbs.WEAK) - verbs.MODIFIERS
"""The dictionary holds verb and object as one word (化解矛盾, 征求意见); these are cut apart."""

ADVERBIAL = "共现已计末仍还均就尚并先再都另又也未曾"
JOINED = re.compile(
    f"[{ADVERBIAL}][有对向将为在给]|[另共均对已仍尚][一-鿿]|[一-鿿][未有]|未[一-鿿]"
)
"""The cutter makes one word of some of these; the two must stand alone (共|有, 另|送, 未|系)."""

FIXED = frozenset(
    {"共享", "共同", "共建", "共治", "共青", "均衡", "另外", "另行", "共计", "未必", "对象", "对面"}
)
"""Of these, ordinary words."""

MISCONDUCT = re.compile(r"[乱私][一-鿿]乱[一-鿿]")
"""私搭乱建, 乱圈乱占: what was done wrong is a thing."""

DEEDS = frozenset(
    "清腾挖铲拆修补疏掏冲扫洗刷涂铺栽种移拖搬运装换撤拣捡"
    "刮撕抹擦喷洒贴挂竖搭架砌封堵截拦查验检测抽排"
    "收缴扣罚抓捕救护送发派领办核录登访慰训劝离返退除纠处查整治改割剪砍锯割捞填埋盖遮浇"
)
"""A word the dictionary lacks, made of two of these, is a deed: 清腾, 拦检, 补训."""

MANNER = frozenset(
    [
        "突击",
        "集中",
        "联合",
        "交叉",
        "错时",
        "夜间",
        "定点",
        "随机",
        "强制",
        "现场",
        "集体",
        "定期",
        "分类",
        "全面",
        "统一",
        "重点",
    ]
)
"""How it was done, joined with the deed in one word of the dictionary: 突击|检查."""

OPENING = frozenset("“‘《「『")
QUOTES = frozenset("“”\"'‘’《》「」『』〈〉【】")
NOMINAL = frozenset({"类", "率", "量", "额", "性", "总量", "总额", "总数"})
DOERS = frozenset({"员", "者"})
"""Right behind a verb of two characters these make a noun: 求决|类, 点击|量."""


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of ``text[start:end]`` with their places."""
    cut: list[Token] = []
    place = start
    opened = False
    for word, tag in _pieces(text[start:end]):
        if word in NOMINAL | DOERS and cut and cut[-1].verbal and len(cut[-1].text) > 1:
            last = cut.pop()
            whole = last.text + word
            made = Kind.PERSON if word in DOERS else Kind.NOUN
            cut.append(Token(whole, last.start, place + len(word), made, last.opens))
        else:
            verbal = tag[:1] == "v"
            cut.append(Token(word, place, place + len(word), kind(word, tag), opened, verbal))
        place += len(word)
        opened = word in OPENING
        if word == ")":
            _bracketed(cut)
    return cut


SHORT = 4


def _bracketed(cut: list[Token]) -> None:
    """村|(|社区|) is one word."""
    start = next((i for i in range(len(cut) - 1, 0, -1) if cut[i].text == "("), None)
    if start is None or len(cut) - start > SHORT:
        return
    before = cut[start - 1]
    if before.kind in (Kind.NOUN, Kind.PERSON) and before.end == cut[start].start:
        whole = "".join(word.text for word in cut[start - 1 :])
        cut[start - 1 :] = [Token(whole, before.start, cut[-1].end, before.kind, before.opens)]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The cutter's words with their part of speech; a title in 《》 is one word."""
    place = 0
    for title in TITLE.finditer(text):
        yield from _words(text[place : title.start()])
        yield title[1], "n"
        place = title.end() - 1
    yield from _words(text[place:])


TITLE = re.compile(r"(?<=《)([^《》]{1,60})》")


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The cutter's words, less what it joins too eagerly."""
    for word, tag in cutter().tag(text, hmm=True):
        if len(word) > 1 and _listed(word) is None:
            yield from _apart(word, tag)
        else:
            yield word, tag


Pieces = tuple[tuple[str, str], ...]
"""Words with their part of speech."""


@lru_cache(maxsize=100_000)
def _apart(word: str, tag: str) -> Pieces:
    """A word that isn't in the lexicon, cut apart where the rules must see its parts."""
    known = cutter().has_word(word)
    answers = (rule(word, tag, known) for rule in (_begun, _ended, _handled))
    pieces = next((answer for answer in answers if answer is not None), None)
    return pieces or ((word, _spoken(word, tag, known)),)


def _begun(word: str, _tag: str, known: bool) -> Pieces | None:
    """共|有, 另|送, 对|涉, 中|未: an adverb or a preposition joined to what follows it."""
    if len(word) != len("共有") or not JOINED.fullmatch(word) or word in FIXED:
        return None
    towards = word[1] in "有对向将为在给"
    done = word[0] == "共" and word[1] in DEEDS | {"出", "设", "办"}  # 共|出横幅1条
    if known and not towards and not done:
        return None
    adverb = word[0] in ADVERBIAL or word[1] == "未"
    first = "p" if word[0] == "对" else "d" if adverb else "n"
    second = "d" if word[1] == "未" else "p" if towards and word[1] != "有" else "v"
    return (word[0], first), (word[1], second)


def _ended(word: str, tag: str, known: bool) -> Pieces | None:
    """普查员|及, 牌匾|达131块: a small word the model has stuck to the one before it."""
    if known or word[-1] not in "及和与达共约":
        return None
    join = word[-1] in "及和与"
    return (word[:-1], "n" if join else tag), (word[-1], "c" if join else "d")


def _handled(word: str, _tag: str, _known: bool) -> Pieces | None:
    """化解|矛盾, 突击|检查: verb and object, or how and what, that the dictionary joins."""
    if len(word) > len("化解矛") and word[:2] in SPLIT:
        return (word[:2], "v"), (word[2:], "n")
    manner = len(word) == len("突击检查") and word[:2] in MANNER and word[2:] in SPLIT
    return ((word[:2], "d"), (word[2:], "v")) if manner else None


def _spoken(word: str, tag: str, known: bool) -> str:
    """The part of speech, where the shape of the word tells more than the model."""
    if MISCONDUCT.fullmatch(word) or (word[-1] in NOMINAL and len(word) > len("人类")):
        return "n"
    deed = len(word) == len("清腾") and DEEDS.issuperset(word) and not known
    return "v" if deed else tag


def kind(word: str, tag: str) -> Kind:
    """What a word may do: the lexicon first, then the dictionary's part of speech."""
    return _listed(word) or _tagged(word, tag)


@cache
def _listed(word: str) -> Kind | None:
    if word.isspace():
        return Kind.SPACE
    if word in verbs.STRONG and len(word) > 3:
        return Kind.STRONG
    if word in _COMPOUNDS:
        return Kind.PERSON if word.endswith(_PEOPLE) else Kind.NOUN
    return next((kind for listed, kind in LISTED if word in listed), None)


LISTED: tuple[tuple[frozenset[str], Kind], ...] = (
    (QUOTES, Kind.QUOTE),
    (JOINS, Kind.JOIN),
    (frozenset("的了着过地得等之"), Kind.PARTICLE),
    (verbs.LIGHT, Kind.LIGHT),
    (verbs.TAKING, Kind.TAKING),
    (verbs.WEAK, Kind.WEAK),
    (verbs.STRONG, Kind.STRONG),
    (nouns.ADVERBS, Kind.ADVERB),
    (nouns.PREPOSITIONS, Kind.PREPOSITION),
)
"""Whose list a word is in; the first that holds it decides."""

NOBODY = frozenset({"全民", "移民", "便民", "为民", "利民", "惠民"})
"""These end like people and are none."""

_COMPOUNDS = frozenset(nouns.COMPOUND_NOUNS)
_PEOPLE = (*(word for word in nouns.PEOPLE if len(word) > 1), "员", "者", "人", "民")


def _tagged(word: str, tag: str) -> Kind:
    if word.endswith(_PEOPLE) and tag[:1] in "nlr" and word not in NOBODY:
        return Kind.PERSON
    if tag in {"v", "vd", "vg", "vi"} and len(word) > 1:
        return Kind.VERB
    if tag in {"d", "ad", "c", "t", "r"}:
        return Kind.ADVERB if tag in {"d", "ad", "c", "t"} else Kind.OTHER
    if tag == "p":
        return Kind.PREPOSITION
    if tag == "x":
        return Kind.OTHER
    return Kind.NOUN
