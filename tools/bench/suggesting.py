"""Suggested categories: how often right, how honest the confidence, how fast.

Cross-validated over the texts of the demo's year of cases, which are made up (some 420 wordings,
written one by one, by the same hand as this program: a district's own texts will differ). In the
first table no wording that is asked for was learnt in any other variant; in the second, wordings
recur, as patrollers' do.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

import numpy as np

FOLDS = 5
Ranked = list[tuple[UUID, float]]


@dataclass(frozen=True, slots=True)
class Text:
    """One report's words, the category it is filed under, and which wording it is made of."""

    text: str
    category: UUID
    wording: int


def texts() -> list[Text]:
    """The words of every report of the demo's year."""
    from wangge.cases.rules.catalogue import STANDARD
    from wangge.demo.cases_story import SEED, sites, year
    from wangge.kernel.ids import derived_id

    tales = year(sites(), Random(SEED))  # noqa: S311 - a story, no secret
    return [
        Text(tale.text, derived_id("category", STANDARD, tale.wording.code), tale.wording.number)
        for tale in tales
    ]


def hints() -> list[tuple[str, UUID]]:
    """What the package's catalogue says of each category that can be filed."""
    from wangge.cases.rules.catalogue import STANDARD, packaged
    from wangge.cases.rules.suggesting import hints_of
    from wangge.kernel.ids import derived_id

    return [
        (word, derived_id("category", STANDARD, row["code"]))
        for row in packaged("categories.csv")
        if row["kind"] == "matter"
        for word in hints_of(row["name"], row["public_name"], row["keywords"])
    ]


def by_keywords(known: Sequence[tuple[str, UUID]]) -> Callable[[str], Ranked]:
    """The baseline: the category whose own words make up most of the text."""

    def ranked(text: str) -> Ranked:
        found: dict[UUID, float] = {}
        for word, category in known:
            if word in text:
                found[category] = found.get(category, 0) + len(word)
        best = sorted(found.items(), key=lambda one: -one[1])[:3]
        return [(category, min(1.0, score / 8)) for category, score in best]

    return ranked


def measured(answers: Sequence[tuple[Ranked, UUID]]) -> str:
    """Right at first, right among three, and the expected calibration error over ten bins."""
    first = np.array([bool(found) and found[0][0] == right for found, right in answers])
    three = np.array([any(one == right for one, _ in found) for found, right in answers])
    sure = np.array([found[0][1] if found else 0.0 for found, _ in answers])
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(
        abs(sure[bins == one].mean() - first[bins == one].mean()) * (bins == one).mean()
        for one in set(bins.tolist())
    )
    return f"{first.mean():6.1%} {three.mean():6.1%}   {error:.3f}"


def crossed(all_texts: Sequence[Text], folds: Sequence[int]) -> str:
    """Learn from four fifths, ask for the last one, in turn."""
    from wangge.cases.rules.learning import learn
    from wangge.cases.rules.suggesting import guess

    known, answers = hints(), []
    for fold in range(FOLDS):
        learnt = [one for one, its in zip(all_texts, folds, strict=True) if its != fold]
        model = learn([one.text for one in learnt], [one.category for one in learnt], known)
        answers += [
            (guess(model, one.text), one.category)
            for one, its in zip(all_texts, folds, strict=True)
            if its == fold
        ]
    return measured(answers)


def run() -> list[tuple[str, str]]:
    """Cross-validate, then time one suggestion and the learning of twenty thousand texts."""
    from wangge.cases.rules.learning import learn
    from wangge.cases.rules.suggesting import guess, packed

    every, known = texts(), hints()
    chance = np.random.default_rng(1)
    wordings = chance.permutation(1 + max(one.wording for one in every)) % FOLDS
    keywords = by_keywords(known)
    cold = learn([], [], known)
    lines = [
        (f"{len(every)} texts, {len(set(known))} words of the catalogue", "right at 1, 3   error"),
        ("words of the catalogue found in the text (baseline)",
         measured([(keywords(one.text), one.category) for one in every])),
        ("nothing filed yet: learnt from the catalogue alone",
         measured([(guess(cold, one.text), one.category) for one in every])),
        ("learnt; wordings never seen before",
         crossed(every, [int(wordings[one.wording]) for one in every])),
        ("learnt; wordings that recur",
         crossed(every, [int(one) for one in chance.permutation(len(every)) % FOLDS])),
    ]  # fmt: skip
    many = (every * (20_000 // len(every) + 1))[:20_000]
    started = time.perf_counter()
    model = learn([one.text for one in many], [one.category for one in many], known)
    learning = time.perf_counter() - started
    started = time.perf_counter()
    for one in every:
        guess(model, one.text)
    each = (time.perf_counter() - started) / len(every)
    return [
        *lines,
        ("learning from 20,000 texts, in seconds", f"{learning:.1f}"),
        ("one suggestion, in milliseconds", f"{each * 1000:.2f}"),
        ("the file, in megabytes", f"{len(packed(model)) / 1e6:.1f}"),
    ]
