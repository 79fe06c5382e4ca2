"""Cutting a stretch of text into words, and saying what each may do.

The cutting is rjieba's (jieba's dictionary in Rust, without its statistical guessing, so the same
text always gives the same words). The words of the lexicon are added to its dictionary, and the
lexicon decides what a word is; the dictionary's part of speech is only asked about other words.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

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

JOINED = re.compile("[共现已计末仍还均就尚并先再均都][有对向将为在给]")
"""The dictionary holds some of these as one word; the second must stand alone."""

OPENING = frozenset("“‘《「『")
QUOTES = frozenset("“”\"'‘’《》「」『』〈〉【】")


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of ``text[start:end]`` with their places."""
    cut: list[Token] = []
    place = start
    opened = False
    for word, tag in cutter().tag(text[start:end], hmm=True):
        if JOINED.fullmatch(word):
            cut.append(Token(word[0], place, place + 1, Kind.ADVERB, opened))
            word, tag, place = word[1], "v" if word[1] == "有" else "p", place + 1
        if len(word) > 3 and word[:2] in SPLIT and _listed(word) is None:
            cut.append(Token(word[:2], place, place + 2, kind(word[:2], "v"), opened, True))
            word, tag, place = word[2:], "n", place + 2
        cut.append(Token(word, place, place + len(word), kind(word, tag), opened, tag[:1] == "v"))
        place += len(word)
        opened = word in OPENING
    return cut


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

_COMPOUNDS = frozenset(nouns.COMPOUND_NOUNS)
_PEOPLE = (*(word for word in nouns.PEOPLE if len(word) > 1), "员", "者", "人", "民")


def _tagged(word: str, tag: str) -> Kind:
    if word.endswith(_PEOPLE) and tag[:1] in "nlr":
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
