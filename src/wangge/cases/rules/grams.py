"""Chinese text cut so that an ordinary full-text index finds words in it. Pure.

Chinese writes no spaces, so each pair of neighbouring Han characters becomes a word (a bigram) and
a search for a longer word is a search for all its pairs. The last character of a run stands alone
as well: every character then begins some word, and a single one is found by what begins with it.
"""

import re
import unicodedata

LONGEST = 40
"""Characters of a word that are kept: more than any real one, fewer than either index allows."""
MOST = 24
"""Words of a question that are looked for; the rest of a pasted letter narrows nothing more."""

TELLING = 3
"""Signs from which a number or a word of another script counts as a beginning."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")


def grams_of(text: str) -> str:
    """The words by which a text is found, each once, parted by single spaces.

    Pairs of Han characters; numbers and words of other scripts whole; folded to lower case and to
    half width. Punctuation, control characters and anything else vanish.
    """
    return " ".join(dict.fromkeys(_words(text, alone=True)))


def sought_grams(text: str) -> list[tuple[str, bool]]:
    """What a question looks for: each word, and whether it need only be a word's beginning.

    A number or a word of another script may go on where it has :data:`TELLING` signs, since a
    shorter one begins too much; a single Han character is the beginning of a pair, and is looked
    for only where it is all that was asked (“12 号” is found by its 12). Empty when the question
    holds nothing to look for.
    """
    words = list(dict.fromkeys(_words(text[:400], alone=False)))
    telling = [word for word in words if len(word) > 1 or not _IS_HAN.match(word)]
    return [(word, _may_go_on(word)) for word in (telling or words)][:MOST]


def _words(text: str, *, alone: bool) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if not _IS_HAN.match(run):
            found.append(run[:LONGEST])
            continue
        found += [run[i : i + 2] for i in range(len(run) - 1)]
        if alone or len(run) == 1:
            found.append(run[-1])
    return found


def _may_go_on(word: str) -> bool:
    return len(word) == 1 if _IS_HAN.match(word) else len(word) >= TELLING
