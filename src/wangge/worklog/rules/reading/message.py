"""Reading one message: numbers, then clause by clause who does what to how many.

The verb in force, the period and the place are carried from one item or clause to the next, as
readers do; a full stop ends the verb, not the period.
"""

from bisect import bisect
from dataclasses import dataclass, replace

from wangge.kernel.words import Qualifier

from . import lexicon_verbs as verbs
from .before import govern
from .decide import SHARES, Item, Reading, decide, right_of, split_place
from .grammar import Left, solid
from .model import ReadFigure, Role
from .numbers import Number, normalise, numbers
from .periods import follows, period_of
from .places import places_in
from .roles import ELSEWHERE, PART, foreign_from, is_group, is_scope, role_of
from .segment import Clause, Sentence, sentences
from .state import State
from .tokens import Kind, Token, tokens
from .traps import free, without_dates
from .units import PEOPLE

FAR = 300
"""How far back a planning word or a place still counts; keeps endless sentences cheap."""


@dataclass(frozen=True, slots=True)
class Page:
    """The message in its three forms of the same length."""

    text: str
    plain: str
    """Full-width forms made narrow."""
    flat: str
    """Dates, list markers and brackets blanked out."""


def read_message(text: str) -> list[ReadFigure]:
    """Every figure of a message, in text order. Never raises for any string."""
    plain = normalise(text)
    found = free(numbers(plain), plain)
    if not found:
        return []
    flat, parts = sentences(without_dates(plain), found)
    state = State(limit=foreign_from(plain))
    for sentence in parts:
        _read_sentence(Page(text, plain, flat), sentence, state)
    return sorted(state.read, key=lambda figure: figure.start)


def _read_sentence(page: Page, sentence: Sentence, state: State) -> None:
    state.verb = state.pending = state.parts = state.said = None
    state.end = sentence.start
    if ELSEWHERE.search(page.flat, sentence.start, sentence.end):
        state.foreign_until = _paragraph_end(page.flat, sentence.end)
    first = len(state.read)
    for clause in sentence.clauses:
        _read_clause(page, sentence, clause, state)
    outer = state.read[first:]
    starts = [figure.start for figure in outer]
    inside = replace(page, flat=page.plain)
    for clause in sentence.inner:
        before = bisect(starts, clause.start)
        state.verb = outer[before - 1].verb if before else None
        _read_clause(inside, sentence, clause, state, inner=True)


def _paragraph_end(flat: str, place: int) -> int:
    end = flat.find("\n", place)
    return len(flat) if end < 0 else end


def _read_clause(
    page: Page, sentence: Sentence, clause: Clause, state: State, inner: bool = False
) -> None:
    gaps = _gaps(page.flat, clause)
    state.said = follows(state.said, period_of(page.plain[clause.start : clause.end]))
    state.period = state.said or state.period
    if not clause.numbers:
        left = govern(gaps[0])
        if left.verb or left.object:
            state.pending = left
        return
    taken: list[Token] = []
    for index in range(len(clause.numbers)):
        item = _item(clause, gaps, index, taken)
        verb, object_, used = decide(item, state)
        taken = list(used)
        if item.more:
            behind = _behind(clause, gaps, index)
            if behind < len(clause.numbers):
                object_, taken = split_place(gaps[behind], object_, taken)
        if item.number.unit not in SHARES:
            _mark_parts(_since(page, item.number, state.end), item.left, state)
        state.end = item.number.end
        # 一 is an article as often as a number: only a listed verb makes it count
        if item.number.chinese != "一" or (verb is not None and not item.left.guess):
            role = _role(page, sentence, clause, item, (verb, object_, used), inner, state)
            _record(page, clause, item.number, (verb, object_), role, state)
    rate = bool(state.read) and state.read[-1].role is Role.RATE
    state.pending = govern(gaps[-1]) if rate and len(gaps[-1]) > 1 else None


