"""What residents, patrollers, the hotline and the district write about a problem. Pure.

``data/case_wordings.csv`` holds some 420 wordings, 14 or 15 for each of 29 categories, each written
on its own and none made from another; here they get a place, a greeting, a slip of the pen, or a
second problem in the same breath.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put one problem; ``{p}`` in the text is the place. ``source`` is who says it."""

    number: int
    code: str
    category: str
    source: str
    text: str


GREETINGS = (
    "你好，", "您好！", "领导好，", "麻烦看一下：", "反映一个情况，", "请问有人管吗？", "唉，",
    "又来打扰了，", "在线等，", "不好意思，第一次用这个，",
)  # fmt: skip
ENDINGS = (
    "谢谢！", "急急急", "辛苦了", "打过两次电话了没下文", "希望这次能真的解决",
    "照片是今天早上拍的", "我姓张，住附近", "不要再推了", "🙏",
    "已经影响我们好久了。", "请尽快，谢谢", "晚上去看最明显",
)  # fmt: skip
SLIPS = (
    ("垃圾", "拉圾"), ("在", "再"), ("的", "得"), ("楼道", "楼到"), ("污水", "乌水"),
    ("消防", "消房"), ("井盖", "井该"), ("电动车", "电瓶车"), ("广告", "广靠"),
    ("占", "站"), ("堆", "推"),
    ("噪声", "躁声"), ("路灯", "路登"), ("没人", "莫得人"), ("，", " "),
    ("共享单车", "共亨单车"), ("油烟", "油姻"),
)  # fmt: skip
"""What a thumb or a phone's input method makes of a word, and a few words of the region."""
AND_ALSO = ("另外", "还有", "顺便说一下，", "对了，", "同时发现")
SPEECHLESS = ("{p}，见照片", "如图，{p}", "{p}这里，麻烦处理", "看图说话，{p}")
"""What says nothing of the problem; nobody can tell its category from the words."""


@cache
def wordings() -> tuple[Wording, ...]:
    """All wordings, in the order of the file."""
    text = files("wangge.demo").joinpath("data/case_wordings.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Wording(number, row["code"], row["category"], row["source"], row["text"])
        for number, row in enumerate(rows)
    )


@cache
def wordings_of(code: str, source: str) -> tuple[Wording, ...]:
    """How one kind of reporter puts one category."""
    return tuple(one for one in wordings() if one.code == code and one.source == source)


def told(wording: Wording, place: str, chance: Random) -> str:
    """The wording as somebody would have sent it about a place."""
    if wording.source in ("public", "patrol") and chance.random() < 0.02:
        return chance.choice(SPEECHLESS).format(p=place)
    text = wording.text.format(p=place)
    if chance.random() < 0.09:
        text = f"{text} {_also(wording, place, chance)}"
    if wording.source == "public":
        text = _chatty(text, chance)
    return text


def _chatty(text: str, chance: Random) -> str:
    if chance.random() < 0.22:
        text = chance.choice(GREETINGS) + text
    if chance.random() < 0.25:
        text = f"{text} {chance.choice(ENDINGS)}"
    if chance.random() < 0.15:
        right, wrong = chance.choice([slip for slip in SLIPS if slip[0] in text] or [("", "")])
        text = text.replace(right, wrong, 1) if right else text
    return text


def _also(wording: Wording, place: str, chance: Random) -> str:
    """A second problem, in a clause of somebody else's words."""
    other = chance.choice([one for one in wordings() if one.code != wording.code])
    clause = next(part for part in other.text.split("，") if len(part) > 6 or part == other.text)
    return chance.choice(AND_ALSO) + clause.format(p=place)
