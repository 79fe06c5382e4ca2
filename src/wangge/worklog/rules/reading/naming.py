"""The smallest phrase naming the thing, out of the words found beside a number.

The conventions ask for the noun phrase without 各类, quotation marks and the place before it; a
list that shares one amount stays whole.
"""

from . import lexicon_nouns as nouns
from .grammar import Right, organ, solid, written
from .tokens import Kind, Token


def thing(words: tuple[Token, ...]) -> str | None:
    """The smallest phrase naming the thing: no 各类, no quotation marks, no place before it."""
    phrase = list(words)
    phrase = _after_attribute(phrase)
    phrase = _after_place_list(phrase)
    phrase = _from_quotation(phrase)
    phrase = _stripped(phrase)
    text = written(phrase)
    for tail in nouns.STRIPPED_TAILS:
        if text.endswith(tail) and len(text) > len(tail) + 1:
            text = text[: -len(tail)]
    return text or None


def _after_attribute(phrase: list[Token]) -> list[Token]:
    """Cut what ends in 的 or 等, when a noun follows."""
    for i in range(len(phrase) - 2, -1, -1):
        if phrase[i].text in CUTS and len(phrase[i + 1 :]) > 0:
            return phrase[i + 1 :]
    return phrase


def _after_place_list(phrase: list[Token]) -> list[Token]:
    """Cut places before the thing: 城中村、主次干道、重点路段周边|商户."""
    for i in range(len(phrase) - 2, -1, -1):
        word = phrase[i].text
        located = word in nouns.LOCATED or (len(word) > 2 and word.endswith(LOCATED_ENDS))
        located = located or _road(phrase, i)
        if _listed_before(phrase, i):
            continue
        if located and phrase[i + 1].kind is not Kind.JOIN:
            return phrase[i + 1 :]
    joins = [i for i, word in enumerate(phrase) if word.kind is Kind.JOIN]
    places = (*nouns.PLACES, "城中村", "路", "街", "巷", "道", "楼")
    if joins and all(i and phrase[i - 1].text.endswith(places) for i in joins):
        for i in range(len(phrase) - 2, joins[-1], -1):
            if phrase[i].text.endswith(places):
                return phrase[i + 1 :]
    return phrase


def _listed_before(phrase: list[Token], i: int) -> bool:
    """学校食堂、校园周边餐饮店: the place belongs to one item of a list of things."""
    places = (*nouns.PLACES, "城中村", "路", "街", "巷", "道", "楼")
    joins = [j for j in range(1, i) if phrase[j].kind is Kind.JOIN]
    return any(not phrase[j - 1].text.endswith(places) for j in joins)


def _road(phrase: list[Token], i: int) -> bool:
    """王沙路|人行道, 正阳|路|落叶: a road with a name is where, not what."""
    word = phrase[i]
    named = len(word.text) > 2 and word.text.endswith(("路", "街", "大道"))
    return named or (word.text in {"路", "街"} and i > 0 and phrase[i - 1].kind is Kind.NOUN)


LOCATED_ENDS = ("内", "周边", "沿线", "两侧", "门口", "路口", "楼下", "门前", "范围")


def _from_quotation(phrase: list[Token]) -> list[Token]:
    """商户“门前三包”承诺书 names the letter, not the shopkeeper."""
    if any(word.kind is Kind.JOIN for word in phrase):
        return phrase
    for i, word in enumerate(phrase):
        if i and word.opens and (phrase[i - 1].kind is Kind.PERSON or organ(phrase[i - 1])):
            return phrase[i:]
    return phrase


CUTS = frozenset({"的", "等", "营造", "用于"})
"""What stands before the thing named ends here."""


def _edge(word: Token) -> bool:
    """Words that no name begins or ends with."""
    if word.kind is Kind.ADVERB:
        return word.text in nouns.ADVERBS and word.text not in nouns.NAMING_ADVERBS
    return word.kind in (Kind.PARTICLE, Kind.JOIN, Kind.PREPOSITION)


def _stripped(phrase: list[Token]) -> list[Token]:
    start, end = 0, len(phrase)
    while start < end and (phrase[start].text in nouns.STRIPPED_HEADS or _edge(phrase[start])):
        start += 1
    while end > start and (phrase[end - 1].text in nouns.FILLERS or _edge(phrase[end - 1])):
        end -= 1
    return phrase[start:end]


def share(words: list[Token], right: Right) -> tuple[str | None, str | None]:
    """Verb and name of a share: 办结率达98%, 占总量的89%, 按收入的10%计提."""
    left = solid(words)
    while left and (left[-1].text in nouns.FILLERS or left[-1].kind is Kind.ADVERB):
        left.pop()
    start = 0
    for i, word in enumerate(left):
        if word.text in {"占", "按", "的"} or word.kind in (Kind.PREPOSITION, Kind.ADVERB):
            start = i + 1
    behind = right.verb if left and left[0].text == "按" else None
    verb = "占" if any(word.text == "占" for word in left) else behind
    return verb, thing(tuple(left[start:]))