def _item(clause: Clause, gaps: list[list[Token]], index: int, taken: list[Token]) -> Item:
    """A number with what stands around it, less what the number before it used up."""
    number = clause.numbers[index]
    more = index + 1 < len(clause.numbers)
    before = [word for word in gaps[index] if word not in taken]
    edges = solid(gaps[index])
    joined = index > 0 and any(word.kind is Kind.JOIN for word in (*edges[:1], *edges[-1:]))
    left = govern(_own(before, index > 0), joined, number.unit in PEOPLE)
    if number.qualifier is Qualifier.EXACT and _rough(before):
        number = replace(number, qualifier=Qualifier.ABOUT, hedge="约")
    behind = _behind(clause, gaps, index)
    towards = any(word.text in {"对", "将", "把"} for word in gaps[0])
    return Item(
        number=number,
        index=index,
        more=more,
        towards=towards,
        joined=joined,
        left=left,
        right=right_of(gaps[behind], left, number, behind < len(clause.numbers), towards),
        before=gaps[index],
        after=[word for gap in gaps[index + 1 : index + 5] for word in gap],
    )


def _behind(clause: Clause, gaps: list[list[Token]], index: int) -> int:
    """Where the words behind a number begin: 6宗|730平方米|违建 share what follows them."""
    behind = index + 1
    if behind < len(clause.numbers) and not solid(gaps[behind]):
        behind += 1
    return behind


def _since(page: Page, number: Number, start: int) -> str:
    """What stands before a number, from ``start`` on, but not endlessly far."""
    return page.flat[max(start, number.start - FAR) : number.start]


def _record(
    page: Page,
    clause: Clause,
    number: Number,
    read: tuple[str | None, str | None],
    role: Role,
    state: State,
) -> None:
    verb, object_ = read
    foreign = number.start >= min(state.limit, len(page.text)) or number.start < state.foreign_until
    state.read.append(
        ReadFigure(
            verb=None if role is Role.SCOPE else verb,
            object=object_,
            amount=number.amount,
            amount_max=number.amount_max,
            unit=page.text[slice(*number.unit_at)] or number.unit,
            qualifier=number.qualifier,
            hedge=number.hedge,
            role=Role.FOREIGN if foreign else role,
            surface=page.text[number.start : number.end],
            start=number.start,
            period=state.period,
            place=_place(page, clause, number, state),
        )
    )
    if verb and number.unit not in SHARES:
        state.verb = verb


def _mark_parts(here: str, left: Left, state: State) -> None:
    """其中 opens the parts of a total; a verb that neither had closes them."""
    if PART.search(here):
        state.parts = {state.verb, left.verb}
    elif state.parts is not None and left.verb in verbs.TAKING and left.verb not in state.parts:
        state.parts = None


def _rough(before: list[Token]) -> bool:
    """大约发放了300份: the hedge stands before the verb."""
    if any(word.text in {"大约", "大概", "估计"} for word in before):
        return True
    words = solid(before)
    return bool(words) and words[0].text == "约"


def _gaps(flat: str, clause: Clause) -> list[list[Token]]:
    """The words before, between and behind the figures of a clause."""
    gaps = []
    place = clause.start
    for number in clause.numbers:
        gaps.append(tokens(flat, place, max(place, number.start)))
        place = number.end
    gaps.append(tokens(flat, place, clause.end))
    return gaps


def _own(before: list[Token], later: bool) -> list[Token]:
    """Of the words between two figures, those that belong to the second."""
    words = solid(before)
    while later and words and (words[0].kind is Kind.JOIN or words[0].text == "的"):
        words = words[1:]
    return words


def _place(page: Page, clause: Clause, number: Number, state: State) -> str | None:
    named = places_in(page.flat, max(clause.start, number.start - FAR), number.start)
    if named:
        state.place = named[-1][1]
    return state.place


def _role(
    page: Page,
    sentence: Sentence,
    clause: Clause,
    item: Item,
    reading: Reading,
    inner: bool,
    state: State,
) -> Role:
    verb, object_, used = reading
    before, here = (_since(page, item.number, span.start) for span in (sentence, clause))
    role = role_of(item.number, before, here, inner)
    if role is not None:
        return role
    left, behind = item.left, bool(used)
    counted = left.predicate and not left.attribute
    if state.parts is not None or counted or object_ == "占比":
        return Role.PART
    acting = behind and not left.open and left.verb is None
    more = behind and (item.more or (acting and not left.preposition))
    if item.joined and verb and state.read and state.read[-1].role is Role.MAIN:
        return Role.MAIN  # 创建了150个路口、20条路段: a further result, not where
    scope = is_scope(object_, verb, item.number, more)
    group = acting and is_group(object_, item.number, item.more)
    return Role.SCOPE if scope or group or (left.at and behind) else Role.MAIN
