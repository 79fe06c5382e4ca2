"""Sentences for people, and the official wording of amounts.

A sentence is written in English where the rule stands and translated where it is shown, so rules
stay free of Django: ``say("…%(x)s…", x=…)`` keeps the untranslated text and its values.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal
from typing import Self

from wangge.kernel.choices import Choice


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a mark without translation
    """Mark a text for translation and hand it back unchanged."""
    return text


class Said(str):
    """A sentence in English that remembers how to be said in another language."""

    __slots__ = ("msgid", "params")
    msgid: str
    params: dict[str, object]

    def __new__(cls, msgid: str, params: dict[str, object]) -> Self:
        sentence = super().__new__(cls, msgid % params if params else msgid)
        sentence.msgid = msgid
        sentence.params = params
        return sentence


def say(msgid: str, **params: object) -> Said:
    """Make a translatable sentence; ``%(name)s`` places take the keyword arguments."""
    return Said(msgid, params)


class Qualifier(Choice):
    """How exact an amount is. A stored lower bound never turns into an exact figure."""

    EXACT = "exact", N_("Exactly")
    OVER = "over", N_("At least")
    """余, 多, 超, 逾, 以上: at least this much."""
    ABOUT = "about", N_("About")
    """约, 近, 左右, 大约: about this much."""


def together(qualifiers: Sequence[Qualifier]) -> Qualifier:
    """The qualifier of a sum: a lower bound taints it first, then a rough figure."""
    if Qualifier.OVER in qualifiers:
        return Qualifier.OVER
    return Qualifier.ABOUT if Qualifier.ABOUT in qualifiers else Qualifier.EXACT


def plain(amount: Decimal) -> str:
    """An amount in digits without a trailing zero or exponent: ``5.40`` → ``5.4``."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_wan(amount: Decimal) -> str:
    """Digits as documents print them: from 100,000 in 万 when that loses nothing."""
    if abs(amount) >= 100_000 and amount % 1000 == 0:
        return plain(amount / 10_000) + "万"
    return plain(amount)


def leading(amount: Decimal) -> Decimal:
    """Floor to the leading figure: 317 → 300, 10460 → 10000, as reports print before 余."""
    if amount < 10:
        return amount.to_integral_value(ROUND_FLOOR)
    scale = Decimal(10) ** amount.adjusted()
    return (amount / scale).to_integral_value(ROUND_DOWN) * scale


def official(amount: Decimal, unit: str, qualifier: Qualifier = Qualifier.EXACT) -> str:
    """An amount in the wording of published reports.

    ``(317, 吨, OVER)`` → ``300余吨``; ``(1980000, 元, ABOUT)`` → ``约200万元``;
    ``(1500, 张)`` → ``1500张``. A lower bound is floored to its leading figure, a rough amount
    rounded to it. The seed report prints both this way.
    """
    if qualifier is Qualifier.OVER:
        whole = leading(amount)
        digits = in_wan(whole)
        return f"{digits}余{unit}"
    if qualifier is Qualifier.ABOUT:
        return f"约{in_wan(nearest(amount))}{unit}"
    return f"{in_wan(amount)}{unit}"


def nearest(amount: Decimal) -> Decimal:
    """Round to the leading figure: 1,980,000 → 2,000,000."""
    if amount < 10:
        return amount
    scale = Decimal(10) ** amount.adjusted()
    return (amount / scale).to_integral_value() * scale


def shares(counts: Sequence[int], places: int = 1) -> list[Decimal]:
    """Percentages of a total by the largest remainder, which add up to exactly 100.

    ``counts`` are non-negative; a total of zero gives zeros. Ties go to the earlier count, so the
    result never depends on chance.
    """
    total = sum(counts)
    step = 10**places
    if total == 0:
        return [Decimal(0).scaleb(-places) for _ in counts]
    units = 100 * step
    floors = [count * units // total for count in counts]
    rests = [count * units % total for count in counts]
    missing = units - sum(floors)
    order = sorted(range(len(counts)), key=lambda i: (-rests[i], i))
    for i in order[:missing]:
        floors[i] += 1
    return [Decimal(floor).scaleb(-places) for floor in floors]
