"""Learning to suggest categories. Pure; a few seconds for twenty thousand texts."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from wangge.cases.rules.suggesting import (
    Floats,
    Ints,
    Model,
    grams,
    row_of,
    shares,
)

Row = tuple[Ints, Floats]
MOST_KEYS = 20_000
HINT_WEIGHT = 3.0
"""How many filed texts a word of the catalogue is worth."""
ROUNDS = 5
RATE = 1.0
START = 8.0
"""How far apart the centroids put two categories before the first round."""
FOLDS = 3
MOST_CHECKED = 1500
"""Newest texts by which the confidence is set; comparing all with all grows with the square."""
ALIKE = 0.4
"""Share of common n-grams from which two texts are one wording: they stay in one fold, so that
the confidence holds for words that weren't seen before."""
COLD_HEAT = 0.8
"""Where nothing was filed to measure by; right on the demo's texts (``tools.bench suggesting``)."""
HEATS = np.geomspace(0.25, 6, 40)


def learn(
    texts: Sequence[str],
    labels: Sequence[UUID],
    hints: Sequence[tuple[str, UUID]],
    upto: str = "",
) -> Model:
    """Learn from filed texts, newest first, and from the catalogue's ``hints``.

    The classes are those of the hints; texts filed under any other are left out. Without hints
    nothing can be suggested: raises :class:`ValueError`.
    """
    if not hints:
        raise ValueError("no category to suggest")
    classes = tuple(sorted({one for _, one in hints}))
    number = {one: place for place, one in enumerate(classes)}
    known = [(text, number[one]) for text, one in zip(texts, labels, strict=True) if one in number]
    said = [(text, number[one]) for text, one in hints]
    heat = _heat(known[:MOST_CHECKED], said, len(classes))
    keys, rarity, weights, bias = _fit(known, said, len(classes))
    return Model(classes, keys, rarity, weights.astype(np.float16), bias, heat, upto)


def _fit(
    known: Sequence[tuple[str, int]], said: Sequence[tuple[str, int]], classes: int
) -> tuple[Ints, Floats, Floats, Floats]:
    """Keys, rarity, weights and bias from texts and hints with the numbers of their classes."""
    both = [*known, *said]
    keys, rarity = _vocabulary([text for text, _ in both])
    rows = [row_of(text, keys, rarity) for text, _ in both]
    labels = np.array([label for _, label in both])
    worth = np.ones(len(both), np.float32)
    worth[len(known) :] = HINT_WEIGHT
    weights = _centroids(rows, labels, worth, keys.size, classes)
    bias = _descend(rows, labels, worth, weights)
    return keys, rarity, weights, bias


def _vocabulary(texts: Sequence[str]) -> tuple[Ints, Floats]:
    """The most frequent n-grams, and how much each tells (inverse document frequency)."""
    every = np.concatenate([grams(text) for text in texts])
    keys, counts = np.unique(every, return_counts=True)
    if keys.size > MOST_KEYS:
        kept = np.sort(np.argsort(-counts, kind="stable")[:MOST_KEYS])
        keys, counts = keys[kept], counts[kept]
    return keys, (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)


def _centroids(
    rows: Sequence[Row], labels: NDArray[np.int64], worth: Floats, keys: int, classes: int
) -> Floats:
    weights = np.zeros((keys, classes), np.float32)
    for (places, values), label, much in zip(rows, labels, worth, strict=True):
        weights[places, label] += values * much
    lengths = np.sqrt((weights**2).sum(axis=0))
    return np.asarray(weights * (START / np.maximum(lengths, 1e-9)), np.float32)


def _descend(
    rows: Sequence[Row], labels: NDArray[np.int64], worth: Floats, weights: Floats
) -> Floats:
    """Stochastic gradient descent of the softmax loss; changes ``weights``, returns the bias."""
    chance = np.random.default_rng(1)
    bias = np.zeros(weights.shape[1], np.float32)
    for turn in range(ROUNDS):
        rate = np.float32(RATE / (1 + turn))
        for one in chance.permutation(len(rows)):
            places, values = rows[one]
            here = weights[places]
            wrong = shares(values @ here + bias)
            wrong[labels[one]] -= 1
            wrong *= rate * worth[one]
            weights[places] = here - values[:, None] * wrong
            bias -= 0.05 * wrong
    return bias


def _heat(known: Sequence[tuple[str, int]], said: Sequence[tuple[str, int]], classes: int) -> float:
    """What to divide scores by so that their shares come true on texts that weren't learnt from."""
    folds = _folds([text for text, _ in known])
    if folds is None:
        return COLD_HEAT
    scores, truth = [], []
    for fold in range(FOLDS):
        learnt = [one for one, its in zip(known, folds, strict=True) if its != fold]
        held = [one for one, its in zip(known, folds, strict=True) if its == fold]
        keys, rarity, weights, bias = _fit(learnt, said, classes)
        for text, label in held:
            places, values = row_of(text, keys, rarity)
            scores.append(values @ weights[places] + bias)
            truth.append(label)
    table, right = np.array(scores), np.array(truth)
    losses = [
        -np.log(shares(table / heat)[np.arange(right.size), right] + 1e-9).mean() for heat in HEATS
    ]
    return float(HEATS[int(np.argmin(losses))])


def _folds(texts: Sequence[str]) -> list[int] | None:
    """A fold for each text, the same for texts that are alike; None where there are too few."""
    group = wordings_of(texts)
    if len(set(group)) < 2 * FOLDS:
        return None
    order = {one: place for place, one in enumerate(dict.fromkeys(group))}
    return [order[one] % FOLDS for one in group]


def wordings_of(texts: Sequence[str]) -> list[int]:
    """The first text that each is alike to, through however many in between."""
    if not texts:
        return []
    found = [grams(text) for text in texts]
    keys = np.unique(np.concatenate(found))
    table = np.zeros((len(texts), keys.size), np.float32)
    for place, one in enumerate(found):
        table[place, np.searchsorted(keys, one)] = 1
    common = table @ table.T
    sizes = table.sum(axis=1)
    alike = common >= ALIKE * (sizes[:, None] + sizes[None, :] - common)
    group = list(range(len(texts)))
    for place in range(len(texts)):
        for other in np.flatnonzero(alike[place, :place]):
            _join(group, place, int(other))
    return [_first(group, place) for place in range(len(texts))]


def _join(group: list[int], one: int, other: int) -> None:
    low, high = sorted((_first(group, one), _first(group, other)))
    group[high] = low


def _first(group: list[int], one: int) -> int:
    while group[one] != one:
        group[one] = group[group[one]]
        one = group[one]
    return one
